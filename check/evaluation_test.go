package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/check/internal/plant"
	"golang.org/x/text/language"
)

// Evaluation data shape nothing: these tests only measure, and hold what was reached with a margin.

// stored are the systems whose translations of test sets are stored: mostly right.
var stored = map[string][]string{
	"wmt19":      {"bergamot-base-memory", "bergamot-base", "bergamot-tiny", "facebook-fair", "google", "microsoft"},
	"flores-dev": {"bergamot-base-memory", "bergamot-base", "bergamot-tiny", "google", "microsoft"},
}

// weigh sets the weights such that one pair in ten has an error.
func weigh(examples []example) {
	clean, bad := 0.0, 0.0
	for _, e := range examples {
		if e.kind == "" {
			clean++
		} else {
			bad++
		}
	}
	for i := range examples {
		examples[i].weight = 1
		if examples[i].kind != "" {
			examples[i].weight = plant.ErrorShare / (1 - plant.ErrorShare) * clean / bad
		}
	}
}

func TestEvaluationSynthetic(t *testing.T) {
	type record struct{ Label, Type, Src, MT string }
	runner := NewRunner(All, nil)
	var examples []example
	var clean []float64
	byOrigin := map[string][]example{}
	for _, r := range records[record](t, "eval", "qa", "synthetic_deen_dev.jsonl") {
		e := example{kind: r.Type, pair: sampleOf(r.Src, r.MT).Translated()}
		e.risk, _ = runner.Risk(e.pair, runner.Run(e.pair))
		if r.Label == "OK" {
			e.kind = ""
			clean = append(clean, e.risk)
			byOrigin[r.Type] = append(byOrigin[r.Type], e)
		}
		examples = append(examples, e)
	}
	for _, origin := range slices.Sorted(maps.Keys(byOrigin)) {
		part := slices.Clone(byOrigin[origin])
		for _, e := range examples {
			if e.kind != "" {
				part = append(part, e)
			}
		}
		weigh(part)
		t.Logf("only with %s:", origin)
		reliability(t, part)
	}
	weigh(examples)
	recallAt(t, clean, examples)
	if share, _ := report(t, examples); share < 0.9 {
		t.Errorf("the riskiest fifth holds %.1f %% of the errors, want 90 %%", 100*share)
	}
}

