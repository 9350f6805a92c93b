package check

import (
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// A stretch without a counterpart means less where the wording is free everywhere than in a literal translation.
func TestFreeWording(t *testing.T) {
	for _, c := range []struct {
		german, english string
		want            bitext.Severity
	}{
		{"Er ließ sich nicht lange bitten, packte seine Siebensachen und machte sich im Morgengrauen aus dem Staub.",
			"Needing little persuasion, he gathered up his belongings and slipped away at first light.", bitext.Info},
		{"Der Alte wusste sehr wohl, wo der Hase im Pfeffer lag, ließ sich aber nicht in die Karten schauen.",
			"The geezer was fully aware what the snag was, yet kept his cards close to his chest.", bitext.Info},
		{"Der Minister sprach gestern mit der Kanzlerin über den Haushalt und fuhr danach mit seiner Familie in den Urlaub.",
			"The minister spoke to the chancellor about the budget yesterday.", bitext.Warning},
	} {
		findings := Coverage.Run(sampleOf(c.german, c.english).Translated(), &Env{})
		if len(findings) != 1 || findings[0].Severity != c.want {
			t.Errorf("%s\n%s\n%v, want one finding, %s", c.german, c.english, findings, c.want)
		}
	}
}
