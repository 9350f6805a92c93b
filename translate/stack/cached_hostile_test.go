package stack_test

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// TestCachedHostile: a cache that others can write into, or that was received, gives nothing away that no backend may
// answer: the terminal would obey it, and no output could hold it. It is asked for anew.
func TestCachedHostile(t *testing.T) {
	req := request(numbered(4)...)
	req.Items[3].Text = "Der Ton \a stammt aus der Quelle."
	hostile := []translate.Result{
		{Text: "the title \x1b]0;x\a"},
		{Text: "the order \u202eis turned"},
		{Text: "without end", HasScore: true, Score: math.Inf(1)},
		{Text: "THE TONE \a COMES FROM THE SOURCE."},
	}
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
		for i, r := range results[:3] {
			if r.Cached || r.Err != nil || r.Text == hostile[i].Text {
				t.Errorf("shared %v: %q was taken for %q", shared, r.Text, req.Items[i].Text)
			}
		}
		if r := results[3]; !r.Cached || r.Text != hostile[3].Text {
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
