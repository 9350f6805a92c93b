package metric

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// Runs are the scores of language runs in the documents of one class. Percentages are NaN where there is nothing to
// divide by.
type Runs struct {
	Class         string // "ALL" for all documents
	Documents     int
	Accuracy      float64 // share of characters with the right language
	Foreign       PRF     // of characters: what is not German against German
	Exact         float64 // F1 of runs that are exactly right
	Half          float64 // F1 of runs of the same language that overlap by half of the longer
	Controls      int     // documents without anything foreign
	FalseAlarms   float64 // share of these where something was called foreign
	FalseAlarmOfC float64 // share of their characters
}

// RunHeader stands over the lines of [Runs].
const RunHeader = "class                     docs  charAcc    forP    forR   forF1  spanEx  span50  FPdoc%  FPchar%"

// String returns one line.
func (r Runs) String() string {
	number := func(width, digits int, x float64) string {
		if math.IsNaN(x) {
			return strings.Repeat(" ", width-3) + "nan"
		}
		return fmt.Sprintf("%*.*f", width, digits, x)
	}
	line := fmt.Sprintf("%-24s%6d%9.2f%s%s%8.2f%8.2f%8.2f", r.Class, r.Documents, r.Accuracy,
		number(8, 2, r.Foreign.Precision), number(8, 2, r.Foreign.Recall), r.Foreign.F1, r.Exact, r.Half)
	if r.Controls > 0 {
		line += fmt.Sprintf("%8.1f%9.3f", r.FalseAlarms, r.FalseAlarmOfC)
	}
	return line
}

// A RunCount sums what [Runs] is computed from over documents, by class. The zero value is ready.
type RunCount struct {
	classes []string // in the order in which they were seen
	counts  map[string]*runTally
}

type runTally struct {
	documents, characters, right                     int
	foreignRight, foreignMade, foreignMissed         int
	gold, made, exact, half                          int
	controls, alarms, controlCharacters, alarmedOnes int
}

const german = "de"

// Add counts a document of a class: its text, the runs of the gold and those made, in code points. Characters in no run
// are German; white space and gold runs that are "und", "mixed" or "other" are not scored.
func (c *RunCount) Add(text, class string, gold, made []offset.Run) {
	n := utf8.RuneCountInString(text)
	g, m := paint(n, gold), paint(n, made)
	var want, got []string
	i := 0
	for _, r := range text {
		if !isSpace(r) && !unscored(g[i]) {
			lang := m[i]
			if unscored(lang) {
				lang = german
			}
			want, got = append(want, g[i]), append(got, lang)
		}
		i++
	}
	for _, name := range []string{class, "ALL"} {
		if c.counts == nil {
			c.counts = map[string]*runTally{}
		}
		t := c.counts[name]
		if t == nil {
			t = &runTally{}
			c.counts[name] = t
			c.classes = append(c.classes, name)
		}
		t.add(want, got)
		if class == "ALL" {
			break
		}
	}
}

func unscored(lang string) bool { return lang == "und" || lang == "mixed" || lang == "other" }

func paint(n int, runs []offset.Run) []string {
	langs := make([]string, n)
	for i := range langs {
		langs[i] = german
	}
	for _, r := range runs {
		for i := max(0, r.Start); i < min(n, r.End); i++ {
			langs[i] = r.Lang
		}
	}
	return langs
}

func (t *runTally) add(want, got []string) {
	t.documents++
	t.characters += len(want)
	alarms, foreign := 0, false
	for i, w := range want {
		g := got[i]
		if w == g {
			t.right++
		}
		switch {
		case w != german && g != german:
			t.foreignRight++
		case g != german:
			t.foreignMade++
			alarms++
		case w != german:
			t.foreignMissed++
		}
		foreign = foreign || w != german
	}
	rw, rg := foreignRuns(want), foreignRuns(got)
	t.gold, t.made = t.gold+len(rw), t.made+len(rg)
	used := make([]bool, len(rg))
	for _, a := range rw {
		best, overlap := -1, 0
		for k, b := range rg {
			if a == b {
				t.exact++
			}
			o := min(a.End, b.End) - max(a.Start, b.Start)
			if !used[k] && a.Lang == b.Lang && o > overlap && 2*o >= max(a.End-a.Start, b.End-b.Start) {
				best, overlap = k, o
			}
		}
		if best >= 0 {
			used[best] = true
			t.half++
		}
	}
	if !foreign {
		t.controls++
		if alarms > 0 {
			t.alarms++
		}
		t.controlCharacters += len(got)
		t.alarmedOnes += alarms
	}
}

// foreignRuns returns the maximal runs of one language other than German.
func foreignRuns(langs []string) []offset.Run {
	var runs []offset.Run
	for i := 0; i < len(langs); {
		j := i
		for j < len(langs) && langs[j] == langs[i] {
			j++
		}
		if langs[i] != german {
			runs = append(runs, offset.Run{Start: i, End: j, Lang: langs[i]})
		}
		i = j
	}
	return runs
}

// Scores returns the scores of each class, in the order in which they were first added; "ALL" stands after the first
// class.
func (c *RunCount) Scores() []Runs {
	var out []Runs
	for _, name := range c.classes {
		out = append(out, c.counts[name].score(name))
	}
	return out
}

func (t *runTally) score(class string) Runs {
	ratio := func(a, b int) float64 {
		if b == 0 {
			return math.NaN()
		}
		return 100 * float64(a) / float64(b)
	}
	f := func(matched, gold, made int) float64 {
		if gold+made == 0 {
			return 100
		}
		return 200 * float64(matched) / float64(gold+made)
	}
	r := Runs{
		Class: class, Documents: t.documents, Controls: t.controls,
		Accuracy: 100 * float64(t.right) / float64(max(1, t.characters)),
		Foreign: PRF{
			ratio(t.foreignRight, t.foreignRight+t.foreignMade),
			ratio(t.foreignRight, t.foreignRight+t.foreignMissed),
			f(t.foreignRight, t.foreignRight+t.foreignMade, t.foreignRight+t.foreignMissed),
		},
		Exact: f(t.exact, t.gold, t.made), Half: f(t.half, t.gold, t.made),
	}
	if t.controls > 0 {
		r.FalseAlarms = 100 * float64(t.alarms) / float64(t.controls)
		r.FalseAlarmOfC = 100 * float64(t.alarmedOnes) / float64(max(1, t.controlCharacters))
	}
	return r
}
