package translate

import (
	"context"
	"fmt"
)

// Fallback returns a backend that sends what first cannot do to second: items that first failed or refused, and everything when first is down or does not
// translate in this direction. Result.Origin says who made each text. Each of the two belongs behind its own [Cached], so that adding a fallback makes
// nothing a miss.
func Fallback(first, second Backend) Backend { return &fallback{first, second} }

type fallback struct{ first, second Backend }

func (d *fallback) Info() Info {
	a, b := d.first.Info(), d.second.Info()
	info := Info{
		ID:            a.ID + " else " + b.ID,
		MaxBatch:      a.MaxBatch,
		Concurrency:   a.Concurrency,
		UsesContext:   a.UsesContext || b.UsesContext,
		Deterministic: a.Deterministic && b.Deterministic,
	}
	if b.MaxBatch > 0 && (info.MaxBatch == 0 || b.MaxBatch < info.MaxBatch) {
		info.MaxBatch = b.MaxBatch
	}
	if a.Pairs != nil && b.Pairs != nil {
		info.Pairs = append(append([]Pair(nil), a.Pairs...), b.Pairs...)
	}
	return info
}

// Translates says whether the backend takes the direction.
func (info Info) Translates(p Pair) bool {
	if info.Pairs == nil {
		return true
	}
	for _, q := range info.Pairs {
		if p == q {
			return true
		}
	}
	return false
}

func (d *fallback) Translate(ctx context.Context, req Request) ([]Result, Usage, error) {
	if !d.first.Info().Translates(Pair{req.From, req.To}) {
		return d.second.Translate(ctx, req)
	}
	results, usage, err := d.first.Translate(ctx, req)
	if cerr := ctx.Err(); cerr != nil {
		return nil, usage, cerr
	}
	var failed []int
	if err != nil {
		e := asError(err)
		results = make([]Result, len(req.Items))
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
	if !d.second.Info().Translates(Pair{req.From, req.To}) {
		if err != nil {
			return nil, usage, err
		}
		return results, usage, nil
	}
	rs, u, serr := d.second.Translate(ctx, req.pick(failed))
	usage.Add(u)
	if cerr := ctx.Err(); cerr != nil {
		return nil, usage, cerr
	}
	if serr != nil {
		if err != nil {
			return nil, usage, both(asError(serr), asError(err))
		}
		e := asError(serr)
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

// both is the error of the second backend that still names what the first said.
func both(second, first *Error) *Error {
	return &Error{Kind: second.Kind, Backend: second.Backend, RetryAfter: second.RetryAfter, Err: fmt.Errorf("%w; before that %w", second.Err, first)}
}
