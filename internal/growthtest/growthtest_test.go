package growthtest_test

import (
	"testing"

	"github.com/satzpaar/satzpaar/internal/growthtest"
)

// recorder is a test that keeps whether it failed.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestLinear(t *testing.T) {
	spend := func(units int) {
		x := 1.0
		for range units * 1000 {
			x = x*0.999 + 1
		}
		if x < 0 {
			t.Fatal(x)
		}
	}
	for _, c := range []struct {
		name  string
		units func(n int) int
		fail  bool
	}{
		{"linear", func(n int) int { return 100 * n }, false},
		{"quadratic", func(n int) int { return 5 * n * n }, true},
	} {
		r := &recorder{TB: t}
		growthtest.Linear(r, c.name, 50, func(n int) func() { return func() { spend(c.units(n)) } })
		if r.failed != c.fail {
			t.Errorf("%s: failed %v, want %v", c.name, r.failed, c.fail)
		}
	}
}
