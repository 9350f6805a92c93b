// Package outputs knows all outputs that a run over documents can write, by their names: translated documents, review
// pages, and bitexts in every format.
package outputs

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/spelling"
	"github.com/satzpaar/satzpaar/review"
)

// Usual are the outputs that a run writes by default, as [Named] takes them.
const Usual = "same,jsonl,review"

// All returns the outputs that there are, in the order in which help names them. To is the language of the
// translations.
func All(to string) []corpus.Writer {
	shared := sync.OnceValues(review.NewShared)
	page := func(w io.Writer, bs ...*bitext.Bitext) error {
		s, err := shared()
		if err != nil {
			return err
		}
		return s.Write(w, bs...)
	}
	out := []corpus.Writer{corpus.Same(to), {
		Name:   "review",
		Output: suffix(pageSuffix),
		Write:  func(w io.Writer, _ *document.Document, b *bitext.Bitext) error { return page(w, b) },
		Parts: func(w io.Writer) (corpus.PartWriter, error) {
			s, err := shared()
			if err != nil {
				return nil, err
			}
			return corpus.InParts(s.NewWriter(w)), nil
		},
		Records: func(w io.Writer, bs []*bitext.Bitext) error { return page(w, bs...) },
		Shared: func(out *corpus.Folder, _ []string) error {
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
		var parts func(w io.Writer) (corpus.PartWriter, error)
		if f == bitext.JSONL {
			parts = func(w io.Writer) (corpus.PartWriter, error) {
				return corpus.InParts(bitext.NewPartWriter(w)), nil
			}
		}
		out = append(out, corpus.Writer{Name: f.Name, Output: suffix(ending), Write: write, Parts: parts})
	}
	pairs := func(w io.Writer) (corpus.BitextWriter, error) { return bitext.NewParquetWriter(w) }
	nested := func(w io.Writer) (corpus.BitextWriter, error) { return bitext.NewNestedParquetWriter(w) }
	rows := parquet("parquet", ".bitext.parquet", pairs)
	rows.Parts = func(w io.Writer) (corpus.PartWriter, error) {
		to, err := pairs(w)
		return corpus.InParts(to), err
	}
	return append(out, rows, parquet("nested", ".nested.parquet", nested))
}

// parquet returns an output in Parquet.
func parquet(name, ending string, begin func(io.Writer) (corpus.BitextWriter, error)) corpus.Writer {
	return corpus.Writer{
		Name:   name,
		Output: suffix(ending),
		Write: func(w io.Writer, _ *document.Document, b *bitext.Bitext) error {
			p, err := begin(w)
			if err != nil {
				return err
			}
			return errors.Join(p.Add(b), p.Close())
		},
		Stream: begin,
	}
}

// Names returns the names of all outputs.
func Names() []string {
	var names []string
	for _, w := range All("en") {
		names = append(names, w.Name)
	}
	return names
}

// Named returns the outputs of translations between two languages that a list with commas names, such as [Usual], each
// once. From is empty for documents in any language. With those in Parquet comes the card of a data set.
func Named(list, from, to string) ([]corpus.Writer, error) {
	var out []corpus.Writer
	all := All(to)
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		called := func(w corpus.Writer) bool { return w.Name == name }
		i := slices.IndexFunc(all, called)
		if i < 0 {
			return nil, advice.With(fmt.Errorf("there is no output %q", excerpt.Name(name)),
				spelling.Choose(name, Names()))
		}
		if !slices.ContainsFunc(out, called) {
			out = append(out, all[i])
		}
	}
	addCard(out, from, to)
	return out, nil
}

// List returns the names of outputs, as [Named] takes them.
func List(writers []corpus.Writer) string {
	names := make([]string, len(writers))
	for i := range writers {
		names[i] = writers[i].Name
	}
	return strings.Join(names, ",")
}

const pageSuffix = ".review.html"

func suffix(s string) func(string) string { return func(input string) string { return input + s } }

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

// Index writes the page of a run, as [corpus.Options] wants it.
func Index(w io.Writer, rows []corpus.Row) error {
	out := make([]review.Row, len(rows))
	for i, r := range rows {
		out[i] = review.Row{
			Document:  r.Document,
			To:        r.To,
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

// WritePages writes a review page for each document into a folder, which is made where needed.
func WritePages(dir string, docs iter.Seq2[*bitext.Bitext, error]) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	out, err := corpus.UseFolder(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	for b, err := range docs {
		if err != nil {
			return err
		}
		if err := out.Write(b.Document+pageSuffix, func(w io.Writer) error { return review.Write(w, b) }); err != nil {
			return err
		}
	}
	return nil
}

// Aligned writes what aligned documents become: for each its bitext and its review page, and the page of all of them.
type Aligned struct {
	out    *corpus.Folder
	shared *review.Shared
	rows   []review.Row
}

// NewAligned returns what writes aligned documents into a folder.
func NewAligned(out *corpus.Folder) (*Aligned, error) {
	shared, err := review.NewShared()
	return &Aligned{out: out, shared: shared}, err
}

// Add writes a document.
func (a *Aligned) Add(b *bitext.Bitext) error {
	row := review.Row{
		Document:  b.Document,
		To:        b.To,
		Page:      b.Document + pageSuffix,
		Bitext:    b.Document + bitext.Suffix,
		Sentences: len(b.Pairs),
	}
	err := a.out.Write(row.Bitext, func(w io.Writer) error { return bitext.Write(w, b) })
	if err == nil {
		err = a.out.Write(row.Page, func(w io.Writer) error { return a.shared.Write(w, b) })
	}
	a.rows = append(a.rows, row)
	return err
}

// Finish writes the page of all documents, and returns once everything is on the disk.
func (a *Aligned) Finish() error {
	index := func(w io.Writer) error { return review.WriteIndex(w, a.rows) }
	return errors.Join(writeShared(a.out, a.shared), a.out.Write(corpus.IndexFile, index), a.out.Sync())
}
