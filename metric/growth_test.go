package metric

import (
	"runtime"
	"strconv"
	"testing"
)

// TestTERMemory: the edits of long texts take memory in proportion to their words. As a full table, 20,000 words took
// 1.7 GB.
func TestTERMemory(t *testing.T) {
	words := func(n, step int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = strconv.Itoa(i * step % 997)
		}
		return out
	}
	taken := func(n int) uint64 {
		h, r := words(n, 7), words(n, 11)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d := newDistance(h, r)
		d.run(d.source)
		runtime.ReadMemStats(&after)
		if d.edits == 0 || d.edits > n {
			t.Errorf("%d edits of %d words", d.edits, n)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	small, large := taken(10_000), taken(20_000)
	if large > 8<<20 || large > 3*small {
		t.Errorf("%d bytes for 10,000 words, %d for 20,000", small, large)
	}
}
