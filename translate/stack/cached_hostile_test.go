package stack_test

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// TestCachedHostile: a cache that others can write into, or that was received, gives nothing away that no backend may
// answer: the terminal would obey it, and no output could hold it. It is asked for anew.
func TestCachedHostile(t *testing.T) {
	req := request(append(numbered(6), "Der Ton \a stammt aus der Quelle.")...)
	links := func(source offset.Span, n int) []offset.Link {
		return slices.Repeat([]offset.Link{{Source: source, Target: offset.Span{Start: 0, End: 3}}}, n)
	}
	hostile := []translate.Result{
		{Text: "the title \x1b]0;x\a"},
		{Text: "the order \u202eis turned"},
		{Text: "without end", HasScore: true, Score: math.Inf(1)},
		{Text: "links beside the text", Links: links(offset.Span{Start: 0, End: 1000}, 1)},
		{Text: "links that end before they begin", Links: links(offset.Span{Start: 3, End: 1}, 1)},
		{Text: "too many links", Links: links(offset.Span{Start: 0, End: 4}, 500)},
		{Text: "THE TONE \a COMES FROM THE SOURCE.", Links: links(offset.Span{Start: 0, End: 3}, 3)},
	}
	last := len(hostile) - 1
	for _, shared := range []bool{false, true} {
		f := &fake{}
		plain := &memory{m: map[cache.Key]cache.Entry{}}
		for i, key := range entry.Keys(f.Info(), &req) {
			plain.m[key] = cache.Entry{Key: key, Value: entry.Encode(&hostile[i])}
		}
		var c cache.Cache = plain
		if shared {
			c = &leasing{memory: plain}
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		results, _, err := stack.Cached(f, c, stack.BatchConfig{}, nil).Translate(ctx, req)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range results[:last] {
			if r.Cached || r.Err != nil || r.Text == hostile[i].Text {
				t.Errorf("shared %v: %q was taken for %q", shared, r.Text, req.Items[i].Text)
			}
		}
		if r := results[last]; !r.Cached || r.Text != hostile[last].Text {
			t.Errorf("shared %v: what the source has too came as %+v", shared, r)
		}
	}
}

// leasing is a cache that is shared with nobody.
type leasing struct{ *memory }

func (*leasing) Lease(_ context.Context, keys []cache.Key) ([]bool, error) {
	mine := make([]bool, len(keys))
	for i := range mine {
		mine[i] = true
	}
	return mine, nil
}

func (*leasing) Release(context.Context, []cache.Key) error { return nil }
