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
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/review"
	"github.com/satzpaar/satzpaar/translate"
)

func reviewCommand(a *app) *cobra.Command {
	var addr, imports, backend string
	c := &cobra.Command{
		Use:   "review [flags] DIR",
		Short: "Review an output folder in the browser; every edit is saved at once",
		Long: `review serves the documents of an output folder on this machine only, and prints the address. Edits and approvals are added to a file beside each bitext; a later
satzpaar translate takes them over and never overwrites them. With --import FILE, edits that were made in an offline page are added instead.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if imports != "" {
				return a.importEdits(args[0], imports)
			}
			return a.review(cmd.Context(), args[0], addr, backend)
		},
	}
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "address to listen on; must be of this machine")
	c.Flags().StringVar(&imports, "import", "", "file of edits to add: NAME.edits.jsonl as a page has saved it")
	c.Flags().StringVar(&backend, "backend", "", "backend for translating a sentence again (default marian)")
	return c
}

func (a *app) review(ctx context.Context, dir, addr, backend string) error {
	if !review.Loopback(addr) {
		return usage(fmt.Errorf("--addr %s is not an address of this machine only", addr), "use 127.0.0.1:PORT or [::1]:PORT")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return usage(fmt.Errorf("%s is no folder", dir), "give the output folder of satzpaar translate")
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
	s.Retranslate = again
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() {
		// Requests under way are finished: an edit that is being saved must be saved.
		_ = server.Shutdown(a.hard)
	})
	defer stop()
	fmt.Fprintln(a.stdout, s.URL())
	a.say("open the address above; Ctrl-C ends")
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return usage(err)
	}
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
		return usage(err)
	}
	defer f.Close()
	edits, err := bitext.ReadEdits(f, file)
	if err != nil {
		a.say("%v", err)
	}
	if len(edits) == 0 {
		return usage(fmt.Errorf("%s holds no edits", file))
	}
	files, err := bitextFiles(dir)
	if err != nil {
		return err
	}
	var target string
	for _, p := range files {
		if filepath.Base(bitext.EditsPath(p)) == filepath.Base(file) {
			if target != "" {
				return usage(fmt.Errorf("both %s and %s could be meant", target, p), "give the folder of the one that is meant")
			}
			target = p
		}
	}
	if target == "" {
		return usage(fmt.Errorf("no document of %s fits the name %s", dir, filepath.Base(file)), "the file must be called NAME.edits.jsonl, as the page of NAME has saved it")
	}
	have, err := bitext.ReadEditsFile(bitext.EditsPath(target))
	if err != nil {
		return usage(err)
	}
	fresh := bitext.NewEdits(have, edits)
	if len(fresh) > 0 {
		if err := bitext.AppendEdit(bitext.EditsPath(target), fresh...); err != nil {
			return usage(err)
		}
	}
	a.say("%d new edits in %s, %d were there already", len(fresh), bitext.EditsPath(target), len(edits)-len(fresh))
	return nil
}
