package models

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/translate"
)

// OpenCarried opens files of models that someone carried over: a folder or a zip archive. They have the names that
// they have in [Info], or end with .gz or .zst in addition, and may lie in a folder with the model's name; or they are
// those of an OPUS-MT model.
func OpenCarried(name string) (files fs.FS, closed func() error, err error) {
	if st, err := os.Stat(name); err == nil && st.IsDir() {
		root, err := os.OpenRoot(name)
		if err != nil {
			return nil, nil, err
		}
		return root.FS(), root.Close, nil
	}
	file, err := plainfile.Open(name)
	if err != nil {
		return nil, nil, err
	}
	st, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	archive, err := zip.NewReader(file, st.Size())
	if err != nil {
		file.Close()
		return nil, nil, fmt.Errorf("%s is neither a folder nor a zip archive: %w", name, err)
	}
	return archive, file.Close, nil
}

// carried is the source of files that someone carried over.
var carried = source{name: "the files given", find: func(_ context.Context, p *Puller, want Info) (Info, error) {
	found := want
	found.Files = nil
	for _, f := range want.Files {
		f, err := p.carriedFile(want.Name, f)
		if err != nil {
			return Info{}, err
		}
		found.Files = append(found.Files, f)
	}
	return found, nil
}}

// carriedFile returns a file as one that comes from those that someone carried over: beside them or in their folder.
func (p *Puller) carriedFile(folder string, f File) (File, error) {
	for _, folder := range []string{".", folder} {
		for _, suffix := range []string{"", ".gz", ".zst"} {
			name := path.Join(folder, f.Name+suffix)
			if st, err := fs.Stat(p.Carried, name); err == nil && st.Mode().IsRegular() {
				f.URL, f.Served = "", Content{}
				f.open = func() (io.ReadCloser, error) { return p.Carried.Open(name) }
				return f, nil
			}
		}
	}
	return File{}, translate.Errorf(translate.Invalid, pullBackend,
		"%s not found, nor %[1]s.gz or %[1]s.zst", f.Name)
}
