package stack_test

import (
	"context"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// TestRetryingDislikedText: a server that calls one text an invalid request costs that text alone, and not the run.
func TestRetryingDislikedText(t *testing.T) {
	f := &fake{answer: func(_ context.Context, n int, req translate.Request) ([]translate.Result, error) {
		for _, it := range req.Items {
			if strings.Contains(it.Text, "schlimm") {
				return nil, translate.Errorf(translate.Invalid, "f", "answered 400: bad characters")
			}
		}
		return nil, nil
	}}
	b := stack.Retrying(f, stack.RetryPolicy{})
	list := numbered(8)
	if _, _, err := b.Translate(context.Background(), request(list...)); err != nil {
		t.Fatal(err)
	}
	list[5] = "ein schlimmer Satz"
	results, usage, err := b.Translate(context.Background(), request(list...))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		if failed := r.Err != nil; failed != (i == 5) {
			t.Errorf("item %d: %v", i, r.Err)
		}
	}
	if e := results[5].Err; e == nil || e.Kind != translate.Refused || usage.Requests > 7 {
		t.Errorf("%d requests, %v", usage.Requests, e)
	}
	// What is wrong with all of them is wrong with the configuration.
	for i := range list {
		list[i] += " schlimm"
	}
	var last error
	for range 10 {
		if _, _, last = b.Translate(context.Background(), request(list...)); last != nil {
			break
		}
	}
	if translate.KindOf(last) != translate.Invalid {
		t.Errorf("%v, want kind invalid", last)
	}
}
