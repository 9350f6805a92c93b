package document

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Every file of the demo corpus parses in its own format, keeps what a document promises, and there is one for each
// format and container.
func TestDemoCorpus(t *testing.T) {
	seen := map[string]bool{}
	encodings := map[string]bool{}
	look := func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(path)
		if c := ContainerFor(name); c != nil {
			seen[c.Name] = true
			n := 0
			for rec, err := range c.Open(name, bytes.NewReader(raw), RecordOptions{}) {
				if err != nil {
					t.Error(err)
				} else if rec.Document != nil {
					verify(t, rec.Document)
					n++
				}
			}
			if n < 2 {
				t.Errorf("%s: %d records", name, n)
			}
			return nil
		}
		d, err := Parse(name, raw, Options{})
		if err != nil {
			t.Error(err)
			return nil
		}
		verify(t, d)
		seen[d.Format], encodings[d.Encoding] = true, true
		// What a bitext records of a document is enough to read it again.
		again, err := Parse("a", raw, Options{Format: d.Format, Encoding: d.Encoding})
		if err != nil || again.Encoding != d.Encoding || !bytes.Equal(again.Source, d.Source) ||
			len(again.Blocks) != len(d.Blocks) {
			t.Errorf("%s: read again as %s in %s: %v", name, d.Format, d.Encoding, err)
		}
		if len(d.Blocks) < 2 || d.SHA256 != Hash(raw) {
			t.Errorf("%s: %d blocks, hash %s", name, len(d.Blocks), d.SHA256)
		}
		return nil
	}
	for _, root := range []string{"../testdata/documents", "testdata/messages"} {
		if err := filepath.WalkDir(root, look); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range Formats() {
		if !seen[f.Name] && !f.Packed {
			t.Errorf("no document of the format %s", f.Name)
		}
	}
	for _, c := range Containers() {
		if !seen[c.Name] && c != TSV {
			t.Errorf("no file for the container %s", c.Name)
		}
	}
	for _, e := range []string{UTF8, UTF16LE, Windows1252} {
		if !encodings[e] {
			t.Errorf("no document in %s", e)
		}
	}
}

// The five shared documents.
func TestSeeds(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared(t), "seeds", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no seeds: %v", err)
	}
	kinds := map[Kind]int{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d, err := Parse(filepath.Base(f), raw, Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		verify(t, d)
		for i := range d.Blocks {
			kinds[d.Blocks[i].Kind]++
			for j, s := range d.Blocks[i].Sentences {
				spans := d.Blocks[i].SourceSpans(s)
				if len(spans) != 1 || string(raw[spans[0].Start:spans[0].End]) != d.Blocks[i].Sentence(j) {
					t.Errorf("%s: %q is not at %v", f, d.Blocks[i].Sentence(j), spans)
				}
			}
		}
	}
	if kinds[Turn] != 8 || kinds[Tweet] != 3 || kinds[Action] != 2 {
		t.Errorf("%d turns, %d lines of tweets, %d calls to action; want 8, 3, 2", kinds[Turn], kinds[Tweet], kinds[Action])
	}
}
