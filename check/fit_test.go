package check

import (
	"math"
	"sort"
)

// fit returns the weights of a logistic model by Newton's method with a small ridge. Each row has the features of an example; worth is how much it counts.
func fit(rows []map[string]float64, labels []bool, worth []float64) map[string]float64 {
	index := map[string]int{"bias": 0}
	names := []string{"bias"}
	type cell struct {
		at    int
		value float64
	}
	sparse := make([][]cell, len(rows))
	for k, row := range rows {
		sparse[k] = append(sparse[k], cell{0, 1})
		for _, name := range sortedKeys(row) {
			if _, ok := index[name]; !ok {
				index[name] = len(names)
				names = append(names, name)
			}
			sparse[k] = append(sparse[k], cell{index[name], row[name]})
		}
	}
	n := len(names)
	w := make([]float64, n)
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
