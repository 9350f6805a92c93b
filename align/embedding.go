package align

import (
	"fmt"
	"math"
	"slices"
)

// Embedding is the scorer of sentence vectors: vectors of translations point in similar directions. Any multilingual
// model will do; what counts as similar is measured on the documents.
type Embedding struct {
	// ID identifies the model in signatures.
	ID string
	// Source and Target hold a vector for each sentence, all of one length.
	Source, Target [][]float32
}

// Name implements [Scorer].
func (e Embedding) Name() string { return "embedding(" + e.ID + ")" }

const embeddingWeight = 5.0 // nats between halfway and fully similar

// Bind implements [Scorer].
func (e Embedding) Bind(source, target []string) (Gain, error) {
	if len(e.Source) != len(source) || len(e.Target) != len(target) {
		return nil, fmt.Errorf("aligning with the embedding scorer: %d and %d vectors for %d and %d sentences; "+
			"give one for each",
			len(e.Source), len(e.Target), len(source), len(target))
	}
	size := 0
	for _, v := range slices.Concat(e.Source, e.Target) {
		if size == 0 {
			size = len(v)
		}
		if len(v) != size || size == 0 {
			return nil, fmt.Errorf("aligning with the embedding scorer: vectors of %d and %d numbers; "+
				"use one model for both sides", size, len(v))
		}
	}
	// Running sums give the vector of any range.
	s, t := runningSums(e.Source, size), runningSums(e.Target, size)
	other, same := e.similarities()
	if !(same > other+1e-6) {
		return func(Range, Range) float64 { return 0 }, nil
	}
	return func(a, b Range) float64 {
		x := cosine(s[a.Start], s[a.End], t[b.Start], t[b.End])
		return embeddingWeight * max(-1, min(1, 2*(x-other)/(same-other)-1))
	}, nil
}

// similarities returns the mean similarity of sentences that do not belong together, and the median of the best
// similarity of a sample of source sentences to a sentence near the same place.
func (e Embedding) similarities() (other, same float64) {
	n, m := len(e.Source), len(e.Target)
	one := func(i, j int) float64 { return cosineOf(e.Source[i], e.Target[j]) }
	const samples = 200
	var bests []float64
	count := 0.0
	for k := range min(samples, n) {
		i := k * n / min(samples, n)
		best := -1.0
		middle := i * m / n
		for j := max(0, middle-50); j < min(m, middle+50); j++ {
			best = max(best, one(i, j))
		}
		bests = append(bests, best)
		other += one(i, (middle+m/2)%m)
		count++
	}
	slices.Sort(bests)
	return other / count, bests[len(bests)/2]
}

func runningSums(vectors [][]float32, size int) [][]float32 {
	sums := make([][]float32, 1, len(vectors)+1)
	sums[0] = make([]float32, size)
	for i, v := range vectors {
		norm := float32(math.Sqrt(dot(v, v)))
		next := slices.Clone(sums[i])
		if norm > 0 {
			for k, x := range v {
				next[k] += x / norm
			}
		}
		sums = append(sums, next)
	}
	return sums
}

func dot(a, b []float32) float64 {
	s := 0.0
	for i, x := range a {
		s += float64(x) * float64(b[i])
	}
	return s
}

func cosineOf(a, b []float32) float64 {
	n := math.Sqrt(dot(a, a) * dot(b, b))
	if !(n > 0) {
		return 0
	}
	return dot(a, b) / n
}

// cosine is that of two differences of running sums.
func cosine(a, b, c, d []float32) float64 {
	var xy, xx, yy float64
	for i := range a {
		x, y := float64(b[i]-a[i]), float64(d[i]-c[i])
		xy, xx, yy = xy+x*y, xx+x*x, yy+y*y
	}
	if !(xx*yy > 0) {
		return 0
	}
	return xy / math.Sqrt(xx*yy)
}
