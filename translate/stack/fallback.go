package stack

import (
	"context"
	"fmt"

	"github.com/satzpaar/satzpaar/translate"
)

// Fallback returns a backend that sends to second what first cannot do: items that first fails or refuses, and
// everything when first is down or does not translate in this direction. Result.Origin names the one that made a
// text. Each belongs behind its own [Cached], so that adding a fallback invalidates nothing in the cache.
func Fallback(first, second translate.Backend) translate.Backend { return &fallback{first, second} }

type fallback struct{ first, second translate.Backend }

// Unwrap returns both backends, the first one first.
func (d *fallback) Unwrap() []translate.Backend { return []translate.Backend{d.first, d.second} }

func (d *fallback) Info() translate.Info {
	a, b := d.first.Info(), d.second.Info()
	info := translate.Info{
		ID:            a.ID + " else " + b.ID,
		MaxBatch:      smallerBatch(a, b),
		Concurrency:   a.Concurrency,
		UsesContext:   a.UsesContext || b.UsesContext,
		UsesExamples:  a.UsesExamples || b.UsesExamples,
		ObeysTerms:    a.ObeysTerms || b.ObeysTerms,
		Deterministic: a.Deterministic && b.Deterministic,
		Ranks:         min(a.Ranks, b.Ranks),
	}
	if a.Pairs != nil && b.Pairs != nil {
		info.Pairs = append(append([]translate.Pair(nil), a.Pairs...), b.Pairs...)
	}
	return info
}

// smallerBatch returns how many items two backends both take at a time; 0 is any number.
func smallerBatch(a, b translate.Info) int {
	if a.MaxBatch == 0 || b.MaxBatch == 0 {
		return max(a.MaxBatch, b.MaxBatch)
	}
	return min(a.MaxBatch, b.MaxBatch)
}

func (d *fallback) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	if !d.first.Info().Translates(translate.Pair{From: req.From, To: req.To}) {
		return inner{d.second}.ask(ctx, req)
	}
	results, usage, err := inner{d.first}.ask(ctx, req)
	if cerr := ctx.Err(); cerr != nil {
		return nil, usage, cerr
	}
	var failed []int
	if err != nil {
		e := translate.AsError(err)
		results = make([]translate.Result, len(req.Items))
		for i := range results {
			results[i].Err = e
		}
	}
	for i := range results {
		if results[i].Err != nil {
			failed = append(failed, i)
		}
	}
	if len(failed) == 0 {
		return results, usage, nil
	}
	if !d.second.Info().Translates(translate.Pair{From: req.From, To: req.To}) {
		if err != nil {
			return nil, usage, err
		}
		return results, usage, nil
	}
	rs, u, serr := inner{d.second}.ask(ctx, req.Pick(failed))
	usage.Add(u)
	if cerr := ctx.Err(); cerr != nil {
		return nil, usage, cerr
	}
	if serr != nil {
		if err != nil {
			return nil, usage, both(translate.AsError(serr), translate.AsError(err))
		}
		e := translate.AsError(serr)
		for _, i := range failed {
			results[i].Err = both(e, results[i].Err)
		}
		return results, usage, nil
	}
	for k, i := range failed {
		if e := rs[k].Err; e != nil {
			results[i].Err = both(e, results[i].Err)
			continue
		}
		results[i] = rs[k]
	}
	return results, usage, nil
}

// both returns the error of the second backend with that of the first added.
func both(second, first *translate.Error) *translate.Error {
	return &translate.Error{Kind: second.Kind, Backend: second.Backend, RetryAfter: second.RetryAfter,
		Err: fmt.Errorf("%w; before that %w", second.Err, first)}
}
