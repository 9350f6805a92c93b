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

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
	"github.com/satzpaar/satzpaar/translate/size"
	"github.com/satzpaar/satzpaar/translate/stack"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

// A fake is a backend whose answers a test writes. The default answer is the text in angle quotes.
type fake struct {
	info translate.Info
	// answer decides about call n, n from 1; nil takes the default.
	answer func(ctx context.Context, n int, req translate.Request) ([]translate.Result, error)

	mu    sync.Mutex
	calls [][]string
}

func (f *fake) Info() translate.Info {
	info := f.info
	if info.ID == "" {
		info.ID = "fake"
	}
	return info
}

func (f *fake) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	f.mu.Lock()
	var list []string
	for _, it := range req.Items {
		list = append(list, it.Text)
	}
	f.calls = append(f.calls, list)
	n := len(f.calls)
	f.mu.Unlock()
	u := translate.Usage{Requests: 1, SourceTokens: 10 * len(req.Items), TargetTokens: 10 * len(req.Items)}
	if f.answer != nil {
		rs, err := f.answer(ctx, n, req)
		if err != nil {
			return nil, u, err
		}
		if rs != nil {
			return rs, u, nil
		}
	}
	return right(req), u, nil
}

func (f *fake) sent() [][]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([][]string(nil), f.calls...)
}

func right(req translate.Request) []translate.Result {
	rs := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		rs[i] = translate.Result{Text: translatetest.Translation(it.Text), Origin: "fake"}
	}
	return rs
}

func request(texts ...string) translate.Request {
	req := translate.Request{From: language.German, To: language.English}
	for _, t := range texts {
		req.Items = append(req.Items, translate.Item{Text: t})
	}
	return req
}

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("Satz Nummer %d", i)
	}
	return out
}

// wantRight fails unless all results are the default answer.
func wantRight(t *testing.T, req translate.Request, results []translate.Result) {
	t.Helper()
	if len(results) != len(req.Items) {
		t.Fatalf("%d results for %d items", len(results), len(req.Items))
	}
	for i, r := range results {
		if r.Err != nil {
			t.Errorf("item %d: %v", i, r.Err)
		} else if want := translatetest.Translation(req.Items[i].Text); r.Text != want {
			t.Errorf("item %d: got %q, want %q", i, r.Text, want)
		}
	}
}

// memory is a cache in memory.
type memory struct {
	mu     sync.Mutex
	m      map[cache.Key]cache.Entry
	getErr error
	putErr error
}

func (c *memory) Get(_ context.Context, keys []cache.Key) ([][]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.getErr != nil {
		return nil, c.getErr
	}
	out := make([][]byte, len(keys))
	for i, k := range keys {
		if e, ok := c.m[k]; ok {
			out[i] = e.Value
		}
	}
	return out, nil
}

func (c *memory) Put(_ context.Context, entries []cache.Entry) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.putErr != nil {
		return c.putErr
	}
	if c.m == nil {
		c.m = map[cache.Key]cache.Entry{}
	}
	for _, e := range entries {
		c.m[e.Key] = e
	}
	return nil
}

func (c *memory) Close() error { return nil }

func (c *memory) len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.m)
}

func TestCached(t *testing.T) {
	f := &fake{info: translate.Info{MaxBatch: 4}}
	c := &memory{}
	b := stack.Cached(f, c, stack.BatchConfig{}, nil)
	req := request(numbered(10)...)
	for round := range 2 {
		results, usage, err := b.Translate(context.Background(), req)
		if err != nil {
			t.Fatal(err)
		}
		wantRight(t, req, results)
		for i, r := range results {
			if r.Cached != (round == 1) {
				t.Errorf("round %d, item %d: cached is %v", round, i, r.Cached)
			}
			if r.Origin != "fake" {
				t.Errorf("origin %q", r.Origin)
			}
		}
		if want := []int{3, 0}[round]; usage.Requests != want {
			t.Errorf("round %d: %d requests, want %d", round, usage.Requests, want)
		}
	}
	if len(f.sent()) != 3 || c.len() != 10 {
		t.Errorf("%d calls, %d entries", len(f.sent()), c.len())
	}
	for key, e := range c.m {
		p, err := entry.Parse(e.Parts)
		if err != nil {
			t.Fatal(err)
		}
		if p.Key() != key || e.Group != "fake" {
			t.Errorf("parts %s do not give the key back, or group %q", p, e.Group)
		}
		e.Value = append([]byte(nil), e.Value...)
		e.Value[len(e.Value)/2] ^= 1
		c.m[key] = e
	}
	results, _, err := b.Translate(context.Background(), req)
	if err != nil || len(f.sent()) != 6 {
		t.Fatalf("damaged entries: %v, %d calls, want 6", err, len(f.sent()))
	}
	wantRight(t, req, results)
}

