package corpus

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/pipeline"
)

// A Rerenderer writes the translated documents of an output folder anew when reviewers have edited them.
type Rerenderer struct {
	dir     string
	sources map[string]string // name of a document → its source file
	now     func() time.Time

	mu      sync.Mutex
	waiting map[string]string // name → bitext
	wake    chan struct{}
}

// NewRerenderer finds the sources of the output folder dir among the files and folders that the user named, which may
// be none. What the folder itself holds of its sources is not followed: it may come from somebody else.
func NewRerenderer(dir string, sources []string, now func() time.Time) (*Rerenderer, error) {
	r := &Rerenderer{
		dir:     dir,
		sources: map[string]string{},
		now:     now,
		waiting: map[string]string{},
		wake:    make(chan struct{}, 1),
	}
	if len(sources) == 0 {
		return r, nil
	}
	found, err := Find(sources, document.Exts(), dir)
	if err != nil {
		return nil, err
	}
	for _, in := range found.Files {
		r.sources[in.Name] = in.Path
	}
	return r, nil
}

// Render writes the translated document of an input anew from the bitext at path and the edits beside it. Where the
// run wrote no translated document, it does nothing.
func (r *Rerenderer) Render(name, path string) error {
	err := r.render(name, path)
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: the translated document is not written anew: %w; satzpaar translate does it", name, err)
}

func (r *Rerenderer) render(name, path string) (err error) {
	docs, err := bitext.ReadFile(path)
	if err != nil || len(docs) == 0 { // a file of records may hold no text
		return err
	}
	folder, err := UseFolder(r.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	out := Same(docs[0].To).Output(name)
	switch _, err := folder.Root().Lstat(filepath.FromSlash(out)); {
	case errors.Is(err, fs.ErrNotExist):
		return nil // the run wrote none
	case err != nil:
		return err
	}
	source, ok := r.sources[name]
	if !ok {
		return errors.New("its source is not known here: name it, or its folder, after the output folder")
	}
	if document.ContainerFor(name) != nil {
		file, err := plainfile.Open(source)
		if err != nil {
			return err
		}
		defer file.Close()
		return folder.RenderRecords(name, file, docs)
	}
	raw, err := plainfile.ReadFile(source)
	if err != nil {
		return err
	}
	d, err := folder.ParseAgain(&docs[0].Header, raw)
	if err != nil {
		return err
	}
	text, err := pipeline.Render(d, docs[0])
	if err != nil {
		return err
	}
	return folder.Write(out, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// Edited notes that the document of an input, whose bitext is at path, must be written anew. It does not wait.
func (r *Rerenderer) Edited(name, path string) {
	r.mu.Lock()
	r.waiting[name] = path
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default: // already awake
	}
}

// Run writes edited documents anew until ctx ends, those of the last edits too. Edits that come in quick succession
// are written together; large documents, which take longer, are written less often. Failed is told of errors, of each
// once.
func (r *Rerenderer) Run(ctx context.Context, failed func(error)) {
	said := map[string]bool{}
	pause := time.Second
	for done := false; !done; {
		select {
		case <-r.wake:
			select {
			case <-time.After(pause):
			case <-ctx.Done():
			}
		case <-ctx.Done():
			done = true
		}
		r.mu.Lock()
		waiting := r.waiting
		r.waiting = map[string]string{}
		r.mu.Unlock()
		start := r.now()
		for name, path := range waiting {
			if err := r.Render(name, path); err != nil && !said[err.Error()] {
				said[err.Error()] = true
				failed(err)
			}
		}
		pause = max(time.Second, 4*r.now().Sub(start))
	}
}
