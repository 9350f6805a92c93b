package stack_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// busy counts what runs at a time.
type busy struct{ now, most atomic.Int64 }

func (b *busy) work(d time.Duration) {
	n := b.now.Add(1)
	for most := b.most.Load(); n > most && !b.most.CompareAndSwap(most, n); most = b.most.Load() {
	}
	time.Sleep(d)
	b.now.Add(-1)
}

// TestJobs runs many documents, each in chunks, over three backends: what is parsed and what is asked for at a time
// is never more than the bound, all of it is used, and one place is enough.
func TestJobs(t *testing.T) {
	for _, n := range []int{1, 2, 8} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var load busy
				jobs := stack.NewJobs(n)
				backend := func(remote bool) translate.Backend {
					f := &fake{info: translate.Info{MaxBatch: 2}, answer: func(_ context.Context, _ int,
						req translate.Request) ([]translate.Result, error) {
						load.work(time.Second)
						return nil, nil
					}}
					return stack.New(f, stack.Config{Remote: remote, Jobs: jobs})
				}
				backends := []translate.Backend{backend(true), backend(false),
					stack.Fallback(backend(true), backend(false))}
				var wg sync.WaitGroup
				for document := range 20 {
					wg.Go(func() {
						err := jobs.Do(context.Background(), func(ctx context.Context) error {
							load.work(time.Second) // reading
							var chunks sync.WaitGroup
							for chunk := range 3 {
								chunks.Go(func() {
									err := jobs.Do(ctx, func(ctx context.Context) error {
										load.work(time.Second) // splitting
										var list []string
										for i := range 7 {
											list = append(list, fmt.Sprint("Satz ", document, chunk, i))
										}
										req := request(list...)
										results, _, err := backends[chunk].Translate(ctx, req)
										wantRight(t, req, results)
										load.work(time.Second) // checking
										return err
									})
									if err != nil {
										t.Error(err)
									}
								})
							}
							chunks.Wait()
							return nil
						})
						if err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				if most := load.most.Load(); most != int64(n) {
					t.Errorf("%d at a time, want %d", most, n)
				}
				// Every place is free again.
				for range n {
					if err := jobs.Do(context.Background(), func(context.Context) error { return nil }); err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
}

func TestJobsCancelled(t *testing.T) {
	jobs := stack.NewJobs(1)
	ctx, cancel := context.WithCancel(context.Background())
	err := jobs.Do(ctx, func(ctx context.Context) error {
		cancel()
		return jobs.Do(ctx, func(context.Context) error { return nil })
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	ran := false
	err = jobs.Do(context.Background(), func(context.Context) error { ran = true; return nil })
	if err != nil || !ran {
		t.Errorf("the place was not given back: %v", err)
	}
	var none *stack.Jobs
	if err := none.Do(ctx, func(context.Context) error { return nil }); err != nil || none.Size() != 0 {
		t.Error("no bound is not free")
	}
}
