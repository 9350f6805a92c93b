package glossary_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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
	const tbx = "<tbx></tbx>"
	write(first)
	f, err := glossary.OpenFile(path, language.German, language.English)
	if err != nil {
		t.Fatal(err)
	}
	tree := glossary.Suggestion{Term: translate.Term{Source: "Baum", Target: "tree"}, Instead: "wood", Changes: 2}
	for _, step := range []struct{ before, after, trouble string }{
		{first + foreign, first + foreign + taken, ""},
		{first + taken, first + taken, ""},
		{tbx, tbx, "terms.tsv is TBX now"},
		{first, first + taken, ""},
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

// houses makes a glossary of one term and opens it.
func houses(t *testing.T) (path string, f *glossary.File) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "terms.tsv")
	if err := os.WriteFile(path, []byte("Haus\thouse\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := glossary.OpenFile(path, language.German, language.English)
	if err != nil {
		t.Fatal(err)
	}
	return path, f
}

// TestFileAddTogether: of several who add the same term at once, one does.
func TestFileAddTogether(t *testing.T) {
	_, f := houses(t)
	var added atomic.Int32
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			tree := glossary.Suggestion{Term: translate.Term{Source: "Baum", Target: "tree"}}
			if err := f.Add(&tree, func(path, line string) error {
				added.Add(1)
				time.Sleep(20 * time.Millisecond) // as a disk may
				return os.WriteFile(path, []byte("Haus\thouse\n"+line+"\n"), 0o644)
			}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := added.Load(); n != 1 {
		t.Errorf("the term was added %d times", n)
	}
}

// TestFileHeld: a file that could not be opened for a time, say because another program held it, is read as soon as it
// can be, though it is in the same state; until then the error is returned once.
func TestFileHeld(t *testing.T) {
	path, f := houses(t)
	// A folder that is as long and as old as the file to come.
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o755)); err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		if err := os.WriteFile(filepath.Join(path, fmt.Sprint("a file ", i)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	text := "Baum\ttree\n"
	if int(info.Size()) <= len(text) {
		t.Skip("this file system does not give folders a length")
	}
	if version, err := f.Current(); version != 1 || err == nil {
		t.Errorf("a folder: version %d, %v", version, err)
	}
	if version, err := f.Current(); version != 1 || err != nil {
		t.Errorf("a folder, again: version %d, %v", version, err)
	}
	text += "#" + strings.Repeat(" ", int(info.Size())-len(text)-1)
	err = errors.Join(os.RemoveAll(path), os.WriteFile(path, []byte(text), 0o644),
		os.Chtimes(path, info.ModTime(), info.ModTime()))
	if err != nil {
		t.Fatal(err)
	}
	if version, err := f.Current(); version != 2 || err != nil || !f.Glossary().Has("Baum", "tree") {
		t.Errorf("once it can be opened: version %d, %v", version, err)
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

// TestFileCurrent: what somebody else writes into the file counts while it is used; a file that cannot be read is
// reported once and leaves the terms as they were.
func TestFileCurrent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "terms.tsv")
	var f *glossary.File
	var followed []string
	version := 0
	for _, step := range []struct {
		text            string
		newer           bool
		found, troubles int
	}{
		{"Haus\thouse\n", true, 0, 0},
		{"Haus\thouse\nBaum\ttree\n", true, 1, 0},
		{"# as before\nHaus\thouse\nBaum\ttree\n", false, 1, 0},
		{"Haus\n", false, 1, 1},
		{"Baum\ttree\n", true, 1, 0},
	} {
		if err := os.WriteFile(path, []byte(step.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if f == nil {
			var err error
			if f, err = glossary.OpenFile(path, language.German, language.English); err != nil {
				t.Fatal(err)
			}
			f.Follow(func(terms []translate.Term) {
				var line []string
				for _, one := range terms {
					line = append(line, one.Source)
				}
				followed = append(followed, strings.Join(line, " "))
			})
		}
		troubles := 0
		for range 2 {
			now, err := f.Current()
			if (now > version) != step.newer {
				t.Errorf("%q: version %d after %d", step.text, now, version)
			}
			if err != nil {
				troubles++
			}
			version, step.newer = now, false
		}
		if found := len(f.Glossary().Places("Der Baum.")); found != step.found || troubles != step.troubles {
			t.Errorf("%q: %d terms are found, want %d; %d errors, want %d", step.text, found, step.found, troubles, step.troubles)
		}
	}
	if want := []string{"Haus Baum", "Baum"}; !slices.Equal(followed, want) {
		t.Errorf("followed %q, want %q", followed, want)
	}
}
