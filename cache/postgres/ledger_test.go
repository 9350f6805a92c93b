//go:build unix

package postgres_test

import (
	"errors"
	"math"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache/postgres"
	"github.com/satzpaar/satzpaar/internal/postgrestest"
)

// TestLedger: of many that add at the same time, only so many do that the sum is not above the most.
func TestLedger(t *testing.T) {
	s := postgrestest.Start(t)
	const each, most = 0.25, 10
	var fitted atomic.Int64
	var workers sync.WaitGroup
	for range 4 {
		c := open(t, s.URL, time.Now)
		for range 4 {
			workers.Go(func() {
				for range 5 {
					sum, added, err := c.Ledger("run").Add(t.Context(), each, most)
					if err != nil || sum > most {
						t.Errorf("%v spent, %v", sum, err)
					}
					if added {
						fitted.Add(1)
					}
				}
			})
		}
	}
	workers.Wait()
	if n := fitted.Load(); n != most/each {
		t.Errorf("%d times %v were added, up to %v", n, each, most)
	}
	c := open(t, s.URL, time.Now)
	add := func(name string, cost, most, want float64, fits bool) {
		t.Helper()
		sum, added, err := c.Ledger(name).Add(t.Context(), cost, most)
		if sum != want || added != fits || err != nil {
			t.Errorf("adding %v to %s: %v, %v, %v", cost, name, sum, added, err)
		}
	}
	add("run", 1, most, most, false)
	add("run", 1, most+1, most+1, true)
	add("run", -2, math.Inf(1), most-1, true)
	add("another", most+1, most, 0, false)
	add("another", most, most, most, true)
	s.Stop()
	if _, added, err := c.Ledger("run").Add(t.Context(), 1, math.Inf(1)); added || !errors.Is(err, postgres.ErrAway) {
		t.Errorf("without the server: %v, %v", added, err)
	}
}
