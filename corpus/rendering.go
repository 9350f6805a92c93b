package corpus

import (
	"fmt"
	"io"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// A rendering is the outputs of a document while its pairs come. Its files take their places when all of them are
// finished, so that a document that does not come to its end has none.
type rendering struct {
	whole   func() *document.Document
	name    string // of the input
	out     *Folder
	writers []Writer
	streams streams        // none before the first pairs are there
	all     *bitext.Bitext // for outputs that want all pairs at once; nil if there are none
}

// begin begins the outputs of pairs that come in bitexts like b.
func (r *rendering) begin(b *bitext.Bitext) error {
	for _, w := range r.writers {
		parts := w.Parts
		if parts == nil {
			if r.all == nil {
				r.all = &bitext.Bitext{Header: b.Header}
			}
			parts = func(f io.Writer) (PartWriter, error) { return &late{f, w, r}, nil }
		}
		if err := r.streams.begin(r.out, w.Output(r.name), parts); err != nil {
			return err
		}
	}
	return nil
}

// add gives a section of the document and its pairs to the outputs.
func (r *rendering) add(d *document.Document, b *bitext.Bitext) error {
	if len(r.streams) == 0 {
		if err := r.begin(b); err != nil {
			return err
		}
	}
	if r.all != nil {
		r.all.Pairs = append(r.all.Pairs, b.Pairs...)
	}
	return r.streams.add(d, b)
}

// finish writes the ends of the outputs and has them take their places.
func (r *rendering) finish() error {
	if err := r.streams.close(); err != nil {
		return err
	}
	for len(r.streams) > 0 {
		file := r.streams[0].file
		r.streams = r.streams[1:] // what is queued is not given up
		if err := r.out.enqueue(file); err != nil {
			return err
		}
	}
	return nil
}

// A late is an output that is written at the end, with all pairs of its rendering.
type late struct {
	file io.Writer
	w    Writer
	r    *rendering
}

func (l *late) Add(*document.Document, *bitext.Bitext) error { return nil }

func (l *late) Close() error { return l.w.Write(l.file, l.r.whole(), l.r.all) }

// A stream is an output that takes bitexts one after the other.
type stream struct {
	file *pending
	to   PartWriter
}

// streams are outputs that take the same bitexts.
type streams []stream

// begin adds the output of that name.
func (s *streams) begin(out *Folder, name string, start func(io.Writer) (PartWriter, error)) error {
	file, err := out.create(name)
	if err != nil {
		return err
	}
	to, err := start(file)
	*s = append(*s, stream{file, to}) // to be given up, if it did not begin
	if err != nil {
		return fmt.Errorf("output %s: %w", file.path, err)
	}
	return nil
}

func (s streams) add(d *document.Document, b *bitext.Bitext) error {
	for _, out := range s {
		if err := out.to.Add(d, b); err != nil {
			return fmt.Errorf("output %s: %w", out.file.path, err)
		}
	}
	return nil
}

// close writes the ends of the outputs, which are still to take their places.
func (s streams) close() error {
	for _, out := range s {
		if err := out.to.Close(); err != nil {
			return fmt.Errorf("output %s: %w", out.file.path, err)
		}
	}
	return nil
}

// abort gives up what has not got its place.
func (s streams) abort() {
	for _, out := range s {
		out.file.abort()
	}
}
