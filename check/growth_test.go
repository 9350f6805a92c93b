package check

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/internal/growthtest"
	"github.com/satzpaar/satzpaar/offset"
)

// TestGrowth holds that looking at a pair takes time linear in its length, whatever stands in it.
func TestGrowth(t *testing.T) {
	const most = maxChecked / 4 // the longest pair is the longest that is looked at closely
	// numbered repeats a text, with a number of letters for every %s.
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			word := []byte(fmt.Sprintf("%04d", i))
			for k := range word {
				word[k] += 'a' - '0'
			}
			b.WriteString(strings.ReplaceAll(format, "%s", string(word)))
		}
		return b.String()[:n]
	}
	for _, x := range []struct{ name, source, target string }{
		{"given names before other families", "Ian Bbb ", "Ian Xxx und es "},
		{"given names before many families", "Ian B%s ", "Ian X%s und es "},
		{"names that are not in the source", "der Mann Q%s ", "and see Zy%s "},
		{"names that are nearly in the source", "der Mann Qu%s ", "and see Qv%s "},
		{"places", "nach Kiew und ", "to Lemberg and "},
		{"strange words", "xyqe%s ", "xyqe%s "},
		{"strange words without their endings", "des xyqe%ss ", "Xyqe%s "},
		{"strange words of other texts", "wort ", "xyqe%s@ "},
		{"one strange word", "wort", "xyqe%s"},
		{"one word of words", "hund", "dog"},
	} {
		t.Run(strings.ReplaceAll(x.name, " ", "-"), func(t *testing.T) {
			growthtest.Linear(t, x.name, most, func(n int) func() {
				source := numbered(n-4, x.source) + " Xxx"
				p := sampleOf(source, numbered(n, x.target)).Translated()
				return func() {
					r := NewRunner(All, nil)
					defer r.Release()
					r.Risk(p, r.Run(p))
				}
			})
		})
	}
}

// everyOther finds French in every other stretch of forty bytes.
type everyOther struct{}

func (everyOther) Runs(text string) (out []detect.Run) {
	for i := 0; i < len(text); i += 40 {
		run := detect.Run{Span: offset.Span{Start: i, End: min(i+40, len(text))}, Lang: language.English, Score: 1}
		if i%80 == 0 {
			run.Lang = language.French
		}
		out = append(out, run)
	}
	return out
}

// TestGrowthOfKeptRuns: in pairs of any length, not every foreign stretch is compared with every kept one.
func TestGrowthOfKeptRuns(t *testing.T) {
	growthtest.Linear(t, "kept runs", 2*maxChecked, func(n int) func() {
		text := strings.Repeat(fmt.Sprintf("%-40s%-40s", "c'est une belle montagne", "as it goes on"), n/80)
		p := sampleOf(text, text).Translated()
		for i := 0; i+40 <= len(text); i += 80 {
			p.Runs = append(p.Runs, offset.Run{Start: i, End: i + 40, Lang: "fr"})
		}
		env := &Env{Detector: everyOther{}}
		return func() { wrongLanguage(p, env) }
	})
}
