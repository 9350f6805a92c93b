package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
)

// A rerenderer writes the translated documents of an output folder anew when reviewers have edited them.
type rerenderer struct {
	dir    string
	inputs map[string]string // name of a document → its source file; nil where the folder does not say

	mu      sync.Mutex
	waiting map[string]string // name → bitext
	wake    chan struct{}
}

// newRerenderer finds the sources of an output folder by the command line that its summary holds.
func newRerenderer(dir string) *rerenderer {
	r := &rerenderer{dir: dir, inputs: map[string]string{}, waiting: map[string]string{}, wake: make(chan struct{}, 1)}
	raw, err := os.ReadFile(filepath.Join(dir, "satzpaar.json"))
	var s corpus.Summary
	if err != nil || json.Unmarshal(raw, &s) != nil || len(s.Command) < 2 {
		return r
	}
	found, err := corpus.Find(s.Command[1:], documentExts(), dir)
	if err != nil {
		return r // from another folder than where the translation ran, or the sources are gone
	}
	for _, in := range found.Files {
		r.inputs[in.Name] = in.Path
	}
	return r
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
	if document.ContainerFor(name) != nil {
		return again("it holds many records")
	}
	source, ok := r.inputs[name]
	if !ok {
		return again("its source is not found from here")
	}
	raw, err := os.ReadFile(source)
	if err != nil {
		return again(err.Error())
	}
	from, err := language.Parse(docs[0].From)
	if err != nil {
		return again(err.Error())
	}
	base, _ := from.Base()
	d, err := document.Parse(name, raw, document.Options{Encoding: docs[0].Encoding, Split: document.SplitterFor(base.String())})
	if err != nil {
		return again(err.Error())
	}
	if d.SHA256 != docs[0].SHA256 {
		return again("its source " + source + " has changed")
	}
	text, err := corpus.Translated(d, docs[0])
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

// checker returns a function that looks for faults in single pairs, with the terms of a glossary if one is named.
func (a *app) checker(glossary string, from, to language.Tag) (func(*bitext.Bitext, *bitext.Pair) []bitext.Finding, error) {
	detector, err := newTargetDetector(to)
	if err != nil {
		return nil, err
	}
	env := &check.Env{From: from, To: to, Detector: detector}
	if glossary != "" {
		g, err := readGlossary(glossary, from, to)
		if err != nil {
			return nil, err
		}
		for _, t := range g.Terms() {
			env.Terms = append(env.Terms, check.Term(t))
		}
	}
	return func(b *bitext.Bitext, p *bitext.Pair) []bitext.Finding {
		if b.From != from.String() || b.To != to.String() {
			return nil // of another language pair than the folder's first document
		}
		return check.Run(check.All, p, env)
	}, nil
}

// linkEdited finds the word links of what a person wrote, as translate does, where the languages are those of the lexicon.
func linkEdited(b *bitext.Bitext, pair *bitext.Pair) []bitext.Link {
	if b.From != "de" || b.To != "en" {
		return nil
	}
	p := satzpaar.Pipeline{From: language.German, To: language.English, Lexicon: align.GermanEnglish}
	p.LinkEdited(pair)
	return pair.Links
}

// languagesOf returns the languages of the first of some bitexts that says which.
func languagesOf(files []string) (from, to language.Tag, err error) {
	for _, path := range files {
		var h bitext.Header
		if h, err = headerOf(path); err != nil {
			continue // the page of a damaged file says so itself
		}
		if from, err = language.Parse(h.From); err != nil {
			continue
		}
		if to, err = language.Parse(h.To); err == nil {
			return from, to, nil
		}
	}
	return from, to, err
}

func headerOf(path string) (h bitext.Header, err error) {
	f, err := os.Open(path)
	if err != nil {
		return h, err
	}
	defer f.Close()
	err = json.NewDecoder(f).Decode(&h)
	return h, err
}
