package stack_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// A limitedServer answers each request in a second, or in about one. It stands for the limits of a service that several
// processes use.
type limitedServer struct {
	slots chan struct{} // requests that it works on at a time; others wait; nil: any number
	most  int64         // requests under way; more are refused; 0: any number
	rate  float64       // requests a second; more are refused; 0: any number
	wait  bool          // it tells when to come back
	vary  bool          // answers take half a second to one and a half

	under atomic.Int64

	mu      sync.Mutex
	highest int64   // most requests that were under way at a time
	tokens  float64 // requests that are allowed at once
	at      time.Time
	refused int
}

const burst = 10

// allowed takes a token, or returns how long it takes until there is one.
func (s *limitedServer) allowed() (time.Duration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if s.at.IsZero() {
		s.tokens = burst
	} else {
		s.tokens = min(burst, s.tokens+now.Sub(s.at).Seconds()*s.rate)
	}
	s.at = now
	if s.tokens >= 1 {
		s.tokens--
		return 0, true
	}
	return time.Duration((1 - s.tokens) / s.rate * float64(time.Second)), false
}

func (s *limitedServer) answer(ctx context.Context, _ int, req translate.Request) ([]translate.Result, error) {
	refuse := func(wait time.Duration) ([]translate.Result, error) {
		time.Sleep(10 * time.Millisecond)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.refused++
		e := translate.Errorf(translate.RateLimited, "limited", "too many requests")
		if s.wait {
			e.RetryAfter = wait
		}
		return nil, e
	}
	defer s.under.Add(-1)
	under := s.under.Add(1)
	if s.most > 0 && under > s.most {
		return refuse(time.Second)
	}
	s.mu.Lock()
	s.highest = max(s.highest, under)
	s.mu.Unlock()
	if s.rate > 0 {
		if wait, ok := s.allowed(); !ok {
			return refuse(max(wait, 100*time.Millisecond))
		}
	}
	if s.slots != nil {
		select {
		case s.slots <- struct{}{}:
			defer func() { <-s.slots }()
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	took := time.Second
	if s.vary {
		took = time.Duration((0.5 + rand.Float64()) * float64(took))
	}
	time.Sleep(took)
	return nil, ctx.Err()
}

// TestFairShare: processes that know nothing of each other share a limited server with their gates, keep it busy and
// are refused little. One alone does so too. SATZPAAR_MINUTES is the time that is simulated, 20 where it is not set.
func TestFairShare(t *testing.T) {
	for _, test := range []struct {
		name     string
		server   func() *limitedServer
		capacity float64 // requests a second
		busy     float64 // share of it that must be used
	}{
		{"32 slots", func() *limitedServer { return &limitedServer{slots: make(chan struct{}, 32)} }, 32, 0.95},
		{"32 at a time", func() *limitedServer { return &limitedServer{most: 32} }, 32, 0.95},
		{"32 at a time, says when", func() *limitedServer { return &limitedServer{most: 32, wait: true} }, 32, 0.95},
		{"32 at a time, varying", func() *limitedServer { return &limitedServer{most: 32, vary: true} }, 32, 0.85},
		{"20 a second", func() *limitedServer { return &limitedServer{rate: 20} }, 20, 0.95},
		{"20 a second, says when", func() *limitedServer { return &limitedServer{rate: 20, wait: true} }, 20, 0.95},
		{"20 a second, varying", func() *limitedServer { return &limitedServer{rate: 20, vary: true} }, 20, 0.85},
	} {
		for _, processes := range []int{8, 1} {
			t.Run(fmt.Sprint(test.name, ", ", processes), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { shared(t, test.server(), processes, test.capacity, test.busy) })
			})
		}
	}
}

// shared has processes use a server for a while.
func shared(t *testing.T, s *limitedServer, processes int, capacity, least float64) {
	const threads = 64
	minutes := 20
	if given := os.Getenv("SATZPAAR_MINUTES"); given != "" {
		var err error
		if minutes, err = strconv.Atoi(given); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(minutes)*time.Minute)
	defer cancel()
	var all sync.WaitGroup
	done := make([]atomic.Int64, processes)
	for p := range processes {
		f := &fake{answer: s.answer}
		b := stack.Retrying(stack.Adaptive(f, stack.AdaptiveConfig{Max: threads}), stack.RetryPolicy{})
		for range threads {
			all.Go(func() {
				for i := 0; ctx.Err() == nil; i++ {
					if _, _, err := b.Translate(ctx, request(fmt.Sprint(p, i))); err == nil {
						done[p].Add(1)
					}
				}
			})
		}
	}
	all.Wait()
	fewest, most, sum := done[0].Load(), int64(0), int64(0)
	for p := range processes {
		n := done[p].Load()
		fewest, most, sum = min(fewest, n), max(most, n), sum+n
	}
	busy, refused := float64(sum)/(float64(minutes)*60*capacity), float64(s.refused)/float64(int(sum)+s.refused)
	low, high := float64(fewest)*float64(processes)/float64(sum), float64(most)*float64(processes)/float64(sum)
	t.Logf("%.1f%% busy, %.1f%% refused, shares %.2f to %.2f of an equal one, at most %d under way", 100*busy, 100*refused,
		low, high, s.highest)
	if busy < least || refused > 0.05 || low < 0.1 || high > 4 {
		t.Errorf("%.3f busy, want %.2f; %.3f refused, want at most 0.05; shares %.2f to %.2f", busy, least, refused, low, high)
	}
}
