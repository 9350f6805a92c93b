package stack

import (
	"context"
	"fmt"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate"
)

// How often a worker looks for what another one is asking for: soon at first, then less and less often.
const (
	firstLook = 50 * time.Millisecond
	lastLook  = 2 * time.Second
)

// longestWait is how long a worker waits for what others hold, without any of it coming. A lease ends before that; what
// is held longer has been leased by a clock that is wrong, or by somebody who means no good.
const longestWait = 45 * time.Minute

// leased translates the items of a request that misses name, as [cached.ask] does, but of those that other workers want
// too only those that it gets a lease of; for the others it waits until they are there, or free again, or have been
// held for too long. It asks before it waits, so that no two workers wait for each other.
func (d *cached) leased(
	ctx context.Context,
	l cache.Leaser,
	req *translate.Request,
	misses []int,
	results []translate.Result,
	keys []cache.Key,
) (usage translate.Usage, err error) {
	answered := false
	var waited time.Duration
	for pause := firstLook; len(misses) > 0; {
		ask, rest := d.claim(ctx, l, req, misses, results, keys)
		if len(ask)+len(rest) < len(misses) {
			answered, waited = true, 0
		}
		if len(ask) == 0 && waited >= longestWait {
			ask, rest = rest, nil
		}
		if len(ask) > 0 {
			u, askErr := d.ask(ctx, req, ask, results, keys)
			usage.Add(u)
			if answered = answered || askErr == nil; err == nil {
				err = askErr
			}
			d.release(ctx, l, ask, keys) // of those that were not stored
			pause, waited = firstLook, 0
		}
		if ctx.Err() != nil {
			return usage, ctx.Err()
		}
		if misses = rest; len(misses) > 0 && len(ask) == 0 {
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return usage, ctx.Err()
			}
			waited += pause
			pause = min(2*pause, lastLook)
		}
	}
	if answered {
		err = nil // each result has its own
	}
	return usage, err
}

// claim leases what misses name. It fills in the results that have come meanwhile and returns those that are the
// worker's to ask for, and the rest.
func (d *cached) claim(
	ctx context.Context,
	l cache.Leaser,
	req *translate.Request,
	misses []int,
	results []translate.Result,
	keys []cache.Key,
) (ask, rest []int) {
	wanted := make([]cache.Key, len(misses))
	for n, i := range misses {
		wanted[n] = keys[i]
	}
	mine, err := l.Lease(ctx, wanted)
	if err != nil { // better to pay twice than to stop
		d.tellUnlessEnded(ctx, fmt.Errorf("translate: leasing in the cache: %w", err))
		return misses, nil
	}
	// Another worker may have stored it after it was looked for and before it was leased.
	there, open, err := d.lookup(ctx, req, misses, wanted)
	if err != nil {
		d.tellUnlessEnded(ctx, fmt.Errorf("translate: reading the cache: %w", err))
		return misses, nil
	}
	var needless []int
	for n, i := range misses {
		switch {
		case len(open) == 0 || open[0] != n:
			if results[i] = there[n]; mine[n] {
				needless = append(needless, i)
			}
			continue
		case mine[n]:
			ask = append(ask, i)
		default:
			rest = append(rest, i)
		}
		open = open[1:]
	}
	d.release(ctx, l, needless, keys)
	return ask, rest
}

func (d *cached) release(ctx context.Context, l cache.Leaser, items []int, keys []cache.Key) {
	if len(items) == 0 {
		return
	}
	free := make([]cache.Key, len(items))
	for n, i := range items {
		free[n] = keys[i]
	}
	if err := l.Release(context.WithoutCancel(ctx), free); err != nil {
		d.tell(&d.unwritable, fmt.Errorf("translate: giving up leases in the cache: %w", err))
	}
}

// tellUnlessEnded reports that the cache cannot be read, unless that is because the run ends.
func (d *cached) tellUnlessEnded(ctx context.Context, err error) {
	if ctx.Err() == nil {
		d.tell(&d.unreadable, err)
	}
}
