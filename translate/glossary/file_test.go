package glossary_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// TestFileAdd: a term is added to the glossary as it is by now: not to one that cannot be read any longer, and not a
// second time.
func TestFileAdd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "terms.tsv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	addLine := func(path, line string) error {
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(path, append(raw, line+"\n"...), 0o644)
	}
	const first, foreign, taken = "Haus\thouse\n", "Garten\tgarden\n", "Baum\ttree\tchanged 2 times, instead of wood\n"
	write(first)
	f, err := glossary.OpenFile(path, language.German, language.English)
	if err != nil {
		t.Fatal(err)
	}
	tree := glossary.Suggestion{Term: translate.Term{Source: "Baum", Target: "tree"}, Instead: "wood", Changes: 2}
	for _, step := range []struct{ before, after, trouble string }{
		{first + foreign, first + foreign + taken, ""},
		{first + taken, first + taken, ""},
		{first + "Baum\tbeam|tree\n", first + "Baum\tbeam|tree\n", ""},
		{first + "nonsense\n", first + "nonsense\n", "terms.tsv:2: want a source term"},
	} {
		write(step.before)
		err := f.Add(&tree, addLine)
		if (err != nil) != (step.trouble != "") || err != nil && !strings.Contains(err.Error(), step.trouble) {
			t.Errorf("into %q: %v", step.before, err)
		}
		if raw, err := os.ReadFile(path); err != nil || string(raw) != step.after {
			t.Errorf("%q became %q, want %q; %v", step.before, raw, step.after, err)
		}
	}
	places := f.Glossary().Places("Der Baum.")
	if len(places) != 1 || places[0].Span.Start != 4 || places[0].Term.Targets()[1] != "tree" {
		t.Errorf("the term that was taken is found at %v", places)
	}
}

// TestFileGrows: lines are not added to TBX.
func TestFileGrows(t *testing.T) {
	for content, want := range map[string]bool{"Haus\thouse\n": true, "<tbx></tbx>": false} {
		path := filepath.Join(t.TempDir(), "terms")
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := glossary.OpenFile(path, language.German, language.English)
		if err != nil || f.Grows() != want {
			t.Errorf("%q: %v, %v", content, f.Grows(), err)
		}
	}
}
