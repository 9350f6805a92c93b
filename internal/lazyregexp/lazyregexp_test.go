package lazyregexp_test

import (
	"sync"
	"testing"

	"github.com/satzpaar/satzpaar/internal/lazyregexp"
)

// TestNew: an expression is compiled once, whoever asks, and not before.
func TestNew(t *testing.T) {
	digits := lazyregexp.New(`^\d+$`)
	first := digits()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if digits() != first || !digits().MatchString("12") || digits().MatchString("x") {
				t.Error("another expression")
			}
		})
	}
	all.Wait()
	wrong := lazyregexp.New(`(`) // does no harm yet
	defer func() {
		if recover() == nil {
			t.Error("a wrong expression was compiled")
		}
	}()
	wrong()
}
