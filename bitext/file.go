package bitext

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// ReadFile reads the documents of a bitext file in the native format, with the edits that lie beside it applied. As
// with [Read], the documents are usable also where there is an error.
func ReadFile(path string) ([]*Bitext, error) {
	docs, _, err := readEdited(path)
	return docs, err
}

// readEdited is ReadFile with the edits that were applied.
func readEdited(path string) ([]*Bitext, []Edit, error) {
	file, err := plainfile.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	docs, err := Read(file, path)
	edits, editsErr := ReadEditsFile(EditsPath(path))
	ApplyAll(docs, edits)
	return docs, edits, errors.Join(err, editsErr)
}

// Readable is [ReadFiles] without the errors, which failed is called with instead.
func Readable(paths []string, failed func(error)) iter.Seq2[*Bitext, error] {
	return func(yield func(*Bitext, error) bool) {
		for b, err := range ReadFiles(paths) {
			if err != nil {
				failed(err)
			} else if !yield(b, nil) {
				return
			}
		}
	}
}

// ReadFiles yields the documents of bitext files as [ReadFile] reads them. An error concerns one file, and comes before
// what could be read of it; the others still come.
func ReadFiles(paths []string) iter.Seq2[*Bitext, error] {
	return func(yield func(*Bitext, error) bool) {
		for _, path := range paths {
			docs, err := ReadFile(path)
			if err != nil && !yield(nil, err) {
				return
			}
			for _, b := range docs {
				if !yield(b, nil) {
					return
				}
			}
		}
	}
}

// Files returns path if it is a file; of a folder it returns the paths of the bitext files in it and below, in a
// stable order, but none in hidden folders, where shards of a run lie. It is an error if there are none, and if a
// bitext or edits are links that lead out of the folder.
func Files(path string) ([]string, error) {
	files, _, err := FilesAndLinks(path)
	return files, err
}

// FilesAndLinks is [Files] that also returns the links to folders, which are not followed.
func FilesAndLinks(path string) (files, links []string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("no such input: %w", err)
	}
	if !info.IsDir() {
		return []string{path}, nil, nil
	}
	err = plainfile.WalkLinks(path, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err == nil && d.IsDir() && p != path && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case err == nil && !d.IsDir() && strings.HasSuffix(p, Suffix):
			files = append(files, p)
		case errors.Is(err, plainfile.ErrOutside) && !strings.HasSuffix(p, Suffix) &&
			!strings.HasSuffix(p, EditsSuffix):
			return nil // a file that is not read
		}
		return err
	}, func(p string) { links = append(links, p) })
	if err != nil {
		return nil, nil, err
	}
	if len(files) == 0 {
		err := errors.New(path + " holds no bitext")
		return nil, nil, advice.With(err, "bitexts end in "+Suffix+"; satzpaar translate writes them")
	}
	return files, links, nil
}

// Owner returns which of the bitext files at paths the edits of a file are about: the one that it is named after, or,
// since browsers rename what they save and names may be there twice, the one that holds most of the sentences. Where
// another holds as many, that is the rival. Without an owner, neither name nor sentences fit any file. Files that
// cannot be read whole may hold more of the sentences than was seen: the error names them, and the answer is made from
// the rest.
func Owner(paths []string, file string, edits []Edit) (owner, rival string, err error) {
	var named []string
	for _, p := range paths {
		if filepath.Base(EditsPath(p)) == filepath.Base(file) {
			named = append(named, p)
		}
	}
	if len(named) == 1 {
		return named[0], "", nil
	}
	if len(named) > 1 {
		paths = named
	}
	most := 0
	for _, p := range paths {
		docs, readErr := ReadFile(p)
		err = errors.Join(err, readErr)
		keys := map[Key]bool{}
		for _, b := range docs {
			for _, k := range Keys(b) {
				keys[k] = true
			}
		}
		n := 0
		for i := range edits {
			if keys[edits[i].Key] {
				n++
			}
		}
		switch {
		case n > most:
			owner, most, rival = p, n, ""
		case n == most && n > 0:
			rival = p
		}
	}
	return owner, rival, err
}
