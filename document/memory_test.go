package document

import (
	"runtime"
	"strings"
	"testing"
)

// heap returns how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestTextMemory bounds what a text of short lines, each of them a block, takes in memory while it is used.
func TestTextMemory(t *testing.T) {
	const most = 8 // times the size of the file
	src := []byte(strings.Repeat("Das ist ein kurzer Satz.\n", 100_000))
	before := heap()
	d, err := Parse("a.txt", src, Options{Split: German})
	if err != nil || len(d.Blocks) != 100_000 {
		t.Fatalf("%d blocks, %v", len(d.Blocks), err)
	}
	took := float64(heap()-before) / float64(len(src))
	t.Logf("%.1f times the size of the file", took)
	if took > most {
		t.Errorf("the document takes %.1f times the size of its file, want %d at most", took, most)
	}
	runtime.KeepAlive(d)
}
