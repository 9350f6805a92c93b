package stack_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
	"github.com/satzpaar/satzpaar/translate/stack"
)

func half() float64 { return 0.5 }

func TestRetryingKinds(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    *translate.Error
		fails  int // calls that fail
		calls  int // wanted
		failed bool
	}{
		{"rate limited", translate.Errorf(translate.RateLimited, "f", "x"), 3, 4, false},
		{"unavailable", translate.Errorf(translate.Unavailable, "f", "x"), 3, 4, false},
		{"unavailable for ever", translate.Errorf(translate.Unavailable, "f", "x"), 1000, 4, true},
		{"quota", translate.Errorf(translate.Quota, "f", "x"), 1000, 1, true},
		{"auth", translate.Errorf(translate.Auth, "f", "x"), 1000, 1, true},
		{"invalid", translate.Errorf(translate.Invalid, "f", "x"), 1000, 1, true},
		{"internal once", translate.Errorf(translate.Internal, "f", "x"), 1, 3, false},
		{"truncated once", translate.Errorf(translate.Truncated, "f", "x"), 1, 3, false},
		{"patience", &translate.Error{Kind: translate.RateLimited, RetryAfter: time.Hour, Err: errors.New("x")}, 1000,
			1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &fake{answer: func(_ context.Context, n int, req translate.Request) ([]translate.Result, error) {
					if n <= tt.fails {
						return nil, tt.err
					}
					return nil, nil
				}}
				b := stack.Retrying(f, stack.RetryPolicy{Random: half})
				req := request(numbered(4)...)
				results, _, err := b.Translate(context.Background(), req)
				if tt.failed {
					if translate.KindOf(err) != tt.err.Kind {
						t.Errorf("error %v, want kind %v", err, tt.err.Kind)
					}
				} else if err != nil {
					t.Error(err)
				} else {
					wantRight(t, req, results)
				}
				if n := len(f.sent()); n != tt.calls {
					t.Errorf("%d calls, want %d", n, tt.calls)
				}
			})
		})
	}
}

func TestRetryingWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{answer: func(_ context.Context, n int, req translate.Request) ([]translate.Result, error) {
			switch n {
			case 1:
				return nil, &translate.Error{Kind: translate.RateLimited, RetryAfter: 20 * time.Second,
					Err: errors.New("slow down")}
			case 2, 3:
				return nil, translate.Errorf(translate.Unavailable, "f", "x")
			}
			return nil, nil
		}}
		start := time.Now()
		b := stack.Retrying(f, stack.RetryPolicy{Random: half})
		if _, _, err := b.Translate(context.Background(), request("eins")); err != nil {
			t.Fatal(err)
		}
		// 20.5 s as asked with jitter, then the second and third wait of 1 s and 2 s.
		if got, want := time.Since(start), 23500*time.Millisecond; got != want {
			t.Errorf("waited %v, want %v", got, want)
		}
	})
}

// TestRetryingSendsOnlyFailures: items that came back right are never sent again, and a request of broken items gets
// half as large each time.
func TestRetryingSendsOnlyFailures(t *testing.T) {
	f := &fake{answer: func(_ context.Context, n int, req translate.Request) ([]translate.Result, error) {
		rs := right(req)
		for i, it := range req.Items {
			switch {
			case strings.HasSuffix(it.Text, "3") && len(req.Items) > 1:
				rs[i] = translate.Result{Err: translate.Errorf(translate.Internal, "f", "shifted")}
			case strings.HasSuffix(it.Text, "5") && len(req.Items) > 1:
				rs[i] = translate.Result{Err: translate.Errorf(translate.Refused, "f", "refused in company")}
			case strings.HasSuffix(it.Text, "6"):
				rs[i] = translate.Result{Err: translate.Errorf(translate.Refused, "f", "refused")}
			case strings.HasSuffix(it.Text, "7"):
				rs[i] = translate.Result{Err: translate.Errorf(translate.Internal, "f", "never valid")}
			}
		}
		return rs, nil
	}}
	b := stack.Retrying(f, stack.RetryPolicy{})
	req := request(numbered(8)...)
	results, usage, err := b.Translate(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		if failed := r.Err != nil; failed != (i == 6 || i == 7) {
			t.Errorf("item %d: %v", i, r)
		}
	}
	count := map[string]int{}
	for _, call := range f.sent() {
		for _, s := range call {
			count[s]++
		}
	}
	for i, want := range []int{1, 1, 1, 3, 1, 2, 2, 4} {
		if got := count[req.Items[i].Text]; got != want {
			t.Errorf("item %d was sent %d times, want %d", i, got, want)
		}
	}
	if usage.Requests != len(f.sent()) {
		t.Errorf("usage says %d requests of %d", usage.Requests, len(f.sent()))
	}
}

