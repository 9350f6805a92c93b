package nn

import (
	"context"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
)

// Force runs the decoder over given translations instead of searching for them: Source and Target of every sentence
// are the input, each has the end mark last, and Logits, LogProbs and Align are written. The log-probabilities are
// among all words, not only those that the shortlist lets through. Source may have up to [MaxSource] tokens, Target
// up to twice as many.
func (s *State) Force(ctx context.Context, sentences []*Sentence) error {
	if len(sentences) == 0 {
		return ctx.Err()
	}
	if err := s.encode(ctx, sentences); err != nil {
		return err
	}
	n := s.n
	all := s.candidates.Append(nil, nil, nil, n.cfg.TargetVocab, n.cfg.Shared)
	var values kernel.Finish
	var output *kernel.Matrix
	switch {
	case !n.quantized:
	case n.shortlist == nil:
		output, values = n.whole().matrix, n.whole().finish
	default: // searches do not need it
		output = n.target.table.Pack()
		n.outward(&values, output, n.bias)
	}
	start := 0
	for _, sentence := range sentences {
		l := decoding{sentence: sentence, start: start, cands: all, bias: n.bias, output: output, values: values}
		l.begin(Search{})
		s.live = append(s.live[:0], &l)
		s.reset(1)
		sentence.Logits, sentence.LogProbs = grow(sentence.Logits, len(sentence.Target)), grow(sentence.LogProbs, len(sentence.Target))
		for step, word := range sentence.Target {
			if err := ctx.Err(); err != nil {
				return err
			}
			s.advance(step)
			s.score(&l, 0)
			logits := s.logits[:len(all)]
			sentence.Logits[step], sentence.LogProbs[step] = logits[word], logits[word]-kernel.LogSumExp(logits)
			l.follow(word)
		}
		sentence.Align = append(sentence.Align[:0], l.align...)
		start += len(sentence.Source)
	}
	s.live = s.live[:0]
	return nil
}
