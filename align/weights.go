package align

import (
	"math"

	"github.com/satzpaar/satzpaar/align/internal/tuned"
)

type weights struct{ tuned.Weights }

var defaultWeights = weights{tuned.Default()}

// prior returns the logarithm of how likely a shape is.
func (w *weights) prior(s shape) float64 {
	few, many := min(s.source, s.target), max(s.source, s.target)
	switch {
	case few == 0:
		return w.Empty
	case many == 1:
		return w.Single
	case few == 1:
		return w.Merge + float64(many-2)*w.More
	}
	return w.Both + float64(few+many-4)*w.More
}

// Shares of beads that the priors of shapes belong to, and how many beads they weigh when a document has shown its own.
const (
	emptyShare  = 0.08 // 1-0 and 0-1
	mergedShare = 0.09 // more than one sentence on a side
	priorBeads  = 30
)

// priors returns the prior of each shape for a document of which these beads are known: who joins and leaves out much
// does so again.
func (w *weights) priors(beads []Bead) (priors [len(shapes)]float64) {
	n, empty, merged := float64(len(beads)), 0.0, 0.0
	for _, b := range beads {
		switch s, t := b.Source.Len(), b.Target.Len(); {
		case s == 0 || t == 0:
			empty++
		case s+t > 2:
			merged++
		}
	}
	moved := func(seen, share float64) float64 { return math.Log((seen/share + priorBeads) / (n + priorBeads)) }
	for x, s := range shapes {
		priors[x] = w.prior(s)
		switch {
		case s.source == 0 || s.target == 0:
			priors[x] += moved(empty, emptyShare)
		case s.source+s.target > 2:
			priors[x] += moved(merged, mergedShare)
		}
	}
	return priors
}
