package stack

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/satzpaar/satzpaar/translate"
)

// RetryPolicy says how long failed work is tried again. The zero value takes the defaults.
type RetryPolicy struct {
	// Attempts is how often a temporary failure is tried in a row while the backend has never answered; default 4. It keeps a wrong address from
	// being tried for minutes.
	Attempts int
	// Patience is how long temporary failures in a row are waited for once the backend has answered; default 10 minutes. A server that asks for
	// more by Retry-After is given up at once.
	Patience time.Duration
	// Singles is how often an item alone may come back without a valid answer; default 2.
	Singles int
	// Base and Max bound the wait before attempt n, Base·2ⁿ⁻¹ with jitter of ± a half; defaults 500 ms and 30 s.
	Base, Max time.Duration
	Clock     Clock
	// Random returns numbers in [0, 1) for the jitter; nil takes math/rand.
	Random func() float64
}

// patience is how long failures in a row, or a pause that the server asks for, are waited out by default.
const patience = 10 * time.Minute

func (p RetryPolicy) withDefaults() RetryPolicy {
	if p.Attempts <= 0 {
		p.Attempts = 4
	}
	if p.Patience <= 0 {
		p.Patience = patience
	}
	if p.Singles <= 0 {
		p.Singles = 2
	}
	if p.Base <= 0 {
		p.Base = 500 * time.Millisecond
	}
	if p.Max <= 0 {
		p.Max = 30 * time.Second
	}
	if p.Random == nil {
		p.Random = rand.Float64
	}
	return p
}

// backoff is the wait before attempt n, n from 1. What the server asked for is never undercut.
func (p *RetryPolicy) backoff(n int, asked time.Duration) time.Duration {
	d := p.Max
	if n < 32 && p.Base<<(n-1) < p.Max && p.Base<<(n-1) > 0 {
		d = p.Base << (n - 1)
	}
	d = time.Duration(float64(d) * (0.5 + p.Random()))
	if asked > 0 {
		// A little later than asked, and not all at the same moment.
		d = max(d, asked+time.Duration(float64(min(asked, 2*time.Second))*0.5*p.Random()))
	}
	return d
}

// Retrying returns b behind a decorator that sends again what failed, and only that. The kind decides:
//
//   - RateLimited, Unavailable: after a wait that obeys RetryAfter and grows, within the policy's patience;
//   - Internal, Truncated: the failed items in requests of at most half the size, down to one item, which may fail a few times more;
//   - Refused: once more, alone, if the item was refused in company;
//   - Invalid: as Internal, once the backend has answered: the server may dislike one text; alone, that is refused. Never before, nor after many in a row;
//   - Auth, Quota: never; they stop the request at once: the rest fails with the same error, unsent.
func Retrying(b translate.Backend, policy RetryPolicy) translate.Backend {
	return &retrying{inner: inner{b}, policy: policy.withDefaults()}
}

type retrying struct {
	inner
	policy   RetryPolicy
	answered atomic.Bool  // ever
	disliked atomic.Int32 // invalid requests since an answer
}

// mostDisliked is how many requests in a row may be called invalid by a server that has answered others, before it is the configuration that is wrong.
const mostDisliked = 24

// A batch is a set of items that goes out together. singles counts the invalid answers that its only item got when it was alone.
type batch struct {
	indices []int
	singles int
	// refusedTogether marks an item that was refused among others: refused alone too, it stays so.
	refusedTogether bool
}

