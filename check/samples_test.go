package check

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/parallel"
	"github.com/satzpaar/satzpaar/internal/required"
)

// sharedFolder returns the folder of the shared data. Where it is missing, the test skips, or fails if it must not.
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
		required.Missing(t, "shared", "no shared data: %v (set SATZPAAR_SHARED)", err)
	}
	return dir
}

// skipMissing skips the test where a file of the shared data is missing and may be. Any other error fails it.
func skipMissing(t testing.TB, err error) {
	t.Helper()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		required.Missing(t, "shared", "the shared data lacks a file: %v", err)
	case err != nil:
		t.Fatal(err)
	}
}

// sample is a German text with an English one.
type sample = parallel.Pair

// riskOf is [Runner.Risk] for one pair.
func riskOf(p *bitext.Pair, env *Env, findings []bitext.Finding) (float64, []Reason) {
	r := NewRunner(nil, env)
	defer r.Release()
	return r.Risk(p, findings)
}

func sampleOf(german, english string) sample { return sample{German: german, English: english} }

// trainFolder returns the folder of the training text, or skips the test.
func trainFolder(t testing.TB) string {
	t.Helper()
	return filepath.Join(sharedFolder(t), "data", "train")
}

// trainSamples returns every step-th pair of a training source, limit at most.
func trainSamples(t testing.TB, source string, step, limit int) []sample {
	t.Helper()
	out, err := parallel.Read(trainFolder(t), source, step, limit)
	skipMissing(t, err)
	return out
}

// heldOutSamples returns the pairs of a training source that the table of partners knows nothing of.
func heldOutSamples(t testing.TB, source string) []sample {
	t.Helper()
	return parallel.HeldOut(trainSamples(t, source, 1, 1<<30))
}

// linesOf returns the lines of a file of the shared data.
func linesOf(t testing.TB, path ...string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{sharedFolder(t), "data"}, path...)...))
	skipMissing(t, err)
	return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
}

// records decodes the JSON lines of a file of the shared data.
func records[T any](t testing.TB, path ...string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{sharedFolder(t), "data"}, path...)...))
	skipMissing(t, err)
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
