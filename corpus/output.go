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
	"slices"
)

// summaryFile marks a folder as an output folder of satzpaar. It is written first and, with the figures, last.
const summaryFile = "satzpaar.json"

// ErrForeign says that an output folder holds something that satzpaar did not write.
var ErrForeign = errors.New("is not empty and not an output folder of satzpaar")

// A Folder is an output folder.
type Folder struct {
	Dir     string
	claimed *os.File // the folder itself, which is locked as long as it is used
}

// OpenFolder makes the folder dir or continues an earlier one, from which it removes what a run that was killed has left half-written. It refuses a file in its
// place, and a folder with other things in it, with an error that wraps [ErrForeign].
func OpenFolder(dir string) (*Folder, error) {
	f := &Folder{Dir: dir}
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fmt.Errorf("output folder %s: %w", dir, err)
		}
	case err != nil:
		return nil, fmt.Errorf("output folder %s: %w", dir, err)
	// A run that was killed at its very start has left no more than the summary half-written.
	case slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !isTemporary(e.Name()) }):
		raw, err := os.ReadFile(f.path(summaryFile))
		var s Summary
		if err != nil || json.Unmarshal(raw, &s) != nil || s.Satzpaar == "" {
			return nil, fmt.Errorf("output folder %s %w", dir, ErrForeign)
		}
		if err := f.claim(); err != nil {
			return nil, fmt.Errorf("output folder %s: removing what a killed run has left: %w", dir, err)
		}
		return f, nil
	}
	if err := f.claim(); err != nil {
		return nil, fmt.Errorf("output folder %s: %w", dir, err)
	}
	// An unfinished summary marks the folder from the start, so that an interrupted run can be continued.
	return f, f.WriteSummary(&Summary{Satzpaar: "unfinished"})
}

func (f *Folder) path(name string) string { return filepath.Join(f.Dir, filepath.FromSlash(name)) }

// Write writes a file of the folder: whole, or not at all. Folders on the way are made.
func (f *Folder) Write(name string, write func(w io.Writer) error) error {
	p, err := f.create(name)
	if err != nil {
		return err
	}
	defer p.abort()
	if err := write(p); err != nil {
		return fmt.Errorf("output %s: %w", p.path, err)
	}
	return p.commit()
}

// A pending file takes its place only when it is committed.
type pending struct {
	*bufio.Writer
	file *os.File
	path string
}

func (f *Folder) create(name string) (*pending, error) {
	path := f.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("output %s: %w", path, err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), temporary+"*")
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", path, err)
	}
	return &pending{bufio.NewWriterSize(file, 1<<16), file, path}, nil
}

// commit gives the file its name.
func (p *pending) commit() error {
	err := errors.Join(p.Flush(), p.file.Chmod(0o644), p.file.Close())
	if err == nil {
		err = os.Rename(p.file.Name(), p.path)
	}
	if err != nil {
		return fmt.Errorf("output %s: %w", p.path, err)
	}
	return nil
}

// abort removes a file that was not committed; after commit it does nothing.
func (p *pending) abort() {
	p.file.Close()
	os.Remove(p.file.Name())
}

// WriteSummary writes satzpaar.json.
func (f *Folder) WriteSummary(s *Summary) error {
	return f.Write(summaryFile, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(s)
	})
}
