package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/number"
	"github.com/satzpaar/satzpaar/check/internal/word"
)

// A runner that has seen, and forgotten, many other words finds in a pair what a new one finds.
func TestVocabularyForgets(t *testing.T) {
	pairs := []*bitext.Pair{
		sampleOf("Die Regierung hat das Straßenverkehrsgesetz nicht beschlossen.",
			"The government has passed the road traffic law.").Translated(),
		sampleOf("Am 3. Mai kamen zwei Männer aus Hamburg.", "On 4 May three men came from Hanover.").Translated(),
		sampleOf("Das ist sehr, sehr schön.", "That is is nice, nice and nice and nice and schön.").Translated(),
	}
	used := NewRunner(All, nil)
	for round := range 40 {
		for i, p := range pairs {
			fresh := new(analysis)
			fresh.setLanguages("de", "en")
			r := Runner{All, Env{analysis: fresh}}
			want, got := r.Run(p), used.Run(p)
			if fmt.Sprint(dereferenced(got)) != fmt.Sprint(dereferenced(want)) || len(want) == 0 && i < 2 {
				t.Fatalf("round %d, pair %d: %v, want %v", round, i, got, want)
			}
		}
		var s strings.Builder
		for i := range 1200 {
			fmt.Fprintf(&s, "wort%cx%dy ", 'a'+rune(round%26), i*40+round)
		}
		used.Run(sampleOf(s.String(), "Nothing.").Translated())
		if n := used.env.analysis.source.Len(); n > 13300 {
			t.Fatalf("%d words are remembered", n)
		}
	}
}

// What a new runner takes for the fit of a pair without text is what a used one does.
func TestRiskOfNothing(t *testing.T) {
	riskAfter := func(before *bitext.Pair) float64 {
		a := new(analysis)
		a.setLanguages("de", "en")
		r := Runner{All, Env{analysis: a}}
		r.Run(before)
		nothing := sampleOf("", "").Translated()
		risk, _ := r.Risk(nothing, nil)
		return risk
	}
	other := sampleOf("Guten Tag, meine Damen.", "Good day, ladies.").Translated()
	if fresh, used := riskAfter(sampleOf("", "").Translated()), riskAfter(other); fresh != used {
		t.Errorf("a new runner gives a pair without text a risk of %v, a used one %v", fresh, used)
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

// A text that cannot hold marks or values according to its words holds none.
func FuzzScan(f *testing.F) {
	for _, s := range []string{
		"Das kostet 3,5 Mio. €, sagte er.", "half past two “no” www.example.org/{a}", "½ K ſ \u00a0«x»",
		"\xe2ab don't o’clock", "WWW.x.y\xe2\x80", "may May zweite I'm",
	} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, source, target string) {
		if len(source) > maxChecked || len(target) > maxChecked {
			return
		}
		a := newAnalysis("de", "en")
		a.set(&bitext.Pair{Source: source, Target: target})
		for _, d := range []*side{&a.source, &a.target} {
			d.Scan()
			if !d.numbers.MayHoldValue(&d.Text) {
				for _, q := range d.numbers.Read(d.String) {
					if q.Strength > number.Soft || q.ForeignGrouping {
						t.Fatalf("%q: %q has a value", d.String, q.Text)
					}
				}
			}
			if !d.Marks.MayHold(word.Quote|word.Bracket) && tallyOf(d.String) != (tally{}) {
				t.Fatalf("%q holds quotes or brackets", d.String)
			}
			if !d.Marks.MayHold(word.Template) && len(placeholdersOf(d.String, "", nil)) > 0 {
				t.Fatalf("%q holds placeholders", d.String)
			}
		}
	})
}