// recallAt logs for each kind of error how many are riskier than all but 1, 2, 5 and 10 % of the clean pairs.
func recallAt(t *testing.T, clean []float64, examples []example) {
	slices.Sort(clean)
	kinds := map[string][]float64{}
	for _, e := range examples {
		if e.kind != "" {
			kinds[e.kind] = append(kinds[e.kind], e.risk)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		line := fmt.Sprintf("%-24s %4d errors; found at false alarms of", k, len(kinds[k]))
		for _, alarms := range []int{1, 2, 5, 10} {
			bar := clean[len(clean)-1-len(clean)*alarms/100]
			n := 0
			for _, risk := range kinds[k] {
				if risk > bar {
					n++
				}
			}
			line += fmt.Sprintf("  %d %%: %5.1f %%", alarms, 100*float64(n)/float64(len(kinds[k])))
		}
		t.Log(line)
	}
}

func TestEvaluationDEMETR(t *testing.T) {
	type record struct{ Type, Severity, Src, Good, Bad string }
	runner := NewRunner(All, nil)
	judge := func(src, mt string) example {
		p := sampleOf(src, mt).Translated()
		risk, _ := runner.Risk(p, runner.Run(p))
		return example{pair: p, risk: risk}
	}
	right, equal, all := 0, 0, 0
	byType := map[string][3]int{}
	for _, r := range records[record](t, "eval", "qa", "demetr_deen_dev.jsonl") {
		good, bad := judge(r.Src, r.Good), judge(r.Src, r.Bad)
		all++
		n := byType[r.Type]
		switch {
		case bad.risk > good.risk:
			right++
			n[0]++
		case bad.risk == good.risk:
			equal++
			n[1]++
		default:
			n[2]++
			t.Logf("%s: good %.3f, bad %.3f\n\t%s\n\t%s\n\t%s", r.Type, good.risk, bad.risk, r.Src, r.Good, r.Bad)
		}
		byType[r.Type] = n
	}
	for _, k := range slices.Sorted(maps.Keys(byType)) {
		n := byType[k]
		t.Logf("%-28s bad is riskier in %d, equal in %d, less risky in %d", k, n[0], n[1], n[2])
	}
	t.Logf("%d pairs: bad is riskier in %d, equal in %d, less risky in %d", all, right, equal, all-right-equal)
	if right <= all-right-equal {
		t.Error("the risk says less than a coin")
	}
}

// The number check on stored outputs of translation systems, which are mostly right.
func TestEvaluationNumbers(t *testing.T) {
	lines, flagged := 0, 0
	for set, systems := range stored {
		source := linesOf(t, "eval", "mt", set+".de")
		for _, system := range systems {
			target := linesOf(t, "eval", "mt", set+".sys."+system+".en")
			n := 0
			for i := range source {
				if len(Numbers.Run(sampleOf(source[i], target[i]).Translated(), &Env{})) > 0 {
					n++
				}
			}
			t.Logf("%-11s %-21s %2d of %d lines flagged: %.2f %%", set, system, n, len(source),
				100*float64(n)/float64(len(source)))
			lines += len(source)
			flagged += n
		}
	}
	t.Logf("all: %d of %d: %.2f %%, real errors among them", flagged, lines, 100*float64(flagged)/float64(lines))
	if float64(flagged) > 0.005*float64(lines) {
		t.Errorf("%d of %d lines flagged, want 0.5 %% at most", flagged, lines)
	}
}

// A judged translation is one that people have marked as having an error or none.
type judged struct {
	length float64 // of the source
	risk   float64
	bad    bool
	rater  string // only those of one rater are compared; raters differ in what they call an error
}

// judgedOf returns a translation from English into German with its risk.
func judgedOf(source, target string, bad bool) judged {
	p := sampleOf(source, target).Translated()
	p.Lang = "en"
	env := &Env{From: language.English, To: language.German}
	risk, _ := riskOf(p, env, Run(All, p, env))
	return judged{length: float64(len(source)), risk: risk, bad: bad}
}

// A side check in the other direction, where only the checks that know no language work in full.
func TestEvaluationCriticalErrors(t *testing.T) {
	type record struct{ Src, MT, Label string }
	var list []judged
	for _, r := range records[record](t, "eval", "qa", "mlqe_ced_ende_dev.jsonl") {
		list = append(list, judgedOf(r.Src, r.MT, r.Label != "NOT"))
	}
	logArea(t, "critical errors", list, 0.55)
}

// Talks that professionals have annotated, English to German: translations with a major error and those without any.
func TestEvaluationTalks(t *testing.T) {
	type record struct {
		System, Doc, Rater, Category, Severity, Source, Target string

		Segment string `json:"seg_id"`
	}
	type segment struct{ system, doc, number string }
	unmarked := strings.NewReplacer("<v>", "", "</v>", "")
	rank := map[string]int{"Minor": 1, "Major": 2, "Critical": 3}
	worst := map[segment]record{}
	formal := map[segment]bool{} // has a major error of a kind that a check looks for
	for _, r := range records[record](t, "eval", "qa", "mqm_ted_ende_dev.jsonl") {
		key := segment{r.System, r.Doc, r.Segment}
		if old, ok := worst[key]; !ok || rank[r.Severity] > rank[old.Severity] {
			worst[key] = r
		}
		switch kind := r.Category[strings.Index(r.Category, "/")+1:]; kind {
		case "Omission", "Addition", "Untranslated text", "Punctuation", "Spelling":
			formal[key] = formal[key] || rank[r.Severity] > 1
		}
	}
	var all, some []judged
	for key, r := range worst {
		n := rank[r.Severity]
		if n == 1 {
			continue
		}
		x := judgedOf(unmarked.Replace(r.Source), unmarked.Replace(r.Target), n > 1)
		x.rater = r.Rater
		all = append(all, x)
		if !x.bad || formal[key] {
			some = append(some, x)
		}
	}
	logArea(t, "major errors in talks", all, 0.49) // chance: most are mistranslated words
	logArea(t, "left out, added, not translated, misspelt or wrong marks", some, 0.5)
}

// logArea logs the area under the curve of the risks: how often a translation with an error is riskier than one without,
// among all and among those of nearly the same length, for which it must be least or more: that longer translations have
// more errors is not to the credit of the risk.
func logArea(t *testing.T, name string, list []judged, least float64) {
	t.Helper()
	var all, alike struct{ wins, pairs float64 }
	bad := 0
	for _, b := range list {
		if !b.bad {
			continue
		}
		bad++
		for _, g := range list {
			if g.bad || g.rater != b.rater {
				continue
			}
			win := 0.5
			switch {
			case b.risk > g.risk:
				win = 1
			case b.risk < g.risk:
				win = 0
			}
			all.wins, all.pairs = all.wins+win, all.pairs+1
			if max(b.length, g.length) < 1.1*min(b.length, g.length) {
				alike.wins, alike.pairs = alike.wins+win, alike.pairs+1
			}
		}
	}
	area := alike.wins / alike.pairs
	t.Logf("en-de %s: %d with, %d without; area under the curve %.3f, of those of the same length %.3f", name, bad,
		len(list)-bad, all.wins/all.pairs, area)
	if !(area >= least) {
		t.Errorf("the area is less than %.2f", least)
	}
}
