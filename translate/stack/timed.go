package stack

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/size"
)

// TimeoutConfig bounds how long one request may take. The zero value takes the defaults.
type TimeoutConfig struct {
	// First is the bound before anything is known of the server: it may be loading a model. Default 3 minutes.
	First time.Duration
	// Least is the smallest bound that is ever set, also for a fast server; default 15 s.
	Least time.Duration
	// Most is the largest; default 20 minutes.
	Most  time.Duration
	Clock Clock
}

// Timed returns b with a timeout that follows the work: a request may take several times as long as the server has
// needed per expected token so far. When a request has timed out and none was answered meanwhile, the next get twice
// as long, so that a slow server is given a chance; if others were answered, the server is fast enough and has lost
// that one.
func Timed(b translate.Backend, config TimeoutConfig) translate.Backend {
	if config.First <= 0 {
		config.First = 3 * time.Minute
	}
	if config.Least <= 0 {
		config.Least = 15 * time.Second
	}
	if config.Most <= 0 {
		config.Most = 20 * time.Minute
	}
	return &timed{inner: inner{b}, config: config, slack: 1}
}

const (
	timeoutFactor   = 6   // how many times the usual duration is still waited for
	timeoutOverhead = 100 // tokens that a request costs beside its text
	timeoutSamples  = 3   // answers after which the learned pace counts
)

type timed struct {
	inner
	config  TimeoutConfig
	mu      sync.Mutex
	pace    float64 // seconds per expected token, a moving average that rises fast and falls slowly
	samples int
	slack   float64
	changed time.Time // when an answer came last, or slack grew: earlier requests that time out tell nothing new
}

var errTimeout = errors.New("no answer in time")

func (d *timed) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	work := float64(size.Request(d.b.Info(), &req) + timeoutOverhead)
	limit := d.limit(work)
	tctx, cancel := context.WithTimeoutCause(ctx, limit, errTimeout)
	defer cancel()
	start := d.config.Clock.now()
	results, usage, err := d.ask(tctx, req)
	took := d.config.Clock.now().Sub(start)
	if ctx.Err() == nil && tctx.Err() != nil && err != nil {
		d.mu.Lock()
		if !start.Before(d.changed) {
			d.slack = min(d.slack*2, 64)
			d.changed = start.Add(took)
		}
		d.mu.Unlock()
		err = &translate.Error{Kind: translate.Unavailable, Err: fmt.Errorf("%w: waited %s", errTimeout,
			limit.Round(time.Millisecond))}
	} else if err == nil && outage(results, nil) == nil {
		d.learn(took.Seconds()/work, start.Add(took))
	}
	return results, usage, err
}

func (d *timed) limit(work float64) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.config.First
	if d.samples >= timeoutSamples {
		t = max(d.config.Least, time.Duration(timeoutFactor*d.pace*work*float64(time.Second)))
	}
	return min(time.Duration(float64(t)*d.slack), d.config.Most)
}

func (d *timed) learn(pace float64, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.changed = now
	d.samples++
	switch {
	case d.samples == 1:
		d.pace = pace
	case pace > d.pace:
		d.pace += 0.5 * (pace - d.pace)
	default:
		d.pace += 0.05 * (pace - d.pace)
	}
	d.slack = max(1, d.slack/2)
}
