package detect

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
)

// A goldCase is a text with its runs, from testdata/runs.txt.
type goldCase struct {
	line int
	kind string
	text string
	runs []Run
}

func readGold(t testing.TB) []goldCase {
	t.Helper()
	b, err := os.ReadFile("testdata/runs.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []goldCase
	for i, line := range strings.Split(string(b), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, marked, ok := strings.Cut(line, " ")
		if !ok {
			t.Fatalf("line %d has no text", i+1)
		}
		c := goldCase{line: i + 1, kind: kind}
		marked = strings.ReplaceAll(marked, `\n`, "\n")
		add := func(lang language.Tag, s string) {
			if s != "" {
				span := offset.Span{Start: len(c.text), End: len(c.text) + len(s)}
				c.runs = append(c.runs, Run{Span: span, Lang: lang})
				c.text += s
			}
		}
		for marked != "" {
			plain, rest, found := strings.Cut(marked, "{")
			add(language.German, plain)
			marked = rest
			if !found {
				break
			}
			lang, rest, ok := strings.Cut(marked, "|")
			inner, after, closed := strings.Cut(rest, "}")
			if !ok || !closed {
				t.Fatalf("line %d: broken markup", i+1)
			}
			add(language.MustParse(lang), inner)
			marked = after
		}
		cases = append(cases, c)
	}
	return cases
}

// sameRuns compares runs by language and by the characters that are not white space, because white space at an edge may
// go either way in the markup.
func sameRuns(text string, a, b []Run) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Lang != b[i].Lang || strings.TrimSpace(a[i].Span.In(text)) != strings.TrimSpace(b[i].Span.In(text)) {
			return false
		}
	}
	return true
}

// TestGold is the gate for quality: no false alarm, and at most one miss in twenty among the cases with foreign text.
func TestGold(t *testing.T) {
	s := newScreen(t, Config{})
	foreign, right := 0, 0
	for _, c := range readGold(t) {
		got := s.Runs(c.text)
		checkTiling(t, c.text, got)
		same := sameRuns(c.text, got, c.runs)
		if strings.HasPrefix(c.kind, "control-") {
			if len(got) == 1 && got[0].Lang == language.Und {
				continue // nothing but digits
			}
			if !same {
				t.Errorf("line %d: false alarm: %s", c.line, show(c.text, got))
			}
			continue
		}
		foreign++
		if same {
			right++
		} else {
			t.Logf("line %d: %s, want %s", c.line, show(c.text, got), show(c.text, c.runs))
		}
	}
	t.Logf("%d of %d cases with foreign text are exactly right", right, foreign)
	if foreign < 50 || right*20 < foreign*19 {
		t.Errorf("%d of %d cases with foreign text are exactly right, want 19 of 20", right, foreign)
	}
}

func show(text string, runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString("{" + r.Lang.String() + "|" + r.Span.In(text) + "}")
	}
	return b.String()
}

// TestSurveyChangesNothing: text that the survey lets pass would have been decoded to the same runs.
func TestSurveyChangesNothing(t *testing.T) {
	quick, full := newScreen(t, Config{}), newScreen(t, Config{Explain: true})
	var all strings.Builder
	for _, c := range readGold(t) {
		a, b := quick.Runs(c.text), full.Runs(c.text)
		if !sameRuns(c.text, a, b) {
			t.Errorf("line %d: %s without and %s with decoding everything", c.line, show(c.text, a), show(c.text, b))
		}
		for _, r := range b {
			if r.Evidence == "" && r.Lang != language.Und {
				t.Errorf("line %d: a run in %s has no evidence", c.line, r.Lang)
			}
		}
		for _, r := range a {
			if r.Evidence != "" {
				t.Errorf("line %d: evidence without being asked", c.line)
			}
		}
		all.WriteString(c.text + "\n")
	}
	if a, b := quick.Runs(all.String()), full.Runs(all.String()); !sameRuns(all.String(), a, b) {
		t.Errorf("all cases in one text: %d runs without and %d with decoding everything", len(a), len(b))
	}
}
