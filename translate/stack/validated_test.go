package stack_test

import (
	"context"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
	"github.com/satzpaar/satzpaar/translate/translatetest"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// TestValidatedDeterministic: a text that is only doubtful is kept where asking again is useless; one that lacks what
// is to be kept never is.
func TestValidatedDeterministic(t *testing.T) {
	req := request("Der Bäcker öffnet heute erst um acht Uhr.", "Der Bäcker öffnet {0} erst um acht Uhr.",
		"Der Bäcker öffnet.")
	req.Items[1].Keep = []offset.Span{{Start: 19, End: 22}}
	for _, deterministic := range []bool{false, true} {
		f := &fake{info: translate.Info{Deterministic: deterministic},
			answer: func(context.Context, int, translate.Request) ([]translate.Result, error) {
				return []translate.Result{{Text: "Der Bäcker öffnet heute erst um acht Uhr."},
					{Text: "The baker opens at eight."}, {Text: ""}}, nil
			}}
		results, _, err := stack.Validated(f, verify.Rules{}).Translate(context.Background(), req)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range results {
			if failed := r.Err != nil; failed != (i > 0 || !deterministic) {
				t.Errorf("deterministic %v, item %d: %+v", deterministic, i, r)
			}
		}
	}
}

// TestStack runs a request through all decorators against a backend that fails in turn.
func TestStack(t *testing.T) {
	f := &fake{info: translate.Info{MaxBatch: 5}, answer: func(_ context.Context, n int,
		req translate.Request) ([]translate.Result, error) {
		rs := right(req)
		switch n % 4 {
		case 1:
			return nil, translate.Errorf(translate.Internal, "fake", "nonsense")
		case 2:
			rs[0].Text = ""
			return rs, nil
		}
		return rs, nil
	}}
	c := &memory{}
	open := func() translate.Backend {
		return stack.New(f, stack.Config{Cache: c, Remote: true, Width: 3,
			Retry: stack.RetryPolicy{Base: 1, Max: 1, Singles: 8}})
	}
	req := request(append(numbered(30), numbered(10)...)...)
	results, _, err := open().Translate(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	wantRight(t, req, results)
	before := len(f.sent())
	results, usage, err := open().Translate(context.Background(), req)
	if err != nil || usage.Requests != 0 || len(f.sent()) != before {
		t.Errorf("the second run: %v, usage %+v, %d calls more", err, usage, len(f.sent())-before)
	}
	wantRight(t, req, results)
}

func benchmarkRequest(n int) translate.Request {
	req := request(numbered(n)...)
	for i := range req.Items {
		req.Items[i].Text += ": Die Bundesregierung hat am Dienstag einen neuen Gesetzentwurf vorgelegt, der die Preise begrenzen soll."
	}
	return req
}

// BenchmarkCachedHit measures the overhead of the stack for a sentence that is in a cache in memory.
func BenchmarkCachedHit(b *testing.B) {
	f := &fake{}
	decorated := stack.New(f, stack.Config{Cache: &memory{m: map[cache.Key]cache.Entry{}}})
	req := benchmarkRequest(1000)
	if _, _, err := decorated.Translate(context.Background(), req); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		rs, u, err := decorated.Translate(context.Background(), req)
		if err != nil || u.Requests != 0 {
			b.Fatal(err, u)
		}
		n += len(rs)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/sentence")
}

// BenchmarkUncached measures the same for a sentence that is not.
func BenchmarkUncached(b *testing.B) {
	f := &fake{info: translate.Info{MaxBatch: 16}}
	req := benchmarkRequest(1000)
	n := 0
	for b.Loop() {
		decorated := stack.New(f, stack.Config{Cache: &memory{}, Remote: true, Width: 1})
		rs, _, err := decorated.Translate(context.Background(), req)
		if err != nil {
			b.Fatal(err)
		}
		f.calls = nil
		n += len(rs)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/sentence")
}

// TestValidatedPlaces: the decorator fails answers that have changed places, and only those; a deterministic backend
// is not judged.
func TestValidatedPlaces(t *testing.T) {
	for _, deterministic := range []bool{false, true} {
		swap := &fake{info: translate.Info{Deterministic: deterministic},
			answer: func(_ context.Context, _ int, req translate.Request) ([]translate.Result, error) {
				rs := make([]translate.Result, len(req.Items))
				for i, it := range req.Items {
					rs[i].Text = it.Text
				}
				rs[0], rs[1] = rs[1], rs[0]
				return rs, nil
			}}
		req := request("one two three four", "five six seven eight", "nine ten eleven twelve")
		req.From, req.To = language.English, language.English // copies are right then
		b := stack.Validated(swap, verify.Rules{Fit: translatetest.SharedWords})
		results, _, err := b.Translate(context.Background(), req)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range results {
			if failed := r.Err != nil; failed != (i < 2 && !deterministic) {
				t.Errorf("deterministic %v, item %d: %v", deterministic, i, r.Err)
			}
		}
	}
}
