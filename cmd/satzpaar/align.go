package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/translate/openai"
)

// alignFlags are the flags of satzpaar align.
type alignFlags struct {
	from, to, split, out        string
	translation, model          string
	embeddings, embeddingsModel string
	embeddingsKey               string // name of the variable that holds it
	json, quiet                 bool
}

func alignCommand(a *app) *cobra.Command {
	var f alignFlags
	c := &cobra.Command{
		Use:   "align [flags] SOURCE TARGET",
		Short: "Pair the sentences and words of two finished documents, or of two folders",
		Long: `align finds which sentences of TARGET translate which of SOURCE, and which words
belong together. Two folders are matched by the names of their files. Without --out, the beads go to
standard output: confidence, type, source and target, separated by tabs. With --out, each document
gets its bitext and its review page there.` + "\n" + exitHelp,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return a.align(cmd.Context(), &f, args[0], args[1]) },
	}
	c.Flags().StringVar(&f.from, "from", "", "`language` of SOURCE (default de)")
	c.Flags().StringVar(&f.to, "to", "", "`language` of TARGET (default en)")
	commandline.Choice(c.Flags(), &f.split, "split", "sentences", commandline.Words("sentences", "lines"),
		"sentences: split the documents; lines: take one sentence a line as given")
	c.Flags().StringVar(&f.translation, "translation", "",
		"also translate SOURCE with this `backend` and compare, such as marian")
	c.Flags().StringVar(&f.model, "model", "", "`model` of that backend")
	c.Flags().StringVar(&f.embeddings, "embeddings", "",
		"also compare sentence vectors of this OpenAI-compatible `server`, such as http://localhost:8080/v1")
	c.Flags().StringVar(&f.embeddingsModel, "embeddings-model", "", "`model` of the vectors")
	c.Flags().StringVar(&f.embeddingsKey, "embeddings-key-env", "",
		"environment `variable` with the key of that server (default OPENAI_API_KEY for OpenAI's own and for that of "+
			"OPENAI_BASE_URL, none for others)")
	c.Flags().StringVarP(&f.out, "out", "o", "", "output `folder` for bitexts and review pages")
	c.Flags().BoolVar(&f.json, "json", false, "bitext lines on standard output")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "print only errors")
	a.completeValues(c)
	return c
}

func (a *app) align(ctx context.Context, f *alignFlags, source, target string) error {
	var out *corpus.Folder
	var err error
	if f.out != "" {
		if out, err = corpus.OpenFolder(f.out); err != nil {
			return usage(err, "choose a new or empty folder with --out")
		}
		defer out.Close()
	}
	session, options, err := a.alignSession(ctx, f)
	if err != nil {
		return err
	}
	defer session.Close()
	pairs, alone, unread, err := corpus.Partners(source, target, session.Pair().To.String())
	if err != nil {
		return err
	}
	for _, f := range alone {
		a.say("%s has no counterpart in %s", f.Path, target)
	}
	for _, f := range unread {
		a.say("failed: %s", f.Err)
	}
	failed := len(alone) + len(unread)
	var written *outputs.Aligned
	if out != nil {
		if written, err = outputs.NewAligned(out); err != nil {
			return err
		}
	}
	for _, p := range pairs {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		from, to, err := corpus.ReadPair(session, p)
		var b *bitext.Bitext
		var report align.Report
		if err == nil {
			b, report, err = session.Align(ctx, from, to, options)
		}
		if err != nil {
			a.note(err)
			failed++
			continue
		}
		for _, w := range report.Warnings {
			a.say("warning: %s and %s: %s", p[0].Path, p[1].Path, w)
		}
		if written == nil {
			if err := a.printBeads(b, f.json); err != nil {
				return unwritten(err)
			}
			continue
		}
		if err := written.Add(b); err != nil {
			return err
		}
		if !f.quiet {
			a.say("%s: %d beads, confidence %.2f", b.Document, len(b.Pairs), report.Confidence)
		}
	}
	if written != nil {
		if err := written.Finish(); err != nil {
			return err
		}
	}
	return partly(failed, "document", "aligned; the rest is done")
}

func (a *app) printBeads(b *bitext.Bitext, asJSON bool) error {
	if asJSON {
		return bitext.Write(printer.JSON(a.stdout), b)
	}
	for _, p := range b.Pairs {
		_, err := printer.Printf(a.stdout, "%.2f\t%d-%d\t%s\t%s\n",
			*p.Confidence, len(p.Bead.Source), len(p.Bead.Target), p.Source, p.Target)
		if err != nil {
			return err
		}
	}
	return nil
}

// alignSession opens the session that the flags of align ask for.
func (a *app) alignSession(ctx context.Context, f *alignFlags) (*satzpaar.Session, satzpaar.AlignOptions, error) {
	o := satzpaar.AlignOptions{Lines: f.split == "lines", Translation: f.translation}
	config, err := a.settings()
	if err != nil {
		return nil, o, err
	}
	config.From, config.To, config.Foreign = cmp.Or(f.from, config.From), cmp.Or(f.to, config.To), ""
	config.UseModel(f.translation, f.model)
	if f.embeddings != "" {
		if f.embeddingsModel == "" {
			return nil, o, usage(errors.New("--embeddings needs the name of the model"), "add --embeddings-model NAME")
		}
		key, err := a.embeddingsKey(f)
		if err != nil {
			return nil, o, err
		}
		o.EmbedID, o.Embed = f.embeddingsModel, openai.Embedder(f.embeddings, key, f.embeddingsModel)
	}
	s, err := a.openSession(ctx, &config)
	return s, o, err
}

// embeddingsKey returns the key of the server of vectors: the one that was named for it, else the user's key of OpenAI
// if that belongs to it.
func (a *app) embeddingsKey(f *alignFlags) (string, error) {
	if name := f.embeddingsKey; name != "" {
		key := a.env(name)
		if key == "" {
			return "", usage(fmt.Errorf("--embeddings-key-env: there is no environment variable %s", name))
		}
		return key, nil
	}
	key, withheld := satzpaar.EmbeddingsKey(f.embeddings, a.env)
	if withheld != "" {
		a.say("note: %s is not sent to the server of the vectors; if it wants a key, name the variable with "+
			"--embeddings-key-env", withheld)
	}
	return key, nil
}
