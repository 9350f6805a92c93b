package openai_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// TestReread: what a judge rejected that was too strict is there without asking again once the judge is mended, also
// after the replies were written and read.
func TestReread(t *testing.T) {
	var mu sync.Mutex
	var kept [][]byte
	strict := func(c *openai.Config) {
		c.Doubted = func(r *openai.Reply) {
			raw, err := json.Marshal(r)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			kept = append(kept, raw)
		}
	}
	s, b := serve(t, faultserver.Config{Plan: faultserver.First(faultserver.None, faultserver.Note, faultserver.Fence,
		faultserver.HTTP500, faultserver.OtherShape)}, strict)
	req := request(texts(8)...)
	for range 5 {
		b.Translate(context.Background(), req)
	}
	if len(kept) != 2 {
		t.Fatalf("%d replies kept, want that with the note and that of another shape", len(kept))
	}
	sent := len(s.Log())
	believed := 0
	for _, raw := range kept {
		var r openai.Reply
		if err := json.Unmarshal(raw, &r); err != nil {
			t.Fatal(err)
		}
		results := b.Reread(&r)
		if len(results) != len(req.Items) {
			t.Fatalf("%d results", len(results))
		}
		for _, r := range results {
			if r.Err == nil {
				believed++
			}
		}
		r.Backend = "another"
		if b.Reread(&r) != nil {
			t.Error("the reply to another backend was read")
		}
	}
	if believed != 7 || len(s.Log()) != sent {
		t.Errorf("%d texts believed, %d requests sent; want 7 and none", believed, len(s.Log())-sent)
	}
}

// TestReplies: lines that are broken, as those of runs that were killed, do not hide the others.
func TestReplies(t *testing.T) {
	const lines = `{"backend":"a","body":{}}` + "\n" + `{"backend":"a","bo` + "\n" + `{"backend":"b","body":{}}` + "\n" +
		`{"backend":"cut`
	var got []string
	for r, err := range openai.Replies(strings.NewReader(lines)) {
		switch {
		case err != nil:
			t.Fatal(err)
		case r == nil:
			got = append(got, "broken")
		default:
			got = append(got, r.Backend)
		}
	}
	if strings.Join(got, " ") != "a broken b broken" {
		t.Errorf("%q", got)
	}
	failed := errors.New("no such disk")
	for r, err := range openai.Replies(iotest.ErrReader(failed)) {
		if r != nil || !errors.Is(err, failed) {
			t.Errorf("%+v, %v", r, err)
		}
	}
}
