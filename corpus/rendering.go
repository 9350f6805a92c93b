package corpus

import (
	"fmt"
	"io"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// A rendering is the outputs of a document while its pairs come. Its files take their places when it is finished, so
// that a document that comes to no end has none.
type rendering struct {
	document *document.Document
	name     string // of the input
	out      *Folder
	streams  []stream
	together []Writer       // that want all pairs at once
	all      *bitext.Bitext // for them
	begun    bool
}

// begin begins the outputs that take pairs as they come.
func (r *rendering) begin(writers []Writer) error {
	r.begun = true
	for _, w := range writers {
		if w.Parts == nil {
			r.together = append(r.together, w)
			continue
		}
		file, err := r.out.create(w.Output(r.name))
		if err != nil {
			return err
		}
		r.streams = append(r.streams, stream{file, nil})
		to, err := w.Parts(file, r.document)
		if err != nil {
			return fmt.Errorf("output %s: %w", file.path, err)
		}
		r.streams[len(r.streams)-1].to = to
	}
	return nil
}

// add gives pairs to the outputs.
func (r *rendering) add(writers []Writer, b *bitext.Bitext) error {
	if !r.begun {
		if err := r.begin(writers); err != nil {
			return err
		}
	}
	for _, s := range r.streams {
		if err := s.to.Add(b); err != nil {
			return fmt.Errorf("output %s: %w", s.file.path, err)
		}
	}
	switch {
	case len(r.together) == 0:
	case r.all == nil:
		r.all = b
	default:
		r.all.Pairs = append(r.all.Pairs, b.Pairs...)
	}
	return nil
}

// finish writes the ends of the outputs, and those that wanted all pairs, and has them take their places.
func (r *rendering) finish() error {
	for len(r.streams) > 0 {
		s := r.streams[0]
		if err := s.to.Close(); err != nil {
			return fmt.Errorf("output %s: %w", s.file.path, err)
		}
		r.streams = r.streams[1:]
		if err := r.out.enqueue(s.file); err != nil {
			return err
		}
	}
	for _, w := range r.together {
		write := func(f io.Writer) error { return w.Write(f, r.document, r.all) }
		if err := r.out.queue(w.Output(r.name), write); err != nil {
			return err
		}
	}
	return nil
}

// abort gives up what has not got its place.
func (r *rendering) abort() {
	for _, s := range r.streams {
		s.file.abort()
	}
}
