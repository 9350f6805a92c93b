package main

import (
	"errors"
	"io"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/review"
)

// allWriters are the outputs that there are, in the order in which help names them.
func allWriters(to string) []corpus.Writer {
	shared := sync.OnceValues(review.NewShared)
	page := func(w io.Writer, bs ...*bitext.Bitext) error {
		s, err := shared()
		if err != nil {
			return err
		}
		return s.Write(w, bs...)
	}
	out := []corpus.Writer{corpus.Same(to), {
		Name:    "review",
		Output:  suffix(".review.html"),
		Write:   func(w io.Writer, _ *document.Document, b *bitext.Bitext) error { return page(w, b) },
		Records: func(w io.Writer, bs []*bitext.Bitext) error { return page(w, bs...) },
		Shared: func(out *corpus.Folder) error {
			s, err := shared()
			if err != nil {
				return err
			}
			return writeShared(out, s)
		},
	}}
	for _, f := range bitext.Formats {
		ending := "." + f.Name + f.Ext // two formats share an extension
		switch f {
		case bitext.JSONL:
			ending = bitext.Suffix
		case bitext.TSV, bitext.TMX, bitext.XLIFF12:
			ending = f.Ext
		}
		write := func(w io.Writer, _ *document.Document, b *bitext.Bitext) error {
			return f.Write(w, bitext.Documents(b))
		}
		out = append(out, corpus.Writer{Name: f.Name, Output: suffix(ending), Write: write})
	}
	pairs := func(w io.Writer) (corpus.BitextWriter, error) { return bitext.NewParquetWriter(w) }
	return append(out, corpus.Writer{
		Name:   "parquet",
		Output: suffix(".bitext.parquet"),
		Write: func(w io.Writer, _ *document.Document, b *bitext.Bitext) error {
			p, err := pairs(w)
			if err != nil {
				return err
			}
			return errors.Join(p.Add(b), p.Close())
		},
		Stream: pairs,
	})
}

// writeShared writes the script and the style that the pages of an output folder share.
func writeShared(out *corpus.Folder, shared *review.Shared) error {
	for _, f := range shared.Files() {
		err := out.Write(f.Name, func(w io.Writer) error {
			_, err := io.WriteString(w, f.Content)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func suffix(s string) func(string) string { return func(input string) string { return input + s } }

// writeIndex writes the page of the run.
func writeIndex(w io.Writer, rows []corpus.Row) error {
	out := make([]review.Row, len(rows))
	for i, r := range rows {
		out[i] = review.Row{
			Document:  r.Document,
			Page:      r.Outputs["review"],
			Text:      r.Outputs["same"],
			Bitext:    r.Outputs["jsonl"],
			Sentences: r.Report.Sentences,
			Foreign:   r.Report.Foreign,
			Findings:  r.Findings,
			Failed:    r.Report.Failed,
			Profile:   r.Profile,
			Riskiest:  r.Riskiest,
		}
	}
	return review.WriteIndex(w, out)
}

// formatNames are the names of all formats that are read.
func formatNames() []string {
	var names []string
	for _, f := range document.Formats() {
		names = append(names, f.Name)
	}
	for _, c := range document.Containers() {
		names = append(names, c.Name)
	}
	return names
}

// writeAligned writes bitext and review page of an aligned document.
func writeAligned(out *corpus.Folder, shared *review.Shared, b *bitext.Bitext) (review.Row, error) {
	row := review.Row{Document: b.Document, Page: b.Document + ".review.html", Bitext: b.Document + bitext.Suffix,
		Sentences: len(b.Pairs)}
	if err := out.Write(row.Bitext, func(w io.Writer) error { return bitext.Write(w, b) }); err != nil {
		return row, err
	}
	return row, out.Write(row.Page, func(w io.Writer) error { return shared.Write(w, b) })
}

func writeAlignedIndex(out *corpus.Folder, shared *review.Shared, rows []review.Row) error {
	return errors.Join(writeShared(out, shared),
		out.Write("index.html", func(w io.Writer) error { return review.WriteIndex(w, rows) }))
}
