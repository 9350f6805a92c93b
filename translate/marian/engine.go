package marian

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

const (
	sentenceTokens = 32 // of the source, on average
	fewSentences   = 4  // so many are not divided among workers
)

// batchLimits returns the most sentences and hypotheses of a batch. Larger batches were no faster: each sentence has an
// output layer of its own, and keys and values for its hypotheses to look at, and these have to stay in the caches from
// step to step. Tiles take 32 rows in little more time than one: with them it pays to read weights from further away
// for more rows.
func batchLimits() (sentences, hypotheses int) {
	if kernel.Tiled() {
		return 16, 60
	}
	return 8, 36
}

// A worker is the memory of one batch at a time.
type worker struct {
	state   *nn.State
	reverse *nn.State // of the reverse model; made when first needed
	batch   []*nn.Sentence
	ranges  []offset.Span
	linker  linker
}

// A unit is one text that goes through the model as a sentence, or that was divided into parts that do.
type unit struct {
	source mapped // folded, not empty
	tokens []spm.Token
	terms  []translate.Term // that occur in its item
	care   *care
	parts  []*unit
	input  []int32 // the tokens and what was put between them, without the end mark
	of     []int   // the token that each of input is, or stands behind
	wanted []note  // to be put between them if a term is missing otherwise; empty if there are no terms
	prefix []int32 // what the translation has to start with; see insist
	rank   int     // of the translations that are found, the one that is wanted

	// What the model made of it. A loop has been cut to one copy.
	target  string
	links   []offset.Link // in bytes of source.text and target
	ids     []int32
	logProb float64 // of the first count tokens
	count   int
	ended   bool // the end mark came before the length limit
	looped  bool
	settled bool      // there is nothing more to try
	align   []float32 // attention of ids over tokens and end mark, where there are terms to look for
}

// run translates the units in batches of similar length. It returns when all are done or ctx is cancelled.
func (b *Backend) run(ctx context.Context, units []*unit) error {
	order := slices.Clone(units)
	slices.SortStableFunc(order, func(x, y *unit) int { return cmp.Compare(len(y.input), len(x.input)) })
	var batches [][]*unit
	sentences, hypotheses := batchLimits()
	full := max(1, min(sentences, hypotheses/b.network.Beam()))
	most := min(full, max(fewSentences, (len(order)+b.cfg.Workers-1)/b.cfg.Workers))
	for len(order) > 0 {
		tokens := len(order[0].input) + 1
		n := min(len(order), most, max(1, full*sentenceTokens/tokens))
		batches = append(batches, order[:n])
		order = order[n:]
	}
	var next atomic.Int64
	take := func() []*unit {
		if i := int(next.Add(1)) - 1; i < len(batches) {
			return batches[i]
		}
		return nil
	}
	var group errgroup.Group
	for range min(b.cfg.Workers, len(batches)) {
		group.Go(func() error { return b.work(ctx, take) })
	}
	return group.Wait()
}

// work takes batches until there are none, with one worker.
func (b *Backend) work(ctx context.Context, take func() []*unit) error {
	var w *worker
	select {
	case w = <-b.workers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { b.workers <- w }()
	if w == nil {
		w = &worker{state: b.network.NewState()}
	}
	for units := take(); units != nil; units = take() {
		if err := b.compute(ctx, w, units); err != nil {
			return err
		}
	}
	return nil
}

// compute translates one batch.
func (b *Backend) compute(ctx context.Context, w *worker, units []*unit) error {
	if err := b.search(ctx, w, units); err != nil {
		return err
	}
	return b.insist(ctx, w, units)
}

// search translates one batch once.
func (b *Backend) search(ctx context.Context, w *worker, units []*unit) error {
	for len(w.batch) < len(units) {
		w.batch = append(w.batch, new(nn.Sentence))
	}
	batch := w.batch[:len(units)]
	for i, u := range units {
		batch[i].Source = append(append(append(batch[i].Source[:0], b.lead...), u.input...), nn.EndOfSentence)
		batch[i].Prefix, batch[i].Rank = u.prefix, u.rank
	}
	if err := w.state.Translate(ctx, batch); err != nil {
		return err
	}
	if b.reverse != nil {
		if err := b.reorder(ctx, w, units, batch); err != nil {
			return err
		}
	}
	for i, u := range units {
		b.finish(w, u, batch[i])
	}
	return nil
}

// finish turns what the model made of a unit into text, links and score.
func (b *Backend) finish(w *worker, u *unit, s *nn.Sentence) {
	u.ended = s.Target[len(s.Target)-1] == nn.EndOfSentence
	if u.looped = looped(s.Source, s.Target); !u.looped && !b.cfg.raw {
		b.unstutter(s)
	}
	u.ids = slices.Clone(s.Target)
	kept := len(s.Target)
	if u.looped || !u.ended {
		kept = unloop(s.Target)
	}
	u.logProb = 0
	for _, p := range s.LogProbs[:kept] {
		u.logProb += float64(p)
	}
	u.count = kept
	text, ranges := b.target.Decode(s.Target[:kept], w.ranges[:0])
	w.ranges = ranges
	u.target, ranges = tidy(text, ranges)
	align := u.outward(b.leadless(s.Align, len(s.Source)))
	u.links = w.linker.links(u.source.text, u.target, u.tokens, ranges, align)
	u.align = nil
	if len(u.wanted) > 0 {
		u.align = slices.Clone(align)
	}
}
