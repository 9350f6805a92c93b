package openai_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// TestGate measures in real time, over a real connection, how busy a server with a number of slots is kept that
// nobody has told us, before and after an outage. SATZPAAR_GATE gives the length of the outage, such as 60s; without
// it the test is skipped. The same in simulated time is TestAdaptiveKeepsServerBusy of package translate.
func TestGate(t *testing.T) {
	outage, err := time.ParseDuration(os.Getenv("SATZPAAR_GATE"))
	if err != nil {
		t.Skip("takes minutes: set SATZPAAR_GATE=60s to measure it")
	}
	const latency, warmUp, measured = 500 * time.Millisecond, 20 * time.Second, 20 * time.Second
	var mu sync.Mutex
	rows := map[int]string{}
	var all sync.WaitGroup
	counts := []int{1, 8, 64}
	for _, slots := range counts {
		all.Go(func() {
			s := faultserver.New(faultserver.Config{Slots: slots, Latency: latency})
			h := httptest.NewServer(s)
			defer h.Close()
			b, err := openai.New(openai.Config{BaseURL: h.URL + "/v1", Model: "m"})
			if err != nil {
				t.Error(err)
				return
			}
			var width atomic.Int64
			stack := stack.New(b, stack.Config{Remote: true, Width: 128,
				Changed: func(n int) { width.Store(int64(n)) }})
			ctx, cancel := context.WithCancel(context.Background())
			var next, failed atomic.Int64
			var workers sync.WaitGroup
			for range 128 {
				workers.Go(func() {
					for ctx.Err() == nil {
						results, _, err := stack.Translate(ctx,
							request(fmt.Sprintf("Das ist der Satz mit der Nummer %d.", next.Add(1))))
						if ctx.Err() == nil && (err != nil || results[0].Err != nil) {
							failed.Add(1)
						}
					}
				})
			}
			busy := func(d time.Duration) float64 {
				start, before := time.Now(), s.Busy()
				time.Sleep(d)
				return float64(s.Busy()-before) / float64(time.Since(start)) / float64(slots)
			}
			time.Sleep(warmUp)
			first := busy(measured)
			firstWidth := width.Load()
			s.Down(true)
			time.Sleep(outage)
			s.Down(false)
			back := time.Now()
			for busy(time.Second) < 0.95 && time.Since(back) < time.Minute {
			}
			recovered := time.Since(back)
			second := busy(measured)
			cancel()
			workers.Wait()
			mu.Lock()
			defer mu.Unlock()
			rows[slots] = fmt.Sprintf("%6d %8.1f %% %6d %18.0f s %8.1f %% %6d %7d", slots, 100*first, firstWidth,
				recovered.Seconds(), 100*second, width.Load(), failed.Load())
			if first < 0.95 || second < 0.95 || failed.Load() > 0 {
				t.Errorf("%d slots: busy for %.3f and after the outage %.3f of the time, %d texts failed", slots, first,
					second, failed.Load())
			}
		})
	}
	all.Wait()
	var table strings.Builder
	fmt.Fprintf(&table, "latency %s, outage %s\n%6s %10s %6s %20s %10s %6s %7s\n", latency, outage, "slots", "busy",
		"gate", "95 % busy again", "busy then", "gate", "failed")
	for _, n := range counts {
		table.WriteString(rows[n] + "\n")
	}
	t.Log(table.String())
}
