package stack

import (
	"context"
	"sync"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/size"
)

// BatchConfig bounds the requests that a backend gets.
type BatchConfig struct {
	size.Limits
	// Concurrency is how many parts of one request are in flight; 0 takes the backend's Info.Concurrency, and 1 if
	// that is 0 too.
	Concurrency int
}

// Batching returns b with requests of any size divided into parts within the limits. The parts are sent concurrently.
func Batching(b translate.Backend, config BatchConfig) translate.Backend {
	return &batching{inner{b}, config}
}

type batching struct {
	inner
	config BatchConfig
}

func (d *batching) Info() translate.Info {
	info := d.b.Info()
	info.MaxBatch = 0
	return info
}

func (d *batching) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	all := make([]int, len(req.Items))
	for i := range all {
		all[i] = i
	}
	results := make([]translate.Result, len(req.Items))
	usage, err := d.config.translate(ctx, d.b, &req, all, results, nil)
	if err != nil {
		return nil, usage, err
	}
	return results, usage, nil
}

// translate sends the items of req that indices name in parts, writes their results by index, and calls done after
// each part that was answered, from the goroutine that sent it. It returns an error only if ctx ended or no part was
// answered; the items of a part that failed as a whole carry its error.
func (c BatchConfig) translate(ctx context.Context, b translate.Backend, req *translate.Request, indices []int,
	results []translate.Result, done func(part []int)) (translate.Usage, error) {
	if len(indices) == 0 {
		return translate.Usage{}, ctx.Err()
	}
	info := b.Info()
	parts := c.Split(info, req, indices)
	workers := c.Concurrency
	if workers <= 0 {
		workers = max(1, info.Concurrency)
	}
	var (
		mu       sync.Mutex
		usage    translate.Usage
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
				rs  []translate.Result
				u   translate.Usage
				err error
			)
			if stop != nil {
				err = stop
			} else {
				rs, u, err = inner{b}.ask(ctx, req.Pick(part))
			}
			for k, i := range part {
				if err != nil {
					results[i] = translate.Result{Err: translate.AsError(err)}
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
				if k := translate.KindOf(err); fatal == nil && (k == translate.Auth || k == translate.Quota) {
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
