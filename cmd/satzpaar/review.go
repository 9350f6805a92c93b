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

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/term"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/review"
	"github.com/satzpaar/satzpaar/translate"
)

func reviewCommand(a *app) *cobra.Command {
	var f reviewFlags
	c := &cobra.Command{
		Use:   "review [flags] DIR [SOURCE…]",
		Short: "Review an output folder in the browser; every edit is saved at once",
		Long: `review serves the documents of an output folder on this machine only, and prints the
address. Edits and approvals are added to a file beside each bitext, and a later satzpaar translate
takes them over and never overwrites them. What was written for one sentence is offered for equal
and similar ones of all documents. With --against OTHER, the output folder of another run of the
same documents, both translations are shown where they differ.

With --import FILE, edits that were made in an offline page are added instead, or what a person has
made, in a translation tool, of an exported XLIFF or TMX file (.xlf, .xliff, .tmx) or of a translated
PO or XLIFF document (such as a.po.en.po): where its text differs, and what it has approved, is an
edit by --name. Texts that have lost a placeholder or are marked fuzzy, and those for sentences that
a person has changed here since, are named and left out, and so are damaged units.

Other machines are let in with --people, a file of who may, with a section for each person:
  [Mia]
  role = "reviewer"   # or "translator", who may not approve, or "reader"
  password = "…"      # as satzpaar review --hash-password prints it
Then --addr may be any address, with --tls-cert and --tls-key, or behind a reverse proxy on this
machine that adds TLS. Who signed in and edited what is added to --log, DIR/review.log.jsonl.

SOURCE names the files or folders that were translated: after an edit, the translated document is
written anew from them. Without them, the next run of satzpaar translate does.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if f.hash {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.MinimumNArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.hash {
				return a.hashPassword()
			}
			if f.imports != "" {
				for _, name := range []string{"addr", "backend", "against", "glossary", "memory", "people"} {
					if cmd.Flags().Changed(name) {
						return usage(fmt.Errorf("--import and --%s do not go together", name),
							"import first, then review")
					}
				}
				if done, err := a.importReturned(args[0], args[1:], f.imports, a.reviewerName(&f)); done {
					return err
				}
				return a.importEdits(args[0], args[1:], f.imports)
			}
			return a.review(cmd.Context(), args[0], args[1:], &f)
		},
	}
	c.Flags().StringVar(&f.addr, "addr", "127.0.0.1:0", "address to listen on; of this machine, but with --people")
	c.Flags().StringVar(&f.imports, "import", "",
		"file of edits to add: NAME.edits.jsonl as a page has saved it, or .xlf, .xliff, .tmx, .po from a "+
			"translation tool")
	c.Flags().StringVar(&f.who, "name", "",
		"who makes the edits (default: the name of the user)")
	c.Flags().StringVar(&f.backend, "backend", "", "backend for translating a sentence again (default marian)")
	c.Flags().StringVar(&f.glossary, "glossary", "", "terms to look for in what reviewers write, as for translate")
	c.Flags().StringVar(&f.against, "against", "", "output folder of another run, to be shown beside the first")
	c.Flags().StringVar(&f.memory, "memory", "",
		"translation memory (TMX) that finding in all documents looks through too")
	c.Flags().StringVar(&f.people, "people", "", "file of the people who may sign in, with their roles")
	c.Flags().StringVar(&f.cert, "tls-cert", "", "file of the certificate, with --people (PEM)")
	c.Flags().StringVar(&f.key, "tls-key", "", "file of the certificate's key (PEM)")
	c.Flags().StringVar(&f.log, "log", "", "file to add to who did what, with --people (default DIR/review.log.jsonl)")
	c.Flags().BoolVar(&f.hash, "hash-password", false,
		"read a password from the terminal or standard input and print it as --people holds it")
	a.completeValues(c)
	return c
}

// reviewFlags are the flags of satzpaar review.
type reviewFlags struct {
	addr, imports, who, backend, against, glossary, memory string
	people, cert, key, log                                 string
	hash                                                   bool
}

// reviewerName is who makes the edits.
func (a *app) reviewerName(f *reviewFlags) string {
	return first(f.who, a.env("USER"), a.env("USERNAME"))
}

func (a *app) review(ctx context.Context, dir string, sources []string, f *reviewFlags) error {
	people, err := a.reviewPeople(f)
	if err != nil {
		return err
	}
	for _, d := range []string{dir, f.against} {
		if d == "" {
			continue
		}
		if info, err := os.Stat(d); err != nil || !info.IsDir() {
			return usage(fmt.Errorf("%s is not a folder", d), "give the output folder of satzpaar translate")
		}
		if _, err := bitextFiles(d); err != nil {
			return err
		}
	}
	config, err := a.settings()
	if err != nil {
		return err
	}
	config.Backend = first(f.backend, config.Backend)
	if f.glossary != "" {
		if config.Glossary, err = readGlossary(f.glossary, config); err != nil {
			return err
		}
	}
	kept, err := a.runCache(ctx, "")
	if err != nil {
		return err
	}
	if kept != nil {
		defer kept.Close()
		config.Host.Cache, config.Host.CacheError = kept, a.cacheTrouble(kept)
	}
	open := satzpaar.NewSessions(config)
	defer open.Close()
	remembered, err := a.readMemory(f.memory)
	if err != nil {
		return err
	}
	renderer, err := corpus.NewRerenderer(dir, sources, a.now)
	if err != nil {
		return usage(err)
	}
	l, err := net.Listen("tcp", f.addr)
	if err != nil {
		return usage(err)
	}
	token := rand.Text()
	if people != nil {
		token = "review" // passwords are the secret, and the address stays the same
	}
	s, err := review.NewServer(dir, l.Addr().String(), token, a.now)
	if err != nil {
		return usage(errors.Join(err, l.Close()), "give the output folder of satzpaar translate")
	}
	if people != nil {
		log, err := a.admit(s, people, dir, f)
		if err != nil {
			return usage(errors.Join(err, l.Close()))
		}
		defer log.Close()
	}
	reviewer := &reviewer{open}
	s.Retranslate, s.Check, s.Link = reviewer.retranslate, reviewer.check, reviewer.link
	s.Terms, s.Memory = termFinder(config.Glossary), remembered
	s.Against, s.Edited, s.Name = f.against, renderer.Edited, a.reviewerName(f)
	served, end := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { renderer.Run(served, func(err error) { a.say("%v", err) }) })
	wg.Go(func() { s.Warm(served) })
	defer func() {
		end() // after the last request
		wg.Wait()
	}()
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, ErrorLog: a.log()}
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		// Requests under way are finished: an edit that is being saved must be saved.
		_ = server.Shutdown(a.hard)
	})
	defer stop()
	printer.Printf(a.stdout, "%v\n", reviewURL(s, f))
	a.say("open the address above; Ctrl-C ends")
	serve := func() error { return server.Serve(l) }
	if f.cert != "" {
		serve = func() error { return server.ServeTLS(l, f.cert, f.key) }
	}
	if err := serve(); !errors.Is(err, http.ErrServerClosed) {
		return usage(err)
	}
	<-stopped
	return nil // asked to end
}

// readMemory reads the translation memory at path, if there is one; units that are damaged are named and left out.
func (a *app) readMemory(path string) ([]review.Remembered, error) {
	if path == "" {
		return nil, nil
	}
	file, err := plainfile.Open(path)
	if err != nil {
		return nil, usage(fmt.Errorf("--memory: %w", err), "give a file in TMX")
	}
	defer file.Close()
	var out []review.Remembered
	err = bitext.TMXUnits(file, path, func(_ *bitext.Header, p *bitext.Pair) error {
		if p.Target != "" {
			out = append(out, review.Remembered{From: filepath.Base(path), Source: p.Source, Target: p.Target})
		}
		return nil
	})
	switch {
	case len(out) == 0:
		return nil, usage(errors.Join(fmt.Errorf("--memory: %s holds no translations", path), err),
			"give a file in TMX")
	case err != nil:
		a.say("%v", err)
	}
	return out, nil
}

// A reviewer does for the page what it needs sessions for.
type reviewer struct{ sessions *satzpaar.Sessions }

// termFinder returns what finds the terms of a glossary in a source; nil without terms.
func termFinder(terms []translate.Term) func(source string) []review.Term {
	if len(terms) == 0 {
		return nil
	}
	sources := make([]string, len(terms))
	for i, t := range terms {
		sources[i] = t.Source
	}
	index := term.NewIndex(sources)
	return func(source string) []review.Term {
		var out []review.Term
		for _, m := range index.Find(source) {
			span := offset.Span{Start: m.Start, End: m.End}
			out = append(out, review.Term{Span: span, Targets: terms[m.Term].Targets()})
		}
		return out
	}
}

// check looks for faults in a pair that a person wrote. A bitext whose languages make no session is shown without.
func (r *reviewer) check(b *bitext.Bitext, p *bitext.Pair) []bitext.Finding {
	s, err := r.sessions.For(&b.Header)
	if err != nil {
		return nil
	}
	return s.Check(p)
}

// link aligns the words of what a person wrote.
func (r *reviewer) link(b *bitext.Bitext, p *bitext.Pair) []offset.Link {
	s, err := r.sessions.For(&b.Header)
	if err != nil {
		return nil
	}
	s.LinkEdited(p)
	return p.Links
}

// retranslate translates a sentence again, as a run with this configuration would.
func (r *reviewer) retranslate(ctx context.Context, h *bitext.Header, source, backend string) (string, error) {
	s, err := r.sessions.For(h)
	if err != nil {
		return "", err
	}
	p, err := s.Retranslate(ctx, &bitext.Pair{Source: source, Kind: string(document.Paragraph)}, backend)
	if err != nil {
		return "", err
	}
	return p.Target, nil
}

// importEdits adds the edits of a file to those of the document it is named after. Edits that are there already are
// not added again.
func (a *app) importEdits(dir string, sources []string, file string) error {
	f, err := plainfile.Open(file)
	if err != nil {
		return usage(fmt.Errorf("--import: %w", err))
	}
	defer f.Close()
	edits, err := bitext.ReadEdits(f, file)
	if len(edits) == 0 {
		return usage(errors.Join(fmt.Errorf("%s holds no edits", file), err),
			"give a file that a review page has saved, NAME"+bitext.EditsSuffix)
	}
	if err != nil {
		a.say("%v", err)
	}
	files, err := bitextFiles(dir)
	if err != nil {
		return err
	}
	target, rival, err := bitext.Owner(files, file, edits)
	if err != nil {
		a.say("%v", err)
	}
	switch {
	case rival != "":
		return usage(fmt.Errorf("both %s and %s could be meant", target, rival),
			"give the folder of the one that is meant")
	case target == "":
		return usage(fmt.Errorf("no document fits %s: neither its name nor its sentences", file),
			"the file must be one that a review page of this folder has saved")
	}
	have, err := bitext.ReadEditsFile(bitext.EditsPath(target))
	if err != nil {
		return usage(err)
	}
	fresh := bitext.NewEdits(have, edits)
	if err := a.addEdits(dir, sources, target, fresh); err != nil {
		return err
	}
	a.say("%s in %s, %d were there already",
		count(len(fresh), "new edit"), bitext.EditsPath(target), len(edits)-len(fresh))
	return nil
}

// rootAndName returns the output folder and the name of a document whose bitext was found below path, which may be
// that bitext.
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
