package document

import (
	"runtime"
	"strings"
	"testing"
)

// TestTextMemory bounds what a text of short lines, each of them a block, takes in memory while it is used.
func TestTextMemory(t *testing.T) {
	const most = 8 // times the size of the file
	src := []byte(strings.Repeat("Das ist ein kurzer Satz.\n", 100_000))
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := used()
	d, err := Parse("a.txt", src, Options{Split: German})
	if err != nil || len(d.Blocks) != 100_000 {
		t.Fatalf("%d blocks, %v", len(d.Blocks), err)
	}
	took := float64(used()-before) / float64(len(src))
	t.Logf("%.1f times the size of the file", took)
	if took > most {
		t.Errorf("the document takes %.1f times the size of its file, want %d at most", took, most)
	}
	runtime.KeepAlive(d)
}
