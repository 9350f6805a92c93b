package review

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// countRead has the edits of a folder counted, in bytes, as they are read.
func countRead(f *folder) *int64 {
	read := new(int64)
	f.edited.more = func(have []bitext.Edit, r io.Reader, path string, line int) ([]bitext.Edit, error) {
		raw, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		*read += int64(len(raw))
		return moreEdits(have, strings.NewReader(string(raw)), path, line)
	}
	return read
}

// However many edits there are, saving one reads one.
func TestSavingReadsWhatIsNew(t *testing.T) {
	b := sample()
	dir := folderOf(t, b)
	f := newFolder(dir)
	read := countRead(f)
	key := bitext.Keys(b)[0]
	const n = 300
	for i := range n {
		text := fmt.Sprint("text ", i)
		if err := f.add("a.txt", i, just(bitext.Edit{Key: key, Target: &text})); err != nil {
			t.Fatal(err)
		}
		edits, _, err := f.edits("a.txt")
		if err != nil || len(edits) != i+1 || *edits[i].Target != text {
			t.Fatalf("edit %d: %d are there, %v", i, len(edits), err)
		}
	}
	info, err := os.Stat(filepath.Join(dir, "a.txt"+bitext.EditsSuffix))
	if err != nil {
		t.Fatal(err)
	}
	if *read != info.Size() {
		t.Errorf("%d bytes were read for %d edits of %d bytes", *read, n, info.Size())
	}
}

// Whatever happens to a file of edits, what is known of it is what it holds.
func TestEditsOfAnotherFile(t *testing.T) {
	b := sample()
	dir := folderOf(t, b)
	f := newFolder(dir)
	path := filepath.Join(dir, "a.txt"+bitext.EditsSuffix)
	line := func(target string) string { return fmt.Sprintf(`{"source":"s","target":%q}`, target) + "\n" }
	write := func(text string) error { return os.WriteFile(path, []byte(text), 0o644) }
	add := func(text string) error {
		file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		_, err = file.WriteString(text)
		_ = file.Close()
		return err
	}
	replace := func(text string) error {
		if err := os.WriteFile(path+".new", []byte(text), 0o644); err != nil {
			return err
		}
		return os.Rename(path+".new", path)
	}
	for _, step := range []struct {
		name    string
		do      func(string) error
		text    string
		want    string // targets
		trouble string
	}{
		{"new", write, line("a") + line("b"), "a b", ""},
		{"grown", add, line("c"), "a b c", ""},
		{"grown by a damaged line", add, "nonsense\n" + line("d"), "a b c d", path + ":4: "},
		{"grown behind it", add, line("e") + "more\n", "a b c d e", path + ":7: "},
		{"grown by half a line", add, `{"source":"s","tar`, "a b c d e", path + ":4: "},
		{"the other half", add, `get":"f"}` + "\n", "a b c d e f", path + ":4: "},
		{"another file that begins otherwise and is longer", replace, strings.Repeat(line("z"), 20),
			strings.TrimSpace(strings.Repeat("z ", 20)), ""},
		{"rewritten in place, shorter", write, line("y"), "y", ""},
		{"rewritten in place, longer", write, line("w") + line("x"), "w x", ""},
		{"grown by an empty line", add, "\n", "w x", ""},
		{"rewritten in place, longer, with the empty line where it was", write, line("p") + line("q") + "\n" + line("r"),
			"p q r", ""},
		{"gone", func(string) error { return os.Remove(path) }, "", "", ""},
		{"back", write, line("a"), "a", ""},
	} {
		if err := step.do(step.text); err != nil {
			t.Fatal(err)
		}
		edits, trouble, err := f.edits("a.txt")
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		var got []string
		for _, e := range edits {
			got = append(got, *e.Target)
		}
		if strings.Join(got, " ") != step.want {
			t.Errorf("%s: %q, want %q", step.name, strings.Join(got, " "), step.want)
		}
		if !strings.Contains(trouble, step.trouble) || step.trouble == "" && trouble != "" {
			t.Errorf("%s: trouble %q, want %q", step.name, trouble, step.trouble)
		}
	}
}
