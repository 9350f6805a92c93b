package corpus

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// Outputs of documents that are no longer given are found and removed; those of the others, what shards have made,
// what people wrote, and what is not a plain file stay.
func TestPrune(t *testing.T) {
	dir := t.TempDir()
	f, err := UseFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, name := range []string{"a.txt.bitext.jsonl", "a.txt.en.txt", "b/c.txt.bitext.jsonl", "b/c.txt.en.txt",
		"b/c.txt.edits.jsonl", "b/c.txt.drafts.json", "d.txt.bitext.jsonl", "index.html", "b/other.txt",
		".satzpaar/00000/a.txt.bitext.jsonl"} {
		if err := f.Write(name, func(w io.Writer) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "d.txt.en.txt"), 0o755); err != nil {
		t.Fatal(err)
	}
	inputs := []Input{{Name: "a.txt"}}
	stale, err := f.Stale(inputs)
	if want := []string{"b/c.txt", "d.txt"}; err != nil || !slices.Equal(stale, want) {
		t.Fatalf("stale: %q, %v, want %q", stale, err, want)
	}
	writers := []Writer{Same("en"), {Output: func(name string) string { return name + bitext.Suffix }}}
	err = f.Prune(stale, inputs, writers)
	if err == nil {
		t.Error("a folder in the place of an output is not spoken of")
	}
	var left []string
	err = filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, p)
			left = append(left, filepath.ToSlash(rel))
		}
		return err
	})
	want := []string{".satzpaar/00000/a.txt.bitext.jsonl", "a.txt.bitext.jsonl", "a.txt.en.txt",
		"b/c.txt.drafts.json", "b/c.txt.edits.jsonl", "b/other.txt", "index.html"}
	if err != nil || !slices.Equal(left, want) {
		t.Errorf("left: %q, %v, want %q", left, err, want)
	}
}

// An output of a stale document that is an output of a present one as well stays.
func TestPruneKeepsOutputsOfInputs(t *testing.T) {
	f, err := UseFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Write("a.txt.en.txt", func(io.Writer) error { return nil }); err != nil {
		t.Fatal(err)
	}
	writers := []Writer{Same("en"), {Output: func(name string) string { return name + ".txt" }}}
	if err := f.Prune([]string{"a.txt.en"}, []Input{{Name: "a.txt"}}, writers); err != nil {
		t.Fatal(err)
	}
	if _, err := f.ReadFile("a.txt.en.txt"); err != nil {
		t.Error(err)
	}
}
