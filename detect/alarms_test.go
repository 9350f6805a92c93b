package detect

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/satzpaar/satzpaar/internal/required"
)

// TestSharedAlarms logs the foreign stretches in German encyclopaedia, documents of five lines, without a judge. Nearly
// all are quotations and titles that are foreign indeed: people have to read them. The first two parts were read while
// rules were written.
func TestSharedAlarms(t *testing.T) {
	s := newScreen(t, Config{})
	for _, from := range []int{100_000, 40_000, 250_000} {
		lines := encyclopaedia(t, from, 7500)
		documents, foreign := 0, 0
		for ; len(lines) >= 5; lines = lines[5:] {
			text := strings.Join(lines[:5], "\n") + "\n"
			documents++
			found := ""
			for _, r := range s.Runs(text) {
				if l := r.Lang.String(); l != "de" && l != "und" {
					found += fmt.Sprintf(" [%s] %q", l, r.Span.In(text))
				}
			}
			if found != "" {
				foreign++
				t.Logf("line %d:%s", from+5*(documents-1), found)
			}
		}
		t.Logf("lines %d to %d: %d of %d documents have a foreign stretch", from, from+7499, foreign, documents)
		if documents < 1500 || foreign > documents/45 {
			t.Errorf("from line %d, %d of %d documents have a foreign stretch, want one in 45 at most", from, foreign, documents)
		}
	}
}

// encyclopaedia returns n lines of the shared encyclopaedia, counted from 1.
func encyclopaedia(t *testing.T, from, n int) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(shared(t, "data"), "mono", "wikipedia_klexikon.de.zst"))
	if err != nil {
		required.Missing(t, "shared", "the shared data lacks a file: %v", err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	var out []string
	for k := 1; len(out) < n && lines.Scan(); k++ {
		if k >= from {
			out = append(out, lines.Text())
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
