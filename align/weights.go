package align

import "math"

// weights are the numbers that the programme of beads works with. They were tuned on documents made of training text
// by joining, cutting, moving, leaving out and adding sentences (TestTune), none of which the lexicon was learned
// from.
type weights struct {
	// Of words.
	floor   float64 // share of words without a partner among those whose partner would be known
	most    float64 // largest ratio of one word
	lexical float64 // weight of the gain of words
	unknown float64 // how well words are known that the lexicon does not know
	// Of shapes, logarithms of how likely they are beforehand.
	single, empty     float64 // 1-1, 1-0
	merge, both, more float64 // 1-2, 2-2, each sentence more
	// Of lengths.
	length          float64 // weight of the gain of lengths
	spread, perRune float64 // variance of the logarithm of the ratio: constant, and times the length in runes
	// temperature flattens the shares of beads among all ways to align, to make up for scores that take dependent
	// words for independent.
	temperature float64
}

var defaultWeights = weights{
	floor: 0.03, most: 600, lexical: 1.5, unknown: 0.36,
	single: -0.25, empty: -4, merge: -3, both: -5, more: -1.2,
	length: 2.7, spread: 0.028, perRune: 1.57,
	temperature: 2,
}

// prior returns the logarithm of how likely a shape is.
func (w *weights) prior(s shape) float64 {
	few, many := min(s.source, s.target), max(s.source, s.target)
	switch {
	case few == 0:
		return w.empty
	case many == 1:
		return w.single
	case few == 1:
		return w.merge + float64(many-2)*w.more
	}
	return w.both + float64(few+many-4)*w.more
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
