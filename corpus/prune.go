package corpus

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
)

// Stale returns the names of the documents that have a bitext in the folder and are not among the inputs, in order:
// their sources were removed or renamed, or were not given this time.
func (f *Folder) Stale(inputs []Input) ([]string, error) {
	given := make(map[string]bool, len(inputs))
	for _, in := range inputs {
		given[in.Name] = true
	}
	var stale []string
	err := fs.WalkDir(f.root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if isHidden(p, d) {
			return fs.SkipDir
		}
		if name, ok := strings.CutSuffix(p, bitext.Suffix); ok && d.Type().IsRegular() && !given[name] {
			stale = append(stale, name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("output folder %s: %w", f.Dir, err)
	}
	slices.Sort(stale)
	return stale, nil
}

// Prune removes what the writers have written for stale documents, but nothing that is also an output of one of the
// inputs. What people have written, edits, drafts and annotations, stays.
func (f *Folder) Prune(stale []string, inputs []Input, writers []Writer) error {
	wanted := map[string]bool{}
	for _, in := range inputs {
		for _, w := range writers {
			wanted[w.Output(in.Name)] = true
		}
	}
	var failed error
	for _, name := range stale {
		for _, w := range writers {
			if out := w.Output(name); !wanted[out] {
				failed = errors.Join(failed, f.removePlain(out))
			}
		}
	}
	return failed
}

// removePlain removes a plain file, if it is there.
func (f *Folder) removePlain(name string) error {
	info, err := f.root.Lstat(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && !info.Mode().IsRegular() {
		err = errNotPlain
	}
	if err == nil {
		err = f.Remove(name)
	}
	if err != nil {
		return fmt.Errorf("removing %s: %w", f.path(name), err)
	}
	return nil
}
