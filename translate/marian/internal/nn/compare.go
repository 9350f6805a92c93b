package nn

import (
	"cmp"
	"context"
	"slices"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
)

// A Comparison is a text that may be the translation of several others: which of them does it follow from best?
type Comparison struct {
	Sources [][]int32 // each has the end mark last, and up to [MaxSource] tokens
	Target  []int32   // the end mark is the last one; up to twice as many
	// LogProbs are the log-probabilities of the target after each of the sources, end mark included, among the words
	// that the shortlist lets through for any of the sources, and those of the target.
	LogProbs []float64
}

// rows is how many source tokens a comparison has.
func (c *Comparison) rows() int {
	n := 0
	for _, source := range c.Sources {
		n += len(source)
	}
	return n
}

// comparisonRows is how many source tokens go through the network at a time, but for a single comparison that has
// more: enough to keep the arithmetic busy, few enough that memory does not depend on the size of the batch.
const comparisonRows = 320

// Compare fills in the log-probabilities of comparisons, each as if it were alone. It stops between two steps if ctx
// is cancelled and returns the context's error.
func (s *State) Compare(ctx context.Context, comparisons []*Comparison) error {
	order := slices.Clone(comparisons)
	slices.SortStableFunc(order, func(a, b *Comparison) int { return cmp.Compare(len(b.Target), len(a.Target)) })
	for len(order) > 0 {
		n, rows := 1, order[0].rows()
		for n < len(order) && rows+order[n].rows() <= comparisonRows {
			rows += order[n].rows()
			n++
		}
		if err := s.compare(ctx, order[:n]); err != nil {
			return err
		}
		order = order[n:]
	}
	return ctx.Err()
}

// compare is Compare for comparisons that go through the network together, those with the longest targets first.
func (s *State) compare(ctx context.Context, comparisons []*Comparison) error {
	var sentences []*Sentence
	for _, c := range comparisons {
		for _, source := range c.Sources {
			sentences = append(sentences, &Sentence{Source: source, Target: c.Target})
		}
		c.LogProbs = grow(c.LogProbs, len(c.Sources))
		clear(c.LogProbs)
	}
	if err := s.encode(ctx, sentences); err != nil {
		return err
	}
	// The first decodings have the candidates of a comparison each, the others are the sources.
	for len(s.decodings) < len(comparisons)+len(sentences) {
		s.decodings = append(s.decodings, decoding{})
	}
	layers := s.decodings[:len(comparisons)]
	defer s.outputs.release(layers)
	for i, c := range comparisons {
		s.consider(&layers[i], slices.Concat(c.Sources...), c.Target)
	}
	all := make([]*decoding, len(sentences))
	start := 0
	for i, sentence := range sentences {
		l := &s.decodings[len(comparisons)+i]
		l.sentence, l.start = sentence, start
		l.begin(Search{})
		all[i] = l
		start += len(sentence.Source)
	}
	return s.teach(ctx, all, func(step int) {
		s.scoreShared(len(s.live))
		row := 0
		for i, c := range comparisons {
			if step >= len(c.Target) {
				break // and those behind it
			}
			l := &layers[i]
			word, _ := slices.BinarySearch(l.cands, c.Target[step])
			s.score(l, row, len(c.Sources))
			for k := range c.Sources {
				logits := s.logits[k*len(l.cands):][:len(l.cands)]
				c.LogProbs[k] += float64(logits[word] - kernel.LogSumExp(logits))
			}
			row += len(c.Sources)
		}
		for _, l := range s.live {
			l.align = l.align[:0] // not used
		}
	})
}
