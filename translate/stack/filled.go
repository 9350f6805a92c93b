package stack

import (
	"context"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/translate"
)

// FillConfig sets how small requests are joined.
type FillConfig struct {
	// Wait is how long a request that is not full waits for others to join it. 0 switches filling off.
	Wait time.Duration
	// MaxItems is the number of items at which a request is full; 0 takes the backend's Info.MaxBatch. Filling needs
	// one of the two.
	MaxItems int
	Clock    Clock
}

// Filled returns b with small requests joined that are made at about the same time, such as those of many short
// documents, so that they share the cost of one prompt. Only requests that agree in their languages, and in the title
// if the backend uses context, are joined.
//
// The usage of a joined request is reported to the caller that began it. A joined request is cancelled when the
// contexts of all its callers have ended; a caller whose context ends earlier waits for the answer like the others.
func Filled(b translate.Backend, config FillConfig) translate.Backend {
	if config.MaxItems <= 0 {
		config.MaxItems = b.Info().MaxBatch
	}
	if config.Wait <= 0 || config.MaxItems <= 1 {
		return b
	}
	return &filled{inner: inner{b}, config: config, open: map[fillKey]*joint{}}
}

type filled struct {
	inner
	config FillConfig
	mu     sync.Mutex
	open   map[fillKey]*joint
}

type fillKey struct {
	from, to, title string
	rank            int
}

// A joint is a request that callers join until it is full or its time is up.
type joint struct {
	req     translate.Request
	callers int // whose context has not ended
	full    chan struct{}
	cancel  context.CancelFunc
	done    chan struct{} // closed when what follows holds
	results []translate.Result
	usage   translate.Usage
	err     error
}

func (d *filled) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	n := len(req.Items)
	if n == 0 || n >= d.config.MaxItems {
		return d.ask(ctx, req)
	}
	key := fillKey{from: req.From.String(), to: req.To.String(), rank: req.Rank}
	if d.b.Info().UsesContext {
		key.title = req.Title
	}
	d.mu.Lock()
	j := d.open[key]
	if j != nil && len(j.req.Items)+n > d.config.MaxItems {
		d.closeJoint(key, j)
		j = nil
	}
	first := j == nil
	if first {
		j = &joint{req: req, full: make(chan struct{}), done: make(chan struct{})}
		j.req.Items, j.req.Terms = nil, nil
		d.open[key] = j
		var jctx context.Context
		jctx, j.cancel = context.WithCancel(context.WithoutCancel(ctx))
		go d.send(jctx, key, j)
	}
	at := len(j.req.Items)
	j.req.Items = append(j.req.Items, req.Items...)
	j.req.Terms = union(j.req.Terms, req.Terms)
	j.callers++
	if len(j.req.Items) == d.config.MaxItems {
		d.closeJoint(key, j)
	}
	d.mu.Unlock()

	select {
	case <-j.done:
	case <-ctx.Done():
		d.mu.Lock()
		j.callers--
		last := j.callers == 0
		if last && d.open[key] == j {
			d.closeJoint(key, j)
		}
		d.mu.Unlock()
		if last {
			j.cancel()
		}
		// Wait for the answer anyway: a backend that finishes what it has begun is paid for it, so the answer is
		// worth keeping.
		<-j.done
		if j.err != nil {
			return nil, translate.Usage{}, ctx.Err()
		}
	}
	usage := translate.Usage{}
	if first {
		usage = j.usage
	}
	if j.err != nil {
		return nil, usage, j.err
	}
	return j.results[at : at+n : at+n], usage, nil
}

// closeJoint closes j to further callers and sends it at once. The caller holds the lock.
func (d *filled) closeJoint(key fillKey, j *joint) {
	delete(d.open, key)
	close(j.full)
}

// send waits until j is full or its time is up, and sends it.
func (d *filled) send(ctx context.Context, key fillKey, j *joint) {
	defer close(j.done)
	defer j.cancel()
	timer := make(chan error, 1)
	wctx, stop := context.WithCancel(ctx)
	go func() { timer <- d.config.Clock.sleep(wctx, d.config.Wait) }()
	select {
	case <-j.full:
		stop()
		<-timer
	case <-timer:
		stop()
		d.mu.Lock()
		if d.open[key] == j {
			d.closeJoint(key, j)
		}
		d.mu.Unlock()
	}
	j.results, j.usage, j.err = d.ask(ctx, j.req)
}

// union adds the terms of b that a lacks.
func union(a, b []translate.Term) []translate.Term {
next:
	for _, t := range b {
		for _, u := range a {
			if t == u {
				continue next
			}
		}
		a = append(a[:len(a):len(a)], t)
	}
	return a
}