// TestRetryingStopsAtOnce: a quota failure in the middle keeps what is there and sends nothing more.
func TestRetryingStopsAtOnce(t *testing.T) {
	f := &fake{answer: func(_ context.Context, n int, req translate.Request) ([]translate.Result, error) {
		rs := right(req)
		if n == 1 {
			rs[0] = translate.Result{Err: translate.Errorf(translate.Internal, "f", "x")}
			rs[1] = rs[0]
			return rs, nil
		}
		return nil, translate.Errorf(translate.Quota, "f", "used up")
	}}
	b := stack.Retrying(f, stack.RetryPolicy{})
	results, _, err := b.Translate(context.Background(), request(numbered(3)...))
	if err != nil || len(f.sent()) != 2 {
		t.Fatalf("%v, %d calls", err, len(f.sent()))
	}
	for i, r := range results {
		if failed := r.Err != nil && r.Err.Kind == translate.Quota; failed != (i < 2) {
			t.Errorf("item %d: %v", i, r)
		}
	}
}

func TestLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		b := stack.Limited(f, stack.Rate{RequestsPerMinute: 60})
		start := time.Now()
		var wg sync.WaitGroup
		for range 126 {
			wg.Go(func() {
				if _, _, err := b.Translate(context.Background(), request("eins")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		// 6 at once, then one a second.
		if got := time.Since(start).Round(time.Second); got != 120*time.Second {
			t.Errorf("126 requests took %v, want 2m0s", got)
		}
	})
}

func TestLimitedTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{} // bills 20 tokens an item
		b := stack.Limited(f, stack.Rate{TokensPerMinute: 1200})
		start := time.Now()
		for range 66 {
			if _, _, err := b.Translate(context.Background(), request("ein Satz")); err != nil {
				t.Fatal(err)
			}
		}
		// The bucket holds 120 tokens; 1320 are billed, the last of them after its request.
		if got := time.Since(start).Seconds(); got < 55 || got > 65 {
			t.Errorf("1320 tokens took %.1f s, want about 60", got)
		}
	})
}

// A slotted server works on slots requests at a time, each for latency, and queues the rest.
type slotted struct {
	fake
	slots   chan struct{}
	latency time.Duration
	down    atomic.Bool

	mu      sync.Mutex
	busy    int
	busyFor time.Duration
	changed time.Time
}

func newSlotted(slots int, latency time.Duration) *slotted {
	s := &slotted{slots: make(chan struct{}, slots), latency: latency, changed: time.Now()}
	s.answer = func(ctx context.Context, n int, req translate.Request) ([]translate.Result, error) {
		if s.down.Load() {
			return nil, translate.Errorf(translate.Unavailable, "slotted", "connection refused")
		}
		s.slots <- struct{}{}
		s.count(1)
		time.Sleep(s.latency)
		s.count(-1)
		<-s.slots
		return nil, nil
	}
	return s
}

func (s *slotted) count(d int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.busyFor += time.Duration(s.busy) * now.Sub(s.changed)
	s.changed = now
	s.busy += d
}

// share returns how much of the slots was used since the last call.
func (s *slotted) share(since *time.Time) float64 {
	s.count(0)
	s.mu.Lock()
	defer s.mu.Unlock()
	share := s.busyFor.Seconds() / (time.Since(*since).Seconds() * float64(cap(s.slots)))
	s.busyFor, *since = 0, time.Now()
	return share
}

