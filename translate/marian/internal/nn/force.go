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
	all := s.candidates.Append(nil, nil, nil, nil, n.cfg.TargetVocab, n.cfg.Shared)
	var values kernel.Finish
	var output *kernel.Matrix
	switch {
	case !n.quantized:
	case n.shortlist == nil:
		output, values = n.whole().matrix, n.whole().finish
	default: // searches do not need it
		all := n.first(n.cfg.TargetVocab)
		output, values = all.matrix, all.finish
	}
	start := 0
	for _, sentence := range sentences {
		l := decoding{sentence: sentence, start: start, cands: all, bias: n.bias, output: output, values: values}
		l.begin(Search{})
		sentence.Logits, sentence.LogProbs = grow(sentence.Logits, len(sentence.Target)), grow(sentence.LogProbs, len(sentence.Target))
		err := s.teach(ctx, []*decoding{&l}, func(step int) {
			s.score(&l, 0, 1)
			logits, word := s.logits[:len(all)], sentence.Target[step]
			sentence.Logits[step], sentence.LogProbs[step] = logits[word], logits[word]-kernel.LogSumExp(logits)
		})
		if err != nil {
			return err
		}
		sentence.Align = append(sentence.Align[:0], l.align...)
		start += len(sentence.Source)
	}
	return nil
}

// teach runs the decoder over the targets of encoded sentences, all in step, and calls read when the states after
// each step are there, those of the sentences that have not ended yet as the first rows. The longest targets come
// first.
func (s *State) teach(ctx context.Context, sentences []*decoding, read func(step int)) error {
	s.live = append(s.live[:0], sentences...)
	s.reset(len(sentences))
	for step := 0; len(s.live) > 0; step++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.advance(step)
		read(step)
		left := 0
		for _, l := range s.live {
			l.follow(l.sentence.Target[step])
			if step+1 < len(l.sentence.Target) {
				left++
			}
		}
		s.live = s.live[:left]
	}
	return nil
}
