package made

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/parallel"
)

// Whatever is changed, the beads of a document cover both sides exactly once and in order, and equal draws give equal
// documents; without changes all beads are 1-1.
func TestChange(t *testing.T) {
	var pairs []parallel.Pair
	for i := range 300 {
		pairs = append(pairs, parallel.Pair{
			German:  fmt.Sprintf("Der Satz %d ist hier recht lang, und er hat noch einen Teil mit Wort %d.", i, i),
			English: fmt.Sprintf("Sentence %d is rather long here, and it has one more part with word %d.", i, i)})
	}
	for _, rate := range []float64{0, 0.3, 0.6} {
		d := document("", change(pairs, pairs, rate, rand.New(rand.NewPCG(7, 7))))
		again := document("", change(pairs, pairs, rate, rand.New(rand.NewPCG(7, 7))))
		if !reflect.DeepEqual(d, again) {
			t.Errorf("rate %v: two documents of equal draws differ", rate)
		}
		var at [2]int
		shapes := map[string]int{}
		for _, b := range d.Gold {
			for k := range b {
				for _, n := range b[k] {
					if n != at[k] {
						t.Fatalf("rate %v: sentence %d of side %d stands where %d should", rate, n, k, at[k])
					}
					at[k]++
				}
			}
			shapes[fmt.Sprint(len(b[0]), "-", len(b[1]))]++
		}
		if at != [2]int{len(d.Source), len(d.Target)} {
			t.Errorf("rate %v: beads end at %v of %d and %d sentences", rate, at, len(d.Source), len(d.Target))
		}
		if rate == 0 && len(shapes) != 1 || rate > 0 && len(shapes) < 6 {
			t.Errorf("rate %v: shapes %v", rate, shapes)
		}
	}
}

func TestSentencesOf(t *testing.T) {
	for line, want := range map[string]string{
		"":                                    "",
		"Ein Satz. Noch einer! und weiter.":   "Ein Satz.|Noch einer! und weiter.",
		"„Wirklich?“ Er nickte. Ja. Gut.":     "„Wirklich?“|Er nickte.|Ja. Gut.",
		"Dr. Meier kam. Prof. Ott ging. Ende": "Dr. Meier kam.|Prof.|Ott ging.|Ende",
	} {
		if got := strings.Join(sentencesOf(line), "|"); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}
