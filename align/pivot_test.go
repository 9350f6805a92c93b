package align

import (
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
)

// A sentence without a partner is found among others of equal length where words look like those of a third language.
func TestPivot(t *testing.T) {
	source := []string{"Der Wald war sehr dunkel.", "Der Fluss war sehr breit.", "Das Dorf war sehr ruhig.",
		"Das Tal war sehr schmal.", "Der Hafen war sehr alt."}
	target := []string{"La forêt était très sombre.", "Le village était très calme.", "La vallée était très étroite.",
		"Le port était très ancien."}
	alone := func(cfg Config) int {
		beads, report, err := Align(source, target, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if named := strings.Contains(report.Signature, "pivot("); named != (cfg.Pivot != nil) {
			t.Errorf("signature %s", report.Signature)
		}
		for _, b := range beads {
			if b.Target.Len() == 0 {
				return b.Source.Start
			}
		}
		return -1
	}
	french := lang.Pair{From: language.MustParse("de"), To: language.MustParse("fr")}
	if got := alone(Config{Pivot: PivotFor(french)}); got != 1 {
		t.Errorf("sentence %d has no partner, want 1", got)
	}
	if got := alone(Config{}); got == 1 {
		t.Error("the sentence without a partner is found without a lexicon: the texts prove nothing")
	}
}

// English needs no pivot, and from other languages than German none is known.
func TestPivotFor(t *testing.T) {
	for pair, want := range map[string]bool{"de-fr": true, "de-AT-it": true, "de-en": false, "fr-de": false} {
		i := strings.LastIndexByte(pair, '-')
		p := lang.Pair{From: language.MustParse(pair[:i]), To: language.MustParse(pair[i+1:])}
		if got := PivotFor(p) != nil; got != want {
			t.Errorf("%s: %v, want %v", pair, got, want)
		}
	}
}
