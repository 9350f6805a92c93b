package plainfile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// TestLog: lines of several goroutines stay whole, and come after those that are there.
func TestLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.jsonl")
	for range 2 {
		file, err := plainfile.Append(path)
		if err != nil {
			t.Fatal(err)
		}
		log := plainfile.NewLog(file)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if err := log.Add(map[string]string{"text": strings.Repeat("x", 5000)}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if err := log.Add(make(chan int)); err == nil {
			t.Error("a channel was added")
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(raw)) {
		n++
		if !json.Valid([]byte(line)) || len(line) != 5000+len(`{"text":""}`)+1 {
			t.Errorf("line %d is torn: %d bytes", n, len(line))
		}
	}
	if n != 16 {
		t.Errorf("%d lines, want 16", n)
	}
}
