package document

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/internal/space"
)

// TestFidelity: a translation that changes words only leaves everything else where it is, so that the translated file
// has the same blocks as the source. Beside the project's own documents it reads those of the folder that
// SATZPAAR_FIDELITY names.
func TestFidelity(t *testing.T) {
	roots := []string{filepath.Join("..", "testdata", "documents")}
	if dir := os.Getenv("SATZPAAR_FIDELITY"); dir != "" {
		roots = append(roots, dir)
	}
	files, faults := map[string]int{}, map[string]int{}
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
			f := formatOf(path)
			if err != nil || e.IsDir() || f == nil || f == Text {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			d, err := Parse(path, raw, Options{})
			if err != nil {
				t.Logf("%v", err)
				return nil
			}
			verify(t, d)
			files[f.Name]++
			if fault := differs(t, d); fault != "" {
				faults[f.Name]++
				t.Errorf("%s: %s", path, fault)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, n := range files {
		t.Logf("%s: %d files, %d faults", name, n, faults[name])
	}
}

// foreign is a translation that keeps every sign: other letters, of another size.
var foreign = strings.NewReplacer("e", "ё", "E", "Ё")

// differs translates d and returns how the result reads in another way than d.
func differs(t *testing.T, d *Document) string {
	t.Helper()
	translated := func(s string) string { return foreign.Replace(space.Fold(s)) }
	out, err := Render(d, func(b, s int) string { return translated(d.Blocks[b].Sentence(s)) })
	if err != nil {
		return err.Error()
	}
	again, err := Parse(d.Name, out, Options{})
	if err != nil {
		return err.Error()
	}
	texts := func(d *Document, read func(string) string) []string {
		var texts []string
		for i := range d.Blocks {
			text := strings.ReplaceAll(read(d.Blocks[i].Text), " ", "")
			for placeholder.Prefix(text) > 0 { // moved to the edge of a word
				text = text[placeholder.Prefix(text):]
			}
			for strings.HasSuffix(text, placeholder.End) {
				text = text[:strings.LastIndex(text, placeholder.Start)]
			}
			texts = append(texts, string(d.Blocks[i].Kind)+"|"+text)
		}
		return texts
	}
	want, got := texts(d, translated), texts(again, space.Fold)
	if slices.Equal(got, want) {
		return ""
	}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			return "block " + want[i] + "\nbecame " + strings.Join(got[min(i, len(got)):min(i+1, len(got))], "")
		}
	}
	return "more blocks than before: " + got[len(want)]
}
