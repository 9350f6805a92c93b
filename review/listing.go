package review

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
)

// A listing is what the folders below one hold, of which only those that have changed are read again: a run may have a
// hundred thousand documents, and its pages ask what there is with every change.
type listing struct {
	now     func() time.Time // nil: all are read again
	folders map[string]*listed
}

// A listed is what a folder held when it was read.
type listed struct {
	changed time.Time // the modification time of the folder
	settled bool      // that was long before: what came later would have changed it
	// Names from the top, with slashes: of the documents, of those with a file of edits, and of folders.
	documents, written, folders []string
}

// settles is how long after a change another one is sure to give a folder a later modification time: file systems count
// time in steps of up to two seconds.
const settles = 3 * time.Second

// read looks at the folders below dir, and reports whether one of them is another one than the last time.
func (l *listing) read(dir string) (fresh bool, err error) {
	found := make(map[string]*listed, len(l.folders))
	if fresh, err = l.look(dir, "", found); err != nil {
		return false, err
	}
	l.folders = found
	return fresh, nil
}

// look adds the folder of that name, and those below, to found.
func (l *listing) look(dir, name string, found map[string]*listed) (fresh bool, err error) {
	at := filepath.Join(dir, filepath.FromSlash(name))
	info, err := os.Stat(at)
	if err != nil {
		return false, err
	}
	have := l.folders[name]
	if have == nil || !have.settled || !have.changed.Equal(info.ModTime()) {
		last := have
		if have, err = listFolder(at, name); err != nil {
			return false, err
		}
		have.changed = info.ModTime()
		have.settled = l.now != nil && l.now().Sub(have.changed) > settles
		fresh = last == nil || !slices.Equal(last.documents, have.documents) ||
			!slices.Equal(last.written, have.written) || !slices.Equal(last.folders, have.folders)
	}
	found[name] = have
	for _, below := range have.folders {
		other, err := l.look(dir, below, found)
		if err != nil {
			return false, err
		}
		fresh = fresh || other
	}
	return fresh, nil
}

// listFolder reads a folder, of that name from the top. Only plain files and folders count, no links.
func listFolder(at, name string) (*listed, error) {
	entries, err := os.ReadDir(at)
	if err != nil {
		return nil, err
	}
	out := &listed{}
	for _, e := range entries {
		full := path.Join(name, e.Name())
		if e.IsDir() {
			out.folders = append(out.folders, full)
		}
		if !e.Type().IsRegular() {
			continue
		}
		if document, ok := strings.CutSuffix(full, bitext.Suffix); ok {
			out.documents = append(out.documents, document)
		} else if document, ok := strings.CutSuffix(full, bitext.EditsSuffix); ok {
			out.written = append(out.written, document)
		}
	}
	return out, nil
}

// documents returns the names of all documents, and of those with a file of edits, in order.
func (l *listing) documents() (names, written []string) {
	for _, f := range l.folders {
		names = append(names, f.documents...)
		written = append(written, f.written...)
	}
	slices.Sort(names)
	slices.Sort(written)
	return names, written
}
