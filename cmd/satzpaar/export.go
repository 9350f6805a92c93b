package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/spelling"
	"github.com/satzpaar/satzpaar/review"
)

func exportCommand(a *app) *cobra.Command {
	var format, out string
	names := exportNames()
	c := &cobra.Command{
		Use:   "export --format F DIR|FILE [-o OUT]",
		Short: "Write bitexts in another format: " + strings.Join(names, ", "),
		Long: `export writes the bitexts of an output folder, or one bitext file, as one file, with
the reviewers' edits in it. With --format review and a folder, each document gets its page, so OUT
is a folder then. With --format mqm and --format esa it writes what annotators said instead (satzpaar
annotate), each person's last word on each translation: as WMT's MQM data, a table, or as Pearmut's log,
JSON Lines.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.export(format, args[0], out) },
	}
	c.Flags().StringVar(&format, "format", "", strings.Join(names, ", "))
	c.Flags().StringVarP(&out, "out", "o", "", "`output` (default: standard output)")
	commandline.Complete(c, "format", false, exportNames)
	return c
}

// annotationFormats are the formats of annotations, by their names.
var annotationFormats = map[string]func(io.Writer, []bitext.Annotation) error{
	"mqm": bitext.WriteWMT,
	"esa": bitext.WritePearmut,
}

// exportNames returns the names of all formats that export writes.
func exportNames() []string {
	names := []string{"review"}
	for _, f := range bitext.Formats {
		names = append(names, f.Name)
	}
	return append(names, slices.Sorted(maps.Keys(annotationFormats))...)
}

func (a *app) export(format, path, out string) error {
	if write := annotationFormats[format]; write != nil {
		damaged := 0
		standing, err := bitext.ReadStanding([]string{path}, a.noteEach(&damaged))
		if err != nil {
			return err
		}
		if err := a.writeFile(out, func(w io.Writer) error { return write(w, standing) }); err != nil {
			return err
		}
		return partly(damaged, "file", "read whole; the rest is done")
	}
	var f *bitext.Format // nil: pages
	switch {
	case format == "":
		return usage(errors.New("--format is missing"), "see satzpaar export --help")
	case format != "review":
		var err error
		if f, err = bitext.FormatNamed(format); err != nil {
			return usage(fmt.Errorf("there is no format %q of pairs", format), exportHint(format))
		}
	}
	files, err := bitext.Files(path)
	if err != nil {
		return err
	}
	failed := 0
	docs := bitext.Readable(files, a.noteEach(&failed))
	if f == nil {
		err = a.exportPages(docs, len(files) > 1, out)
	} else {
		err = a.writeFile(out, func(w io.Writer) error { return f.Write(w, docs) })
	}
	if err != nil {
		return err
	}
	return partly(failed, "bitext", "read whole; the rest is done")
}

// exportHint returns what to write instead of a format that export does not know.
func exportHint(format string) string {
	if slices.Contains(outputs.Names(), format) {
		return "satzpaar translate --write " + format + " writes it, with the edits in it"
	}
	return spelling.Choose(format, exportNames())
}

// exportPages writes the page of the only document, or the pages of several into a folder.
func (a *app) exportPages(docs iter.Seq2[*bitext.Bitext, error], several bool, out string) error {
	if several && out == "" {
		return usage(errors.New("several pages do not fit into standard output"), "name a folder with --out")
	}
	if several {
		return outputs.WritePages(out, docs)
	}
	for b := range docs {
		if err := a.writeFile(out, func(w io.Writer) error { return review.Write(w, b) }); err != nil {
			return err
		}
	}
	return nil
}

// writeFile writes to a file as a whole or not at all, or to standard output where the name is empty or "-".
func (a *app) writeFile(name string, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		return write(a.stdout)
	}
	return corpus.WriteFile(name, write)
}
