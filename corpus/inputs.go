// Package corpus translates files and folders into an output folder: it finds the inputs, runs the pipeline over them
// in parallel, and writes every output at once or not at all.
package corpus

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// An Input is a file to translate.
type Input struct {
	Path string // on disk
	Name string // slash-separated, below its root: what outputs are named after
	Size int64
	// Format is the format of a file; empty: as its name has it.
	Format string

	part     *plannedPart // of a file of records, where it is cut; nil: all of it
	encoding string       // of a file that is cut
}

// Inputs are what [Find] found.
type Inputs struct {
	Files []Input
	// Other counts, by extension, the files in folders that were left out because no format claims them.
	Other map[string]int
	// Failed are the files and folders that could not be looked at.
	Failed []Failure
}

// A Failure is an input that could not be read, parsed or written.
type Failure struct {
	Document string `json:"document"`
	// Pair is the id of the sentence that failed; empty where the whole document did.
	Pair string `json:"pair,omitempty"`
	Line int    `json:"line,omitempty"` // in the source file, from 1
	Err  string `json:"error"`
}

// String returns the error with its document and line, which errors of whole documents name themselves.
func (f Failure) String() string {
	after, named := strings.CutPrefix(f.Err, f.Document)
	switch {
	case named && strings.IndexAny(after, ": ") == 0:
		return f.Err
	case f.Line > 0:
		return fmt.Sprintf("%s:%d: %s", f.Document, f.Line, f.Err)
	}
	return f.Document + ": " + f.Err
}

// Find lists the files that paths stand for, in a stable order. A path is a file, a folder, which is walked, or a
// pattern in the syntax of [filepath.Match]. Every path is a root of its own: the name of a file is its path below
// the folder that was given, or its base name. In folders, hidden files are left out, and so are the folder out and
// files without an extension in exts that [document.Placed] does not know either. It is an error if there is nothing at
// a path, or if two files would write the same output.
func Find(paths []string, exts []string, out string) (*Inputs, error) {
	in := &Inputs{Other: map[string]int{}}
	var outInfo fs.FileInfo
	if out != "" {
		outInfo, _ = os.Stat(out)
	}
	for _, p := range paths {
		matches := []string{p}
		info, err := os.Stat(p)
		if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(p, "*?[") {
			if matches, err = filepath.Glob(p); err != nil {
				return nil, fmt.Errorf("pattern %s: %w", p, err)
			}
			if len(matches) == 0 {
				return nil, fmt.Errorf("no file matches %s", p)
			}
		} else if err != nil {
			return nil, fmt.Errorf("no such input: %w", err)
		}
		for _, m := range matches {
			if m != p {
				if info, err = os.Stat(m); err != nil {
					in.fail(m, err)
					continue
				}
			}
			if !info.IsDir() && !info.Mode().IsRegular() {
				// Reading a device or a pipe might never end.
				err := fmt.Errorf("%s is neither a file nor a folder; - stands for standard input", m)
				if m == p {
					return nil, err
				}
				in.fail(m, err)
				continue
			}
			if !info.IsDir() {
				in.Files = append(in.Files, Input{Path: m, Name: filepath.Base(m), Size: info.Size()})
				continue
			}
			in.walk(m, exts, outInfo)
		}
	}
	return in, in.conflict()
}

// Settle decides about files that were named although their names do not show what they hold. They are of the given
// format, or, where that is empty, fail with what to do instead: text that is read by the wrong rules is lost.
func (in *Inputs) Settle(format string) {
	kept := in.Files[:0]
	for _, f := range in.Files {
		if !document.Known(f.Name) {
			if format == "" {
				e := document.Unread(f.Path)
				in.fail(f.Path, fmt.Errorf("%w; %s", e, e.Hint))
				continue
			}
			f.Format = format
		}
		kept = append(kept, f)
	}
	in.Files = kept
}

// container returns the format of a file of records; nil for a single document.
func (f *Input) container() *document.Container {
	if f.Format != "" {
		return document.ContainerNamed(f.Format)
	}
	return document.ContainerFor(f.Name)
}

func (in *Inputs) fail(name string, err error) {
	in.Failed = append(in.Failed, Failure{Document: filepath.ToSlash(name), Err: err.Error()})
}

func (in *Inputs) walk(root string, exts []string, out fs.FileInfo) {
	err := plainfile.Walk(root, func(p string, entry fs.DirEntry, err error) error {
		hidden := entry != nil && strings.HasPrefix(entry.Name(), ".") && p != root
		e := strings.ToLower(ext(p))
		read := !hidden && (slices.Contains(exts, e) || document.Placed(filepath.ToSlash(p)))
		if errors.Is(err, plainfile.ErrOutside) && !read {
			return nil // would not be read from this folder either
		}
		var info fs.FileInfo
		if err == nil {
			info, err = entry.Info()
		}
		if err != nil {
			in.fail(p, err)
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			if hidden || out != nil && os.SameFile(info, out) {
				return fs.SkipDir
			}
			return nil
		}
		if hidden || !info.Mode().IsRegular() {
			return nil
		}
		if !read {
			in.Other[e]++
			return nil
		}
		name, err := filepath.Rel(root, p)
		if err != nil {
			in.fail(p, err)
			return nil
		}
		in.Files = append(in.Files, Input{Path: p, Name: filepath.ToSlash(name), Size: info.Size()})
		return nil
	})
	if err != nil {
		in.fail(root, err)
	}
}

// Sample keeps n of the files, chosen by the hash of their names: the same ones every time, from all over the corpus,
// and those of a smaller sample are in every larger one.
func (in *Inputs) Sample(n int) {
	if n >= len(in.Files) {
		return
	}
	hash := func(f Input) [sha256.Size]byte { return sha256.Sum256([]byte(f.Name)) }
	order := slices.Clone(in.Files)
	slices.SortFunc(order, func(a, b Input) int {
		x, y := hash(a), hash(b)
		return bytes.Compare(x[:], y[:])
	})
	chosen := make(map[string]bool, n)
	for _, f := range order[:n] {
		chosen[f.Name] = true // no two files have the same name
	}
	in.Files = slices.DeleteFunc(in.Files, func(f Input) bool { return !chosen[f.Name] })
}

// conflict returns an error if two inputs would write the same output. Names that differ only in case count as the
// same: file systems differ about that.
func (in *Inputs) conflict() error {
	seen := make(map[string]string, len(in.Files))
	for _, f := range in.Files {
		key := strings.ToLower(path.Clean(f.Name))
		if other, ok := seen[key]; ok {
			return fmt.Errorf(
				"%s and %s would both write %s: give their common parent folder, or translate them in two runs",
				other,
				f.Path,
				f.Name,
			)
		}
		seen[key] = f.Path
	}
	return nil
}
