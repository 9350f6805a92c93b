package stack

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
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
// then it tries a little more. It halves on Unavailable, when latency doubles at an unchanged width, and on the first
// RateLimited. Nothing is sent while a server's RetryAfter or [translate.Usage].Pause runs.
//
// A server that has refused a request is known to have a limit, which other processes may be using too. From then on
// the gate goes up and down by a few places. It tries one more, and twice as many after each success; it gives them
// back if they are refused, and some of its own if it is refused without having tried. Attempts that fail cost places
// too, so that no process keeps for ever what it once got. Requests are spread over time: where there is a limit of
// requests a second, those that come together meet it first.
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
	firstHold   = 8   // latencies between two attempts to widen a settled gate; doubled after each that gained nothing
	longestHold = 128 // latencies
	wantedGain  = 0.5 // share of the ideal gain in throughput that keeps the gate growing
	headroom    = 1.1 // width above what the server works on
)

// At a server that is known to have a limit:
const (
	limitedHold = 64      // answers between two attempts, and not longestHold
	pauseHold   = 50      // or so many times the pause that the server asks for, which all places lose
	limitedCost = 1. / 16 // share of the places that a refusal costs, one at least
	attemptCost = 0.5     // places that an attempt that is refused costs at most
	spread      = 0.5     // share of the latency over which requests that could go out together are spread
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
	held    float64       // since settling, in latencies
	hold    int
	jitter  float64 // of hold, so that processes do not try at the same time

	limited bool          // the server has refused a request because there were too many
	mean    time.Duration // latency, whatever the width; the last answers count most
	debt    float64       // places that attempts have cost and that are not given up yet
	step    int           // places that the next attempt adds; doubled after each that succeeds
	next    time.Time     // the turn of the next request
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
	d.mu.Lock()
	epoch := d.epoch // of the place: the width may change before its request goes out
	d.mu.Unlock()
	for queued := false; ; {
		d.mu.Lock()
		now := d.config.Clock.now()
		wait := d.paused.Sub(now)
		if wait > 0 {
			queued = false
		} else if !queued {
			queued, wait = true, d.turn(now)
		}
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

// turn returns how long a request waits, so that it does not go out together with others. The caller holds the lock.
func (d *adaptive) turn(now time.Time) time.Duration {
	if !d.limited {
		return 0
	}
	wait := min(max(0, d.next.Sub(now)), d.mean) // more are turns of requests that were given up
	d.next = now.Add(wait + time.Duration(spread*float64(d.mean)/float64(d.limit)))
	return wait
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
			// One burst of failures is one signal: requests sent before the last change tell nothing of the present
			// width.
			current := epoch == d.epoch
			switch {
			case e.Kind == translate.RateLimited:
				d.refused(e.RetryAfter, current)
			case current:
				d.settle((d.limit+1)/2, 0)
				d.restart()
			}
			return
		}
	}
	if d.mean == 0 {
		d.mean = took
	}
	d.mean += (took - d.mean) / 8
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

// refused takes the answer of a server that wants fewer requests and that has asked for a pause, or 0. Current is
// whether the request was sent at the present width. The caller holds the lock.
func (d *adaptive) refused(asked time.Duration, current bool) {
	pause := max(asked, d.mean/time.Duration(d.limit)) // or the place would be used again at once
	d.pause(pause)
	if !current {
		return
	}
	var width int
	switch {
	case !d.limited:
		width = (d.limit + 1) / 2
	case d.probing:
		width = d.before.limit
		if d.debt += min(attemptCost, limitedCost*float64(width)); d.debt >= 1 {
			d.debt--
			width--
		}
	default:
		width = d.limit - max(1, int(limitedCost*float64(d.limit)))
	}
	d.limited, d.step = true, 1
	longest := limitedHold / float64(d.limit)
	if asked > 0 && d.mean > 0 {
		longest = max(longest, pauseHold*pause.Seconds()/d.mean.Seconds())
	}
	d.hold = max(1, min(2*d.hold, int(min(longest, longestHold))))
	d.settle(width, 0)
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
	held := float64(d.answers) / float64(d.limit)
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
		d.held += held
		if busy && d.held >= float64(d.hold)*d.jitter && d.limit < d.config.Max {
			d.before.limit, d.before.latency = d.limit, mean
			d.settled, d.probing = false, true
			step := max(1, d.limit/4)
			if d.limited {
				step = min(step, d.step)
			}
			d.change(d.limit + step)
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
	if d.limited {
		d.hold, d.step = max(1, d.hold/2), min(2*d.step, d.config.Max)
		d.settle(d.limit, mean)
		return
	}
	d.before.limit, d.before.latency = d.limit, mean
	d.probing = false
	d.change(2 * d.limit)
}

// settle stops growth at width n; usual is the latency expected there, 0 if it is not known yet.
func (d *adaptive) settle(n int, usual time.Duration) {
	d.settled, d.probing, d.usual, d.held = true, false, usual, 0
	d.jitter = 0.5 + rand.Float64()
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
