// Package parallel reads the German–English text that tables and weights are learned from, and that checks are measured
// on.
package parallel

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/satzpaar/satzpaar/bitext"
)

// A Pair is a German text with its English translation.
type Pair struct{ German, English string }

// Translated returns p as a pair that a backend has translated from German.
func (p Pair) Translated() *bitext.Pair {
	return &bitext.Pair{ID: "1.1", Source: p.German, Target: p.English, Lang: "de", Action: bitext.Translate,
		State: bitext.Translated}
}

// Read returns every step-th line of FOLDER/SOURCE.tsv.zst, limit pairs at most: German, a tab, English. Lines without
// a tab are skipped.
func Read(folder, source string, step, limit int) ([]Pair, error) {
	name := filepath.Join(folder, source+".tsv.zst")
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	defer z.Close()
	var out []Pair
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for i := 0; len(out) < limit && lines.Scan(); i++ {
		if german, english, ok := strings.Cut(lines.Text(), "\t"); ok && i%step == 0 {
			out = append(out, Pair{german, english})
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return out, nil
}

// IsHeldOut reports whether pair i of a source of n pairs takes no part in the table of partners: the last tenth does
// not, so that what is judged with the table is judged on text that it has not seen.
func IsHeldOut(i, n int) bool { return i >= n-n/10-1 }

// HeldOut returns the pairs of a whole source that are held out.
func HeldOut(all []Pair) []Pair {
	first := 0
	for !IsHeldOut(first, len(all)) {
		first++
	}
	return all[first:]
}
