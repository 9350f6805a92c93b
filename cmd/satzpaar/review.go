package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/caches"
	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/localserver"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/review"
	"github.com/satzpaar/satzpaar/review/sessions"
	"github.com/satzpaar/satzpaar/translate/glossary"
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

To let other machines in, list the people who may sign in, in a file for --people:
  [Mia]
  role = "reviewer"   # or "translator", who may not approve, or "reader"
  password = "…"      # as satzpaar review --hash-password prints it
Then --addr may be any address, with --tls-cert and --tls-key, or behind a reverse proxy on this
machine that adds TLS. Who signed in and edited what is added to --log, DIR/review.log.jsonl.

SOURCE names the files or folders that were translated: after an edit, the translated document is
written anew from them. Without them, the next run of satzpaar translate does that.`,
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
				others := []string{"addr", "backend", "against", "also", "cache", "glossary", "memory", "people"}
				if err := commandline.Apart(cmd.Flags(), "import", others, "import first, then review"); err != nil {
					return err
				}
				return a.importInto(args[0], args[1:], f.imports, a.reviewerName(&f))
			}
			return a.review(cmd.Context(), args[0], args[1:], &f)
		},
	}
	f.listening(c)
	c.Flags().StringVar(&f.imports, "import", "",
		"`file` of edits to add: NAME.edits.jsonl as a page has saved it, or .xlf, .xliff, .tmx, .po from a "+
			"translation tool")
	c.Flags().StringVar(&f.who, "name", "",
		"`name` of who makes the edits (default: that of the user)")
	c.Flags().StringVar(&f.backend, "backend", "", "`backend` for translating a sentence again (default marian)")
	c.Flags().StringVar(&f.glossary, "glossary", "",
		"`glossary` to check pairs against, as for translate; terms that the page offers can be added to it")
	c.Flags().StringVar(&f.against, "against", "", "output `folder` of another run, to show beside the first")
	c.Flags().StringArrayVar(&f.also, "also", nil,
		"output `folder` of an earlier run that a search in all documents covers, too; may be repeated")
	c.Flags().StringVar(&f.memory, "memory", "",
		"`file` with a translation memory (TMX) that a search in all documents covers, too")
	c.Flags().StringVar(&f.cache, "cache", "", "`cache` that translating again uses, and that a search in all "+
		"documents covers, too (default: the user's; with --people, that one is not searched)")
	c.Flags().BoolVar(&f.hash, "hash-password", false,
		"read a password from the terminal or standard input and print the hash for --people")
	a.completeValues(c)
	return c
}

// reviewFlags are the flags of satzpaar review.
type reviewFlags struct {
	addr, imports, who, backend, against, glossary, memory, cache string
	people, cert, key, log                                        string
	also                                                          []string
	hash                                                          bool
}

// listening adds the flags of commands that serve pages to people.
func (f *reviewFlags) listening(c *cobra.Command) {
	c.Flags().StringVar(&f.addr, "addr", "127.0.0.1:0",
		"`address` to listen on; without --people, one of this machine only")
	c.Flags().StringVar(&f.people, "people", "", "`file` of the people who may sign in, with their roles")
	c.Flags().StringVar(&f.cert, "tls-cert", "", "`file` of the certificate, with --people (PEM)")
	c.Flags().StringVar(&f.key, "tls-key", "", "`file` of the certificate's key (PEM)")
	c.Flags().StringVar(&f.log, "log", "", "`file` to add to who did what, with --people (default DIR/review.log.jsonl)")
}

// reviewerName is who makes the edits.
func (a *app) reviewerName(f *reviewFlags) string {
	return cmp.Or(f.who, a.env("USER"), a.env("USERNAME"))
}

func (a *app) review(ctx context.Context, dir string, sources []string, f *reviewFlags) error {
	people, err := a.reviewPeople(f)
	if err != nil {
		return err
	}
	if err := a.outputFolders(append([]string{dir, f.against}, f.also...)...); err != nil {
		return err
	}
	config, err := a.settings()
	if err != nil {
		return err
	}
	config.Backend = cmp.Or(f.backend, config.Backend)
	var terms *glossary.File
	if f.glossary != "" {
		pair, err := config.Pair()
		if err != nil {
			return err
		}
		if terms, err = glossary.OpenFile(f.glossary, pair.From, pair.To); err != nil {
			return err
		}
		config.Glossary = terms.Glossary().Terms()
	}
	closeCache, err := a.useCache(ctx, &config, f.cache)
	if err != nil {
		return err
	}
	defer closeCache()
	open := satzpaar.NewSessions(config)
	defer open.Close()
	remembered, err := a.readMemory(f.memory)
	if err != nil {
		return err
	}
	renderer, err := corpus.NewRerenderer(dir, sources, a.now)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", f.addr)
	if err != nil {
		return err
	}
	s, err := review.NewServer(dir, l.Addr().String(), reviewToken(people), a.now)
	if err != nil {
		return usage(errors.Join(err, l.Close()), "give the output folder of satzpaar translate")
	}
	sessions.Use(s, open, terms, a.note)
	s.Memory = remembered
	if people == nil || f.cache != "" { // the user's own cache may hold what the others must not see
		s.Cached = caches.Pairs(config.Host.Cache)
	}
	s.Against, s.Also, s.Edited, s.Name = f.against, f.also, renderer.Edited, a.reviewerName(f)
	served, end := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { renderer.Run(served, a.note) })
	wg.Go(func() { s.Warm(served) })
	defer func() {
		end() // after the last request
		wg.Wait()
	}()
	return a.servePeople(ctx, s, l, people, dir, f)
}

// outputFolders refuses what is not an output folder, and names the links in the others that are not followed.
func (a *app) outputFolders(dirs ...string) error {
	links, err := corpus.CheckFolders(dirs...)
	for _, l := range links {
		a.say("%s is a link to a folder, and is not followed: name that folder by itself", l)
	}
	return err
}

// reviewToken returns the secret part of the address. With people, passwords are the secret, and the address stays the
// same.
func reviewToken(people []review.Person) string {
	if people != nil {
		return "review"
	}
	return rand.Text()
}

// servePeople prints the address and serves until ctx ends, then finishes requests under way.
func (a *app) servePeople(
	ctx context.Context,
	s *review.Server,
	l net.Listener,
	people []review.Person,
	dir string,
	f *reviewFlags,
) error {
	if people != nil {
		log, err := a.admit(s, people, dir, f)
		if err != nil {
			return errors.Join(err, l.Close())
		}
		defer log.Close()
	}
	server := localserver.New(s, a.log())
	server.ReadTimeout = time.Minute
	a.print("%v\n", reviewURL(s, f))
	a.say("open the address above; Ctrl-C stops the server")
	serve := func() error { return server.Serve(l) }
	if f.cert != "" {
		serve = func() error { return server.ServeTLS(l, f.cert, f.key) }
	}
	// Requests under way are finished: an edit that is being saved must be saved.
	return localserver.Serve(ctx, a.hard, server, serve)
}

// readMemory reads the translation memory at path, if one is named.
func (a *app) readMemory(path string) ([]review.Remembered, error) {
	if path == "" {
		return nil, nil
	}
	memory, damaged, err := review.ReadMemory(path)
	if err != nil {
		return nil, usage(fmt.Errorf("--memory: %w", err), "give a file in TMX")
	}
	if damaged != nil {
		a.note(damaged)
	}
	return memory, nil
}

// importInto adds what people have made elsewhere to an output folder: the edits that a page has saved, or what a
// translation tool has written.
func (a *app) importInto(dir string, sources []string, file, who string) error {
	raw, err := plainfile.ReadFile(file)
	if err != nil {
		return usage(fmt.Errorf("--import: %w", err))
	}
	in := &corpus.Import{Path: dir, Sources: sources, Who: who, Now: a.now}
	add := in.Edits
	if corpus.TranslatedFile(file) {
		add = in.Translations
	}
	done, err := add(file, raw)
	for _, note := range done.Notes {
		a.note(note)
	}
	if err != nil {
		return err
	}
	if done.Edits != "" {
		a.say("%s in %s, %d were there already", units.Count(done.Added, "new edit"), done.Edits, done.Present)
	} else {
		a.say("%s from %s", units.Count(done.Added, "new edit"), file)
	}
	return a.importedWithout(done.Damaged, file)
}

// importedWithout ends an import of a file, of which damaged names what was left out, if anything was.
func (a *app) importedWithout(damaged error, file string) error {
	if damaged == nil {
		return nil
	}
	a.say("the rest of %s was imported", file)
	return &exit{exitUnreadable, damaged, nil}
}
