package stack

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/satzpaar/satzpaar/translate"
)

// RetryPolicy bounds how often and how long failed work is retried. The zero value takes the defaults.
type RetryPolicy struct {
	// Attempts is how often a temporary failure is tried in a row while the backend has never answered; default 4. It
	// keeps a wrong address from being retried for minutes.
	Attempts int
	// Patience is how long temporary failures in a row are waited for once the backend has answered; default 10
	// minutes. A server that asks for more, by Retry-After, is given up on at once.
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
//   - Internal, Truncated: the failed items in requests of at most half the size, down to one item, which may fail a
//     few times more;
//   - Refused: once more, alone, if the item was refused in company;
//   - Invalid: as Internal, once the backend has answered: the server may dislike one text; alone, that is refused.
//     Never before, nor after many in a row;
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

// mostDisliked is how many requests in a row a server that has answered others may call invalid before the
// configuration must be at fault.
const mostDisliked = 24

// A batch is a set of items that goes out together. singles counts the invalid answers that its only item got when it
// was alone.
type batch struct {
	indices []int
	singles int
}

func (d *retrying) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	all := make([]int, len(req.Items))
	for i := range all {
		all[i] = i
	}
	t := &trial{retrying: d, deterministic: d.b.Info().Deterministic, req: req,
		results: make([]translate.Result, len(all)), queue: []batch{{indices: all}}}
	for len(t.queue) > 0 {
		if err := ctx.Err(); err != nil {
			return t.broken(err)
		}
		if err := t.next(ctx); err != nil {
			return t.broken(err)
		}
	}
	if !t.answered && len(all) > 0 {
		if err := commonError(t.results); err != nil {
			return nil, t.usage, err
		}
	}
	return t.results, t.usage, nil
}

// A trial is a request while it is tried and retried.
type trial struct {
	*retrying
	deterministic bool
	req           translate.Request
	results       []translate.Result
	usage         translate.Usage
	queue         []batch
	waits         waitState
	answered      bool // the backend has answered this request, at least in part
}

// A verdict is what follows from the answer to a batch.
type verdict struct {
	again []batch          // to be sent at once
	later []int            // items to be sent after a wait
	cause *translate.Error // of the wait
	stop  *translate.Error // what ends the request
}

// next sends the first batch of the queue and acts on the answer. The error is that of a context that has ended.
func (t *trial) next(ctx context.Context) error {
	g := t.queue[0]
	req := t.req
	if len(g.indices) < len(req.Items) {
		req = req.Pick(g.indices)
	}
	results, usage, err := t.ask(ctx, req)
	t.usage.Add(usage)
	if cerr := ctx.Err(); cerr != nil && err != nil {
		return cerr
	}
	t.queue = t.queue[1:]
	var v verdict
	if err != nil {
		v = t.failure(g, translate.AsError(err))
	} else {
		v = t.answer(g, results)
	}
	t.queue = append(v.again, t.queue...)
	if v.stop != nil {
		t.give(v.stop)
		return nil
	}
	if len(v.later) == 0 {
		return nil
	}
	wait, ok := t.waits.next(&t.policy, v.cause, t.retrying.answered.Load())
	if !ok {
		t.fail(v.later, v.cause)
		t.give(v.cause) // what is left would meet the same failure
		return nil
	}
	if err := t.policy.Clock.sleep(ctx, wait); err != nil {
		return err
	}
	t.queue = append([]batch{{indices: v.later, singles: g.singles}}, t.queue...)
	return nil
}

// fail gives items an error.
func (t *trial) fail(indices []int, e *translate.Error) {
	for _, i := range indices {
		t.results[i] = translate.Result{Err: e}
	}
}

// give fails all that is still in the queue.
func (t *trial) give(e *translate.Error) {
	for _, g := range t.queue {
		t.fail(g.indices, e)
	}
	t.queue = nil
}

// failure judges a batch that failed as a whole.
func (t *trial) failure(g batch, e *translate.Error) (v verdict) {
	switch n := len(g.indices); {
	case e.Kind == translate.Invalid && t.retrying.answered.Load() && t.disliked.Add(1) <= mostDisliked:
		e = &translate.Error{Kind: translate.Refused, Backend: e.Backend, Err: e.Err}
		if n > 1 {
			v.again = []batch{{indices: g.indices[: n/2 : n/2]}, {indices: g.indices[n/2:]}}
		}
	case e.Kind.Fatal():
		v.stop = e
	case e.Kind.Temporary():
		v.later, v.cause = g.indices, e
	default:
		v.again = t.smaller(g, g.indices, e)
	}
	t.fail(g.indices, e)
	return v
}

// answer takes the results of a batch and judges those that failed.
func (t *trial) answer(g batch, results []translate.Result) (v verdict) {
	if outage(results, nil) == nil {
		t.retrying.answered.Store(true)
		t.disliked.Store(0)
		t.answered = true
	}
	if finished(results) {
		t.waits = waitState{}
	}
	var invalid []int // items without a valid answer
	var last *translate.Error
	for k, i := range g.indices {
		t.results[i] = results[k]
		e := results[k].Err
		switch {
		case e == nil:
		case e.Kind == translate.Auth || e.Kind == translate.Quota:
			v.stop = e
		case e.Kind.Temporary():
			v.later = append(v.later, i)
			if v.cause == nil || e.RetryAfter > v.cause.RetryAfter {
				v.cause = e
			}
		case e.Kind == translate.Refused:
			if len(g.indices) > 1 && !t.deterministic {
				v.again = append(v.again, batch{indices: []int{i}})
			}
		case e.Kind == translate.Internal || e.Kind == translate.Truncated:
			invalid, last = append(invalid, i), e
		}
	}
	if len(invalid) > 0 {
		v.again = append(v.again, t.smaller(g, invalid, last)...)
	}
	return v
}

// finished reports whether an answer makes progress: it translates an item, or fails one for good. Only then does the
// count of failures in a row begin again.
func finished(results []translate.Result) bool {
	for i := range results {
		if e := results[i].Err; e == nil || e.Kind == translate.Refused || e.Kind.Fatal() {
			return true
		}
	}
	return false
}

// broken ends a request whose context has ended: what was answered is paid for and goes back; what is still in the
// queue carries the context's error.
func (t *trial) broken(err error) ([]translate.Result, translate.Usage, error) {
	if !t.answered {
		return nil, t.usage, err
	}
	t.give(translate.AsError(err))
	return t.results, t.usage, nil
}

// smaller makes the next requests for items of g that came back without a valid answer: at most half as large as g,
// and nothing when the item was alone often enough.
func (t *trial) smaller(g batch, failed []int, e *translate.Error) []batch {
	n := len(g.indices)
	if n == 1 {
		if t.deterministic || e.Kind == translate.Refused || g.singles+1 >= t.policy.Singles {
			return nil
		}
		return []batch{{indices: failed, singles: g.singles + 1}}
	}
	if t.deterministic && e.Kind == translate.Internal && len(failed) < n {
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

// commonError returns an error for a request that failed as a whole: every item failed, and all in the same way.
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
