package plainfile_test

import (
	"encoding/json"
	"errors"
	"io/fs"
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
		bad := log.Add(make(chan int))
		if bad == nil {
			t.Error("a channel was added")
		}
		if err := log.Close(); !errors.Is(err, bad) {
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

// TestBoundedLog: a file that is full takes no more lines, and says so.
func TestBoundedLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.jsonl")
	file, err := plainfile.Append(path)
	if err != nil {
		t.Fatal(err)
	}
	log := plainfile.BoundedLog(file, 3)
	if err := errors.Join(log.Add(1), log.Add(2)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := log.Add(3); !errors.Is(err, plainfile.ErrFull) || !strings.Contains(err.Error(), path) {
			t.Errorf("a line too many: %v", err)
		}
	}
	if err := log.Close(); !errors.Is(err, plainfile.ErrFull) {
		t.Errorf("the end of a full log: %v", err)
	}
	if got, err := os.ReadFile(path); string(got) != "1\n2\n" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

// TestLateLog: a file is made with the first line, and takes none beyond its limit.
func TestLateLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.jsonl")
	open := func() (*os.File, error) { return plainfile.Append(path) }
	if err := plainfile.LateLog(open, 3).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a log without lines made a file: %v", err)
	}
	log := plainfile.LateLog(open, 3)
	if err := errors.Join(log.Add(1), log.Add(2), log.Add(3), log.Add(4), log.Close()); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); string(got) != "1\n2\n" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	full := errors.New("no space")
	log = plainfile.LateLog(func() (*os.File, error) { return nil, full }, 0)
	if err := log.Add(1); !errors.Is(err, full) {
		t.Errorf("a line that has no file: %v", err)
	}
	if err := log.Close(); !errors.Is(err, full) {
		t.Errorf("the end of a log that has no file: %v", err)
	}
}
