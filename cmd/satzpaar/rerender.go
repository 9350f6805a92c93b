package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/pipeline"
)

// A rerenderer writes the translated documents of an output folder anew when reviewers have edited them.
type rerenderer struct {
	dir     string
	sources map[string]string // name of a document → its source file

	mu      sync.Mutex
	waiting map[string]string // name → bitext
	wake    chan struct{}
}

// newRerenderer finds the sources of an output folder among the files and folders that the user named. What the folder itself says of its sources is not
// followed: it may come from somebody else.
func newRerenderer(dir string, sources []string) (*rerenderer, error) {
	r := &rerenderer{dir: dir, sources: map[string]string{}, waiting: map[string]string{}, wake: make(chan struct{}, 1)}
	if len(sources) == 0 {
		return r, nil
	}
	found, err := corpus.Find(sources, documentExts(), dir)
	if err != nil {
		return nil, usage(err)
	}
	for _, in := range found.Files {
		r.sources[in.Name] = in.Path
	}
	return r, nil
}

// render writes the translated document of a bitext anew, where there is one.
func (a *app) render(r *rerenderer, name, path string) error {
	again := func(why string) error {
		return fmt.Errorf("%s: the translated document is not written anew: %s; satzpaar translate does it", name, why)
	}
	docs, err := readBitexts(path)
	if err != nil {
		return again(err.Error())
	}
	folder, err := corpus.UseFolder(r.dir)
	if err != nil {
		return again(err.Error())
	}
	defer folder.Close()
	out := corpus.Same(docs[0].To).Output(name)
	if _, err := folder.Root().Lstat(filepath.FromSlash(out)); err != nil {
		return nil // the run wrote none
	}
	source, ok := r.sources[name]
	if !ok {
		return again("its source is not known here: name it, or its folder, after the output folder")
	}
	if document.ContainerFor(name) != nil {
		file, err := os.Open(source)
		if err != nil {
			return again(err.Error())
		}
		defer file.Close()
		if err := folder.RenderRecords(name, file, docs); err != nil {
			return again(err.Error())
		}
		return nil
	}
	raw, err := os.ReadFile(source)
	if err != nil {
		return again(err.Error())
	}
	d, err := folder.ParseAgain(&docs[0].Header, raw)
	if err != nil {
		return again(err.Error())
	}
	text, err := pipeline.Render(d, docs[0])
	if err != nil {
		return again(err.Error())
	}
	return folder.Write(out, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// edited notes that a document is to be written anew.
func (r *rerenderer) edited(name, path string) {
	r.mu.Lock()
	r.waiting[name] = path
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default: // already awake
	}
}

// rerenderEdited writes edited documents anew until ctx ends, those of the last edits too. Edits that come in quick succession are written together; large documents,
// which take longer, are written less often.
func (a *app) rerenderEdited(ctx context.Context, r *rerenderer) {
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
		start := a.now()
		for name, path := range waiting {
			if err := a.render(r, name, path); err != nil && !said[err.Error()] {
				said[err.Error()] = true
				a.say("%v", err)
			}
		}
		pause = max(time.Second, 4*a.now().Sub(start))
	}
}
