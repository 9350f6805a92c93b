package stack_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/echo"
	"github.com/satzpaar/satzpaar/translate/price"
	"github.com/satzpaar/satzpaar/translate/stack"
	"github.com/satzpaar/satzpaar/translate/translatetest"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// decorators are all of them, alone and stacked.
var decorators = []struct {
	name string
	on   func(b translate.Backend) translate.Backend
}{
	{"adaptive", func(b translate.Backend) translate.Backend { return stack.Adaptive(b, stack.AdaptiveConfig{}) }},
	{"batching", func(b translate.Backend) translate.Backend {
		return stack.Batching(b, stack.BatchConfig{Concurrency: 2})
	}},
	{"breaking", func(b translate.Backend) translate.Backend { return stack.Breaking(b, stack.BreakerConfig{}) }},
	{"cached", func(b translate.Backend) translate.Backend {
		return stack.Cached(b, &memory{}, stack.BatchConfig{}, nil)
	}},
	{"deduped", stack.Deduped},
	{"draining", func(b translate.Backend) translate.Backend { return stack.Draining(b, context.Background()) }},
	{"fallback", func(b translate.Backend) translate.Backend { return stack.Fallback(b, b) }},
	{"filled", func(b translate.Backend) translate.Backend {
		return stack.Filled(b, stack.FillConfig{Wait: time.Second, MaxItems: 9})
	}},
	{"leased", func(b translate.Backend) translate.Backend {
		return stack.Cached(b, (&pool{}).join(), stack.BatchConfig{}, nil)
	}},
	{"limited", func(b translate.Backend) translate.Backend {
		return stack.Limited(b, stack.Rate{RequestsPerMinute: 600})
	}},
	{"linked", func(b translate.Backend) translate.Backend {
		return stack.Linked(b, func(*translate.Request, string, string, []offset.Link) []offset.Link { return nil })
	}},
	{"marked", func(b translate.Backend) translate.Backend { return stack.Marked(b, true) }},
	{"near", func(b translate.Backend) translate.Backend { return stack.Near(b, always) }},
	{"near, doubted", func(b translate.Backend) translate.Backend {
		return stack.Near(b, func(string, string) bool { return false })
	}},
	{"pivot, first step", func(b translate.Backend) translate.Backend {
		return stack.Pivot(b, echo.New(echo.Config{}), language.Dutch)
	}},
	{"pivot, second step", func(b translate.Backend) translate.Backend {
		return stack.Pivot(echo.New(echo.Config{}), b, language.Dutch)
	}},
	{"priced", func(b translate.Backend) translate.Backend { return stack.Priced(b, price.Price{Source: 1}, nil) }},
	{"retrying", func(b translate.Backend) translate.Backend { return stack.Retrying(b, stack.RetryPolicy{}) }},
	{"shielded", stack.Shielded},
	{"termed", stack.Termed},
	{"timed", func(b translate.Backend) translate.Backend { return stack.Timed(b, stack.TimeoutConfig{}) }},
	{"validated", func(b translate.Backend) translate.Backend { return stack.Validated(b, verify.Rules{}) }},
	{"local stack", func(b translate.Backend) translate.Backend {
		return stack.New(b, stack.Config{Cache: &memory{}})
	}},
	{"remote stack", remoteStack},
	{"stack with a fallback", func(b translate.Backend) translate.Backend {
		return stack.Near(stack.Fallback(remoteStack(b), stack.New(b, stack.Config{})), always)
	}},
}

func remoteStack(b translate.Backend) translate.Backend {
	return stack.New(stack.Draining(b, context.Background()), stack.Config{Remote: true, Cache: &memory{}, Width: 4,
		Fill: time.Second, Price: price.Price{Source: 1},
		Rate: stack.Rate{RequestsPerMinute: 6000}})
}

// obeys checks that what came back keeps the contract of a backend, whatever the innermost backend did.
func obeys(t *testing.T, req translate.Request, results []translate.Result, err error) {
	t.Helper()
	if err != nil {
		var e *translate.Error
		if !errors.As(err, &e) && !errors.Is(err, context.Canceled) &&
			!strings.Contains(err.Error(), "without a kind") {
			t.Errorf("the error %v has no kind", err)
		}
		return
	}
	if len(results) != len(req.Items) {
		t.Errorf("%d results for %d items", len(results), len(req.Items))
		return
	}
	for i, r := range results {
		want := translatetest.Translation(req.Items[i].Text)
		if r.Err == nil && r.Text != want || r.Err != nil && r.Text != "" {
			t.Errorf("item %d: %q, error %v; want %q or an error", i, r.Text, r.Err, want)
		}
	}
}

// The bounds of what a request of a few items may cost, whatever the backend answers: patience is 10 minutes of
// failures in a row.
const (
	mostCalls = 150
	longest   = 45 * time.Minute
)

// TestOutcomes runs every outcome through every decorator: steady, and passing after some calls. None panics, waits
// for ever, asks for ever, or breaks the contract.
func TestOutcomes(t *testing.T) {
	for _, d := range decorators {
		for _, o := range translatetest.Outcomes() {
			for _, times := range []int{0, 1, 6} {
				t.Run(fmt.Sprintf("%s/%v/%d", d.name, o, times), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						next := translatetest.Steady(o)
						if times > 0 {
							next = translatetest.Passing(o, times)
						}
						double := &translatetest.Double{About: translate.Info{MaxBatch: 4}, Next: next,
							Latency: 100 * time.Millisecond}
						req := request("eins", "zwei 34 drei", "zwei 57 drei", "vier", "fünf")
						start := time.Now()
						ctx, cancel := context.WithTimeout(context.Background(), 3*time.Hour)
						defer cancel()
						results, _, err := d.on(double).Translate(ctx, req)
						obeys(t, req, results, err)
						if n, took := double.Calls(), time.Since(start); n > mostCalls || took > longest {
							t.Errorf("%d calls in %v", n, took)
						}
					})
				})
			}
		}
	}
}

// TestMixedOutcomes has several callers ask a backend whose answers change from call to call.
func TestMixedOutcomes(t *testing.T) {
	for _, d := range decorators {
		for seed := range uint64(60) {
			t.Run(fmt.Sprintf("%s/%d", d.name, seed), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					double := &translatetest.Double{About: translate.Info{MaxBatch: 3}, Next: translatetest.Mixed(seed),
						Latency: 100 * time.Millisecond}
					b := d.on(double)
					start := time.Now()
					ctx, cancel := context.WithTimeout(context.Background(), 6*time.Hour)
					defer cancel()
					var wg sync.WaitGroup
					for k := range 3 {
						wg.Go(func() {
							req := request(append(numbered(7), fmt.Sprint("eigener ", k))...)
							req.To = language.English
							results, _, err := b.Translate(ctx, req)
							obeys(t, req, results, err)
						})
					}
					wg.Wait()
					if n, took := double.Calls(), time.Since(start); n > 2*mostCalls || took > 2*longest {
						t.Errorf("%d calls in %v", n, took)
					}
				})
			})
		}
	}
}
