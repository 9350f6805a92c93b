package sqlite_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
)

// Requests of any size and order, for keys that were stored together, apart, twice or never, get what a map would give.
func TestGetIsAMap(t *testing.T) {
	key := func(n int) cache.Key { return sha256.Sum256([]byte(strconv.Itoa(n))) }
	ctx := context.Background()
	files := 0
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		files++
		c, err := sqlite.Open(ctx, filepath.Join(dir, strconv.Itoa(files)+".db"), time.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		stored := map[int]string{}
		next := 0
		for range rapid.IntRange(0, 4).Draw(t, "puts") {
			var entries []cache.Entry
			step := rapid.IntRange(1, 3).Draw(t, "step")
			for range rapid.IntRange(1, 150).Draw(t, "entries") {
				value := strconv.Itoa(next) + " of " + strconv.Itoa(len(stored))
				entries = append(entries, cache.Entry{Key: key(next), Value: []byte(value), Group: "g"})
				stored[next] = value
				next += step
			}
			if rapid.Bool().Draw(t, "again") {
				entries[0].Value = []byte("again")
				stored[next-step*len(entries)] = "again"
			}
			if err := c.Put(ctx, entries); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			at := rapid.IntRange(0, max(1, next)).Draw(t, "first")
			var want []int
			for range rapid.IntRange(0, 200).Draw(t, "keys") {
				want = append(want, at)
				// Mostly the next one, as a text that is translated again asks, now and then elsewhere.
				if at++; rapid.IntRange(0, 20).Draw(t, "jump") == 0 {
					at = rapid.IntRange(0, next+50).Draw(t, "to")
				}
			}
			keys := make([]cache.Key, len(want))
			for i, n := range want {
				keys[i] = key(n)
			}
			values, err := c.Get(ctx, keys)
			if err != nil {
				t.Fatal(err)
			}
			if len(values) != len(keys) {
				t.Fatalf("%d values for %d keys", len(values), len(keys))
			}
			for i, n := range want {
				expected, ok := stored[n]
				if ok != (values[i] != nil) || !bytes.Equal(values[i], []byte(expected)) {
					t.Fatalf("key %d of %d: got %q, want %q (there: %t)", i, len(keys), values[i], expected, ok)
				}
			}
		}
	})
}
