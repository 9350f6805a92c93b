package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// A Comparison shows whether one system is really better than another on a test set, by paired bootstrap resampling
// (Koehn, 2004).
type Comparison struct {
	A, B Score   // of the whole test set
	Low  float64 // of the differences A − B on resampled test sets, 95 % lie between Low and High
	High float64
	// P is the share of resampled test sets whose difference, less the true one, is at least as large as the true one.
	P        float64
	Samples  int
	Segments int
}

// String returns one line.
func (c Comparison) String() string {
	return fmt.Sprintf(
		"%s %.2f against %.2f: difference %+.2f [%+.2f, %+.2f], p = %.4f|bs:%d|segments:%d",
		c.A.Name,
		c.A.Value,
		c.B.Value,
		c.A.Value-c.B.Value,
		c.Low,
		c.High,
		c.P,
		c.Samples,
		c.Segments,
	)
}

// Compare resamples the segments of two systems with the same references; a and b come from [Segments]. It draws the
// same samples at every call.
func Compare(m Corpus, a, b [][]float64, references, samples int) (Comparison, error) {
	if len(a) != len(b) {
		return Comparison{}, fmt.Errorf("comparing translations: %w: %d and %d", ErrLines, len(a), len(b))
	}
	if len(a) == 0 || samples < 1 {
		return Comparison{}, fmt.Errorf(
			"comparing translations: %d segments and %d samples: there must be some of both",
			len(a),
			samples,
		)
	}
	c := Comparison{A: m.Score(sum(a), references), B: m.Score(sum(b), references), Samples: samples, Segments: len(a)}
	difference := c.A.Value - c.B.Value
	r := rand.New(rand.NewPCG(uint64(len(a)), 12345))
	differences := make([]float64, samples)
	drawn := [2][][]float64{make([][]float64, len(a)), make([][]float64, len(a))}
	extreme := 0
	for k := range differences {
		for i := range a {
			x := r.IntN(len(a))
			drawn[0][i], drawn[1][i] = a[x], b[x]
		}
		d := m.Score(sum(drawn[0]), references).Value - m.Score(sum(drawn[1]), references).Value
		differences[k] = d
		if abs(d-difference) >= abs(difference) {
			extreme++
		}
	}
	slices.Sort(differences)
	c.Low, c.High = differences[samples/40], differences[samples-1-samples/40]
	c.P = float64(extreme+1) / float64(samples+1)
	return c, nil
}

func abs(x float64) float64 { return max(x, -x) }
