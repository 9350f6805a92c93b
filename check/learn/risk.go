package main

import (
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"

	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/check/internal/plant"
)

// makeRisk fits the weights of the risk on pairs with errors planted into them.
func makeRisk(o options) error {
	sources, err := plant.ReadRiskSources(o.train)
	if err != nil {
		return err
	}
	runner := check.NewRunner(check.All, nil)
	defer runner.Release()
	var rows []map[string]float64
	var labels []bool
	var worth []float64
	for _, e := range plant.Examples(sources, false) {
		p := e.Pair.Translated()
		rows, labels, worth = append(rows, runner.FittedFeatures(p, runner.Run(p))), append(labels, e.Kind != ""),
			append(worth, e.Weight)
	}
	weights := fit(rows, labels, worth, nil)
	// More evidence of an error must not lower the risk: features whose weight would be below zero are left out.
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
			weights = fit(rows, labels, worth, nil)
		}
	}
	fmt.Fprintf(os.Stderr, "%s: %d weights from %d examples\n", riskFile, len(weights), len(rows))
	return writeWeights(riskFile, weights)
}

func writeWeights(name string, weights map[string]float64) error {
	return write(name, func(w io.Writer) error {
		for _, name := range slices.Sorted(maps.Keys(weights)) {
			if _, err := fmt.Fprintf(w, "%s\t%.3f\n", name, weights[name]); err != nil {
				return err
			}
		}
		return nil
	})
}

// fit returns the weights of a logistic model by Newton's method with a small ridge. Each row has the features of an
// example; worth is how much it counts, and known, if it is not nil, is what is known of the logarithm of its odds
// without them.
func fit(rows []map[string]float64, labels []bool, worth, known []float64) map[string]float64 {
	index := map[string]int{"bias": 0}
	names := []string{"bias"}
	type cell struct {
		at    int
		value float64
	}
	sparse := make([][]cell, len(rows))
	for k, row := range rows {
		sparse[k] = append(sparse[k], cell{0, 1})
		for _, name := range slices.Sorted(maps.Keys(row)) {
			if _, ok := index[name]; !ok {
				index[name] = len(names)
				names = append(names, name)
			}
			sparse[k] = append(sparse[k], cell{index[name], row[name]})
		}
	}
	n := len(names)
	w := make([]float64, n)
	for _, x := range known {
		w[0] -= x / float64(len(known)) // Newton's method must not start far off
	}
	for range 15 {
		gradient := make([]float64, n)
		hessian := make([][]float64, n)
		for i := range hessian {
			hessian[i] = make([]float64, n)
			hessian[i][i] = 1
			gradient[i] = -w[i]
		}
		for k, row := range sparse {
			sum := 0.0
			if known != nil {
				sum = known[k]
			}
			for _, c := range row {
				sum += w[c.at] * c.value
			}
			p := 1 / (1 + math.Exp(-sum))
			y := 0.0
			if labels[k] {
				y = 1
			}
			for _, c := range row {
				gradient[c.at] += worth[k] * (y - p) * c.value
				for _, d := range row {
					hessian[c.at][d.at] += worth[k] * p * (1 - p) * c.value * d.value
				}
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
