package translate

import (
	"context"
	"crypto/sha256"
	"sync"

	"github.com/satzpaar/satzpaar/cache"
)

// Deduped returns b behind a guard that lets equal work through once: items of one request with equal [KeyParts] are sent once, and an item that another
// request is translating at this moment is waited for. It belongs outside [Cached], so that what has just been finished is found there.
//
// Waiters get the result of the one that was sent, failures too; only if that one was cancelled do they send the item themselves.
func Deduped(b Backend) Backend {
	return &deduped{b: b, flights: map[cache.Key]*flight{}}
}

type deduped struct {
	b       Backend
	mu      sync.Mutex
	flights map[cache.Key]*flight
}

// A flight is one item under way. done is closed when result holds; gone says that its owner gave up without a result.
type flight struct {
	done   chan struct{}
	result Result
	gone   bool
}

func sum(b []byte) cache.Key { return sha256.Sum256(b) }

func (d *deduped) Info() Info { return d.b.Info() }

func (d *deduped) Translate(ctx context.Context, req Request) ([]Result, Usage, error) {
	info := d.b.Info()
	n := len(req.Items)
	keys := make([]cache.Key, n)
	buf := make([]byte, 0, 1024)
	from, to := req.From.String(), req.To.String()
	for i := range req.Items {
		p := partsOf(info, &req, i, from, to)
		buf = p.Append(buf[:0])
		keys[i] = sum(buf)
	}
	results := make([]Result, n)
	open := make([]int, n)
	for i := range open {
		open[i] = i
	}
	var usage Usage
	for len(open) > 0 {
		var (
			own   []int
			twins []int // same key as an item of own
			wait  []int
		)
		mine := make(map[cache.Key]int, len(open))
		flights := make([]*flight, n)
		d.mu.Lock()
		for _, i := range open {
			if _, ok := mine[keys[i]]; ok {
				twins = append(twins, i)
				continue
			}
			if f, ok := d.flights[keys[i]]; ok {
				flights[i] = f
				wait = append(wait, i)
				continue
			}
			f := &flight{done: make(chan struct{})}
			d.flights[keys[i]] = f
			flights[i] = f
			mine[keys[i]] = i
			own = append(own, i)
		}
		d.mu.Unlock()

		// Own work first, published before anything is waited for: two requests that need each other's items cannot block.
		if len(own) > 0 {
			u, err := d.send(ctx, &req, own, keys, flights, results)
			usage.Add(u)
			if err != nil && (ctx.Err() != nil || len(own)+len(twins) == n) {
				return nil, usage, err
			}
		}
		for _, i := range twins {
			results[i] = results[mine[keys[i]]]
		}
		open = open[:0]
		for _, i := range wait {
			select {
			case <-flights[i].done:
			case <-ctx.Done():
				return nil, usage, ctx.Err()
			}
			if flights[i].gone {
				open = append(open, i)
				continue
			}
			results[i] = flights[i].result
		}
	}
	return results, usage, nil
}

// send translates the items of own and ends their flights, whatever happens.
func (d *deduped) send(ctx context.Context, req *Request, own []int, keys []cache.Key, flights []*flight, results []Result) (usage Usage, err error) {
	sent := false
	defer func() {
		d.mu.Lock()
		for _, i := range own {
			delete(d.flights, keys[i])
		}
		d.mu.Unlock()
		for _, i := range own {
			flights[i].gone = !sent
			flights[i].result = results[i]
			close(flights[i].done)
		}
	}()
	rs, usage, err := d.b.Translate(ctx, req.pick(own))
	if err == nil && len(rs) != len(own) {
		err = Errorf(Internal, "", "the backend answered %d items with %d results", len(own), len(rs))
	}
	if err != nil {
		sent = ctx.Err() == nil
		for _, i := range own {
			results[i] = Result{Err: asError(err)}
		}
		return usage, err
	}
	sent = true
	for k, i := range own {
		results[i] = rs[k]
	}
	return usage, nil
}
