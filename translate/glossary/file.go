package glossary

import (
	"fmt"
	"sync"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// ReadFile reads the glossary at path; see [Read].
func ReadFile(path string, from, to language.Tag) (*Glossary, error) {
	file, err := plainfile.Open(path)
	if err != nil {
		return nil, fmt.Errorf("glossary: %w", err)
	}
	defer file.Close()
	return Read(path, file, from, to)
}

// A File is a glossary that grows while people use it. It is safe for concurrent use.
type File struct {
	path     string
	from, to language.Tag
	tbx      bool

	mu   sync.Mutex
	last *Glossary
}

// OpenFile reads the glossary at path; see [Read].
func OpenFile(path string, from, to language.Tag) (*File, error) {
	raw, err := plainfile.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("glossary: %w", err)
	}
	f := &File{path: path, from: from, to: to, tbx: isTBX(raw)}
	return f, f.reread()
}

// Glossary returns the terms that the file had when it was last read.
func (f *File) Glossary() *Glossary {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last
}

// Grows reports whether terms can be added to the file, which is text then: to TBX they cannot.
func (f *File) Grows() bool { return !f.tbx }

// Add adds a suggestion to the file by addLine, which is given the path and the line. The file may be another one by
// now: it is read first, so that nothing is added to a file that cannot be read, and nothing a second time.
func (f *File) Add(s *Suggestion, addLine func(path, line string) error) error {
	if err := f.reread(); err != nil {
		return err
	}
	if f.Glossary().Has(s.Source, s.Target) {
		return nil
	}
	if err := addLine(f.path, s.Line()); err != nil {
		return fmt.Errorf("glossary %s: %w", f.path, err)
	}
	return f.reread()
}

// reread reads the file again.
func (f *File) reread() error {
	g, err := ReadFile(f.path, f.from, f.to)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = g
	return nil
}
