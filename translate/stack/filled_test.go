package stack_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

func TestFilled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{info: translate.Info{MaxBatch: 8, UsesContext: true},
			answer: func(context.Context, int, translate.Request) ([]translate.Result, error) {
				time.Sleep(time.Second)
				return nil, nil
			}}
		b := stack.Filled(f, stack.FillConfig{Wait: 50 * time.Millisecond})
		var mu sync.Mutex
		var sum translate.Usage
		var wg sync.WaitGroup
		for k := range 20 {
			wg.Go(func() {
				req := request(fmt.Sprintf("Satz %d a", k), fmt.Sprintf("Satz %d b", k))
				req.Title = []string{"A", "B"}[k%2]
				req.Terms = []translate.Term{{Source: "Satz", Target: "sentence"}}
				results, usage, err := b.Translate(context.Background(), req)
				if err != nil {
					t.Error(err)
				}
				wantRight(t, req, results)
				mu.Lock()
				sum.Add(usage)
				mu.Unlock()
			})
		}
		start := time.Now()
		wg.Wait()
		// 20 items for each of the two titles: two full requests and one of four items each.
		if n := len(f.sent()); n != 6 || sum.Requests != 6 {
			t.Errorf("%d requests, %d in the usage, want 6: %q", n, sum.Requests, f.sent())
		}
		if took := time.Since(start); took > 1100*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}

// TestFilledRanks: what is asked for another rank is another request.
func TestFilledRanks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		asked := map[int]int{} // texts of each rank
		f := &fake{info: translate.Info{MaxBatch: 8, Ranks: 2},
			answer: func(_ context.Context, _ int, req translate.Request) ([]translate.Result, error) {
				mu.Lock()
				defer mu.Unlock()
				asked[req.Rank] += len(req.Items)
				return nil, nil
			}}
		b := stack.Filled(f, stack.FillConfig{Wait: 50 * time.Millisecond})
		var wg sync.WaitGroup
		for k := range 5 {
			wg.Go(func() {
				req := request(fmt.Sprintf("Satz %d", k))
				req.Rank = k % 2
				if _, _, err := b.Translate(context.Background(), req); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if asked[0] != 3 || asked[1] != 2 || len(f.sent()) != 2 {
			t.Errorf("texts by rank: %v, requests %q", asked, f.sent())
		}
	})
}

func TestFilledCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var cancelled bool
		f := &fake{info: translate.Info{MaxBatch: 8}, answer: func(ctx context.Context, n int,
			req translate.Request) ([]translate.Result, error) {
			select {
			case <-ctx.Done():
				cancelled = true
				return nil, ctx.Err()
			case <-time.After(time.Second):
				return nil, nil
			}
		}}
		b := stack.Filled(f, stack.FillConfig{Wait: 50 * time.Millisecond})
		// One of two callers goes: the other is served.
		ctx, cancel := context.WithCancel(context.Background())
		var wg sync.WaitGroup
		wg.Go(func() {
			// It has been paid for.
			if results, _, err := b.Translate(ctx, request("eins")); err != nil ||
				results[0].Text != translatetest.Translation("eins") {
				t.Errorf("cancelled: %v, %v", results, err)
			}
		})
		wg.Go(func() {
			req := request("zwei")
			results, _, err := b.Translate(context.Background(), req)
			if err != nil {
				t.Error(err)
			}
			wantRight(t, req, results)
		})
		time.Sleep(200 * time.Millisecond)
		cancel()
		wg.Wait()
		if cancelled || len(f.sent()) != 1 {
			t.Errorf("cancelled %v, %d requests", cancelled, len(f.sent()))
		}
		// The only caller goes: the request is cancelled.
		ctx, cancel = context.WithTimeout(context.Background(), 300*time.Millisecond)
		defer cancel()
		if _, _, err := b.Translate(ctx, request("drei")); !errors.Is(err, context.DeadlineExceeded) || !cancelled {
			t.Errorf("%v, cancelled %v", err, cancelled)
		}
	})
}
