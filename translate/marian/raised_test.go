package marian

import (
	"slices"
	"testing"
)

func TestFindRaised(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"Am 3. Mai × 4 à ß", nil},
		{"29¾ Zoll und ½ Liter", []string{"29¾", "½"}},
		{"50 m² bei 10³ Pa und 10⁻⁶ m", []string{"m²", "10³", "10⁻⁶"}},
		{"CO₂ und H₂SO₄", []string{"CO₂", "H₂SO₄"}},
		{"Fußnote¹ und gesagt.²³", []string{"¹", "²³"}},
		{"6·10²³", []string{"10²³"}},
	} {
		var got []string
		for _, r := range findRaised(c.in) {
			got = append(got, c.in[r.Start:r.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestMendRaised(t *testing.T) {
	for _, c := range []struct{ source, draft, want string }{
		{"29¾ Zoll", "29 3/4 inches", "29¾ inches"},
		{"29¾ Zoll", "293⁄4 inches", "29¾ inches"},
		{"29¾ Zoll", "29.75 inches", "29.75 inches"},
		{"29¾ Zoll", "293 inches", ""},
		{"½ Liter", "half a litre", "half a litre"},
		{"½ Liter", "1⁄2 litres", "½ litres"},
		{"10³ Euro", "103 euros", "10³ euros"},
		{"10³ Euro und 103 Cent", "103 euros and 103 cents", ""},
		{"10⁻⁶ m", "10⁻6 m", "10⁻⁶ m"},
		{"50 m²", "50 m2", "50 m²"},
		{"50 m²", "50 square metres", "50 square metres"},
		{"50 m²", "50 metres", ""},
		{"CO₂ stinkt", "carbon dioxide smells", "carbon dioxide smells"},
		{"CO₂ stinkt", "CO2 smells", "CO₂ smells"},
		{"in der Fußnote¹", "in the footnote1", "in the footnote¹"},
		{"in der Fußnote¹ auf A1", "in the footnote on A1", ""},
	} {
		d := drafted(c.draft)
		missing := mendRaised(c.source, d, findRaised(c.source))
		if got := d.text.String(); c.want != "" && (got != c.want || missing != nil) ||
			c.want == "" && len(missing) == 0 {
			t.Errorf("%q, %q: %q, missing %v; want %q", c.source, c.draft, got, missing, c.want)
		}
	}
}

func TestLevelFractions(t *testing.T) {
	for in, want := range map[string]string{"29¾ Zoll": "29 3/4 Zoll", "½ Liter": "1/2 Liter", "10³": "10³"} {
		if got := apply(in, levelFractions(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
