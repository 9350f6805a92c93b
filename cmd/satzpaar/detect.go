package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/space"
)

func detectCommand(a *app) *cobra.Command {
	var asJSON, explain bool
	var from, encoding string
	c := &cobra.Command{
		Use:   "detect [flags] PATH… | -",
		Short: "Show which stretches of a document are in which language",
		Long: `detect prints the language runs of each document: a table for people, or, with --json, one
line for each document with byte offsets into the file (for other encodings than UTF-8: into the
file as converted to UTF-8).` + "\n" + exitHelp,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			config, err := a.settings()
			if err != nil {
				return err
			}
			config.From, config.To = first(from, config.From), noTarget
			config.Encoding, config.Explain = encoding, explain
			s, err := satzpaar.Open(cmd.Context(), config)
			if err != nil {
				h := hinter{a, &config}
				return h.misuse(err)
			}
			defer s.Close()
			return a.detect(cmd.Context(), args, s, detectOptions{asJSON, explain})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line for each document")
	c.Flags().BoolVar(&explain, "explain", false, "say what each decision rests on")
	c.Flags().StringVar(&from, "from", "", "language that the documents are expected to be in (default de)")
	c.Flags().StringVar(&encoding, "encoding", "", "encoding of the inputs")
	return c
}

// detectOptions are the flags of satzpaar detect.
type detectOptions struct {
	json, explain bool
}

func (a *app) detect(ctx context.Context, args []string, s *satzpaar.Session, o detectOptions) error {
	var files []corpus.Input
	failed := 0
	if len(args) == 1 && args[0] == "-" {
		files = []corpus.Input{{Name: "stdin"}}
	} else {
		in, err := corpus.Find(args, document.Exts(), "")
		if err != nil {
			return usage(err)
		}
		in.Settle("")
		for _, f := range in.Failed {
			a.say("%s", f.Err)
		}
		files, failed = in.Files, len(in.Failed)
	}
	for _, f := range files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		raw, err := a.read(f)
		var doc *document.Document
		if err == nil {
			doc, err = s.Parse(f.Name, raw)
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			a.say("%v", err)
			failed++
			continue
		}
		runs := s.DetectDocument(doc)
		if o.json {
			err = a.printRunsJSON(doc, runs, o.explain)
		} else {
			err = a.printRuns(doc, runs, o.explain)
		}
		if err != nil {
			return usage(fmt.Errorf("standard output: %w", err))
		}
	}
	if failed > 0 {
		return &exit{exitUnreadable, fmt.Errorf("%s could not be read; the rest is done", count(failed, "input")), nil}
	}
	return nil
}

func (a *app) read(f corpus.Input) ([]byte, error) {
	if f.Path == "" {
		return io.ReadAll(a.stdin)
	}
	return plainfile.ReadFile(filepath.FromSlash(f.Path))
}

// runJSON is a run as detect --json prints it.
type runJSON struct {
	Start    int     `json:"start"`
	End      int     `json:"end"`
	Lang     string  `json:"lang"`
	Score    float64 `json:"score"`
	Evidence string  `json:"evidence,omitempty"`
}

func (a *app) printRunsJSON(d *document.Document, runs []detect.Run, explain bool) error {
	line := struct {
		Document string    `json:"document"`
		Runs     []runJSON `json:"runs"`
	}{Document: d.Name, Runs: []runJSON{}}
	for _, r := range runs {
		j := runJSON{Start: r.Span.Start, End: r.Span.End, Lang: r.Lang.String(),
			Score: float64(int(r.Score*10000+0.5)) / 10000}
		if explain {
			j.Evidence = r.Evidence
		}
		line.Runs = append(line.Runs, j)
	}
	e := json.NewEncoder(printer.JSON(a.stdout))
	e.SetEscapeHTML(false)
	return e.Encode(line)
}

// printRuns prints a table for people.
func (a *app) printRuns(d *document.Document, runs []detect.Run, explain bool) error {
	printer.Printf(a.stdout, "%v\n", d.Name)
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	line, counted := 1, 0 // runs come in order, so counting goes on where it stopped
	for _, r := range runs {
		line += bytes.Count(d.Source[counted:r.Span.Start], []byte("\n"))
		counted = r.Span.Start
		printer.Printf(w, "  line %d\t%d–%d\t%s\t%.2f\t%s\n",
			line, r.Span.Start, r.Span.End, r.Lang, r.Score,
			excerpt.Of(space.Fold(string(d.Source[r.Span.Start:r.Span.End])), 72))
		if explain && r.Evidence != "" {
			printer.Printf(w, "\t\t\t\t  %s\n", r.Evidence)
		}
	}
	return w.Flush()
}