// TestAdaptiveKeepsServerBusy: without tuning, a server with any number of slots is kept busy after warm-up, also
// after an outage of a minute, and its queue stays short.
func TestAdaptiveKeepsServerBusy(t *testing.T) {
	for _, slots := range []int{1, 2, 5, 8, 24, 64} {
		synctest.Test(t, func(t *testing.T) {
			s := newSlotted(slots, 500*time.Millisecond)
			var limit atomic.Int64
			b := stack.Breaking(s, stack.BreakerConfig{})
			b = stack.Adaptive(b, stack.AdaptiveConfig{Max: 256, Changed: func(n int) { limit.Store(int64(n)) }})
			b = stack.Retrying(b, stack.RetryPolicy{})
			ctx, cancel := context.WithCancel(context.Background())
			var wg sync.WaitGroup
			for range 256 {
				wg.Go(func() {
					for ctx.Err() == nil {
						if _, _, err := b.Translate(ctx, request("eins")); err != nil && ctx.Err() == nil {
							t.Error(err)
							return
						}
					}
				})
			}
			since := time.Now()
			time.Sleep(30 * time.Second)
			s.share(&since)
			time.Sleep(5 * time.Minute)
			share := s.share(&since)
			if n := int(limit.Load()); share < 0.95 || n > 3*slots+4 {
				t.Errorf("%d slots: busy %.3f of the time at width %d", slots, share, n)
			}
			t.Logf("%d slots: busy %.3f of the time at width %d", slots, share, limit.Load())
			s.down.Store(true)
			time.Sleep(time.Minute)
			s.down.Store(false)
			time.Sleep(45 * time.Second)
			s.share(&since)
			time.Sleep(3 * time.Minute)
			share = s.share(&since)
			t.Logf("%d slots, after an outage: busy %.3f of the time at width %d", slots, share, limit.Load())
			if share < 0.95 {
				t.Errorf("%d slots, after an outage: busy %.3f of the time at width %d", slots, share, limit.Load())
			}
			cancel()
			wg.Wait()
		})
	}
}

// TestAdaptiveHalves: a burst of failures is one signal, and while Retry-After runs nothing is sent.
func TestAdaptiveHalves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var limited atomic.Bool
		var last, early atomic.Int64
		f := &fake{answer: func(ctx context.Context, n int, req translate.Request) ([]translate.Result, error) {
			if limited.Load() {
				last.Store(time.Now().UnixNano())
				return nil, &translate.Error{Kind: translate.RateLimited, RetryAfter: 10 * time.Second,
					Err: errors.New("slow down")}
			}
			if l := last.Load(); l != 0 && time.Since(time.Unix(0, l)) < 9*time.Second {
				early.Add(1)
			}
			time.Sleep(time.Second)
			return nil, nil
		}}
		var width atomic.Int64
		b := stack.Adaptive(f, stack.AdaptiveConfig{Max: 32, Changed: func(n int) { width.Store(int64(n)) }})
		ctx, cancel := context.WithCancel(context.Background())
		var wg sync.WaitGroup
		for range 64 {
			wg.Go(func() {
				for ctx.Err() == nil {
					b.Translate(ctx, request("eins"))
				}
			})
		}
		time.Sleep(30 * time.Second)
		if n := width.Load(); n != 32 {
			t.Errorf("width %d before, want 32", n)
		}
		limited.Store(true)
		time.Sleep(1500 * time.Millisecond)
		limited.Store(false)
		if n := width.Load(); n != 16 {
			t.Errorf("width %d after a burst of refusals, want 16", n)
		}
		time.Sleep(20 * time.Second)
		cancel()
		wg.Wait()
		if n := early.Load(); n != 0 {
			t.Errorf("%d requests went out before the server was ready", n)
		}
	})
}

func TestBreaking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := true
		f := &fake{answer: func(context.Context, int, translate.Request) ([]translate.Result, error) {
			if down {
				return nil, translate.Errorf(translate.Unavailable, "f", "connection refused")
			}
			return nil, nil
		}}
		b := stack.Breaking(f, stack.BreakerConfig{})
		ask := func() error { _, _, err := b.Translate(context.Background(), request("eins")); return err }
		for range 5 {
			ask()
		}
		err := ask()
		if !errors.Is(err, stack.ErrOpen) || len(f.sent()) != 5 ||
			!strings.Contains(err.Error(), "connection refused") ||
			!strings.Contains(err.Error(), "5 requests failed in a row") {
			t.Errorf("after 5 failures: %v, %d calls", err, len(f.sent()))
		}
		time.Sleep(time.Minute)
		before := len(f.sent())
		ask() // the probe
		ask()
		if n := len(f.sent()); n != before+1 {
			t.Errorf("%d probes, want 1", n-before)
		}
		down = false
		time.Sleep(15 * time.Second)
		for range 3 {
			if err := ask(); err != nil {
				t.Errorf("after the outage: %v", err)
			}
		}
		f.answer = func(context.Context, int, translate.Request) ([]translate.Result, error) {
			return nil, translate.Errorf(translate.Quota, "f", "used up")
		}
		ask()
		before = len(f.sent())
		time.Sleep(time.Hour)
		if err := ask(); translate.KindOf(err) != translate.Quota || len(f.sent()) != before {
			t.Errorf("after a quota failure: %v, %d calls more", err, len(f.sent())-before)
		}
	})
}

