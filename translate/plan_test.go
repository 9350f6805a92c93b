package translate_test

import (
	"context"
	"testing"

	"github.com/satzpaar/satzpaar/translate"
)

func TestPlan(t *testing.T) {
	f := &fake{info: translate.Info{MaxBatch: 4}}
	c := &memory{}
	ctx := context.Background()
	if _, _, err := translate.Cached(f, c, translate.BatchConfig{}, nil).Translate(ctx, request(numbered(3)...)); err != nil {
		t.Fatal(err)
	}
	price := translate.Price{Source: 1, Target: 4}
	p := translate.NewPlanner(translate.PlanConfig{Backend: f, Cache: c, Price: &price, Prompted: true})
	for range 2 {
		req := request(append(numbered(12), numbered(12)...)...)
		if err := p.Add(ctx, &req); err != nil {
			t.Fatal(err)
		}
	}
	got := p.Plan()
	if got.Documents != 2 || got.Sentences != 48 || got.Unique != 12 || got.Cached != 3 || got.ToSend != 9 || got.Requests != 3 {
		t.Errorf("plan %+v", got)
	}
	if got.Source.Low <= 0 || got.Source.High <= got.Source.Low || got.Cost.High <= got.Cost.Low || !got.PriceKnown {
		t.Errorf("ranges %+v", got)
	}
	if len(f.sent()) != 1 {
		t.Errorf("planning sent %d requests", len(f.sent())-1)
	}
}

func TestPriceOf(t *testing.T) {
	table := translate.PriceTable()
	for model, want := range map[string]string{
		"gpt-5":                         "gpt-5",
		"gpt-5-mini":                    "gpt-5-mini",
		"gpt-5-mini-2025-08-07":         "gpt-5-mini",
		"openai/gpt-4o-mini-2024-07-18": "gpt-4o-mini",
		"gpt-5-pro":                     "",
		"llama-3":                       "",
		"":                              "",
	} {
		p, ok := translate.PriceOf(table, model)
		if p.Model != want || ok != (want != "") {
			t.Errorf("PriceOf(%q) = %q, %v; want %q", model, p.Model, ok, want)
		}
	}
	for _, p := range table {
		if p.Date == "" || p.Price.Source <= 0 {
			t.Errorf("%+v has no date or no price", p)
		}
	}
}

func TestEstimateTokens(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int // by o200k_base
	}{
		{"", 0},
		{"Die Bundesregierung hat am Dienstag einen neuen Gesetzentwurf vorgelegt, der die Preise für Strom und Gas begrenzen soll.", 27},
		{"The government presented a new bill on Tuesday that is meant to limit the prices of electricity and gas.", 20},
	} {
		got := translate.EstimateTokens(tt.text)
		if float64(got) < 0.75*float64(tt.want) || float64(got) > 1.35*float64(tt.want) {
			t.Errorf("%q: %d tokens, want about %d", tt.text, got, tt.want)
		}
	}
}
