package sqlite_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
)

// BenchmarkLarge fills a cache, reopens it and looks up single keys and requests of 64, half of them there, and 512
// that were stored together. SATZPAAR_ENTRIES sets its size, 50,000 where it is not set; SATZPAAR_CACHE_FILE names a
// file that is filled up and kept, for measuring again on a quiet machine. Filling is reported in µs an entry; of the
// lookups the median and the slowest of a hundred and of a thousand.
func BenchmarkLarge(b *testing.B) {
	n := 50_000
	if s := os.Getenv("SATZPAAR_ENTRIES"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatalf("SATZPAAR_ENTRIES: %v", err)
		}
	}
	ctx := context.Background()
	path := os.Getenv("SATZPAAR_CACHE_FILE")
	if path == "" {
		path = filepath.Join(b.TempDir(), "cache.db")
	}
	c := open(b, path)
	stats, err := c.Stats(ctx)
	if err != nil {
		b.Fatal(err)
	}
	there := int(stats.Entries)
	numbered := func(i int) cache.Key { return sha256.Sum256(binary.LittleEndian.AppendUint64(nil, uint64(i))) }
	value, parts := make([]byte, 130), make([]byte, 170) // about what a sentence takes
	start := time.Now()
	for i := there; i < n; i += 512 {
		var entries []cache.Entry
		for k := i; k < min(n, i+512); k++ {
			entries = append(entries, cache.Entry{Key: numbered(k), Value: value, Group: "test", Parts: parts})
		}
		if err := c.Put(ctx, entries); err != nil {
			b.Fatal(err)
		}
	}
	filling := time.Since(start)
	if err := c.Close(); err != nil {
		b.Fatal(err)
	}
	start = time.Now()
	c = open(b, path)
	if _, err := c.Get(ctx, []cache.Key{numbered(0)}); err != nil {
		b.Fatal(err)
	}
	opening := time.Since(start)
	r := rand.New(rand.NewPCG(1, 1))
	for _, size := range []int{1, 64, 512} {
		b.Run(strconv.Itoa(size)+"-keys", func(b *testing.B) {
			var took []time.Duration
			keys := make([]cache.Key, size)
			for b.Loop() {
				together := r.IntN(n)
				for i := range keys {
					if size == 512 {
						keys[i] = numbered((together + i) % n)
					} else {
						keys[i] = numbered(r.IntN(2 * n))
					}
				}
				start := time.Now()
				if _, err := c.Get(ctx, keys); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			at := func(part float64) float64 { return float64(took[int(part*float64(len(took)-1))].Nanoseconds()) / 1e3 }
			b.ReportMetric(at(0.5), "µs-median")
			b.ReportMetric(at(0.99), "µs-p99")
			b.ReportMetric(at(0.999), "µs-p99.9")
			if n > there {
				b.ReportMetric(float64(filling.Microseconds())/float64(n-there), "µs-fill/entry")
			}
			b.ReportMetric(float64(opening.Milliseconds()), "ms-open")
			b.ReportMetric(float64(c.Size())/(1<<20), "file-MiB")
		})
	}
}
