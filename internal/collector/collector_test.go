package collector

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestLate: the first collection ends the putting off of collections.
func TestLate(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	defer func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}()
	Late(true)
	if got := debug.SetMemoryLimit(-1); got != firstCollection {
		t.Errorf("a limit of %d bytes before the first collection", got)
	}
	runtime.GC()
	for deadline := time.Now().Add(10 * time.Second); debug.SetMemoryLimit(-1) != math.MaxInt64; {
		if time.Now().After(deadline) {
			t.Fatal("collections are still put off after the first one")
		}
		time.Sleep(time.Millisecond)
	}
	if got := debug.SetGCPercent(gcPercent); got != gcPercent {
		t.Errorf("%d %% of garbage", got)
	}
}
