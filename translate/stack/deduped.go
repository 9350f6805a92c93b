package stack

import (
	"context"
	"slices"
	"sync"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
)

// Deduped returns b with equal work done once: items of one request with equal [entry.Parts] are sent once, and an
// item that another request is already translating is waited for. Deduped belongs outside [Cached], which holds what
// has just been finished.
//
// Waiting requests share the result, including failures. Only if the request that was sent is cancelled do they send
// the item themselves.
func Deduped(b translate.Backend) translate.Backend {
	return &deduped{inner: inner{b}, flights: map[cache.Key]seat{}}
}

type deduped struct {
	inner
	mu      sync.Mutex
	flights map[cache.Key]seat
}

// A flight is a request in flight. done is closed when its results are ready; gone is set if its owner gave up
// without any.
type flight struct {
	done    chan struct{}
	results []translate.Result
	gone    bool
	waited  bool // somebody waits; guarded by the lock of the decorator
}

// A seat is the place of an item in a flight.
type seat struct {
	flight *flight
	item   int // index into the results of the flight
}

// keyed is a backend that needs the keys of items. Callers that have computed them already pass them on.
type keyed interface {
	translateKeyed(ctx context.Context, req translate.Request,
		keys []cache.Key) ([]translate.Result, translate.Usage, error)
}

func (d *deduped) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	n := len(req.Items)
	keys := entry.Keys(d.b.Info(), &req)
	results := make([]translate.Result, n)
	open := make([]int, n)
	for i := range open {
		open[i] = i
	}
	var usage translate.Usage
	for len(open) > 0 {
		type twin struct{ item, of int } // an item with the key of one of own
		var (
			own   = make([]int, 0, len(open))
			twins []twin
			wait  []int
			seats map[int]seat // of wait
		)
		mine := &flight{done: make(chan struct{}), results: results}
		d.mu.Lock()
		for _, i := range open {
			s, ok := d.flights[keys[i]]
			switch {
			case !ok:
				d.flights[keys[i]] = seat{mine, i}
				own = append(own, i)
			case s.flight == mine:
				twins = append(twins, twin{i, s.item})
			default:
				s.flight.waited = true
				if seats == nil {
					seats = map[int]seat{}
				}
				seats[i] = s
				wait = append(wait, i)
			}
		}
		d.mu.Unlock()

		// Own work comes first and is published before anything is waited for, so two requests that need each other's
		// items cannot deadlock.
		if len(own) > 0 {
			u, err := d.send(ctx, &req, own, keys, mine)
			usage.Add(u)
			if err != nil && (ctx.Err() != nil || len(own)+len(twins) == n) {
				return nil, usage, err
			}
		}
		for _, t := range twins {
			results[t.item] = results[t.of]
		}
		open = open[:0]
		for _, i := range wait {
			s := seats[i]
			select {
			case <-s.flight.done:
			case <-ctx.Done():
				return nil, usage, ctx.Err()
			}
			if s.flight.gone {
				open = append(open, i)
				continue
			}
			results[i] = s.flight.results[s.item]
		}
	}
	return results, usage, nil
}

// send translates the items of own into the results of their flight and ends it, whatever happens.
func (d *deduped) send(ctx context.Context, req *translate.Request, own []int, keys []cache.Key,
	f *flight) (usage translate.Usage, err error) {
	sent := false
	results := f.results
	defer func() {
		d.mu.Lock()
		for _, i := range own {
			delete(d.flights, keys[i])
		}
		d.mu.Unlock()
		f.gone, f.results = !sent, nil
		if f.waited {
			f.results = slices.Clone(results) // the caller may change its own
		}
		close(f.done)
	}()
	part, partKeys := *req, keys
	if len(own) < len(req.Items) {
		part, partKeys = req.Pick(own), make([]cache.Key, len(own))
		for k, i := range own {
			partKeys[k] = keys[i]
		}
	}
	var rs []translate.Result
	if b, ok := d.b.(keyed); ok {
		rs, usage, err = b.translateKeyed(ctx, part, partKeys)
	} else {
		rs, usage, err = d.ask(ctx, part)
	}
	if err != nil {
		sent = ctx.Err() == nil
		for _, i := range own {
			results[i] = translate.Result{Err: translate.AsError(err)}
		}
		return usage, err
	}
	sent = true
	for k, i := range own {
		results[i] = rs[k]
	}
	return usage, nil
}
