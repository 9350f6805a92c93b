package stack_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// A pool is what workers share: entries and leases.
type pool struct {
	memory
	leases map[cache.Key]*member
}

// A member is the cache of a worker in a pool.
type member struct {
	*pool
	leaseErr error
}

func (p *pool) join() *member { return &member{pool: p} }

func (m *member) Lease(_ context.Context, keys []cache.Key) ([]bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.leaseErr != nil {
		return nil, m.leaseErr
	}
	if m.leases == nil {
		m.leases = map[cache.Key]*member{}
	}
	mine := make([]bool, len(keys))
	for i, k := range keys {
		if m.leases[k] == nil {
			m.leases[k], mine[i] = m, true
		}
	}
	return mine, nil
}

func (m *member) Release(_ context.Context, keys []cache.Key) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range keys {
		if m.leases[k] == m {
			delete(m.leases, k)
		}
	}
	return nil
}

func (m *member) Put(ctx context.Context, entries []cache.Entry) error {
	if err := m.memory.Put(ctx, entries); err != nil {
		return err
	}
	var keys []cache.Key
	for i := range entries {
		keys = append(keys, entries[i].Key)
	}
	return m.Release(ctx, keys)
}

// TestLeased: workers that want the same texts at the same time, in any order, pay for each of them once.
func TestLeased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pool{}
		slow := func(_ context.Context, _ int, req translate.Request) ([]translate.Result, error) {
			time.Sleep(time.Second)
			return nil, nil
		}
		var workers sync.WaitGroup
		var fakes []*fake
		for w := range 8 {
			f := &fake{info: translate.Info{MaxBatch: 4}, answer: slow}
			fakes = append(fakes, f)
			b := stack.Cached(f, p.join(), stack.BatchConfig{}, nil)
			workers.Go(func() {
				for round := range 5 {
					var texts []string
					for i := range 20 {
						texts = append(texts, fmt.Sprintf("text %d", 10*round+(i*(2*w+1)+w)%20))
					}
					req := request(texts...)
					results, _, err := b.Translate(t.Context(), req)
					if err != nil {
						t.Error(err)
						return
					}
					wantRight(t, req, results)
				}
			})
		}
		workers.Wait()
		paid := map[string]int{}
		for _, f := range fakes {
			for _, call := range f.sent() {
				for _, text := range call {
					paid[text]++
				}
			}
		}
		for text, n := range paid {
			if n != 1 {
				t.Errorf("%s was paid for %d times", text, n)
			}
		}
		if len(paid) != 60 || len(p.leases) != 0 {
			t.Errorf("%d of 60 texts were translated, %d leases are left", len(paid), len(p.leases))
		}
	})
}

// TestLeasedFailures: what one worker cannot translate is left to the others, and a pool that fails costs no run.
func TestLeasedFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pool{}
		refused := translate.Errorf(translate.Refused, "fake", "no")
		bad := &fake{answer: func(_ context.Context, _ int, req translate.Request) ([]translate.Result, error) {
			time.Sleep(time.Second)
			rs := right(req)
			rs[1] = translate.Result{Err: refused}
			return rs, nil
		}}
		good := &fake{}
		req := request(numbered(3)...)
		var workers sync.WaitGroup
		workers.Go(func() {
			results, _, err := stack.Cached(bad, p.join(), stack.BatchConfig{}, nil).Translate(t.Context(), req)
			if err != nil || results[0].Err != nil || results[1].Err == nil {
				t.Errorf("the one who fails: %v, %v", results, err)
			}
		})
		time.Sleep(time.Millisecond)
		results, _, err := stack.Cached(good, p.join(), stack.BatchConfig{}, nil).Translate(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		wantRight(t, req, results)
		workers.Wait()
		if sent := good.sent(); len(sent) != 1 || len(sent[0]) != 1 {
			t.Errorf("the other one has sent %q, want the one that failed", sent)
		}

		// A worker whose run ends while it waits leaves no lease and reports that.
		holder := p.join()
		late := request("late one", "late two")
		keys := entry.Keys(good.Info(), &late)
		if _, err := holder.Lease(t.Context(), keys[:1]); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, _, err = stack.Cached(good, p.join(), stack.BatchConfig{}, nil).Translate(ctx, late)
		if !errors.Is(err, context.DeadlineExceeded) || len(p.leases) != 1 || p.len() != 4 {
			t.Errorf("error %v, %d leases, %d entries", err, len(p.leases), p.len())
		}

		failing := p.join()
		failing.leaseErr = errors.New("gone")
		told := 0
		b := stack.Cached(good, failing, stack.BatchConfig{}, func(error) { told++ })
		for i := range 2 {
			req := request(fmt.Sprint("more ", i))
			results, _, err := b.Translate(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			wantRight(t, req, results)
		}
		if told != 1 {
			t.Errorf("told %d times", told)
		}
	})
}

// TestHeldForEver: what another worker holds and never answers is asked for after all.
func TestHeldForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pool{}
		f := &fake{}
		req := request("held", "free")
		if _, err := p.join().Lease(t.Context(), entry.Keys(f.Info(), &req)[:1]); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
		defer cancel()
		start := time.Now()
		results, _, err := stack.Cached(f, p.join(), stack.BatchConfig{}, nil).Translate(ctx, req)
		if err != nil {
			t.Fatal(err)
		}
		wantRight(t, req, results)
		if took := time.Since(start); took < 30*time.Minute || took > time.Hour {
			t.Errorf("a lease that ends after half an hour was waited for for %v", took)
		}
	})
}
