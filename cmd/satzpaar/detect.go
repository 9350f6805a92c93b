package main

import (
	"bytes"
	"cmp"
	"context"
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
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/pipeline"
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
			config.From, config.To = cmp.Or(from, config.From), noTarget
			config.Encoding, config.Explain = encoding, explain
			s, err := a.openSession(cmd.Context(), &config)
			if err != nil {
				return err
			}
			defer s.Close()
			return a.detect(cmd.Context(), args, s, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line for each document")
	c.Flags().BoolVar(&explain, "explain", false, "show what each decision is based on")
	c.Flags().StringVar(&from, "from", "", "`language` that the documents are expected to be in (default de)")
	c.Flags().StringVar(&encoding, "encoding", "", "`encoding` of the inputs")
	return c
}

func (a *app) detect(ctx context.Context, args []string, s *satzpaar.Session, asJSON bool) error {
	var files []corpus.Input
	failed := 0
	if len(args) == 1 && args[0] == "-" {
		files = []corpus.Input{{Name: "stdin"}}
	} else {
		in, err := corpus.Find(args, document.Exts(), "")
		if err != nil {
			return err
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
			a.note(err)
			failed++
			continue
		}
		runs := s.DetectDocument(doc)
		if asJSON {
			err = a.printRunsJSON(doc, runs)
		} else {
			err = a.printRuns(doc, runs)
		}
		if err != nil {
			return unwritten(err)
		}
	}
	return partly(failed, "input", "read; the rest is done")
}

func (a *app) read(f corpus.Input) ([]byte, error) {
	if f.Path == "" {
		return io.ReadAll(a.stdin)
	}
	return plainfile.ReadFile(filepath.FromSlash(f.Path))
}

// An explainedRun is a run as detect --json prints it.
type explainedRun struct {
	offset.Run
	Evidence string `json:"evidence,omitempty"`
}

func (a *app) printRunsJSON(d *document.Document, runs []detect.Run) error {
	line := struct {
		Document string         `json:"document"`
		Runs     []explainedRun `json:"runs"`
	}{Document: d.Name, Runs: make([]explainedRun, len(runs))}
	for i, r := range pipeline.Runs(runs) {
		line.Runs[i] = explainedRun{r, runs[i].Evidence} // there is evidence only with --explain
	}
	return writeJSON(a.stdout, line, "")
}

// printRuns prints a table for people.
func (a *app) printRuns(d *document.Document, runs []detect.Run) error {
	a.print("%v\n", d.Name)
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	line, counted := 1, 0 // runs come in order, so counting goes on where it stopped
	for _, r := range runs {
		line += bytes.Count(d.Source[counted:r.Span.Start], []byte("\n"))
		counted = r.Span.Start
		printer.Printf(w, "  line %d\t%d–%d\t%s\t%.2f\t%s\n",
			line, r.Span.Start, r.Span.End, r.Lang, r.Score,
			excerpt.Of(space.Fold(string(d.Source[r.Span.Start:r.Span.End])), 72))
		if r.Evidence != "" { // only with --explain
			printer.Printf(w, "\t\t\t\t  %s\n", r.Evidence)
		}
	}
	return w.Flush()
}
