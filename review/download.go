package review

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// translatedName returns the name that a run gives the translated document: "a.txt.en.txt" for "a.txt". The extension
// of a compression comes with the one before it.
func translatedName(name, to string) string {
	ext := path.Ext(name)
	switch strings.ToLower(ext) {
	case ".gz", ".zst", ".zstd":
		ext = path.Ext(strings.TrimSuffix(name, ext)) + ext
	}
	return name + "." + to + ext
}

// openTranslated opens the translated document beside a bitext.
func (f *folder) openTranslated(name string) (file *os.File, as string, err error) {
	to, err := f.language(name)
	if err != nil {
		return nil, "", err
	}
	as = translatedName(name, to)
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, "", err
	}
	defer root.Close()
	file, err = plainfile.OpenIn(root, filepath.FromSlash(as))
	return file, as, err
}

// language returns the target language of a document. It stands in the first line of a bitext, and to download a corpus
// is not a reason to read all of it.
func (f *folder) language(name string) (string, error) {
	if _, err := f.version(name); err != nil {
		return "", err
	}
	p, err := f.path(name)
	if err != nil {
		return "", err
	}
	file, err := plainfile.Open(p)
	if err != nil {
		return "", err
	}
	defer file.Close()
	line, err := bufio.NewReader(io.LimitReader(file, 64<<10)).ReadBytes('\n')
	if err == nil {
		if docs, _ := bitext.Read(bytes.NewReader(line), p); len(docs) == 1 && docs[0].To != "" {
			return docs[0].To, nil
		}
	}
	d, err := f.read(name) // one that was damaged
	if err != nil {
		return "", err
	}
	return d.machine[0].To, nil
}

// download sends the translated document in its own format, as it was last written: after every edit where the sources
// are known, else by the last run.
func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("d")
	file, as, err := s.dir.openTranslated(name)
	if err != nil {
		fail(w, err)
		return
	}
	defer file.Close()
	s.log(r, s.person(r).Name, "downloaded", name, 0)
	attach(w, path.Base(as), "application/octet-stream")
	_, _ = io.Copy(w, file) // the reader is gone if this fails
}

func attach(w http.ResponseWriter, name, contentType string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}

// downloadAll sends all translated documents that there are as a zip file, which is written while it is sent.
func (s *Server) downloadAll(w http.ResponseWriter, r *http.Request) {
	names, err := s.dir.scan()
	if err != nil {
		fail(w, err)
		return
	}
	s.log(r, s.person(r).Name, "downloaded", "all", 0)
	attach(w, "translations.zip", "application/zip")
	z := zip.NewWriter(w)
	for _, name := range names {
		err := s.addTo(z, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // the run wrote no translated document
		}
		if err != nil || r.Context().Err() != nil {
			panic(http.ErrAbortHandler) // what was sent must not be taken for the whole
		}
	}
	if z.Close() != nil {
		panic(http.ErrAbortHandler)
	}
}

func (s *Server) addTo(z *zip.Writer, name string) error {
	file, as, err := s.dir.openTranslated(name)
	if err != nil {
		return err
	}
	defer file.Close()
	w, err := z.CreateHeader(&zip.FileHeader{Name: as, Method: zip.Deflate, Modified: s.now()})
	if err == nil {
		_, err = io.Copy(w, file)
	}
	return err
}

// downloadAddress returns the address of the translated document; empty where there is none.
func (s *Server) downloadAddress(name string) string {
	file, _, err := s.dir.openTranslated(name)
	if err != nil {
		return ""
	}
	_ = file.Close()
	return "download?" + url.Values{"d": {name}}.Encode()
}