func TestCachedStoresOnlySuccess(t *testing.T) {
	f := &fake{answer: func(_ context.Context, n int, req translate.Request) ([]translate.Result, error) {
		rs := right(req)
		rs[0] = translate.Result{Err: translate.Errorf(translate.Refused, "fake", "no")}
		rs[1].Text = " \n"
		rs[2].Text = "\xff"
		return rs, nil
	}}
	c := &memory{}
	b := stack.Cached(f, c, stack.BatchConfig{}, nil)
	results, _, err := b.Translate(context.Background(), request(numbered(5)...))
	if err != nil || results[0].Err == nil || results[0].Err.Kind != translate.Refused {
		t.Fatalf("%v, %v", results, err)
	}
	if c.len() != 2 {
		t.Errorf("%d entries, want 2", c.len())
	}
}

func TestCachedBrokenCache(t *testing.T) {
	f := &fake{}
	var told []error
	b := stack.Cached(f, &memory{getErr: errors.New("disk"), putErr: errors.New("full")}, stack.BatchConfig{},
		func(err error) { told = append(told, err) })
	req := request(numbered(3)...)
	for range 3 {
		results, _, err := b.Translate(context.Background(), req)
		if err != nil {
			t.Fatal(err)
		}
		wantRight(t, req, results)
	}
	if len(told) != 2 {
		t.Errorf("told %v, want one error of reading and one of writing", told)
	}
}

// TestCachedKeepsFinishedParts: when a part fails or the run is cancelled, what was answered before is stored.
func TestCachedKeepsFinishedParts(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	f := &fake{info: translate.Info{MaxBatch: 2}, answer: func(_ context.Context, n int,
		req translate.Request) ([]translate.Result, error) {
		if n == 3 {
			cancel()
			return nil, context.Canceled
		}
		return nil, nil
	}}
	c := &memory{}
	b := stack.Cached(f, c, stack.BatchConfig{}, nil)
	_, usage, err := b.Translate(ctx, request(numbered(10)...))
	if !errors.Is(err, context.Canceled) || c.len() != 4 || usage.Requests != 3 {
		t.Errorf("error %v, %d entries, want 4; %d requests, want 3", err, c.len(), usage.Requests)
	}
}

func TestDeduped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{answer: func(ctx context.Context, n int, req translate.Request) ([]translate.Result, error) {
			time.Sleep(time.Second)
			return nil, nil
		}}
		b := stack.Deduped(f)
		var wg sync.WaitGroup
		for k := range 8 {
			wg.Go(func() {
				// Every request needs items of others, in another order.
				list := numbered(6)
				list = append(list[k%6:], list[:k%6]...)
				req := request(append(list, list[0])...)
				results, _, err := b.Translate(context.Background(), req)
				if err != nil {
					t.Error(err)
				}
				wantRight(t, req, results)
			})
		}
		wg.Wait()
		seen := map[string]int{}
		for _, call := range f.sent() {
			for _, s := range call {
				seen[s]++
			}
		}
		for s, n := range seen {
			if n != 1 {
				t.Errorf("%q was sent %d times", s, n)
			}
		}
		if len(seen) != 6 {
			t.Errorf("%d texts were sent, want 6", len(seen))
		}
	})
}

func TestDedupedCancelledOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fake{answer: func(ctx context.Context, n int, req translate.Request) ([]translate.Result, error) {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(time.Minute):
				return nil, nil
			}
		}}
		b := stack.Deduped(f)
		ctx, cancel := context.WithCancel(context.Background())
		go b.Translate(ctx, request("eins"))
		synctest.Wait()
		go func() { time.Sleep(time.Second); cancel() }()
		req := request("eins")
		results, _, err := b.Translate(context.Background(), req)
		if err != nil {
			t.Fatal(err)
		}
		wantRight(t, req, results)
		if n := len(f.sent()); n != 2 {
			t.Errorf("%d calls, want 2", n)
		}
	})
}

