package entry_test

import (
	"bytes"
	"context"
	"math"
	"reflect"
	"testing"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/entry"
)

func FuzzValue(f *testing.F) {
	f.Add("Hello", "fake", -0.5, true, 0, 2, 1, 4, []byte{0})
	f.Add("", "", 0.0, false, 9, 3, 0, 0, []byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, text, origin string, score float64, has bool, a, b, c, d int, raw []byte) {
		entry.Decode(raw) // must not panic
		r := translate.Result{Text: text, Origin: origin, Score: score, HasScore: has,
			Links: []offset.Link{{Source: offset.Span{Start: a, End: b},
				Target: offset.Span{Start: c, End: d}}}}
		if !has {
			r.Score = 0
		}
		v := entry.Encode(&r)
		got, ok := entry.Decode(v)
		if !ok {
			return
		}
		r.Cached = true
		if !reflect.DeepEqual(got, r) && !math.IsNaN(score) {
			t.Errorf("%+v came back as %+v", r, got)
		}
		if len(raw) > 0 {
			v[int(raw[0])%len(v)] ^= 1 + raw[0]/2
			if got, ok := entry.Decode(v); ok && !reflect.DeepEqual(got, r) {
				t.Errorf("a damaged value came back as %+v", got)
			}
		}
	})
}

// values is a cache that holds these values, whatever the keys.
type values [][]byte

func (v values) Get(context.Context, []cache.Key) ([][]byte, error) { return v, nil }
func (v values) Put(context.Context, []cache.Entry) error           { return nil }
func (v values) Close() error                                       { return nil }

// TestLookupOrigins: every result has the origin that it was stored with, whatever that of its neighbours, and memory of
// its own.
func TestLookupOrigins(t *testing.T) {
	origins := []string{"", "marian", "marian", "", "openai", "marian:x", "marian"}
	var stored values
	for _, o := range origins {
		stored = append(stored, entry.Encode(&translate.Result{Text: "Hello", Origin: o}))
	}
	stored[2] = nil // a miss
	results, missing, err := entry.Lookup(context.Background(), stored, make([]cache.Key, len(origins)))
	if err != nil || !reflect.DeepEqual(missing, []int{2}) {
		t.Fatalf("missing %v, %v", missing, err)
	}
	for _, v := range stored {
		copy(v, bytes.Repeat([]byte{'x'}, len(v)))
	}
	for i, r := range results {
		if want := (translate.Result{Text: "Hello", Origin: origins[i], Cached: true}); i != 2 && !reflect.DeepEqual(r, want) {
			t.Errorf("result %d is %+v, want %+v", i, r, want)
		}
	}
}
