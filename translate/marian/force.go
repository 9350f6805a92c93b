package marian

import (
	"context"
	"fmt"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// A Sample is a text and a translation of it, wherever that comes from.
type Sample struct{ Source, Target string }

// Read returns what the model makes of given translations: for each sample, in order, the mean log-probability of the
// target's tokens after the source, end mark included, among all words of the vocabulary, and word links from the
// model's attention. The texts are taken as they stand, as single sentences. A sample without letters on one side, or
// of more tokens than the model can take, has an error instead.
func (b *Backend) Read(ctx context.Context, samples []Sample) ([]translate.Result, error) {
	var w *worker
	select {
	case w = <-b.workers:
	case <-ctx.Done():
		return nil, fmt.Errorf("marian: %w", ctx.Err())
	}
	defer func() { b.workers <- w }()
	if w == nil {
		w = &worker{state: b.network.NewState()}
	}
	results := make([]translate.Result, len(samples))
	source, target := b.source.NewEncoder(), b.target.NewEncoder()
	for i, s := range samples {
		r := &results[i]
		r.Text, r.Origin = s.Target, b.id
		if !hasLetter(s.Source) || !hasLetter(s.Target) {
			r.Err = translate.Errorf(translate.Invalid, "marian", "reading a translation: a side without letters")
			continue
		}
		from, to := source.Encode(nil, s.Source), target.Encode(nil, s.Target)
		if len(b.lead)+len(from) >= nn.MaxSource || len(to) >= 2*nn.MaxSource {
			r.Err = translate.Errorf(
				translate.Invalid,
				"marian",
				"reading a translation: %d and %d tokens are more than the model takes; split the text",
				len(from),
				len(to),
			)
			continue
		}
		forced := nn.Sentence{Source: ended(b.lead, from), Target: ended(nil, to)}
		if err := w.state.Force(ctx, []*nn.Sentence{&forced}); err != nil {
			return nil, fmt.Errorf("marian: %w", err)
		}
		score := 0.0
		for _, p := range forced.LogProbs {
			score += float64(p)
		}
		score /= float64(len(forced.LogProbs))
		if r.Err = overflow(score); r.Err != nil {
			continue
		}
		r.Score, r.HasScore = score, true
		ranges := make([]offset.Span, len(to))
		for k, t := range to {
			ranges[k] = offset.Span{Start: t.Start, End: t.End}
		}
		r.Links = w.linker.links(s.Source, s.Target, from, ranges, b.leadless(forced.Align, len(forced.Source)))
	}
	return results, nil
}

// ended returns the tokens behind those of lead, with the end mark.
func ended(lead []int32, tokens []spm.Token) []int32 {
	ids := make([]int32, 0, len(lead)+len(tokens)+1)
	ids = append(ids, lead...)
	for _, t := range tokens {
		ids = append(ids, t.ID)
	}
	return append(ids, nn.EndOfSentence)
}
