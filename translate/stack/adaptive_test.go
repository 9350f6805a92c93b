package stack_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// TestAdaptiveGivenUp: requests that are given up while they wait for their turn do not make others wait for them.
func TestAdaptiveGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const latency = 20 * time.Second
		f := &fake{answer: func(ctx context.Context, n int, _ translate.Request) ([]translate.Result, error) {
			if n == 2 {
				return nil, translate.Errorf(translate.RateLimited, "f", "too many requests")
			}
			select {
			case <-time.After(latency):
				return nil, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}}
		b := stack.Adaptive(f, stack.AdaptiveConfig{Max: 1})
		ask := func(ctx context.Context) error { _, _, err := b.Translate(ctx, request("eins")); return err }
		if err := ask(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := ask(t.Context()); translate.KindOf(err) != translate.RateLimited {
			t.Fatal(err)
		}
		time.Sleep(time.Minute) // of the pause after that
		for range 200 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			if err := ask(ctx); err != nil && ctx.Err() == nil {
				t.Fatal(err)
			}
			cancel()
		}
		start := time.Now()
		if err := ask(t.Context()); err != nil || time.Since(start) > 3*latency {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

// TestAdaptiveRecovers: however often a server that once refused a request is away, the gate opens again.
func TestAdaptiveRecovers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var down atomic.Bool
		var width atomic.Int64
		f := &fake{answer: func(_ context.Context, n int, _ translate.Request) ([]translate.Result, error) {
			switch {
			case n == 20:
				return nil, translate.Errorf(translate.RateLimited, "f", "too many requests")
			case down.Load():
				return nil, translate.Errorf(translate.Unavailable, "f", "connection refused")
			}
			time.Sleep(time.Second)
			return nil, nil
		}}
		b := stack.Adaptive(f, stack.AdaptiveConfig{Max: 8, Changed: func(n int) { width.Store(int64(n)) }})
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				for ctx.Err() == nil {
					if _, _, err := b.Translate(ctx, request("eins")); err != nil {
						time.Sleep(time.Second)
					}
				}
			})
		}
		for range 100 {
			time.Sleep(10 * time.Minute)
			if n := width.Load(); n < 6 {
				t.Errorf("width %d, want up to 8", n)
				break
			}
			down.Store(true)
			time.Sleep(10 * time.Second)
			down.Store(false)
		}
		cancel()
		all.Wait()
	})
}
