package stack

import (
	"context"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/size"
)

// Rate is what a server allows per minute. A zero field sets no limit.
type Rate struct {
	RequestsPerMinute float64
	TokensPerMinute   float64 // source and target tokens together
	Clock             Clock
}

// Limited returns b behind token buckets for requests and tokens per minute. A request waits until both have room;
// the tokens are estimated before it is sent, and the bucket is corrected by the usage that comes back. Buckets hold
// a tenth of a minute, so that a run does not start with a burst.
func Limited(b translate.Backend, rate Rate) translate.Backend {
	if rate.RequestsPerMinute <= 0 && rate.TokensPerMinute <= 0 {
		return b
	}
	return &limited{inner: inner{b}, clock: rate.Clock, requests: newBucket(rate.RequestsPerMinute, 1),
		tokens: newBucket(rate.TokensPerMinute, 0)}
}

type limited struct {
	inner
	clock    Clock
	mu       sync.Mutex
	requests bucket
	tokens   bucket
}

func (d *limited) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	// A translation is about as long as its source.
	estimate := float64(2 * size.Request(d.b.Info(), &req))
	d.mu.Lock()
	now := d.clock.now()
	wait := max(d.requests.take(now, 1), d.tokens.take(now, estimate))
	d.mu.Unlock()
	if wait > 0 {
		if err := d.clock.sleep(ctx, wait); err != nil {
			return nil, translate.Usage{}, err
		}
	}
	results, usage, err := d.ask(ctx, req)
	if used := float64(usage.SourceTokens + usage.TargetTokens); used > 0 {
		d.mu.Lock()
		d.tokens.level -= used - estimate
		d.mu.Unlock()
	}
	return results, usage, err
}

// A bucket fills at perSecond up to size. It may be overdrawn: whoever overdraws it waits, and so do all who come
// later.
type bucket struct {
	perSecond, size, level float64
	last                   time.Time
}

func newBucket(perMinute, least float64) bucket {
	size := max(least, perMinute/10)
	return bucket{perSecond: perMinute / 60, size: size, level: size}
}

// take removes n and returns how long the taker has to wait.
func (b *bucket) take(now time.Time, n float64) time.Duration {
	if b.perSecond <= 0 {
		return 0
	}
	if !b.last.IsZero() {
		b.level = min(b.size, b.level+now.Sub(b.last).Seconds()*b.perSecond)
	}
	b.last = now
	b.level -= n
	// A request larger than the bucket goes out when the bucket is full.
	need := -b.level - max(0, n-b.size)
	if need <= 0 {
		return 0
	}
	return time.Duration(need / b.perSecond * float64(time.Second))
}
