//go:build !purego

package kernel

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// TestTilesSurviveInterruptions multiplies by tiles in more goroutines than there are processors, while the collector
// runs and signals arrive all the time: threads change and handlers run between any two instructions, and what is in
// the tiles must be there afterwards.
func TestTilesSurviveInterruptions(t *testing.T) {
	if !slices.Contains(Available(), amx.String()) {
		t.Skip("this processor or this system has no tiles")
	}
	use(t, amx.String())
	var done atomic.Bool
	var others, workers sync.WaitGroup
	others.Go(func() {
		for !done.Load() {
			runtime.GC()
		}
	})
	others.Go(func() {
		for !done.Load() {
			_ = syscall.Kill(syscall.Getpid(), syscall.SIGURG) // by which the runtime preempts
			runtime.Gosched()
		}
	})
	for worker := range 4 * runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			const k, n = 1536, 256
			r := rand.New(rand.NewPCG(21, uint64(worker)))
			rows := 10 + 10*(worker%3) // of one tile and of two
			a, q := random8(r, rows*k), random8(r, n*k)
			got, want := make([]float32, rows*n), make([]float32, rows*n)
			affineGeneric(want, n, a, q, rows, n, k, Finish{Scale: 1})
			m := Pack(q, n, k)
			for range 100 {
				clear(got)
				m.Affine(got, a, rows, Finish{Scale: 1})
				if !slices.Equal(got, want) {
					t.Errorf("a product of %d rows came out wrong", rows)
					return
				}
			}
		})
	}
	workers.Wait()
	done.Store(true)
	others.Wait()
}
