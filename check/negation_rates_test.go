package check

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
)

// oneNot finds what denies in an English sentence, as far as it can be left out without a trace.
var oneNot = regexp.MustCompile(`\b(?:(?:does|do|did) )?not |(?:can)(?:not|'t) |(?:do|does|did|is|are|was)n't `)

// TestNegationRates measures, on sentences with human translations, how often the check fires and how many of the
// negations it finds that are taken out of the English side. The lists of words were made without a look at the odd
// lines, whose alarms are counted by themselves. SATZPAAR_PAIRS names a folder with files such as fr.tsv, each line a
// sentence, a tab and its English; scripts/negations makes one.
func TestNegationRates(t *testing.T) {
	dir := os.Getenv("SATZPAAR_PAIRS")
	if dir == "" {
		t.Skip("SATZPAAR_PAIRS does not name a folder of translated sentences; scripts/negations makes one")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of sentences in %s: %v", dir, err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		code := strings.TrimSuffix(filepath.Base(name), ".tsv")
		env := &Env{From: language.MustParse(code), To: language.English}
		fires := func(source, target string) []bitext.Finding {
			p := bitext.Pair{Source: source, Target: target, Lang: code, Action: bitext.Translate, State: bitext.Translated}
			return negation(&p, env)
		}
		pairs, alarms, unread, taken, found := 0, 0, 0, 0, 0
		for line := range strings.Lines(string(raw)) {
			source, target, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			if !ok {
				t.Fatalf("%s: a line without a tab: %s", name, line)
			}
			pairs++
			if fs := fires(source, target); len(fs) > 0 {
				alarms++
				unread += pairs % 2
				if testing.Verbose() && alarms%40 == 1 {
					t.Logf("%s: %s\n\t%s\n\t%s", code, fs[0].Message, source, target)
				}
				continue
			}
			if at := oneNot.FindAllStringIndex(target, -1); len(at) == 1 {
				taken++
				without := target[:at[0][0]] + target[at[0][1]:]
				if strings.HasPrefix(target[at[0][0]:], "can") {
					without = target[:at[0][0]] + "can " + target[at[0][1]:]
				}
				if len(fires(source, without)) > 0 {
					found++
				}
			}
		}
		t.Logf("%s: %d pairs, %.2f %% alarms, in odd lines %.2f %%; %d negations taken out, %.1f %% of them found", code,
			pairs, 100*float64(alarms)/float64(max(pairs, 1)), 100*float64(unread)/float64(max((pairs+1)/2, 1)), taken,
			100*float64(found)/float64(max(taken, 1)))
	}
}
