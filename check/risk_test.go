package check

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// An example is a pair with the kind of error in it; none for a clean one. Its weight is such that one pair in ten has an error.
type example struct {
	kind   string
	pair   *bitext.Pair
	weight float64
	risk   float64
}

const errorShare = 0.1

// riskSources are the training sources whose pairs errors are planted into: three parts translations by machines, one part by people. Of the first two only the
// part is taken that the table of partners knows nothing of; it knows nothing of the third.
var riskSources = []string{"wmt_newstest_2008_2019_bergamot", "wmt_newstest_2008_2019_refs", "ntrex128_newstest2019"}

// plantedExamples makes examples from held-out training pairs: every pair as it is, and once with an error where one can be planted. A fifth of the pairs, in
// blocks of neighbours, is kept to judge what is fitted on the others.
func plantedExamples(t testing.TB, judging bool) []example {
	var out []example
	clean := 0
	planted := map[string]int{}
	r := rand.New(rand.NewPCG(7, 11))
	for n, source := range riskSources {
		all := heldOutSamples(t, source)
		if n == 2 {
			all = trainSamples(t, source, 1, 1<<30)
		}
		for i, s := range all {
			if (i/100%5 == 4) != judging {
				continue
			}
			out = append(out, example{pair: s.pair(), weight: 1})
			clean++
			// The kind that was planted least comes first: few pairs have a month to change.
			order := slices.Clone(faults)
			slices.SortStableFunc(order, func(a, b fault) int { return cmp.Compare(planted[a.name], planted[b.name]) })
			for _, f := range order[:len(order)/2] {
				if en, ok := f.spoil(r, s, all[(i*31+17)%len(all)]); ok && en != s.en {
					out = append(out, example{kind: f.name, pair: sample{s.de, en}.pair(), weight: f.weight()})
					planted[f.name]++
					break
				}
			}
		}
	}
	// All kinds weigh alike, but the fine ones.
	bad := 0.0
	for i := range out {
		if k := out[i].kind; k != "" {
			out[i].weight /= float64(max(planted[k], 20))
			bad += out[i].weight
		}
	}
	for i := range out {
		if out[i].kind != "" {
			out[i].weight *= errorShare / (1 - errorShare) * float64(clean) / bad
		}
	}
	return out
}

// The weights are fitted on one part of the training pairs and judged on another.
func TestRisk(t *testing.T) {
	runner := NewRunner(All, nil)
	if *update {
		var rows []map[string]float64
		var labels []bool
		var worth []float64
		for _, e := range plantedExamples(t, false) {
			row := map[string]float64{}
			features(e.pair, &runner.env, runner.Run(e.pair), func(name string, value float64, _ *bitext.Finding) {
				if _, hand := handWeights[name]; !hand {
					row[name] += value
				}
			})
			rows, labels, worth = append(rows, row), append(labels, e.kind != ""), append(worth, e.weight)
		}
		weights := fit(rows, labels, worth)
		// More that speaks for an error must not lower the risk: what comes out below zero has no say of its own.
		for again := true; again; {
			again = false
			for name, w := range weights {
				if w < 0 && name != "bias" && name != "size" {
					again = true
					for _, row := range rows {
						delete(row, name)
					}
				}
			}
			if again {
				weights = fit(rows, labels, worth)
			}
		}
		var text strings.Builder
		for _, name := range sortedKeys(weights) {
			fmt.Fprintf(&text, "%s\t%.3f\n", name, weights[name])
		}
		if err := os.WriteFile("tables/risk.txt", []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Skip("weights were written: run the test again")
	}
	examples := plantedExamples(t, true)
	for i := range examples {
		e := &examples[i]
		e.risk, _ = runner.Risk(e.pair, runner.Run(e.pair))
	}
	share, off := report(t, examples)
	if share < 0.6 {
		t.Errorf("the riskiest fifth holds %.1f %% of the planted errors, want 60 %%", 100*share)
	}
	if off > 0.05 {
		t.Errorf("calibration error %.3f, want 0.05 at most", off)
	}
}

// report logs how errors are spread over the risk order and how well risk and share of errors agree; it returns the share of the errors in the riskiest fifth
// and the calibration error.
func report(t *testing.T, examples []example) (share, off float64) {
	slices.SortStableFunc(examples, func(a, b example) int { return cmp.Or(cmp.Compare(b.risk, a.risk), cmp.Compare(a.kind, b.kind)) }) // at equal risk the clean ones first
	all, total := map[string]float64{}, 0.0
	for _, e := range examples {
		total += e.weight
		all[e.kind] += e.weight
		if e.kind != "" {
			all["all errors"] += e.weight
		}
	}
	parts := []float64{0.05, 0.10, 0.15, 0.20}
	held := map[string][4]float64{}
	seen := 0.0
	for _, e := range examples {
		seen += e.weight
		for i, part := range parts {
			if e.kind != "" && seen <= part*total {
				for _, k := range []string{e.kind, "all errors"} {
					h := held[k]
					h[i] += e.weight
					held[k] = h
				}
			}
		}
	}
	for _, k := range sortedKeys(all) {
		if k != "" {
			h := held[k]
			t.Logf("%-22s riskiest 5 %% of the pairs hold %5.1f %%, 10 %%: %5.1f, 15 %%: %5.1f, 20 %%: %5.1f", k, 100*h[0]/all[k], 100*h[1]/all[k], 100*h[2]/all[k], 100*h[3]/all[k])
		}
	}
	return held["all errors"][3] / all["all errors"], reliability(t, examples)
}

// reliability logs risk against the share of errors over ten equal bands of risk, and returns their mean distance.
func reliability(t *testing.T, examples []example) float64 {
	var n, bad, risk [10]float64
	for _, e := range examples {
		b := min(int(e.risk*10), 9)
		n[b] += e.weight
		risk[b] += e.weight * e.risk
		if e.kind != "" {
			bad[b] += e.weight
		}
	}
	total, sum := 0.0, 0.0
	for b := range n {
		total += n[b]
		sum += math.Abs(risk[b] - bad[b])
		if n[b] > 0 {
			t.Logf("risk %.1f to %.1f: %7.1f pairs, mean risk %.2f, errors %.2f", float64(b)/10, float64(b+1)/10, n[b], risk[b]/n[b], bad[b]/n[b])
		}
	}
	t.Logf("calibration error %.3f", sum/total)
	return sum / total
}

func TestRiskReasons(t *testing.T) {
	low := -2.0
	p := sample{"Er zahlte am 3. Mai 2.200 Euro.", "He paid 220 euros on 3 May."}.pair()
	p.Score = &low
	fs := Run(All, p, &Env{})
	bad, reasons := Risk(p, nil, fs)
	good, _ := Risk(sample{"Er zahlte am 3. Mai 2.200 Euro.", "He paid 2,200 euros on 3 May."}.pair(), nil, nil)
	if bad <= good || bad > 1 || good < 0 {
		t.Errorf("risk of the wrong number is %v, of the right one %v", bad, good)
	}
	if len(reasons) < 2 || reasons[0].Weight < reasons[1].Weight {
		t.Fatalf("reasons are missing or out of order: %v", reasons)
	}
	named := map[string]bool{}
	for _, r := range reasons {
		if r.Text == "" {
			t.Errorf("a reason says nothing: %+v", r)
		}
		named[r.Check] = true
	}
	if !named["numbers"] || !named[""] {
		t.Errorf("want a reason for the number and one for the score: %v", reasons)
	}
	p.State = bitext.Reviewed
	if r, _ := Risk(p, nil, fs); r != 0 {
		t.Errorf("an approved pair has risk %v", r)
	}
}
