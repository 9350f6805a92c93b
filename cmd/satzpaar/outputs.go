package main

import (
	"errors"
	"io"
	"slices"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/review"
)

// bitextWriters are the outputs that are rendered from a bitext alone, in the order in which help names them.
func bitextWriters() []corpus.Writer {
	shared := sync.OnceValues(review.NewShared)
	page := func(w io.Writer, bs ...*bitext.Bitext) error {
		s, err := shared()
		if err != nil {
			return err
		}
		return s.Write(w, bs...)
	}
	out := []corpus.Writer{{
		Name:    "review",
		Output:  suffix(".review.html"),
		Write:   func(w io.Writer, _ *document.Document, b *bitext.Bitext) error { return page(w, b) },
		Records: func(w io.Writer, bs []*bitext.Bitext) error { return page(w, bs...) },
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
	return out
}

// sharePages writes what review pages in an output folder share, if the writers make any.
func sharePages(out *corpus.Folder, writers []corpus.Writer) error {
	if !slices.ContainsFunc(writers, func(w corpus.Writer) bool { return w.Name == "review" }) {
		return nil
	}
	shared, err := review.NewShared()
	if err == nil {
		err = writeShared(out, shared)
	}
	if err != nil {
		return usage(err, diskHints(err)...)
	}
	return nil
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