func TestTimed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pace := 2 * time.Second
		f := &fake{answer: func(ctx context.Context, _ int, _ translate.Request) ([]translate.Result, error) {
			select {
			case <-time.After(pace):
				return nil, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}}
		b := stack.Timed(f, stack.TimeoutConfig{Least: time.Second})
		ask := func() (time.Duration, error) {
			start := time.Now()
			_, _, err := b.Translate(context.Background(), request("ein Satz"))
			return time.Since(start), err
		}
		for range 4 {
			if _, err := ask(); err != nil {
				t.Fatal(err)
			}
		}
		pace = time.Hour
		took, err := ask()
		if translate.KindOf(err) != translate.Unavailable || took < 8*time.Second || took > 20*time.Second {
			t.Errorf("a stall after answers in 2 s: %v after %v", err, took)
		}
		if again, _ := ask(); again < 19*took/10 {
			t.Errorf("the second time-out came after %v, the first after %v", again, took)
		}
	})
}

// TestTimedLostRequests: a server that answers most requests and never some is waited for as long as its answers
// take, not longer and longer.
func TestTimedLostRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{answer: func(ctx context.Context, n int, _ translate.Request) ([]translate.Result, error) {
			if n > 3 && n%2 == 0 {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			time.Sleep(2 * time.Second)
			return nil, nil
		}}
		b := stack.Timed(f, stack.TimeoutConfig{})
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				for range 20 {
					start := time.Now()
					if _, _, err := b.Translate(context.Background(), request("ein Satz")); err != nil &&
						time.Since(start) > 4*time.Minute {
						t.Errorf("%v after %v", err, time.Since(start))
					}
				}
			})
		}
		start := time.Now()
		wg.Wait()
		if d := time.Since(start); d > 15*time.Minute {
			t.Errorf("160 lost requests of 16 at a time were waited for %v", d)
		}
	})
}

// TestBudget: the cap is never passed by more than the estimates of the requests under way are wrong.
func TestBudget(t *testing.T) {
	f := &fake{} // bills 10 + 10 tokens an item
	budget := price.NewBudget(0.01)
	b := stack.Priced(f, price.Price{Source: 1, Target: 4}, budget)
	var wg sync.WaitGroup
	var refused atomic.Int64
	for range 400 {
		wg.Go(func() {
			_, u, err := b.Translate(context.Background(), request(numbered(4)...))
			if translate.KindOf(err) == translate.Quota {
				refused.Add(1)
			} else if err != nil || u.Cost != 0.0002 {
				t.Errorf("cost %v, error %v", u.Cost, err)
			}
		})
	}
	wg.Wait()
	if refused.Load() == 0 || budget.Spent() > 0.01 || budget.Spent() < 0.001 {
		t.Errorf("spent %v of 0.01, %d refused", budget.Spent(), refused.Load())
	}
}

// TestRetryingRefusedRequest: a request of one item that is refused as a whole is not sent again; one of several is, in
// halves, down to the items that are to blame.
func TestRetryingRefusedRequest(t *testing.T) {
	for n, want := range map[int]int{1: 1, 2: 3, 4: 5} {
		f := &fake{answer: func(_ context.Context, _ int, req translate.Request) ([]translate.Result, error) {
			if req.Items[0].Text == numbered(1)[0] {
				return nil, translate.Errorf(translate.Refused, "f", "no")
			}
			return nil, nil
		}}
		b := stack.Retrying(f, stack.RetryPolicy{})
		results, _, err := b.Translate(context.Background(), request(numbered(n)...))
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range results {
			if (r.Err != nil) != (i == 0) {
				t.Errorf("%d items: item %d: %v", n, i, r.Err)
			}
		}
		if got := len(f.sent()); got != want {
			t.Errorf("%d items: %d requests, want %d", n, got, want)
		}
	}
}
