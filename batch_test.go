package satzpaar_test

import (
	"context"
	"errors"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
)

// Batch work says what a session lacks for it.
func TestBatchNeeds(t *testing.T) {
	ctx := context.Background()
	s := open(t, satzpaar.Config{Backend: "echo"})
	if _, err := s.NewBatch(ctx); !errors.Is(err, satzpaar.ErrNoBatchAPI) {
		t.Errorf("NewBatch: %v", err)
	}
	if _, err := s.Collect(ctx, &openai.Batch{}); !errors.Is(err, satzpaar.ErrNoBatchAPI) {
		t.Errorf("Collect: %v", err)
	}
	if _, _, err := s.Reread(ctx, &openai.Reply{}); !errors.Is(err, satzpaar.ErrNoBatchAPI) {
		t.Errorf("Reread: %v", err)
	}
	s = open(t, satzpaar.Config{Backend: "openai",
		Backends: backends("openai", satzpaar.BackendConfig{Model: "m", BaseURL: "http://127.0.0.1:1/v1"})})
	if _, err := s.Collect(ctx, &openai.Batch{}); !errors.Is(err, satzpaar.ErrNoCache) {
		t.Errorf("Collect: %v", err)
	}
	if _, _, err := s.Reread(ctx, &openai.Reply{}); !errors.Is(err, satzpaar.ErrNoCache) {
		t.Errorf("Reread: %v", err)
	}
}

// A batch holds each text once, and one that would cost too much is not sent.
func TestBatchPending(t *testing.T) {
	ctx := context.Background()
	s := open(t, satzpaar.Config{Backend: "openai", BatchAPI: true, MaxCost: 1e-9,
		Backends: backends("openai", satzpaar.BackendConfig{
			Model: "m", BaseURL: "http://127.0.0.1:1/v1", PriceIn: 1, PriceOut: 1, NoContext: true})})
	batch, err := s.NewBatch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.txt", "b.txt"} {
		d, err := s.Parse(name, []byte("Das Haus ist alt.\n\nDas Dach ist neu."))
		if err != nil {
			t.Fatal(err)
		}
		if err := batch.Add(ctx, []*document.Document{d}); err != nil {
			t.Fatal(err)
		}
	}
	requests, plan, err := batch.Pending(ctx)
	if err != nil || requests != 1 || plan.ToSend != 2 || plan.Cost.High <= 0 {
		t.Errorf("%d requests, %+v, %v", requests, plan, err)
	}
	err = batch.Submit(ctx, func(*openai.Batch) error { t.Error("submitted"); return nil })
	if !errors.Is(err, price.ErrBudget) {
		t.Errorf("got %v", err)
	}
}
