package corpus

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// TestFailedOutput: where a file could not take its place, the next document ends the run, whichever way its outputs
// are written, and leaves nothing.
func TestFailedOutput(t *testing.T) {
	out, err := OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	blocked := filepath.Join(out.Dir, "blocked")
	if err := out.queue("blocked", func(io.Writer) error { return os.Mkdir(blocked, 0o755) }); err != nil {
		t.Fatal(err)
	}
	failed := out.settle()
	if failed == nil {
		t.Fatal("a file took the place of a folder")
	}
	d, err := document.Parse("a.txt", []byte("Ja.\n"), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &bitext.Bitext{Pairs: []bitext.Pair{{Source: "Ja.", Target: "Yes.", State: bitext.Translated}}}
	whole := func() *document.Document { return d }
	inParts, late := Same("en"), Same("en")
	late.Parts = nil
	for _, w := range []Writer{inParts, late} {
		r := &rendering{whole: whole, name: "a.txt", out: out, writers: []Writer{w}}
		if err := errors.Join(r.add(d, b), r.finish()); !errors.Is(err, failed) {
			t.Errorf("in parts %t: %v, want %v", w.Parts != nil, err, failed)
		}
		r.streams.abort()
	}
	entries, err := os.ReadDir(out.Dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("left %v, %v", entries, err)
	}
}

// TestRenderingFails: an output that fails at its end takes those that came to theirs along.
func TestRenderingFails(t *testing.T) {
	out, err := OpenFolder(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	d, err := document.Parse("a.txt", []byte("Ja. Nein.\n"), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &bitext.Bitext{Pairs: []bitext.Pair{{Source: "Ja.", Target: "Yes.", State: bitext.Translated}}} // too few
	all := Writer{
		Name:   "all",
		Output: func(input string) string { return input + ".all" },
		Parts:  func(w io.Writer) (PartWriter, error) { return InParts(bitext.NewPartWriter(w)), nil },
	}
	whole := func() *document.Document { return d }
	late := Same("en")
	late.Parts = nil
	r := &rendering{whole: whole, name: "a.txt", out: out, writers: []Writer{all, late}}
	if err := errors.Join(r.add(d, b), r.finish()); err == nil {
		t.Error("no error")
	}
	r.streams.abort()
	if err := out.settle(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(out.Dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != SummaryFile {
		t.Errorf("left %v, %v", entries, err)
	}
}