func TestBatching(t *testing.T) {
	f := &fake{}
	b := stack.Batching(f, stack.BatchConfig{Limits: size.Limits{MaxItems: 3, MaxTokens: 12}, Concurrency: 4})
	list := append(numbered(7), strings.Repeat("sehr langer Satz ", 30), "kurz")
	req := request(list...)
	results, _, err := b.Translate(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	wantRight(t, req, results)
	total := 0
	for _, call := range f.sent() {
		total += len(call)
		if len(call) > 3 {
			t.Errorf("%d items in one request", len(call))
		}
		if len(call) > 1 && strings.Contains(strings.Join(call, ""), "langer") {
			t.Errorf("the long item did not go alone: %q", call)
		}
	}
	if total != len(list) {
		t.Errorf("%d items were sent, want %d", total, len(list))
	}
}

// TestBatchingPartFails: the items of a failed part carry its error, the others are right; a quota failure sends
// nothing more.
func TestBatchingPartFails(t *testing.T) {
	f := &fake{answer: func(_ context.Context, n int, req translate.Request) ([]translate.Result, error) {
		if n == 2 {
			return nil, translate.Errorf(translate.Quota, "fake", "used up")
		}
		return nil, nil
	}}
	b := stack.Batching(f, stack.BatchConfig{Limits: size.Limits{MaxItems: 2}})
	results, _, err := b.Translate(context.Background(), request(numbered(8)...))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		if failed := r.Err != nil; failed != (i >= 2) || failed && r.Err.Kind != translate.Quota {
			t.Errorf("item %d: %v", i, r.Err)
		}
	}
	if len(f.sent()) != 2 {
		t.Errorf("%d requests, want 2", len(f.sent()))
	}
}

func TestFallback(t *testing.T) {
	first := &fake{info: translate.Info{ID: "first"}, answer: func(_ context.Context, n int,
		req translate.Request) ([]translate.Result, error) {
		rs := right(req)
		for i := range rs {
			rs[i].Origin = "first"
			if strings.HasSuffix(req.Items[i].Text, "3") {
				rs[i] = translate.Result{Err: translate.Errorf(translate.Refused, "first", "no")}
			}
		}
		return rs, nil
	}}
	second := &fake{info: translate.Info{ID: "second"}}
	b := stack.Fallback(first, second)
	req := request(numbered(5)...)
	results, usage, err := b.Translate(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	wantRight(t, req, results)
	for i, r := range results {
		if want := map[bool]string{true: "fake", false: "first"}[i == 3]; r.Origin != want {
			t.Errorf("item %d: origin %q, want %q", i, r.Origin, want)
		}
	}
	if got := second.sent(); len(got) != 1 || len(got[0]) != 1 || usage.Requests != 2 {
		t.Errorf("second got %q", got)
	}
	first.answer = func(context.Context, int, translate.Request) ([]translate.Result, error) {
		return nil, translate.Errorf(translate.Auth, "first", "wrong key")
	}
	second.answer = func(context.Context, int, translate.Request) ([]translate.Result, error) {
		return nil, translate.Errorf(translate.Unavailable, "second", "down")
	}
	_, _, err = b.Translate(context.Background(), req)
	if translate.KindOf(err) != translate.Unavailable || !strings.Contains(err.Error(), "wrong key") {
		t.Errorf("error %v names only one of the two", err)
	}
}

// TestRetryingKeepsWhatWasAnswered interrupts a request after its first answer: the answer is paid for, so it must
// come back and be stored.
func TestRetryingKeepsWhatWasAnswered(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	b := stack.Retrying(interruptedBackend{cancel}, stack.RetryPolicy{})
	results, usage, err := b.Translate(ctx, translate.Request{Items: []translate.Item{{Text: "eins"}, {Text: "zwei"}}})
	if err != nil || len(results) != 2 || results[0].Text != "EINS" || results[1].Err == nil || usage.Requests != 1 {
		t.Errorf("got %+v, %+v, %v", results, usage, err)
	}
}

// interruptedBackend answers the first item of a request, leaves the others to be sent again, and ends the run
// meanwhile.
type interruptedBackend struct{ cancel func() }

func (interruptedBackend) Info() translate.Info { return translate.Info{ID: "interrupted"} }

func (b interruptedBackend) Translate(_ context.Context,
	req translate.Request) ([]translate.Result, translate.Usage, error) {
	b.cancel()
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		out[i] = translate.Result{Text: strings.ToUpper(it.Text)}
		if i > 0 {
			out[i] = translate.Result{Err: translate.Errorf(translate.Internal, "", "nonsense")}
		}
	}
	return out, translate.Usage{Requests: 1}, nil
}