func (d *retrying) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	n := len(req.Items)
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	var (
		usage    translate.Usage
		results  = make([]translate.Result, n)
		answered bool
		waits    waitState
		queue    = []batch{{indices: all}}
	)
	deterministic := d.b.Info().Deterministic
	for len(queue) > 0 {
		if cerr := ctx.Err(); cerr != nil {
			return partly(results, answered, queue, usage, cerr)
		}
		g := queue[0]
		queue = queue[1:]
		sub := req
		if len(g.indices) < n {
			sub = req.Pick(g.indices)
		}
		rs, u, err := d.ask(ctx, sub)
		usage.Add(u)
		if cerr := ctx.Err(); cerr != nil && err != nil {
			return partly(results, answered, append([]batch{g}, queue...), usage, cerr)
		}
		var again []batch          // at once, in smaller requests
		var later []int            // after a wait
		var cause *translate.Error // of the wait
		var stop *translate.Error
		fail := func(indices []int, e *translate.Error) {
			for _, i := range indices {
				results[i] = translate.Result{Err: e}
			}
		}
		if err != nil {
			e := translate.AsError(err)
			switch {
			case e.Kind == translate.Invalid && d.answered.Load() && d.disliked.Add(1) <= mostDisliked:
				e = &translate.Error{Kind: translate.Refused, Backend: e.Backend, Err: e.Err}
				fail(g.indices, e)
				if n := len(g.indices); n > 1 {
					again = append(again, batch{indices: g.indices[: n/2 : n/2]}, batch{indices: g.indices[n/2:]})
				}
			case e.Kind.Fatal():
				fail(g.indices, e)
				stop = e
			case e.Kind.Temporary():
				fail(g.indices, e)
				later, cause = g.indices, e
			default:
				again = d.smaller(g, g.indices, e, deterministic)
				fail(g.indices, e)
			}
		} else {
			if outage(rs, nil) == nil {
				d.answered.Store(true)
				d.disliked.Store(0)
				answered = true
			}
			if finished(rs) {
				waits = waitState{}
			}
			var broken []int
			var brokenErr *translate.Error
			for k, i := range g.indices {
				results[i] = rs[k]
				e := rs[k].Err
				if e == nil {
					continue
				}
				switch {
				case e.Kind == translate.Auth || e.Kind == translate.Quota:
					stop = e
				case e.Kind.Temporary():
					later = append(later, i)
					if cause == nil || e.RetryAfter > cause.RetryAfter {
						cause = e
					}
				case e.Kind == translate.Refused:
					if len(g.indices) > 1 && !deterministic {
						again = append(again, batch{indices: []int{i}, refusedTogether: true})
					}
				case e.Kind == translate.Internal || e.Kind == translate.Truncated:
					broken, brokenErr = append(broken, i), e
				}
			}
			if len(broken) > 0 {
				again = append(again, d.smaller(g, broken, brokenErr, deterministic)...)
			}
		}
		if stop != nil {
			for _, q := range queue {
				fail(q.indices, stop)
			}
			for _, q := range again {
				fail(q.indices, stop)
			}
			break
		}
		queue = append(again, queue...)
		if len(later) == 0 {
			continue
		}
		wait, ok := waits.next(&d.policy, cause, d.answered.Load())
		if !ok {
			// Nothing is sent any more that would meet the same failure.
			for _, q := range queue {
				fail(q.indices, cause)
			}
			fail(later, cause)
			break
		}
		if err := d.policy.Clock.sleep(ctx, wait); err != nil {
			return partly(results, answered, queue, usage, err)
		}
		queue = append([]batch{{indices: later, singles: g.singles, refusedTogether: g.refusedTogether && len(later) == 1}}, queue...)
	}
	if !answered && n > 0 {
		if err := commonError(results); err != nil {
			return nil, usage, err
		}
	}
	return results, usage, nil
}

// finished reports whether an answer brings the work forward: it translates an item, or fails one for good. Only then does the next failure begin a new row.
func finished(results []translate.Result) bool {
	for i := range results {
		if e := results[i].Err; e == nil || e.Kind == translate.Refused || e.Kind.Fatal() {
			return true
		}
	}
	return false
}

// partly ends a request whose context has ended: what was answered is paid for and goes back; what is still in the queue carries the context's error.
func partly(results []translate.Result, answered bool, queue []batch, usage translate.Usage, err error) ([]translate.Result, translate.Usage, error) {
	if !answered {
		return nil, usage, err
	}
	for _, q := range queue {
		for _, i := range q.indices {
			results[i] = translate.Result{Err: translate.AsError(err)}
		}
	}
	return results, usage, nil
}

// smaller makes the next requests for items of g that came back without a valid answer: at most half as large as g, and nothing when the item was alone often enough.
func (d *retrying) smaller(g batch, failed []int, e *translate.Error, deterministic bool) []batch {
	n := len(g.indices)
	if n == 1 {
		if deterministic || e.Kind == translate.Refused || g.singles+1 >= d.policy.Singles {
			return nil
		}
		return []batch{{indices: failed, singles: g.singles + 1, refusedTogether: g.refusedTogether}}
	}
	if deterministic && e.Kind == translate.Internal && len(failed) < n {
		return nil // the same answer would come again
	}
	size := max(1, n/2)
	var out []batch
	for len(failed) > 0 {
		k := min(size, len(failed))
		out = append(out, batch{indices: failed[:k:k]})
		failed = failed[k:]
	}
	return out
}

// waitState is the state of temporary failures in a row.
type waitState struct {
	attempts int
	total    time.Duration
}

// next returns how long to wait after one more failure, and false when patience is over.
func (w *waitState) next(p *RetryPolicy, cause *translate.Error, everAnswered bool) (time.Duration, bool) {
	w.attempts++
	// A server that says when to come back is there, whatever else is wrong with it.
	there := everAnswered || cause.Kind == translate.RateLimited || cause.RetryAfter > 0 && !errors.Is(cause, ErrOpen)
	if !there && w.attempts >= p.Attempts {
		return 0, false
	}
	wait := p.backoff(w.attempts, cause.RetryAfter)
	if w.total+wait > p.Patience {
		return 0, false
	}
	w.total += wait
	return wait, true
}

// commonError returns an error for a request of which nothing can be said: every item failed, and all in the same way.
func commonError(results []translate.Result) error {
	var first *translate.Error
	for i := range results {
		e := results[i].Err
		if e == nil || !e.Kind.Fatal() && !e.Kind.Temporary() || first != nil && e.Kind != first.Kind {
			return nil
		}
		if first == nil {
			first = e
		}
	}
	if first == nil {
		return nil
	}
	return first
}
