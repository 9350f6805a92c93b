package corpus_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
)

// TestEditedExamples: what people wrote is found in the documents of the language pair, and damaged lines do not hide
// the others.
func TestEditedExamples(t *testing.T) {
	header := func(from string) string {
		return `{"satzpaar":1,"document":"a","format":"txt","encoding":"utf-8","from":"` + from + `","to":"en"}` + "\n"
	}
	edit := func(source, target string) string {
		return `{"source":"` + source + `","target":"` + target + `","machine":"m","time":"2026-01-01T00:00:00Z"}` + "\n"
	}
	dir := tree(t, map[string]string{
		"out/a.txt" + bitext.Suffix:                header("de-AT"),
		"out/a.txt" + bitext.EditsSuffix:           edit("Eins.", "One.") + "{torn\n",
		"out/sub/b.txt" + bitext.Suffix:            header("es"),
		"out/sub/b.txt" + bitext.EditsSuffix:       edit("Dos.", "Two."),
		"out/.satzpaar/c.txt" + bitext.Suffix:      header("de"),
		"out/.satzpaar/c.txt" + bitext.EditsSuffix: edit("Drei.", "Three."),
		"out/alone.txt" + bitext.EditsSuffix:       edit("Vier.", "Four."),
	})
	out := filepath.Join(dir, "out")
	got, err := corpus.EditedExamples(out, lang.GermanEnglish)
	var line *bitext.LineError
	if want := []translate.Example{{Source: "Eins.", Target: "One.", Machine: "m"}}; !slices.Equal(got, want) ||
		!errors.As(err, &line) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	got, err = corpus.EditedExamples(out, lang.Pair{From: language.Spanish, To: language.English})
	if want := []translate.Example{{Source: "Dos.", Target: "Two.", Machine: "m"}}; err != nil && !errors.As(err, &line) ||
		!slices.Equal(got, want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	file := filepath.Join(out, "a.txt"+bitext.Suffix)
	if _, err := corpus.EditedExamples(file, lang.GermanEnglish); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("a file: %v", err)
	}
	if _, err := corpus.EditedExamples(filepath.Join(dir, "missing"), lang.GermanEnglish); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestTaughtBy: the folder of the run may be missing or damaged without a word, another is named or is an error.
func TestTaughtBy(t *testing.T) {
	edits := `{"source":"Eins.","target":"One.","machine":"m","time":"2026-01-01T00:00:00Z"}` + "\n{torn\n"
	dir := tree(t, map[string]string{
		"out/a.txt" + bitext.Suffix: `{"satzpaar":1,"document":"a","format":"txt","encoding":"utf-8","from":"de","to":"en"}` +
			"\n",
		"out/a.txt" + bitext.EditsSuffix: edits,
	})
	out, missing := filepath.Join(dir, "out"), filepath.Join(dir, "missing")
	file := filepath.Join(out, "a.txt"+bitext.Suffix)
	for _, test := range []struct {
		name          string
		folders       []string
		own           string
		taught, noted int
		trouble       error
	}{
		{"none", nil, out, 0, 0, nil},
		{"its own", []string{out}, out, 1, 0, nil},
		{"another", []string{out}, missing, 1, 1, nil},
		{"its own, and that is missing", []string{out, missing}, missing, 1, 1, nil},
		{"its own, and that is a file", []string{file}, file, 0, 0, nil},
		{"another, and that is missing", []string{out, missing}, out, 0, 0, fs.ErrNotExist},
		{"another, and that is a file", []string{file}, out, 0, 0, syscall.ENOTDIR},
	} {
		noted := 0
		got, err := corpus.TaughtBy(test.folders, test.own, lang.GermanEnglish, func(err error) {
			if noted++; !bitext.OnlyDamaged(err) {
				t.Errorf("%s: noted %v", test.name, err)
			}
		})
		if len(got) != test.taught || noted != test.noted || !errors.Is(err, test.trouble) {
			t.Errorf("%s: %v, %d noted, %v", test.name, got, noted, err)
		}
	}
}
