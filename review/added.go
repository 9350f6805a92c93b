package review

import (
	"errors"
	"io/fs"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
)

// An addedFile is a file that lines are only ever added to, as it was read.
type addedFile[T any] struct {
	version string
	size    int64 // in bytes
	content T
	trouble string // lines that could not be read
}

// addedFiles are the files of one kind beside bitexts. What was read is kept until the file is another one.
type addedFiles[T any] struct {
	what string // they hold
	read func(path string) (T, error)

	mu   sync.Mutex
	kept map[string]*addedFile[T] // by document
}

// newAddedFiles returns files of what is named, which read reads. Where its error is about damaged lines alone, the
// others count.
func newAddedFiles[T any](what string, read func(path string) (T, error)) *addedFiles[T] {
	return &addedFiles[T]{what: what, read: read, kept: map[string]*addedFile[T]{}}
}

// of returns the file of a document, which lies at path, and an empty one where there is none. It is shared and must
// not be changed.
func (a *addedFiles[T]) of(name, path string) (*addedFile[T], error) {
	version, size, err := fileVersion(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &addedFile[T]{}, nil
	}
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	f := a.kept[name]
	a.mu.Unlock()
	if f != nil && f.version == version {
		return f, nil
	}
	f = &addedFile[T]{version: version, size: size}
	f.content, err = a.read(path)
	switch {
	case bitext.OnlyDamaged(err):
		f.trouble = "Lines of the file of " + a.what + " could not be read and are left out: " + brief(err)
	case err != nil:
		return nil, err
	}
	a.mu.Lock()
	a.kept[name] = f
	a.mu.Unlock()
	return f, nil
}

// forget has the file of a document read again after it was added to: a clock may be too coarse to tell two states
// apart.
func (a *addedFiles[T]) forget(name string) {
	a.mu.Lock()
	delete(a.kept, name)
	a.mu.Unlock()
}
