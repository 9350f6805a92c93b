package plainfile_test

import (
	"encoding/json"
	"errors"
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

// TestLogAfterCrash: half a line that a crash left takes no later one with it.
func TestLogAfterCrash(t *testing.T) {
	for before, want := range map[string]string{
		"":                   "1\n2\n",
		"{\"a\":1}\n":        "{\"a\":1}\n1\n2\n",
		"{\"a\":1}\n{\"a\":": "{\"a\":1}\n{\"a\":\n1\n2\n",
	} {
		path := filepath.Join(t.TempDir(), "log.jsonl")
		if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := plainfile.Append(path)
		if err != nil {
			t.Fatal(err)
		}
		log := plainfile.NewLog(file)
		if err := errors.Join(log.Add(1), log.Add(2), log.Close()); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); string(got) != want || err != nil {
			t.Errorf("after %q: %q, %v; want %q", before, got, err, want)
		}
	}
}
