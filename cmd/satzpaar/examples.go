package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
)

// learn takes what people wrote in the output folder, and in those of --examples, as examples for prompted backends.
func (j *job) learn(out string) error {
	if j.flags.noExamples || j.auto { // documents in any language have no pair to compare with
		return nil
	}
	pair, err := j.config.Pair()
	if err != nil {
		return j.misuse(err)
	}
	dirs := slices.Clone(j.flags.examples)
	if info, err := os.Stat(out); err == nil && info.IsDir() { // of anything else the run itself complains
		dirs = append(dirs, out)
	}
	for _, dir := range dirs {
		list, err := editedExamples(dir, pair)
		var line *bitext.LineError
		switch {
		case errors.As(err, &line) && dir == out: // the run itself says so
		case errors.As(err, &line):
			j.say("%v", err)
		case err != nil:
			return usage(fmt.Errorf("edits as examples: %w", err), "--no-examples leaves them out")
		}
		j.config.Examples = append(j.config.Examples, list...)
	}
	return nil
}

// editedExamples returns what people wrote in place of the machine's translations in an output folder, for documents
// of a language pair.
func editedExamples(dir string, pair lang.Pair) ([]translate.Example, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var out []translate.Example
	var damaged error
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && name != "." && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		document, ok := strings.CutSuffix(name, bitext.EditsSuffix)
		if err != nil || !ok || !d.Type().IsRegular() || !translates(root, document+bitext.Suffix, pair) {
			return err
		}
		f, err := plainfile.OpenIn(root, filepath.FromSlash(name))
		if err != nil {
			return err
		}
		defer f.Close()
		edits, err := bitext.ReadEdits(f, filepath.Join(dir, filepath.FromSlash(name)))
		damaged = errors.Join(damaged, err) // the rest can be used
		for _, e := range bitext.Written(edits) {
			out = append(out, translate.Example{Source: e.Source, Target: *e.Target})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, damaged
}

// longestHeader bounds the first line of a bitext, in bytes.
const longestHeader = 64 << 10

// translates reports whether the bitext of that name is of a language pair, by its first line.
func translates(root *os.Root, name string, pair lang.Pair) bool {
	f, err := plainfile.OpenIn(root, filepath.FromSlash(name))
	if err != nil {
		return false
	}
	defer f.Close()
	line, err := bufio.NewReader(io.LimitReader(f, longestHeader)).ReadBytes('\n')
	var h bitext.Header
	if err != nil || json.Unmarshal(line, &h) != nil {
		return false
	}
	return pair.Same(lang.Pair{From: language.Make(h.From), To: language.Make(h.To)})
}
