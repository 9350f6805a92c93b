package check

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// An example is a pair with the kind of error in it; none for a clean one.
type example struct {
	kind string
	pair *bitext.Pair
	risk float64
}

// plantedExamples makes examples from training pairs that start at pair number from: one in seven with an error, all kinds equally often.
func plantedExamples(t testing.TB, from, n int) []example {
	r := rand.New(rand.NewPCG(7, uint64(from)))
	var samples []sample
	for _, source := range newsSources {
		all := trainSamples(t, source, 5, from+n)
		samples = append(samples, all[min(from, len(all)):]...)
	}
	var out []example
	for i, s := range samples {
		if i%7 != 0 {
			out = append(out, example{pair: s.pair()})
			continue
		}
		o := samples[(i*31+17)%len(samples)]
		f := faults[(i/7)%len(faults)]
		for range 4 {
			if en, ok := f.spoil(r, s, o); ok {
				out = append(out, example{kind: f.name, pair: sample{s.de, en}.pair()})
				break
			}
			s, o = samples[r.IntN(len(samples))], samples[r.IntN(len(samples))]
		}
	}
	return out
}

// fit returns the weights of a logistic model by Newton's method with a small ridge.
func fit(rows []map[string]float64, labels []bool) map[string]float64 {
	index := map[string]int{"bias": 0}
	names := []string{"bias"}
	for _, row := range rows {
		for _, name := range sortedKeys(row) {
			if _, ok := index[name]; !ok {
				index[name] = len(names)
				names = append(names, name)
			}
		}
	}
	n := len(names)
	w := make([]float64, n)
	for range 25 {
		gradient := make([]float64, n)
		hessian := make([][]float64, n)
		for i := range hessian {
			hessian[i] = make([]float64, n)
			hessian[i][i] = 1
			gradient[i] = -w[i]
		}
		for k, row := range rows {
			sum := w[0]
			keys := sortedKeys(row)
			for _, name := range keys {
				sum += w[index[name]] * row[name]
			}
			p := 1 / (1 + math.Exp(-sum))
			y := 0.0
			if labels[k] {
				y = 1
			}
			add := func(i int, vi float64) {
				gradient[i] += (y - p) * vi
				hessian[i][0] += p * (1 - p) * vi
				for _, name := range keys {
					hessian[i][index[name]] += p * (1 - p) * vi * row[name]
				}
			}
			add(0, 1)
			for _, name := range keys {
				add(index[name], row[name])
			}
		}
		for i, d := range solve(hessian, gradient) {
			w[i] += d
		}
	}
	out := map[string]float64{}
	for i, name := range names {
		out[name] = w[i]
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// solve solves a x = b by elimination with pivots.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		best := i
		for k := i + 1; k < n; k++ {
			if math.Abs(a[k][i]) > math.Abs(a[best][i]) {
				best = k
			}
		}
		a[i], a[best], b[i], b[best] = a[best], a[i], b[best], b[i]
		for k := i + 1; k < n; k++ {
			f := a[k][i] / a[i][i]
			for j := i; j < n; j++ {
				a[k][j] -= f * a[i][j]
			}
			b[k] -= f * b[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for j := i + 1; j < n; j++ {
			b[i] -= a[i][j] * b[j]
		}
		b[i] /= a[i][i]
	}
	return b
}

func row(p *bitext.Pair, fs []bitext.Finding) map[string]float64 {
	out := map[string]float64{}
	features(p, fs, func(name string, value float64, _ *bitext.Finding) { out[name] += value })
	return out
}

// The weights are fitted on one part of the training pairs and judged on another.
func TestRisk(t *testing.T) {
	env := &Env{}
	if *update {
		var rows []map[string]float64
		var labels []bool
		for _, e := range plantedExamples(t, 0, 20000) {
			rows = append(rows, row(e.pair, Run(All, e.pair, env)))
			labels = append(labels, e.kind != "")
		}
		weights := fit(rows, labels)
		var text strings.Builder
		for _, name := range sortedKeys(weights) {
			fmt.Fprintf(&text, "%s\t%.3f\n", name, weights[name])
		}
		if err := os.WriteFile("tables/risk.txt", []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Skip("weights were written: run the test again")
	}
	examples := plantedExamples(t, 20000, 5000)
	if len(examples) < 1000 {
		examples = plantedExamples(t, 2000, 3000)
	}
	for i := range examples {
		e := &examples[i]
		e.risk, _ = Risk(e.pair, Run(All, e.pair, env))
	}
	share := report(t, examples)
	if share < 0.6 {
		t.Errorf("the riskiest fifth holds %.1f %% of the planted errors, want 60 %%", 100*share)
	}
	if ece := calibrationError(examples); ece > 0.05 {
		t.Errorf("calibration error %.3f, want 0.05 at most", ece)
	}
}

// report logs how errors are spread over the risk order, and returns the share of them in the riskiest fifth.
func report(t *testing.T, examples []example) float64 {
	slices.SortStableFunc(examples, func(a, b example) int {
		switch {
		case a.risk > b.risk:
			return -1
		case a.risk < b.risk:
			return 1
		}
		return 0
	})
	kinds, in15, in20, all := map[string]int{}, map[string]int{}, map[string]int{}, 0
	bad15, bad20 := 0, 0
	for i, e := range examples {
		if e.kind == "" {
			continue
		}
		all++
		kinds[e.kind]++
		if i < len(examples)*15/100 {
			in15[e.kind]++
			bad15++
		}
		if i < len(examples)/5 {
			in20[e.kind]++
			bad20++
		}
	}
	for _, k := range sortedKeys(kinds) {
		t.Logf("%-20s %4d errors, in the riskiest 15 %%: %5.1f %%, 20 %%: %5.1f %%", k, kinds[k], 100*float64(in15[k])/float64(kinds[k]), 100*float64(in20[k])/float64(kinds[k]))
	}
	t.Logf("%d pairs, %d with errors; riskiest 15 %%: %.1f %%, 20 %%: %.1f %% of the errors; calibration error %.3f", len(examples), all,
		100*float64(bad15)/float64(all), 100*float64(bad20)/float64(all), calibrationError(examples))
	return float64(bad20) / float64(all)
}

// calibrationError is the mean distance of risk and share of errors over ten equal bands of risk, weighted by pairs.
func calibrationError(examples []example) float64 {
	var n, errors [10]int
	var risk [10]float64
	for _, e := range examples {
		b := min(int(e.risk*10), 9)
		n[b]++
		risk[b] += e.risk
		if e.kind != "" {
			errors[b]++
		}
	}
	sum := 0.0
	for b := range n {
		sum += math.Abs(risk[b] - float64(errors[b]))
	}
	return sum / float64(len(examples))
}

func TestRiskReasons(t *testing.T) {
	low := -2.0
	p := sample{"Er zahlte am 3. Mai 2.200 Euro.", "He paid 220 euros on 3 May."}.pair()
	p.Score = &low
	fs := Run(All, p, &Env{})
	bad, reasons := Risk(p, fs)
	good, _ := Risk(sample{"Er zahlte am 3. Mai 2.200 Euro.", "He paid 2,200 euros on 3 May."}.pair(), nil)
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
	if r, _ := Risk(p, fs); r != 0 {
		t.Errorf("an approved pair has risk %v", r)
	}
}
