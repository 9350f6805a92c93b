package stack

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/translate"
)

// BreakerConfig sets when a backend counts as down. The zero value takes the defaults.
type BreakerConfig struct {
	Failures int           // unavailable answers in a row that open the circuit; default 5
	Cooldown time.Duration // until the first probe; doubled after each probe that fails; default 1 s
	Longest  time.Duration // between probes; default 15 s
	Clock    Clock
}

// ErrOpen is in the chain of errors of requests that were not sent, because the backend is down or has refused for
// good.
var ErrOpen = errors.New("not sent")

// Breaking returns b behind a circuit breaker. While b is down, requests fail at once with [translate.Unavailable]
// and the time to the next probe as RetryAfter. One request at a time is let through as a probe, and its success
// closes the circuit. After an authorization or quota failure nothing more is sent.
func Breaking(b translate.Backend, config BreakerConfig) translate.Backend {
	if config.Failures <= 0 {
		config.Failures = 5
	}
	if config.Cooldown <= 0 {
		config.Cooldown = time.Second
	}
	if config.Longest <= 0 {
		config.Longest = 15 * time.Second
	}
	return &breaking{inner: inner{b}, config: config}
}

type breaking struct {
	inner
	config BreakerConfig

	mu       sync.Mutex
	refused  *translate.Error // authorization or quota: for good
	failures int              // unavailable answers in a row
	last     *translate.Error
	open     bool
	probing  bool
	cooldown time.Duration
	until    time.Time
}

func (d *breaking) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	probe, err := d.enter()
	if err != nil {
		return nil, translate.Usage{}, err
	}
	results, usage, terr := d.ask(ctx, req)
	d.leave(probe, terr, results, ctx.Err() != nil)
	return results, usage, terr
}

func (d *breaking) enter() (probe bool, err *translate.Error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refused != nil {
		return false, &translate.Error{Kind: d.refused.Kind, Backend: d.refused.Backend,
			Err: fmt.Errorf("%w after: %w", ErrOpen, d.refused.Err)}
	}
	if !d.open {
		return false, nil
	}
	now := d.config.Clock.now()
	if d.probing || now.Before(d.until) {
		wait := max(d.until.Sub(now), d.config.Cooldown/4)
		return false, &translate.Error{Kind: translate.Unavailable, Backend: d.last.Backend, RetryAfter: wait,
			Err: fmt.Errorf("%w: %d requests failed in a row, next try in %s; last: %w", ErrOpen, d.failures,
				wait.Round(100*time.Millisecond), d.last.Err)}
	}
	d.probing = true
	return true, nil
}

func (d *breaking) leave(probe bool, err error, results []translate.Result, cancelled bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if probe {
		d.probing = false
	}
	if cancelled {
		return
	}
	if down := outage(results, err); err == nil && down != nil {
		err = down
	}
	if err == nil {
		d.open, d.failures, d.cooldown = false, 0, 0
		for i := range results {
			if e := results[i].Err; e != nil && (e.Kind == translate.Auth || e.Kind == translate.Quota) {
				d.refused = e
			}
		}
		return
	}
	e := translate.AsError(err)
	switch e.Kind {
	case translate.Auth, translate.Quota:
		d.refused = e
	case translate.Unavailable:
		d.failures++
		d.last = e
		switch {
		case probe:
			d.cooldown = min(2*d.cooldown, d.config.Longest)
		case !d.open && d.failures >= d.config.Failures:
			d.cooldown = d.config.Cooldown
		default:
			return
		}
		d.open = true
		d.until = d.config.Clock.now().Add(max(d.cooldown, e.RetryAfter))
	default:
		// Any other answer shows that the server is up.
		d.open, d.failures, d.cooldown = false, 0, 0
	}
}
