package corpus

import (
	"errors"
	"io"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/pipeline"
)

// A Writer renders one output of a document.
type Writer struct {
	Name string // as on the command line: "same", "jsonl", "review", …
	// Output returns the name of the output for the name of an input: "a/b.txt" gives "a/b.txt.bitext.jsonl".
	Output func(input string) string
	Write  func(w io.Writer, d *document.Document, b *bitext.Bitext) error
	// Parts begins the output of a document whose pairs come in parts, all with its header, and does with them what
	// Write does; nil where Write wants all of them at once.
	Parts func(w io.Writer) (PartWriter, error)
	// Records writes one output for all records of a file, where there are few enough of them; nil for none.
	Records func(w io.Writer, bs []*bitext.Bitext) error
	// Stream begins one output for all records of a file, however many there are; nil for none. What it returns takes
	// their bitexts in order.
	Stream func(w io.Writer) (BitextWriter, error)
	// Shared writes into the output folder what all outputs refer to; nil for nothing. Inputs are the names of those
	// that the run is about to translate.
	Shared func(out *Folder, inputs []string) error
}

// A BitextWriter writes a file of any number of bitexts.
type BitextWriter interface {
	Add(b *bitext.Bitext) error
	// Close writes the end of the file. It does not close what the file is written to.
	Close() error
}

// A PartWriter writes a file of a document whose pairs come in parts.
type PartWriter interface {
	// Add takes a section of the document and its pairs.
	Add(d *document.Document, b *bitext.Bitext) error
	// Close writes the end of the file. It does not close what the file is written to.
	Close() error
}

// InParts returns the writer of an output that is made of nothing but pairs.
func InParts(w BitextWriter) PartWriter { return pairsOnly{w} }

type pairsOnly struct{ BitextWriter }

func (p pairsOnly) Add(_ *document.Document, b *bitext.Bitext) error { return p.BitextWriter.Add(b) }

// Same is the writer of the translated document in its own format. A sentence without a translation keeps its source.
func Same(to string) Writer {
	return Writer{
		Name:   same,
		Output: func(input string) string { return input + "." + to + ext(input) },
		Write: func(w io.Writer, d *document.Document, b *bitext.Bitext) error {
			s := sameWriter{w: w}
			return errors.Join(s.Add(d, b), s.Close())
		},
		Parts: func(w io.Writer) (PartWriter, error) { return &sameWriter{w: w}, nil },
	}
}

// A sameWriter writes a document in its own format: section by section, or once it has got all pairs where that cannot
// be done.
type sameWriter struct {
	w io.Writer
	r *pipeline.Renderer // of the whole; nil if sections are written as they come
}

func (s *sameWriter) Add(d *document.Document, b *bitext.Bitext) error {
	whole := d.Whole()
	if whole == d {
		return s.write(pipeline.Render(d, b))
	}
	if s.r == nil {
		s.r = pipeline.NewRenderer(whole)
	}
	s.r.Add(b)
	return nil
}

func (s *sameWriter) Close() error {
	if s.r == nil {
		return nil
	}
	return s.write(s.r.Render())
}

func (s *sameWriter) write(out []byte, err error) error {
	if err == nil {
		_, err = s.w.Write(out)
	}
	return err
}
