package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/review/sessions"
)

func glossaryCommand(a *app) *cobra.Command {
	return commandline.Group("glossary", "Make glossaries from reviewers' edits", suggestCommand(a))
}

func suggestCommand(a *app) *cobra.Command {
	var known, out string
	var least int
	c := &cobra.Command{
		Use:   "suggest DIR|FILE…",
		Short: "Suggest a glossary from the terms that reviewers changed in the same way",
		Long: `suggest looks through the reviewers' edits of output folders for words that were replaced by the
same others in several sentences, and writes them as a glossary: term, translation, and how often it was
changed from what. Terms that were as often changed to something else are left out, and so are those of
--glossary. Read the list, delete what is not a term, and give it to satzpaar translate --glossary.`,
		Example: "  satzpaar glossary suggest -o terms.tsv satzpaar-out",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.suggestTerms(args, known, least, out)
		},
	}
	c.Flags().StringVar(&known, "glossary", "", "`glossary` whose terms are not offered again")
	c.Flags().IntVar(&least, "least", sessions.LeastChanges,
		"number of different sentences in which a term must have been changed in the same way")
	c.Flags().StringVarP(&out, "out", "o", "", "`output` (default: standard output)")
	return c
}

func (a *app) suggestTerms(paths []string, known string, least int, out string) error {
	if least < 1 {
		return usage(errors.New("--least must be at least 1"))
	}
	config, err := a.settings()
	if err != nil {
		return err
	}
	if err := config.ReadGlossary(known); err != nil {
		return err
	}
	var files []string
	for _, path := range paths {
		list, err := bitext.Files(path)
		if err != nil {
			return err
		}
		files = append(files, list...)
	}
	open := satzpaar.NewSessions(config)
	defer open.Close()
	failed := 0
	list, edited, err := open.SuggestTermsIn(files, least, a.noteEach(&failed))
	if err != nil {
		return err
	}
	err = a.writeFile(out, func(w io.Writer) error {
		for _, s := range list {
			if _, err := fmt.Fprintln(printer.Writer(w), s.Line()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	a.say("%s from %s", units.Count(len(list), "term"), units.Count(edited, "edited sentence"))
	return partly(failed, "bitext", "read whole; the rest is done")
}
