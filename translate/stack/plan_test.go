package stack_test

import (
	"context"
	"testing"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
	"github.com/satzpaar/satzpaar/translate/stack"
)

func TestPlan(t *testing.T) {
	f := &fake{info: translate.Info{MaxBatch: 4}}
	c := &memory{}
	ctx := context.Background()
	if _, _, err := stack.Cached(f, c, stack.BatchConfig{}, nil).Translate(ctx, request(numbered(3)...)); err != nil {
		t.Fatal(err)
	}
	bills := price.Price{Source: 1, Target: 4}
	p := price.NewPlanner(price.PlanConfig{Backend: f, Cache: c, Price: &bills, Prompted: true})
	for range 2 {
		req := request(append(numbered(12), numbered(12)...)...)
		if err := p.Add(ctx, &req); err != nil {
			t.Fatal(err)
		}
	}
	got := p.Plan()
	if got.Sentences != 48 || got.Unique != 12 || got.Cached != 3 || got.ToSend != 9 ||
		got.Requests != 3 {
		t.Errorf("plan %+v", got)
	}
	if got.Source.Low <= 0 || got.Source.High <= got.Source.Low || got.Cost.High <= got.Cost.Low || !got.PriceKnown {
		t.Errorf("ranges %+v", got)
	}
	if len(f.sent()) != 1 {
		t.Errorf("planning sent %d requests", len(f.sent())-1)
	}
}
