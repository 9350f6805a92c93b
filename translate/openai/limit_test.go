package openai_test

import (
	"context"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// TestCountdown: a server that counts down in its headers has hardly to refuse anything, and its limit is used up.
func TestCountdown(t *testing.T) {
	// On one processor, since requests that wake at the same instant of simulated time run in the scheduler's order:
	// on several, chance decides how many of them set out before the first refusal is known.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	synctest.Test(t, func(t *testing.T) {
		s := faultserver.New(faultserver.Config{RequestsPerMinute: 60, Latency: 100 * time.Millisecond})
		b, err := openai.New(openai.Config{BaseURL: "http://localhost/v1", Model: "m",
			HTTPClient: &http.Client{Transport: s.RoundTripper()}})
		if err != nil {
			t.Fatal(err)
		}
		stack := stack.New(b, stack.Config{Remote: true, Width: 16})
		list := texts(300)
		start := time.Now()
		var wg sync.WaitGroup
		for i := range list {
			wg.Go(func() {
				results, _, err := stack.Translate(context.Background(), request(list[i]))
				if err != nil || results[0].Err != nil {
					t.Errorf("text %d: %v %v", i, results, err)
				}
			})
		}
		wg.Wait()
		refused := 0
		for _, e := range s.Log() {
			if e.Status == http.StatusTooManyRequests {
				refused++
			}
		}
		t.Logf("300 requests at 60 a minute took %v; %d were refused", time.Since(start), refused)
		if d := time.Since(start); d < 4*time.Minute || d > 5*time.Minute || refused > 30 {
			t.Errorf("300 requests at 60 a minute took %v; %d were refused", d, refused)
		}
	})
}
