// Package growth tests that work takes time in proportion to its size.
package growth

import (
	"testing"
	"time"
)

// Check fails the test if what prepare returns takes much more than four times as long for 4*n as for n. What is done in
// a fifth of a second is always fast enough.
func Check(t testing.TB, name string, n int, prepare func(n int) func()) {
	t.Helper()
	once := func(n int) time.Duration {
		work := prepare(n)
		least := time.Hour
		for range 3 { // others use the machine too
			start := time.Now()
			work()
			least = min(least, time.Since(start))
		}
		return least
	}
	const attempts = 4
	for attempt := 1; ; attempt++ {
		small, large := once(n), once(4*n)
		if large <= 200*time.Millisecond || large <= 10*small {
			return
		}
		if attempt == attempts { // a busy machine is not so busy all the time
			t.Errorf("%q: %v for %d, %v for %d", name, small, n, large, 4*n)
			return
		}
	}
}
