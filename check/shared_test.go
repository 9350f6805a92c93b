package check

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/satzpaar/satzpaar/bitext"
)

// sharedFolder returns the folder of the shared data, or skips the test.
func sharedFolder(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("SATZPAAR_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", dir) // from the root of the repository
	}
	if _, err := os.Stat(filepath.Join(dir, "data")); err != nil {
		t.Skipf("needs the shared data, set SATZPAAR_SHARED: %v", err)
	}
	return dir
}

// sample is a German text with an English one.
type sample struct{ de, en string }

func (s sample) pair() *bitext.Pair {
	return &bitext.Pair{ID: "1.1", Source: s.de, Target: s.en, Lang: "de", Action: bitext.Translate, State: bitext.Translated}
}

// trainSamples returns every step-th pair of a training source, n at most.
func trainSamples(t testing.TB, source string, step, n int) []sample {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedFolder(t), "data", "train", source+".tsv.zst"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var out []sample
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for i := 0; len(out) < n && lines.Scan(); i++ {
		if de, en, ok := strings.Cut(lines.Text(), "\t"); ok && i%step == 0 {
			out = append(out, sample{de, en})
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// linesOf returns the lines of a file of the shared data.
func linesOf(t testing.TB, path ...string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{sharedFolder(t), "data"}, path...)...))
	if err != nil {
		t.Skip(err)
	}
	return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
}

// records decodes the JSON lines of a file of the shared data.
func records[T any](t testing.TB, path ...string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{sharedFolder(t), "data"}, path...)...))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var out []T
	for dec := json.NewDecoder(f); ; {
		var v T
		if err := dec.Decode(&v); err == io.EOF {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
}
