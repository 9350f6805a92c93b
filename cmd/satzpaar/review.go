package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/review"
	"github.com/satzpaar/satzpaar/translate"
)

func reviewCommand(a *app) *cobra.Command {
	var addr, imports, backend, against, glossary string
	c := &cobra.Command{
		Use:   "review [flags] DIR",
		Short: "Review an output folder in the browser; every edit is saved at once",
		Long: `review serves the documents of an output folder on this machine only, and prints the address. Edits and approvals are added to a file beside each bitext, and the
translated document is written anew; a later satzpaar translate takes them over and never overwrites them. What was written for one sentence is offered for equal and similar ones
of all documents. With --against OTHER, the output folder of another run of the same documents, both translations are shown where
they differ. With --import FILE, edits that were made in an offline page are added instead.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if imports != "" {
				for _, f := range []string{"addr", "backend", "against", "glossary"} {
					if cmd.Flags().Changed(f) {
						return usage(fmt.Errorf("--import and --%s do not go together", f), "import first, then review")
					}
				}
				return a.importEdits(args[0], imports)
			}
			return a.review(cmd.Context(), args[0], addr, backend, against, glossary)
		},
	}
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "address to listen on; must be of this machine")
	c.Flags().StringVar(&imports, "import", "", "file of edits to add: NAME.edits.jsonl as a page has saved it")
	c.Flags().StringVar(&backend, "backend", "", "backend for translating a sentence again (default marian)")
	c.Flags().StringVar(&glossary, "glossary", "", "terms to look for in what reviewers write, as for translate")
	c.Flags().StringVar(&against, "against", "", "output folder of another run, to be shown beside the first")
	return c
}

func (a *app) review(ctx context.Context, dir, addr, backend, against, glossary string) error {
	if !review.Loopback(addr) {
		return usage(fmt.Errorf("--addr %s is not an address of this machine only", addr), "use 127.0.0.1:PORT or [::1]:PORT")
	}
	for _, d := range []string{dir, against} {
		if d == "" {
			continue
		}
		if info, err := os.Stat(d); err != nil || !info.IsDir() {
			return usage(fmt.Errorf("%s is no folder", d), "give the output folder of satzpaar translate")
		}
		if _, err := bitextFiles(d); err != nil {
			return err
		}
	}
	files, err := bitextFiles(dir)
	if err != nil {
		return err
	}
	var look func(*bitext.Bitext, *bitext.Pair) []bitext.Finding
	if from, to, err := languagesOf(files); err == nil {
		if look, err = a.checker(glossary, from, to); err != nil {
			return err
		}
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return usage(err)
	}
	s, err := review.NewServer(dir, l.Addr().String(), rand.Text(), a.now)
	if err != nil {
		return usage(errors.Join(err, l.Close()), "give the output folder of satzpaar translate")
	}
	again, closeBackends := a.retranslator(backend)
	defer closeBackends()
	s.Retranslate, s.Against, s.Check, s.Link = again, against, look, linkEdited
	renderer := newRerenderer(dir)
	s.Edited = renderer.edited
	served, end := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { a.rerenderEdited(served, renderer) })
	wg.Go(func() { s.Warm(served) })
	defer func() {
		end() // after the last request
		wg.Wait()
	}()
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		// Requests under way are finished: an edit that is being saved must be saved.
		_ = server.Shutdown(a.hard)
	})
	defer stop()
	fmt.Fprintln(a.stdout, s.URL())
	a.say("open the address above; Ctrl-C ends")
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return usage(err)
	}
	<-stopped
	return nil // asked to end
}

// retranslator returns a function that asks a backend for one sentence. The backend is opened when it is first asked.
func (a *app) retranslator(usual string) (func(context.Context, string, string) (string, error), func()) {
	open := map[string]translate.Backend{}
	var closers []func() error
	lock := make(chan struct{}, 1)
	ask := func(ctx context.Context, source, name string) (string, error) {
		select {
		case lock <- struct{}{}:
		case <-ctx.Done():
			return "", ctx.Err()
		}
		defer func() { <-lock }()
		name = first(name, usual, "marian")
		b := open[name]
		if b == nil {
			c, err := a.readConfig()
			if err != nil {
				return "", err
			}
			j := &job{app: a, flags: &translateFlags{}, config: c, jobs: 1}
			bc, err := j.backendConfig(name, false)
			if err != nil {
				return "", err
			}
			made, closer, err := j.newBackend(bc, translate.Validation{})
			if err != nil {
				return "", err
			}
			if closer != nil {
				closers = append(closers, closer)
			}
			b = made
			open[name] = b
		}
		results, _, err := b.Translate(ctx, translate.Request{From: language.German, To: language.English, Items: []translate.Item{{Text: source}}})
		if err != nil {
			return "", err
		}
		if results[0].Err != nil {
			return "", results[0].Err
		}
		return results[0].Text, nil
	}
	return ask, func() {
		for _, c := range closers {
			_ = c() // programs that end anyway
		}
	}
}

// importEdits adds the edits of a file to those of the document it is named after. Edits that are there already are not added again.
func (a *app) importEdits(dir, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return usage(fmt.Errorf("--import: %w", err))
	}
	defer f.Close()
	edits, err := bitext.ReadEdits(f, file)
	if len(edits) == 0 {
		return usage(errors.Join(fmt.Errorf("%s holds no edits", file), err), "give a file that a review page has saved, NAME"+bitext.EditsSuffix)
	}
	if err != nil {
		a.say("%v", err)
	}
	files, err := bitextFiles(dir)
	if err != nil {
		return err
	}
	target, err := editsBelongTo(files, file, edits)
	if err != nil {
		return err
	}
	have, err := bitext.ReadEditsFile(bitext.EditsPath(target))
	if err != nil {
		return usage(err)
	}
	fresh := bitext.NewEdits(have, edits)
	folder, name := rootAndName(dir, target)
	if len(fresh) > 0 {
		out, err := corpus.UseFolder(folder)
		if err != nil {
			return usage(err)
		}
		if err := errors.Join(bitext.AppendEdit(out.Root(), name+bitext.EditsSuffix, fresh...), out.Close()); err != nil {
			return usage(err)
		}
	}
	a.say("%s in %s, %d were there already", count(len(fresh), "new edit"), bitext.EditsPath(target), len(edits)-len(fresh))
	if err := a.render(newRerenderer(folder), name, target); err != nil {
		a.say("%v", err)
	}
	return nil
}

// rootAndName returns the output folder and the name of a document whose bitext was found below path, which may be that bitext.
func rootAndName(path, file string) (root, name string) {
	if path == file {
		path = filepath.Dir(file)
	}
	rel, err := filepath.Rel(path, file)
	if err != nil {
		rel = filepath.Base(file)
	}
	return path, strings.TrimSuffix(filepath.ToSlash(rel), bitext.Suffix)
}

// editsBelongTo returns the bitext that edits are about: the one that their file is named after, or, since browsers rename files and names may be there twice, the
// one that holds most of the sentences.
func editsBelongTo(files []string, file string, edits []bitext.Edit) (string, error) {
	var named []string
	for _, p := range files {
		if filepath.Base(bitext.EditsPath(p)) == filepath.Base(file) {
			named = append(named, p)
		}
	}
	if len(named) == 1 {
		return named[0], nil
	}
	if len(named) > 1 {
		files = named
	}
	best, most, several := "", 0, ""
	for _, p := range files {
		docs, _ := readBitexts(p) // damaged lines hold no sentence of an edit
		keys := map[bitext.Key]bool{}
		for _, b := range docs {
			for _, k := range bitext.Keys(b) {
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
			best, most, several = p, n, ""
		case n == most && n > 0:
			several = p
		}
	}
	switch {
	case several != "":
		return "", usage(fmt.Errorf("both %s and %s could be meant", best, several), "give the folder of the one that is meant")
	case best == "":
		return "", usage(fmt.Errorf("no document fits %s: neither its name nor its sentences", file), "the file must be one that a review page of this folder has saved")
	}
	return best, nil
}
