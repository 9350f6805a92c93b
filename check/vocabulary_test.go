package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// A runner that has seen, and forgotten, many other words says of a pair what a new one says.
func TestVocabularyForgets(t *testing.T) {
	pairs := []*bitext.Pair{
		sample{"Die Regierung hat das Straßenverkehrsgesetz nicht beschlossen.", "The government has passed the road traffic law."}.pair(),
		sample{"Am 3. Mai kamen zwei Männer aus Hamburg.", "On 4 May three men came from Hanover."}.pair(),
		sample{"Das ist sehr, sehr schön.", "That is is nice, nice and nice and nice and schön."}.pair(),
	}
	used := NewRunner(All, nil)
	for round := range 40 {
		for i, p := range pairs {
			fresh := new(shared)
			fresh.speak("de", "en")
			r := Runner{All, Env{shared: fresh}}
			want, got := r.Run(p), used.Run(p)
			if fmt.Sprint(dereferenced(got)) != fmt.Sprint(dereferenced(want)) || len(want) == 0 && i < 2 {
				t.Fatalf("round %d, pair %d: %v, want %v", round, i, got, want)
			}
		}
		var s strings.Builder
		for i := range 1200 {
			fmt.Fprintf(&s, "wort%cx%dy ", 'a'+rune(round%26), i*40+round)
		}
		used.Run(sample{s.String(), "Nothing."}.pair())
		if n := len(used.env.shared.sides[0].list); n > mostWords+1300 {
			t.Fatalf("%d words are remembered", n)
		}
	}
}

func dereferenced(fs []bitext.Finding) (out []string) {
	for _, f := range fs {
		s := f.Check + " " + string(f.Severity) + " " + f.Message
		if f.Source != nil {
			s += fmt.Sprint(" source ", *f.Source)
		}
		if f.Target != nil {
			s += fmt.Sprint(" target ", *f.Target)
		}
		out = append(out, s)
	}
	return out
}

// What scan sees is what the checks that it spares would see.
func FuzzScan(f *testing.F) {
	for _, s := range []string{"Das kostet 3,5 Mio. €, sagte er.", "half past two “no” www.example.org/{a}", "½ K ſ \u00a0«x»", "\xe2ab don't o’clock", "WWW.x.y\xe2\x80", "may May zweite I'm"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > maxChecked || len(b) > maxChecked {
			return
		}
		s := apart(&bitext.Pair{Source: a, Target: b})
		for i := range s.sides {
			d := s.sides[i].look()
			if want := tokensOf(d.text, nil); !slices.Equal(d.words, want) {
				t.Fatalf("%q: words %v, want %v", d.text, d.words, want)
			}
			for k, w := range d.words {
				for j, o := range d.words {
					if strings.EqualFold(in(d.text, w), in(d.text, o)) && d.keys[k] != d.keys[j] {
						t.Fatalf("%q: %q and %q have different keys", d.text, in(d.text, w), in(d.text, o))
					}
				}
			}
			if !d.hasValues() {
				for _, q := range s.quantitiesOf(i) {
					if q.strength > soft || q.foreign {
						t.Fatalf("%q: %q has a value", d.text, in(d.text, q.span))
					}
				}
			}
			if d.signs&oddBytes != 0 {
				continue
			}
			if d.signs&(someQuote|someBracket) == 0 && tallyOf(d.text) != (tally{}) {
				t.Fatalf("%q holds quotes or brackets", d.text)
			}
			if d.signs&someTemplate == 0 && len(placeholdersOf(d.text, nil)) > 0 {
				t.Fatalf("%q holds placeholders", d.text)
			}
			if d.signs&(someHandle|someColon|someAddress) == 0 && len(linksOf(d.text, nil)) > 0 {
				t.Fatalf("%q holds links", d.text)
			}
		}
	})
}
