package satzpaar_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/price"
)

// Batch work reports what a session lacks for it.
func TestBatchNeeds(t *testing.T) {
	ctx := context.Background()
	s := open(t, satzpaar.Config{Backend: "echo"})
	if _, err := s.NewBatch(ctx); !errors.Is(err, satzpaar.ErrNoBatchAPI) {
		t.Errorf("NewBatch: %v", err)
	}
	if _, err := s.Collect(ctx, &openai.Batch{}); !errors.Is(err, satzpaar.ErrNoBatchAPI) {
		t.Errorf("Collect: %v", err)
	}
	if _, err := s.Reread(ctx, strings.NewReader("{}\n")); !errors.Is(err, satzpaar.ErrNoBatchAPI) {
		t.Errorf("Reread: %v", err)
	}
	s = open(t, satzpaar.Config{Backend: "openai",
		Backends: backends("openai", satzpaar.BackendConfig{Model: "m", BaseURL: "http://127.0.0.1:1/v1"})})
	if _, err := s.Collect(ctx, &openai.Batch{}); !errors.Is(err, satzpaar.ErrNoCache) {
		t.Errorf("Collect: %v", err)
	}
	if _, err := s.Reread(ctx, strings.NewReader("{}\n")); !errors.Is(err, satzpaar.ErrNoCache) {
		t.Errorf("Reread: %v", err)
	}
}

// Kept answers that are broken or not of this model are counted as strange.
func TestReread(t *testing.T) {
	ctx := context.Background()
	kept := strings.NewReader("{\"model\":\"other\"}\n{broken\n")
	c, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "c.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s := open(t, satzpaar.Config{Backend: "openai", Host: satzpaar.Host{Cache: c},
		Backends: backends("openai", satzpaar.BackendConfig{Model: "m", BaseURL: "http://127.0.0.1:1/v1"})})
	got, err := s.Reread(ctx, kept)
	if want := (satzpaar.Rereading{Strange: 2}); err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	ended, end := context.WithCancel(ctx)
	end()
	if _, err := s.Reread(ended, strings.NewReader("{broken\n")); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of the context: %v", err)
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

// What a batch holds is what a run would look up, words cut at the ends of lines put together.
func TestBatchText(t *testing.T) {
	ctx := context.Background()
	const text = "Die Regie-\nrung hat das Haus verkauft."
	var asked []string
	own := translate.Backend(recorder{&asked})
	run := open(t, satzpaar.Config{Backend: "own", Host: satzpaar.Host{
		Backends: map[string]translate.Backend{"own": own}}})
	d, err := run.Parse("a.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := run.Document(ctx, d, nil); err != nil {
		t.Fatal(err)
	}
	s := open(t, satzpaar.Config{Backend: "openai", BatchAPI: true, Backends: backends("openai",
		satzpaar.BackendConfig{Model: "m", BaseURL: "http://127.0.0.1:1/v1", PriceIn: 1, PriceOut: 1, NoContext: true})})
	batch, err := s.NewBatch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := batch.Add(ctx, []*document.Document{d}); err != nil {
		t.Fatal(err)
	}
	_, plan, err := batch.Pending(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(asked) != 1 || plan.Characters != utf8.RuneCountInString(asked[0]) {
		t.Errorf("the batch has %d characters, a run asks for %q", plan.Characters, asked)
	}
}

// recorder is a backend that writes down what it is asked.
type recorder struct{ asked *[]string }

func (r recorder) Info() translate.Info {
	return translate.Info{ID: "recorder", Deterministic: true}
}

func (r recorder) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	out := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		*r.asked = append(*r.asked, it.Text)
		out[i] = translate.Result{Text: "The government has sold the house."}
	}
	return out, translate.Usage{}, nil
}

// TestPlan: a session that plans asks for nothing but a sample, and only where that costs nothing.
func TestPlan(t *testing.T) {
	ctx := context.Background()
	var asked []string
	s := open(t, satzpaar.Config{Backend: "own", Plan: true, Host: satzpaar.Host{
		Backends: map[string]translate.Backend{"own": recorder{&asked}}}})
	var text strings.Builder
	for i := range 200 {
		fmt.Fprintf(&text, "Das Haus hat %d Zimmer.\n\n", 100+i)
	}
	d, err := s.Parse("a.txt", []byte(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Plan(ctx, []*document.Document{d}); err != nil {
		t.Fatal(err)
	}
	if plans := s.Plans(); len(plans) != 1 || plans[0].ToSend != 200 || plans[0].Documents != 1 || len(asked) != 0 {
		t.Fatalf("plans %+v, asked %q", plans, asked)
	}
	records := []*document.Document{{Name: "b.jsonl#1", Line: 1}, {Name: "b.jsonl#2", Line: 2}}
	if err := s.Plan(ctx, records); err != nil {
		t.Fatal(err)
	}
	if plans := s.Plans(); plans[0].Documents != 2 {
		t.Errorf("%d documents with a file of records, want 2", plans[0].Documents)
	}
	var clock time.Time
	now := func() time.Time { clock = clock.Add(8 * time.Second); return clock }
	seconds, err := s.Rehearse(ctx, "recorder", now) // 64 texts of 200 in 8 s: 25 s
	if err != nil || len(asked) != 64 || math.Abs(seconds.Low-20) > 1e-3 || math.Abs(seconds.High-40) > 1e-3 {
		t.Errorf("%+v seconds after %d texts, %v", seconds, len(asked), err)
	}
	if seconds, err := s.Rehearse(ctx, "another", now); err != nil || seconds.High != 0 {
		t.Errorf("a backend that is not there: %v, %v", seconds, err)
	}
	if err := open(t, satzpaar.Config{Backend: "echo"}).Plan(ctx, nil); err == nil {
		t.Error("a session that translates has planned")
	}
}
