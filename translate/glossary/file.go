package glossary

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"sync"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/advice"
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

	adding sync.Mutex // one term after the other, so that one that is added twice is seen to be

	reading sync.Mutex // guards the four that follow
	state   string     // of the file when it was last read; empty: it could not be
	trouble string     // why it could not be read, or its terms could not; else empty
	tbx     bool
	follow  func([]translate.Term)

	mu      sync.Mutex // guards what follows
	last    *Glossary
	version int
}

// OpenFile reads the glossary at path; see [Read].
func OpenFile(path string, from, to language.Tag) (*File, error) {
	f := &File{path: path, from: from, to: to, follow: func([]translate.Term) {}}
	if err := f.reread(); err != nil {
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
	err := f.refresh()
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.version, err
}

// Grows reports whether terms can be added to the file, which is text then: to TBX they cannot.
func (f *File) Grows() bool {
	f.reading.Lock()
	defer f.reading.Unlock()
	return !f.tbx
}

// Add adds a suggestion to the file by addLine, which is given the path and the line. The file may be another one by
// now: it is read first, so that nothing is added to a file that cannot be read or has become TBX, and nothing a second
// time.
func (f *File) Add(s *Suggestion, addLine func(path, line string) error) error {
	f.adding.Lock()
	defer f.adding.Unlock()
	if err := f.reread(); err != nil {
		return err
	}
	if f.Glossary().Has(s.Source, s.Target) {
		return nil
	}
	if !f.Grows() {
		return advice.With(fmt.Errorf("glossary %s is TBX now, to which lines cannot be added", f.path),
			"add the term with the program that maintains it")
	}
	if err := addLine(f.path, s.Line()); err != nil {
		return fmt.Errorf("glossary %s: %w", f.path, err)
	}
	return f.reread()
}

// refresh reads the file again if it is not what it was. It returns an error only if that is not the one of the last
// time.
func (f *File) refresh() error {
	f.reading.Lock()
	defer f.reading.Unlock()
	state := f.now()
	if state == f.state && state != "" {
		return nil
	}
	before := f.trouble
	if err := f.read(state); err != nil && err.Error() != before {
		return err
	}
	return nil
}

// reread reads the file again.
func (f *File) reread() error {
	f.reading.Lock()
	defer f.reading.Unlock()
	return f.read(f.now())
}

// now returns which state the file is in; empty if it cannot be looked at.
func (f *File) now() string {
	info, err := os.Stat(f.path)
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.Size(), " ", info.ModTime().UnixNano())
}

// read reads the file, which was in that state before. A file that cannot be opened may be the same when it can be, say
// because another program held it: its state is forgotten, so that it is tried again. The caller holds reading.
func (f *File) read(state string) (err error) {
	defer func() {
		f.trouble = ""
		if err != nil {
			f.trouble = err.Error()
		}
	}()
	f.state = ""
	raw, err := plainfile.ReadFile(f.path)
	if err != nil {
		return fmt.Errorf("glossary: %w", err)
	}
	f.state, f.tbx = state, isTBX(raw)
	g, err := Read(f.path, bytes.NewReader(raw), f.from, f.to)
	if err != nil {
		return err
	}
	// Nobody else writes what is compared.
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
