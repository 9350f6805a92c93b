package glossary

import (
	"fmt"
	"os"
	"slices"
	"sync"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/translate"
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

// A File is a glossary that changes while people use it. It is safe for concurrent use.
type File struct {
	path     string
	from, to language.Tag

	reading sync.Mutex // guards the two that follow
	state   string     // of the file when it was last read
	follow  func([]translate.Term)

	mu      sync.Mutex // guards what follows
	last    *Glossary
	version int
}

// OpenFile reads the glossary at path; see [Read].
func OpenFile(path string, from, to language.Tag) (*File, error) {
	f := &File{path: path, from: from, to: to, follow: func([]translate.Term) {}}
	if err := f.reread(false); err != nil {
		return nil, err
	}
	return f, nil
}

// Glossary returns the terms that the file had when it was last read.
func (f *File) Glossary() *Glossary {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last
}

// Follow has changed called with the terms whenever they have changed. Call it before the first [File.Add] or
// [File.Current].
func (f *File) Follow(changed func([]translate.Term)) { f.follow = changed }

// Current reads the file again if it has changed, and returns the number of states that the terms have been in. A file
// that cannot be read leaves them as they were; its error is returned once.
func (f *File) Current() (int, error) {
	f.reading.Lock()
	err := f.reread(true)
	f.reading.Unlock()
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.version, err
}

// Grows reports whether terms can be added to the file: to TBX they cannot.
func (f *File) Grows() bool { return !f.Glossary().tbx }

// Add adds a suggestion to the file by addLine, which is given the path and the line. The file may have
// changed: it is read first, so that nothing is added to a file that cannot be read, and nothing a second time.
func (f *File) Add(s *Suggestion, addLine func(path, line string) error) error {
	f.reading.Lock() // or two that add the same would both find it missing
	defer f.reading.Unlock()
	if err := f.reread(false); err != nil {
		return err
	}
	if f.Glossary().Has(s.Source, s.Target) {
		return nil
	}
	if err := addLine(f.path, s.Line()); err != nil {
		return fmt.Errorf("glossary %s: %w", f.path, err)
	}
	return f.reread(false)
}

// reread reads the file again; with changed, only if its size or time is not what it was. The caller holds reading.
func (f *File) reread(changed bool) error {
	state := ""
	if info, err := os.Stat(f.path); err == nil {
		state = fmt.Sprint(info.Size(), " ", info.ModTime().UnixNano())
	}
	if changed && state == f.state {
		return nil
	}
	f.state = state
	g, err := ReadFile(f.path, f.from, f.to)
	if err != nil {
		return err
	}
	// last is written here alone, under reading.
	if f.last != nil && slices.Equal(g.Terms(), f.last.Terms()) {
		return nil
	}
	f.follow(g.Terms())
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = g
	f.version++
	return nil
}
