package corpus

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
)

// EditedExamples returns what people wrote in place of the machine's translations in an output folder, for documents of
// a language pair. Where an error is about damaged lines alone, see [bitext.OnlyDamaged], the examples are the others.
func EditedExamples(dir string, pair lang.Pair) ([]translate.Example, error) {
	// Opening a pipe would wait for whoever writes to it.
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: syscall.ENOTDIR}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var out []translate.Example
	var damaged error
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && isHidden(name, d) {
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
			out = append(out, translate.Example{Source: e.Source, Target: *e.Target, Machine: e.Machine})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, damaged
}

// TaughtBy returns the examples that the edits of output folders hold, see [EditedExamples]. Damaged lines are noted
// and left out. Where one of the folders is own, that of the run itself, it need not be there, and its damaged lines are
// not noted, since the run does that.
func TaughtBy(folders []string, own string, pair lang.Pair, note func(error)) ([]translate.Example, error) {
	var out []translate.Example
	for _, dir := range folders {
		list, err := EditedExamples(dir, pair)
		damaged := bitext.OnlyDamaged(err)
		switch {
		case dir == own && (damaged || errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)):
		case damaged:
			note(err)
		case err != nil:
			return nil, fmt.Errorf("edits as examples: %w", err)
		}
		out = append(out, list...)
	}
	return out, nil
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
