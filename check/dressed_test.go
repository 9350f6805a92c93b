package check

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

// Checks of what sentences seldom hold: real pairs are dressed with it on both sides, and spoilt on one.
func TestPlantedDressed(t *testing.T) {
	samples := heldOutSamples(t, newsSources[0])[:1000]
	// around puts marks around the last word of both texts.
	around := func(s sample, open, shut string) (sample, bool) {
		de, en := strings.LastIndexByte(s.German, ' '), strings.LastIndexByte(s.English, ' ')
		if de < 0 || en < 0 || strings.ContainsAny(s.German+s.English, `"„“”'()`) {
			return s, false
		}
		end := func(text string) int { return len(strings.TrimRight(text, ".!?:")) }
		dress := func(text string, at int) string {
			return text[:at+1] + open + text[at+1:end(text)] + shut + text[end(text):]
		}
		return sampleOf(dress(s.German, de), dress(s.English, en)), end(s.German) > de && end(s.English) > en
	}
	plain := func(s, bad sample) (*bitext.Pair, *bitext.Pair, *Env) { return s.Translated(), bad.Translated(), nil }
	cases := []struct {
		name  string
		check *Check
		make  func(s sample) (clean, bad *bitext.Pair, env *Env)
	}{
		{"address changed", Links, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			de := s.German + " https://example.org/a?n=1"
			return plain(sampleOf(de, s.English+" https://example.org/a?n=1"),
				sampleOf(de, s.English+" https://example.org/a?n=2"))
		}},
		{"handle lost", Links, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			de := "@hafen_kiel " + s.German
			return plain(sampleOf(de, "@hafen_kiel "+s.English), sampleOf(de, s.English))
		}},
		{"placeholder lost", Placeholders, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			return plain(sampleOf(s.German+" {name}", s.English+" {name}"), sampleOf(s.German+" {name}", s.English))
		}},
		{"tag not closed", Placeholders, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			de := "<b>" + s.German + "</b>"
			return plain(sampleOf(de, "<b>"+s.English+"</b>"), sampleOf(de, "<b>"+s.English))
		}},
		{"quote not closed", Quotes, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			d, ok := around(s, `"`, `"`)
			if !ok {
				return nil, nil, nil
			}
			return plain(d, sampleOf(d.German, strings.Replace(d.English, `"`, "", 1)))
		}},
		{"bracket lost", Quotes, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			d, ok := around(s, "(", ")")
			if !ok {
				return nil, nil, nil
			}
			return plain(d, sampleOf(d.German, strings.Replace(d.English, ")", "", 1)))
		}},
		{"term not used", Glossary, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			de := s.German + " Hafenkran"
			right, wrong := sampleOf(de, s.English+" harbour crane"), sampleOf(de, s.English+" port lift")
			return right.Translated(), wrong.Translated(), &Env{Terms: []Term{{"Hafenkran", "harbour crane"}}}
		}},
		{"other translation", Consistency, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			var c Corpus
			c.Add(&bitext.Bitext{Pairs: []bitext.Pair{*s.Translated()}})
			return s.Translated(), sampleOf(s.German, s.English+" So there.").Translated(), &Env{Corpus: &c}
		}},
		{"other source", Consistency, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			var c Corpus
			c.Add(&bitext.Bitext{Pairs: []bitext.Pair{*s.Translated()}})
			other := sampleOf("Das hier ist ein ganz anderer Satz.", s.English)
			return s.Translated(), other.Translated(), &Env{Corpus: &c}
		}},
		{"low score", Score, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			clean, bad := s.Translated(), s.Translated()
			clean.Score, bad.Score = new(-0.4), new(-3.0)
			return clean, bad, nil
		}},
		{"unsure bead", Bead, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			clean, bad := s.Translated(), s.Translated()
			clean.Confidence, bad.Confidence = new(0.99), new(0.1)
			return clean, bad, nil
		}},
		{"foreign span changed", Foreign, func(s sample) (*bitext.Pair, *bitext.Pair, *Env) {
			dress := func(en string) *bitext.Pair {
				p := sampleOf(s.German+" Viva la libertad", en).Translated()
				p.Mixed = true
				p.Runs = []offset.Run{
					{Start: 0, End: len(s.German) + 1, Lang: "de", Score: 1},
					{Start: len(s.German) + 1, End: len(p.Source), Lang: "es", Score: 1},
				}
				return p
			}
			return dress(s.English + " Viva la libertad"), dress(s.English + " Long live freedom"), nil
		}},
	}
	for _, c := range cases {
		planted, caught, alarms := 0, 0, 0
		for _, s := range samples {
			clean, bad, env := c.make(s)
			if clean == nil || s.English == "" {
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
