package stack

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/translate"
)

// AdaptiveConfig bounds how many requests are in flight.
type AdaptiveConfig struct {
	Max int // never more; 0 takes the backend's Info.Concurrency, and 16 where that is 0 too
	// Jobs has a place for each request that is sent; nil means that Max is the only bound. Waiting for a place does
	// not count as latency.
	Jobs *Jobs
	// Patience is the longest pause, asked for by the server, that requests wait out; during a longer one they fail
	// at once. Default 10 minutes.
	Patience time.Duration
	// Changed, if not nil, is called with each new limit. It must not block.
	Changed func(limit int)
	Clock   Clock
}

// Adaptive returns b behind a gate whose width follows the server. The width starts at one request and doubles as
// long as throughput grows with it. When it no longer does, Little's law gives the number of requests that the server
// is really working on, and the gate settles a tenth above that, so that the server never waits for work. Now and
// then it tries a little more. It halves on RateLimited, on Unavailable, and when latency doubles at an unchanged
// width. Nothing is sent while a server's RetryAfter or [translate.Usage].Pause runs.
func Adaptive(b translate.Backend, config AdaptiveConfig) translate.Backend {
	if config.Max <= 0 {
		config.Max = b.Info().Concurrency
	}
	if config.Max <= 0 {
		config.Max = 16
	}
	if config.Patience <= 0 {
		config.Patience = patience
	}
	return &adaptive{inner: inner{b}, config: config, limit: 1, hold: firstHold}
}

const (
	leastWindow = 3   // answers that a decision rests on, at least
	leastProbe  = 12  // the same where a small gain has to be told from none
	firstHold   = 8   // windows between two attempts to widen a settled gate; doubled after each that gained nothing
	longestHold = 128 // windows
	wantedGain  = 0.5 // share of the ideal gain in throughput that keeps the gate growing
	headroom    = 1.1 // width above what the server works on
)

type adaptive struct {
	inner
	config AdaptiveConfig

	mu      sync.Mutex
	limit   int
	active  int
	waiting []chan struct{}
	paused  time.Time // nothing is sent before, see pause

	epoch   int // counts changes of limit; only requests sent and answered within one epoch are measured
	skip    int // answers of the epoch that are not counted: the queue is still settling
	answers int
	latency time.Duration // sum over answers
	full    int           // of answers, those that came while the gate was full

	before struct { // the narrower width that growth is compared with
		limit   int
		latency time.Duration
	}
	settled bool
	probing bool          // growing from a settled width: whether it gains anything is all that is asked
	usual   time.Duration // latency at the settled width
	windows int           // since settling
	hold    int
}

func (d *adaptive) Info() translate.Info {
	info := d.b.Info()
	info.Concurrency = d.config.Max
	return info
}

func (d *adaptive) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	epoch, err := d.acquire(ctx)
	if err != nil {
		return nil, translate.Usage{}, err
	}
	if err := d.config.Jobs.acquire(ctx); err != nil {
		d.leave()
		return nil, translate.Usage{}, err
	}
	start := d.config.Clock.now()
	results, usage, terr := d.ask(ctx, req)
	d.config.Jobs.release()
	failed := terr
	if down := outage(results, terr); down != nil {
		failed = down
	}
	d.release(epoch, d.config.Clock.now().Sub(start), usage.Pause, failed, ctx.Err() != nil)
	return results, usage, terr
}

// acquire waits for a place and returns the epoch in which it was granted.
func (d *adaptive) acquire(ctx context.Context) (int, error) {
	d.mu.Lock()
	if d.active < d.limit && len(d.waiting) == 0 {
		d.active++
		d.mu.Unlock()
	} else {
		c := make(chan struct{})
		d.waiting = append(d.waiting, c)
		d.mu.Unlock()
		select {
		case <-c:
		case <-ctx.Done():
			d.mu.Lock()
			defer d.mu.Unlock()
			for i, w := range d.waiting {
				if w == c {
					d.waiting = append(d.waiting[:i], d.waiting[i+1:]...)
					return 0, ctx.Err()
				}
			}
			// The place was granted at the same moment.
			d.active--
			d.admit()
			return 0, ctx.Err()
		}
	}
	for {
		d.mu.Lock()
		wait := d.paused.Sub(d.config.Clock.now())
		epoch := d.epoch
		d.mu.Unlock()
		if wait <= 0 {
			return epoch, nil
		}
		var err error
		if wait > d.config.Patience {
			err = &translate.Error{Kind: translate.RateLimited, RetryAfter: wait,
				Err: fmt.Errorf("%w: the server has asked to wait for %s", ErrOpen, wait.Round(time.Second))}
		} else {
			err = d.config.Clock.sleep(ctx, wait)
		}
		if err != nil {
			d.leave()
			return 0, err
		}
	}
}

