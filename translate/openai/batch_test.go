package openai_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/openai"
	"github.com/satzpaar/satzpaar/translate/size"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// memory is a cache in memory.
type memory struct {
	mu sync.Mutex
	m  map[cache.Key][]byte
}

func (c *memory) Get(_ context.Context, keys []cache.Key) ([][]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := make([][]byte, len(keys))
	for i, k := range keys {
		out[i] = c.m[k]
	}
	return out, nil
}

func (c *memory) Put(_ context.Context, entries []cache.Entry) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range entries {
		c.m[e.Key] = e.Value
	}
	return nil
}

func (c *memory) Close() error { return nil }

// TestBatch: a job is submitted, written, read again and collected; it expires half way and some of its answers are
// wrong. What is good goes into the cache, and an ordinary run asks only for the rest.
func TestBatch(t *testing.T) {
	ctx := context.Background()
	faults := append(faultserver.AlignmentFaults(), faultserver.HTTP500, faultserver.Truncate)
	s, b := serve(t, faultserver.Config{Seed: 3, Plan: faultserver.Seeded(3, 0.3, faults...), BatchPolls: 2,
		BatchExpires: 7})
	req := request(append(texts(150), texts(40)...)...)
	for i := range req.Items {
		req.Items[i].Before, req.Items[i].After = "", ""
	}
	c := &memory{m: map[cache.Key][]byte{}}
	pending, err := stack.Pending(ctx, b.Info(), c, size.Limits{}, []translate.Request{req})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(pending); n != 10 {
		t.Fatalf("%d requests pending, want 10 of up to 16 texts", n)
	}
	var jobs []*openai.Batch
	err = b.Submit(ctx, pending, func(j *openai.Batch) error { jobs = append(jobs, j); return nil })
	if err != nil || len(jobs) != 1 {
		t.Fatal(jobs, err)
	}
	raw, err := json.Marshal(jobs[0])
	if err != nil {
		t.Fatal(err)
	}
	var job openai.Batch
	if err := json.Unmarshal(raw, &job); err != nil {
		t.Fatal(err)
	}
	var results [][]translate.Result
	polls := 0
	for {
		state, rs, _, err := b.Collect(ctx, &job)
		if err != nil {
			t.Fatal(err)
		}
		polls++
		if state.Ended {
			if state.Status != "expired" {
				t.Errorf("state %+v", state)
			}
			results = rs
			break
		}
		if rs != nil || polls > 5 {
			t.Fatalf("after %d polls: %+v, %v", polls, state, rs)
		}
	}
	stored, failed := 0, 0
	for i, rs := range results {
		r := job.Requests[i].Request()
		failed += wantRight(t, r, rs, true)
		n, err := stack.Store(ctx, c, b.Info(), r, rs)
		if err != nil {
			t.Fatal(err)
		}
		stored += n
	}
	if stored == 0 || failed < 3*14 || stored+failed != 150 {
		t.Errorf("%d stored, %d failed, want 150 together and three requests expired", stored, failed)
	}
	before := len(s.Log())
	stack := stack.New(b, stack.Config{Cache: c, Remote: true, Retry: stack.RetryPolicy{Base: 1, Max: 1, Singles: 8}})
	rest, _, err := stack.Translate(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	wantRight(t, req, rest, false)
	sent := map[string]bool{}
	for _, e := range s.Log()[before:] {
		for _, text := range e.Texts {
			sent[text] = true
		}
	}
	if len(sent) != failed {
		t.Errorf("%d texts were sent again, want the %d that had failed", len(sent), failed)
	}
	gone := job
	gone.ID = "batch-99"
	if _, _, _, err := b.Collect(ctx, &gone); !errors.Is(err, openai.ErrNoBatch) {
		t.Errorf("a job that the server does not know: %v", err)
	}
	other, err := openai.New(openai.Config{BaseURL: "http://localhost:1/v1", Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := other.Collect(ctx, &job); translate.KindOf(err) != translate.Invalid {
		t.Errorf("another backend collects: %v", err)
	}
}
