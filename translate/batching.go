package translate

import (
	"context"
	"errors"
	"sync"
)

// BatchConfig bounds the requests that a backend gets.
type BatchConfig struct {
	// MaxItems is the largest number of items in a request; 0 takes the backend's own Info.MaxBatch.
	MaxItems int
	// MaxTokens is the largest estimated number of source tokens in a request, context included; 0 means any. One item that is larger goes alone.
	MaxTokens int
	// Concurrency is how many parts of one request are under way at a time; 0 takes the backend's Info.Concurrency, and 1 where that is 0 too.
	Concurrency int
}

// Batching returns b behind a splitter: requests of any size are cut into parts within the limits, and the parts are sent at the same time.
func Batching(b Backend, config BatchConfig) Backend { return &batching{b, config} }

type batching struct {
	b      Backend
	config BatchConfig
}

func (d *batching) Info() Info {
	info := d.b.Info()
	info.MaxBatch = 0
	return info
}

func (d *batching) Translate(ctx context.Context, req Request) ([]Result, Usage, error) {
	all := make([]int, len(req.Items))
	for i := range all {
		all[i] = i
	}
	results := make([]Result, len(req.Items))
	usage, err := d.config.translate(ctx, d.b, &req, all, results, nil)
	if err != nil {
		return nil, usage, err
	}
	return results, usage, nil
}

// translate sends the items of req that indices name in parts, writes their results by index, and calls done after each part that was answered, from
// the goroutine that sent it. It returns an error only if ctx ended or no part was answered; the items of a part that failed as a whole carry its error.
func (c BatchConfig) translate(ctx context.Context, b Backend, req *Request, indices []int, results []Result, done func(part []int)) (Usage, error) {
	if len(indices) == 0 {
		return Usage{}, ctx.Err()
	}
	info := b.Info()
	parts := c.split(info, req, indices)
	workers := c.Concurrency
	if workers <= 0 {
		workers = max(1, info.Concurrency)
	}
	var (
		mu       sync.Mutex
		usage    Usage
		firstErr error
		fatal    error
		answered bool
		next     int
		wg       sync.WaitGroup
	)
	work := func() {
		for {
			mu.Lock()
			if next == len(parts) || ctx.Err() != nil {
				mu.Unlock()
				return
			}
			part, stop := parts[next], fatal
			next++
			mu.Unlock()
			var (
				rs  []Result
				u   Usage
				err error
			)
			if stop != nil {
				err = stop
			} else {
				rs, u, err = b.Translate(ctx, req.pick(part))
				if err == nil && len(rs) != len(part) {
					err = Errorf(Internal, "", "the backend answered %d items with %d results", len(part), len(rs))
				}
			}
			for k, i := range part {
				if err != nil {
					results[i] = Result{Err: asError(err)}
				} else {
					results[i] = rs[k]
				}
			}
			if err == nil && done != nil {
				done(part)
			}
			mu.Lock()
			usage.Add(u)
			if err != nil {
				if firstErr == nil {
					firstErr = err
				}
				if k := KindOf(err); fatal == nil && (k == Auth || k == Quota) {
					fatal = err
				}
			} else {
				answered = true
			}
			mu.Unlock()
		}
	}
	for range min(workers, len(parts)) - 1 {
		wg.Add(1)
		go func() { defer wg.Done(); work() }()
	}
	work()
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return usage, err
	}
	if !answered {
		return usage, firstErr
	}
	return usage, nil
}

// split cuts indices into parts, in order.
func (c BatchConfig) split(info Info, req *Request, indices []int) [][]int {
	maxItems := c.MaxItems
	if maxItems <= 0 || info.MaxBatch > 0 && info.MaxBatch < maxItems {
		maxItems = info.MaxBatch
	}
	if maxItems <= 0 && c.MaxTokens <= 0 {
		return [][]int{indices}
	}
	var parts [][]int
	start, tokens := 0, 0
	for k, i := range indices {
		n := 0
		if c.MaxTokens > 0 {
			n = itemTokens(info, &req.Items[i])
		}
		if k > start && (maxItems > 0 && k-start >= maxItems || c.MaxTokens > 0 && tokens+n > c.MaxTokens) {
			parts = append(parts, indices[start:k])
			start, tokens = k, 0
		}
		tokens += n
	}
	return append(parts, indices[start:])
}

// itemTokens estimates what an item costs as input.
func itemTokens(info Info, it *Item) int {
	n := EstimateTokens(it.Text)
	if info.UsesContext {
		n += EstimateTokens(it.Before) + EstimateTokens(it.After)
	}
	return n
}

// pick returns req with only the items that indices name, and of the terms only those that occur in them.
func (req *Request) pick(indices []int) Request {
	sub := *req
	sub.Items = make([]Item, len(indices))
	for k, i := range indices {
		sub.Items[k] = req.Items[i]
	}
	if len(req.Terms) > 0 && len(indices) < len(req.Items) {
		sub.Terms = nil
		for _, t := range req.Terms {
			for k := range sub.Items {
				if Occurs(sub.Items[k].Text, t.Source) {
					sub.Terms = append(sub.Terms, t)
					break
				}
			}
		}
	}
	return sub
}

// asError returns the [Error] in err's chain; an error without one becomes an [Internal] error with err as its cause.
func asError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Internal, Err: err}
}
