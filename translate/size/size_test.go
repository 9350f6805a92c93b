package size_test

import (
	"testing"

	"github.com/satzpaar/satzpaar/translate/size"
)

func TestEstimateTokens(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int // by o200k_base
	}{
		{"", 0},
		{"Die Bundesregierung hat am Dienstag einen neuen Gesetzentwurf vorgelegt, der die Preise für Strom und Gas begrenzen soll.", 27},
		{"The government presented a new bill on Tuesday that is meant to limit the prices of electricity and gas.", 20},
	} {
		got := size.Tokens(tt.text)
		if float64(got) < 0.75*float64(tt.want) || float64(got) > 1.35*float64(tt.want) {
			t.Errorf("%q: %d tokens, want about %d", tt.text, got, tt.want)
		}
	}
}
