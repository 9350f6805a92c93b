package marian

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
)

// A search finds several translations of a sentence, and the likeliest of them may be one that dropped something. A
// model of the opposite direction sees that: the source does not follow from such a translation (noisy channel, Yee et
// al. 2019; Ng et al. 2019). With [Config.Reverse], the translation is the one whose score is highest, which is
//
//	search + weight · (back + length · tokens) / source^normalize
//
// where search is the score that the search gave it, back the log-probability of the source after it, tokens its
// length, source that of the source as the reverse model reads it, and normalize the power by which the search divides
// its scores. Weights and lengths belong to a reverse model: train/rerank.py fits them.

// Only translations that are near the best one are read backwards: what the search likes much less has little chance,
// and reading takes as long as searching did. On 821 pairs kept out of the training, all six brought no more.
const (
	reverseMargin = 0.1 // of the search's score
	reverseMost   = 4   // texts
)

// A reverse is what takes part in the choice among the translations that a search finds.
type reverse struct {
	*Backend
	weight, length float64
	normalize      float64
}

// newReverse returns the part that cfg.Reverse takes in the choice among translations; nil if it takes none: there is
// only one to choose from, or the weight is 0.
func (cfg Config) newReverse(how nn.Search) (*reverse, error) {
	if cfg.Reverse == nil || how.Beam < 2 {
		return nil, nil
	}
	if !cfg.Reverse.serves(cfg.To, cfg.From) {
		return nil, fmt.Errorf("model %s does not translate from %s to %s", cfg.Reverse.cfg.Name, cfg.To, cfg.From)
	}
	o := cfg.Reverse.options
	if o.Weight == 0 {
		return nil, nil
	}
	return &reverse{Backend: cfg.Reverse, weight: o.Weight, length: o.Length, normalize: how.Normalize}, nil
}

// signature is what the output depends on.
func (r *reverse) signature() []byte {
	return fmt.Appendf(nil, "reverse %s, weight %v, length %v", r.id, r.weight, r.length)
}

// A question is what a reverse model is asked about a unit: which of the texts that were found its source follows
// from best. Hypotheses may be spelt differently and have the same text.
type question struct {
	nn.Comparison
	text []int // for each hypothesis the index of its text among the sources; -1 if it is not asked about
}

// reorder chooses among the translations that the search has found for each unit. Where the reverse model cannot be
// asked, the choice of the search stands.
func (b *Backend) reorder(ctx context.Context, w *worker, units []*unit, batch []*nn.Sentence) error {
	r := b.reverse
	questions := make([]*question, len(batch))
	var open []*nn.Comparison
	for i, s := range batch {
		if q := r.question(b, units[i], s.Hypotheses); q != nil {
			questions[i] = q
			open = append(open, &q.Comparison)
		}
	}
	if len(open) == 0 {
		return nil
	}
	if w.reverse == nil {
		w.reverse = r.network.NewStateBeside(w.state)
	}
	if err := w.reverse.Compare(ctx, open); err != nil {
		return err
	}
	for i, q := range questions {
		if q != nil {
			order := r.order(q, batch[i].Hypotheses)
			w.state.Take(i, order[min(units[i].rank, len(order)-1)])
		}
	}
	return nil
}

// question returns what to ask about a unit; nil if there is nothing to choose from.
func (r *reverse) question(b *Backend, u *unit, hypotheses []nn.Hypothesis) *question {
	target := ended(nil, r.target.NewEncoder().Encode(nil, u.source.text))
	if len(target) > 2*nn.MaxSource {
		return nil
	}
	q := &question{Comparison: nn.Comparison{Target: target}}
	e := r.source.NewEncoder()
	var texts []string
	for _, h := range hypotheses {
		text, _ := b.target.Decode(h.Target, nil)
		at := slices.Index(texts, text)
		if at < 0 && h.Score >= hypotheses[0].Score-reverseMargin && len(texts) < reverseMost {
			if source := ended(r.lead, e.Encode(nil, text)); len(source) <= nn.MaxSource {
				at = len(texts)
				texts = append(texts, text)
				q.Sources = append(q.Sources, source)
			}
		}
		q.text = append(q.text, at)
	}
	if len(texts) < 2 {
		return nil
	}
	return q
}

// order returns the indexes of hypotheses, the best first; those that were not asked about come last.
func (r *reverse) order(q *question, hypotheses []nn.Hypothesis) []int {
	scale := r.weight / kernel.Pow64(float64(len(q.Target)), r.normalize)
	order := make([]int, len(hypotheses))
	scores := make([]float64, len(hypotheses))
	for i, h := range hypotheses {
		order[i], scores[i] = i, math.Inf(-1)
		if at := q.text[i]; at >= 0 {
			length := float64(r.length * float64(len(h.Target))) // conversions keep CPUs from adding without rounding
			scores[i] = h.Score + float64(scale*(q.LogProbs[at]+length))
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(scores[y], scores[x]) })
	return order
}
