// Package growthtest is for tests that hold work to linear time.
package growthtest

import (
	"testing"
	"time"
)

const (
	attempts = 4                      // a busy machine is not so busy all the time
	small    = 200 * time.Millisecond // less than this is linear enough for a document
	most     = 10                     // times as long that four times as much may take; quadratic work takes sixteen
)

// Linear fails the test if the work that prepare returns takes much more than four times as long for 4*n units as for
// n. Time is the processor's, so that other programs do not count. With -short the test is skipped.
func Linear(t testing.TB, name string, n int, prepare func(n int) (work func())) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: growth takes seconds to measure")
	}
	for attempt := 1; ; attempt++ {
		once, four := shortest(prepare(n)), shortest(prepare(4*n))
		if four <= small || four <= most*once {
			return
		}
		if attempt == attempts {
			t.Errorf("%q: %v for %d, %v for %d", name, once, n, four, 4*n)
			return
		}
	}
}

// shortest returns the least time that work took in three runs.
func shortest(work func()) time.Duration {
	least := time.Duration(1<<63 - 1)
	for range 3 {
		start := used()
		work()
		least = min(least, used()-start)
	}
	return least
}
