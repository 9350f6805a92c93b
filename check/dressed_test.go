package check

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// Checks of what sentences seldom hold: real pairs are dressed with it on both sides, and spoilt on one.
func TestPlantedDressed(t *testing.T) {
	samples := heldOutSamples(t, newsSources[0])[:1000]
	// around puts marks around the last word of both texts.
	around := func(s sample, open, shut string) (sample, bool) {
		de, en := strings.LastIndexByte(s.de, ' '), strings.LastIndexByte(s.en, ' ')
		if de < 0 || en < 0 || strings.ContainsAny(s.de+s.en, `"„“”'()`) {
			return s, false
		}
		end := func(text string) int { return len(strings.TrimRight(text, ".!?:")) }
		return sample{s.de[:de+1] + open + s.de[de+1:end(s.de)] + shut + s.de[end(s.de):], s.en[:en+1] + open + s.en[en+1:end(s.en)] + shut + s.en[end(s.en):]}, end(s.de) > de && end(s.en) > en
	}
	plain := func(s, bad sample) (*bitext.Pair, *bitext.Pair, *Env) { return s.pair(), bad.pair(), nil }
	cases := []struct {
		name  string
		check *Check
		make  func(s sample) (clean, bad *bitext.Pair, env *Env)
	}{
		{"address changed", Links, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			return plain(sample{s.de + " https://example.org/a?n=1", s.en + " https://example.org/a?n=1"}, sample{s.de + " https://example.org/a?n=1", s.en + " https://example.org/a?n=2"})
		}},
		{"handle lost", Links, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			return plain(sample{"@hafen_kiel " + s.de, "@hafen_kiel " + s.en}, sample{"@hafen_kiel " + s.de, s.en})
		}},
		{"placeholder lost", Placeholders, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			return plain(sample{s.de + " {name}", s.en + " {name}"}, sample{s.de + " {name}", s.en})
		}},
		{"tag not closed", Placeholders, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			return plain(sample{"<b>" + s.de + "</b>", "<b>" + s.en + "</b>"}, sample{"<b>" + s.de + "</b>", "<b>" + s.en})
		}},
		{"quote not closed", Quotes, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			d, ok := around(s, `"`, `"`)
			if !ok {
				return nil, nil, nil
			}
			return plain(d, sample{d.de, strings.Replace(d.en, `"`, "", 1)})
		}},
		{"bracket lost", Quotes, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			d, ok := around(s, "(", ")")
			if !ok {
				return nil, nil, nil
			}
			return plain(d, sample{d.de, strings.Replace(d.en, ")", "", 1)})
		}},
		{"term not used", Glossary, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			return sample{s.de + " Hafenkran", s.en + " harbour crane"}.pair(), sample{s.de + " Hafenkran", s.en + " port lift"}.pair(), &Env{Terms: []Term{{"Hafenkran", "harbour crane"}}}
		}},
		{"other translation", Consistency, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			var c Corpus
			c.Add(&bitext.Bitext{Pairs: []bitext.Pair{*s.pair()}})
			return s.pair(), sample{s.de, s.en + " So there."}.pair(), &Env{Corpus: &c}
		}},
		{"other source", Consistency, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			var c Corpus
			c.Add(&bitext.Bitext{Pairs: []bitext.Pair{*s.pair()}})
			return s.pair(), sample{"Das hier ist ein ganz anderer Satz.", s.en}.pair(), &Env{Corpus: &c}
		}},
		{"low score", Score, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			clean, bad := s.pair(), s.pair()
			clean.Score, bad.Score = new(-0.4), new(-3.0)
			return clean, bad, nil
		}},
		{"unsure bead", Bead, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			clean, bad := s.pair(), s.pair()
			clean.Confidence, bad.Confidence = new(0.99), new(0.1)
			return clean, bad, nil
		}},
		{"foreign span changed", Foreign, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			dress := func(en string) *bitext.Pair {
				p := sample{s.de + " Viva la libertad", en}.pair()
				p.Mixed = true
				p.Runs = []bitext.Run{{Start: 0, End: len(s.de) + 1, Lang: "de", Score: 1}, {Start: len(s.de) + 1, End: len(p.Source), Lang: "es", Score: 1}}
				return p
			}
			return dress(s.en + " Viva la libertad"), dress(s.en + " Long live freedom"), nil
		}},
	}
	for _, c := range cases {
		planted, caught, alarms := 0, 0, 0
		for _, s := range samples {
			clean, bad, env := c.make(s)
			if clean == nil || s.en == "" {
				continue
			}
			planted++
			if len(Run([]*Check{c.check}, clean, env)) > 0 {
				alarms++
			}
			if len(Run([]*Check{c.check}, bad, env)) > 0 {
				caught++
			}
		}
		t.Logf("%-22s %-13s %4d of %4d caught: %5.1f %%; flagged before: %.2f %%", c.name, c.check.Name, caught, planted, 100*float64(caught)/float64(planted), 100*float64(alarms)/float64(planted))
		if planted < 100 || 100*caught < 90*planted || 50*alarms > planted {
			t.Errorf("%s: %d of %d caught, %d false alarms", c.name, caught, planted, alarms)
		}
	}
}
