package check

import (
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
)

// Evaluation data shape nothing: these tests only measure, and hold what was reached with a margin.

type judged struct {
	kind     string // of the error; empty for clean
	risk     float64
	findings []bitext.Finding
}

func judge(s sample, kind string) judged {
	p := s.pair()
	fs := Run(All, p, &Env{})
	risk, _ := Risk(p, fs)
	return judged{kind, risk, fs}
}

// shareAbove returns the share of errors among the riskiest part of a population in which one pair in ten has an error.
func shareAbove(clean, errors []judged, part float64) float64 {
	weight := float64(len(clean)) / 9 / float64(len(errors)) // of one error
	all := slices.Concat(clean, errors)
	slices.SortStableFunc(all, func(a, b judged) int {
		switch {
		case a.risk > b.risk:
			return -1
		case a.risk < b.risk:
			return 1
		}
		return strings.Compare(a.kind, b.kind) // at equal risk the clean ones first: no luck counted
	})
	limit := part * float64(len(clean)) * 10 / 9
	seen, found := 0.0, 0.0
	for _, j := range all {
		w := 1.0
		if j.kind != "" {
			w = weight
		}
		if seen += w; seen > limit {
			break
		}
		if j.kind != "" {
			found += w
		}
	}
	return found / (weight * float64(len(errors)))
}

func flagged(js []judged, at float64) float64 {
	n := 0
	for _, j := range js {
		if j.risk >= at {
			n++
		}
	}
	return float64(n) / float64(len(js))
}

func TestEvaluationSynthetic(t *testing.T) {
	type record struct{ Label, Type, Src, MT string }
	byKind := map[string][]judged{}
	var clean, errors []judged
	for _, r := range records[record](t, "eval", "qa", "synthetic_deen_dev.jsonl") {
		kind := r.Type
		if r.Label == "OK" {
			kind = ""
		}
		j := judge(sample{r.Src, r.MT}, kind)
		byKind[r.Type] = append(byKind[r.Type], j)
		if kind == "" {
			clean = append(clean, j)
		} else {
			errors = append(errors, j)
		}
	}
	for _, at := range []float64{0.1, 0.3, 0.5} {
		t.Logf("risk ≥ %.1f: %.2f %% of the clean pairs, %.1f %% of those with errors", at, 100*flagged(clean, at), 100*flagged(errors, at))
	}
	for _, k := range sortedKeys(byKind) {
		js := byKind[k]
		t.Logf("%-22s %4d pairs: %5.1f %% at risk ≥ 0.3; riskiest 15 %% hold %5.1f %%, 20 %% hold %5.1f %%", k, len(js), 100*flagged(js, 0.3), 100*shareAbove(clean, js, 0.15), 100*shareAbove(clean, js, 0.2))
	}
	share := shareAbove(clean, errors, 0.2)
	t.Logf("all errors, one pair in ten: riskiest 10 %% hold %.1f %%, 15 %% %.1f %%, 20 %% %.1f %%, 30 %% %.1f %%", 100*shareAbove(clean, errors, 0.1), 100*shareAbove(clean, errors, 0.15), 100*share, 100*shareAbove(clean, errors, 0.3))
	reliability(t, clean, errors)
	if share < 0.6 {
		t.Errorf("the riskiest fifth holds %.1f %% of the errors, want 60 %%", 100*share)
	}
}

// reliability logs risk against the share of errors, where one pair in ten has an error.
func reliability(t *testing.T, clean, errors []judged) {
	weight := float64(len(clean)) / 9 / float64(len(errors))
	var n, bad, risk [5]float64
	for _, j := range slices.Concat(clean, errors) {
		w := 1.0
		if j.kind != "" {
			w = weight
		}
		b := min(int(j.risk*5), 4)
		n[b] += w
		risk[b] += w * j.risk
		if j.kind != "" {
			bad[b] += w
		}
	}
	total, sum := 0.0, 0.0
	for b := range n {
		total += n[b]
		sum += math.Abs(risk[b] - bad[b])
		if n[b] > 0 {
			t.Logf("risk %.1f to %.1f: %6.1f pairs, mean risk %.2f, errors %.2f", float64(b)/5, float64(b+1)/5, n[b], risk[b]/n[b], bad[b]/n[b])
		}
	}
	t.Logf("calibration error %.3f", sum/total)
}

func TestEvaluationDEMETR(t *testing.T) {
	type record struct{ Type, Severity, Src, Good, Bad string }
	right, equal, all := 0, 0, 0
	for _, r := range records[record](t, "eval", "qa", "demetr_deen_dev.jsonl") {
		good, bad := judge(sample{r.Src, r.Good}, ""), judge(sample{r.Src, r.Bad}, r.Type)
		all++
		switch {
		case bad.risk > good.risk:
			right++
		case bad.risk == good.risk:
			equal++
		default:
			t.Logf("%s %s: good %.3f, bad %.3f\n\t%s\n\t%s\n\t%s", r.Severity, r.Type, good.risk, bad.risk, r.Src, r.Good, r.Bad)
		}
	}
	t.Logf("%d pairs: bad is riskier in %d, equal in %d, less risky in %d", all, right, equal, all-right-equal)
	if right <= all-right-equal {
		t.Error("the risk says less than a coin")
	}
}

// The number check on stored outputs of translation systems, which are mostly right.
func TestEvaluationNumbers(t *testing.T) {
	lines, flagged := 0, 0
	for set, systems := range map[string][]string{
		"wmt19":      {"bergamot-base-memory", "bergamot-base", "bergamot-tiny", "facebook-fair", "google", "microsoft"},
		"flores-dev": {"bergamot-base-memory", "bergamot-base", "bergamot-tiny", "google", "microsoft"},
	} {
		source := linesOf(t, "eval", "mt", set+".de")
		for _, system := range systems {
			target := linesOf(t, "eval", "mt", set+".sys."+system+".en")
			n := 0
			for i := range source {
				if len(Numbers.Run(sample{source[i], target[i]}.pair(), &Env{})) > 0 {
					n++
				}
			}
			t.Logf("%-11s %-21s %2d of %d lines flagged: %.2f %%", set, system, n, len(source), 100*float64(n)/float64(len(source)))
			lines += len(source)
			flagged += n
		}
	}
	t.Logf("all: %d of %d: %.2f %%, real errors among them", flagged, lines, 100*float64(flagged)/float64(lines))
	if float64(flagged) > 0.005*float64(lines) {
		t.Errorf("%d of %d lines flagged, want 0.5 %% at most", flagged, lines)
	}
}

// A side check in the other direction, where only the checks that know no language work in full.
func TestEvaluationCriticalErrors(t *testing.T) {
	type record struct{ Src, MT, Label string }
	env := &Env{From: language.English, To: language.German}
	var good, bad []float64
	for _, r := range records[record](t, "eval", "qa", "mlqe_ced_ende_dev.jsonl") {
		p := sample{r.Src, r.MT}.pair()
		p.Lang = "en"
		risk, _ := Risk(p, Run(All, p, env))
		if r.Label == "NOT" {
			good = append(good, risk)
		} else {
			bad = append(bad, risk)
		}
	}
	wins := 0.0
	for _, b := range bad {
		for _, g := range good {
			switch {
			case b > g:
				wins++
			case b == g:
				wins += 0.5
			}
		}
	}
	area := wins / float64(len(good)*len(bad))
	t.Logf("en-de critical errors: %d with, %d without; a pair with an error is riskier than one without in %.1f %% of all comparisons", len(bad), len(good), 100*area)
	if area <= 0.5 {
		t.Error("the risk says less than a coin")
	}
}