// leave gives up a place without having sent anything.
func (d *adaptive) leave() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.active--
	d.admit()
}

// admit grants free places to those that have waited longest. The caller holds the lock.
func (d *adaptive) admit() {
	for d.active < d.limit && len(d.waiting) > 0 {
		d.active++
		close(d.waiting[0])
		d.waiting = d.waiting[1:]
	}
}

func (d *adaptive) release(epoch int, took, pause time.Duration, err error, cancelled bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	full := d.active >= d.limit
	d.active--
	defer d.admit()
	if pause > 0 {
		d.pause(pause)
	}
	if cancelled || errors.Is(err, ErrOpen) {
		return
	}
	if err != nil {
		if e := translate.AsError(err); e.Kind.Temporary() {
			if e.Kind == translate.RateLimited && e.RetryAfter > 0 {
				d.pause(e.RetryAfter)
			}
			// One burst of failures is one signal: requests sent before the last change say nothing about the present
			// width.
			if epoch == d.epoch {
				d.settle((d.limit+1)/2, 0)
				if e.Kind == translate.Unavailable {
					d.restart()
				}
			}
			return
		}
	}
	if epoch != d.epoch {
		return
	}
	if d.skip > 0 {
		d.skip--
		return
	}
	d.answers++
	d.latency += took
	if full {
		d.full++
	}
	window := max(leastWindow, d.limit)
	if d.probing {
		window = max(leastProbe, 2*d.limit)
	}
	if d.answers >= window {
		d.decide()
	}
}

// pause holds requests back for a while. The caller holds the lock.
func (d *adaptive) pause(wait time.Duration) {
	if until := d.config.Clock.now().Add(wait); until.After(d.paused) {
		d.paused = until
	}
}

// decide ends a window of answers that all belong to the present width.
func (d *adaptive) decide() {
	mean := d.latency / time.Duration(d.answers)
	busy := d.full*2 > d.answers
	d.answers, d.latency, d.full = 0, 0, 0
	if d.settled {
		if d.usual == 0 {
			d.usual = mean
		}
		if mean > 2*d.usual {
			d.settle((d.limit+1)/2, 0)
			d.restart()
			return
		}
		d.usual += (mean - d.usual) / 8
		d.windows++
		if busy && d.windows >= d.hold && d.limit < d.config.Max {
			d.before.limit, d.before.latency = d.limit, mean
			d.settled, d.probing = false, true
			d.change(d.limit + max(1, d.limit/4))
			d.skip = d.limit
		}
		return
	}
	if !busy {
		return
	}
	if b := d.before; b.limit > 0 && b.limit < d.limit && mean > 0 {
		// Throughput is width over latency.
		ideal := float64(d.limit)/float64(b.limit) - 1
		gain := float64(d.limit)/float64(b.limit)*float64(b.latency)/float64(mean) - 1
		if gain < wantedGain*ideal {
			width := b.limit
			if d.probing {
				d.hold = min(2*d.hold, longestHold)
			} else {
				works := float64(d.limit) * float64(b.latency) / float64(mean)
				width = max(b.limit, min(d.limit, int(math.Ceil(headroom*works-1e-9))))
			}
			d.settle(width, 0)
			return
		}
	}
	if d.limit >= d.config.Max {
		d.settle(d.limit, mean)
		return
	}
	d.before.limit, d.before.latency = d.limit, mean
	d.probing = false
	d.change(2 * d.limit)
}

// settle stops growth at width n; usual is the latency expected there, 0 if it is not known yet.
func (d *adaptive) settle(n int, usual time.Duration) {
	d.settled, d.probing, d.usual, d.windows = true, false, usual, 0
	d.change(n)
}

// restart lets the gate grow again from its present width: the server is not the one that was measured.
func (d *adaptive) restart() {
	d.settled, d.probing = false, false
	d.before.limit, d.before.latency = 0, 0
	d.hold = firstHold
}

func (d *adaptive) change(n int) {
	n = max(1, min(n, d.config.Max))
	d.answers, d.latency, d.full, d.skip = 0, 0, 0, 0
	d.epoch++
	if n == d.limit {
		return
	}
	d.limit = n
	if d.config.Changed != nil {
		d.config.Changed(n)
	}
}
