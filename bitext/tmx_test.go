package bitext_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// TestTMXUnits: units come one by one with their texts and languages, and a long file takes no more memory at its end
// than at its beginning.
func TestTMXUnits(t *testing.T) {
	const many = 20_000
	r, w := io.Pipe()
	go func() {
		fmt.Fprint(w, `<tmx version="1.4"><header srclang="de"/><body>`)
		for i := range many {
			fmt.Fprintf(w, `<tu><tuv xml:lang="de"><seg>Haus %d steht am Ufer.</seg></tuv><tuv xml:lang="en"><seg>House %d stands on the bank.</seg></tuv></tu>`, i, i)
		}
		fmt.Fprint(w, `</body></tmx>`)
		w.Close()
	}()
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	n, early := 0, uint64(0)
	err := bitext.TMXUnits(r, "a.tmx", func(h *bitext.Header, p *bitext.Pair) error {
		if want := fmt.Sprintf("Haus %d steht am Ufer.", n); p.Source != want || p.Target != fmt.Sprintf("House %d stands on the bank.", n) || h.From != "de" || h.To != "en" {
			return fmt.Errorf("unit %d: %q, %q, %s to %s", n, p.Source, p.Target, h.From, h.To)
		}
		switch n++; n {
		case many / 10:
			early = heap()
		case many:
			if late := heap(); late > early+2<<20 {
				t.Errorf("%d KiB in use at the end, %d near the beginning", late>>10, early>>10)
			}
		}
		return nil
	})
	if err != nil || n != many {
		t.Errorf("%d units, %v", n, err)
	}
	stop := fmt.Errorf("enough")
	r, w = io.Pipe()
	go func() {
		fmt.Fprint(w, `<tmx version="1.4"><body><tu><tuv xml:lang="de"><seg>a</seg></tuv></tu>`)
		w.Close()
	}()
	if err := bitext.TMXUnits(r, "a.tmx", func(*bitext.Header, *bitext.Pair) error { return stop }); err == nil {
		t.Error("the error of the function is lost")
	}
}
