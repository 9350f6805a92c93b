package corpus

import (
	"context"
	"iter"

	"golang.org/x/sync/errgroup"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// A Parser reads documents, as a session of package satzpaar does.
type Parser interface {
	// Parse reads a document.
	Parse(name string, raw []byte) (*document.Document, error)
	// Records returns how the records of files that hold many documents are read.
	Records() document.RecordOptions
}

// Documents yields the documents of inputs, those of a file of records many at a time, so that a file of any size is
// read in bounded memory. An error comes alone and concerns one input or one record; the others still come.
func Documents(p Parser, inputs []Input) iter.Seq2[[]*document.Document, error] {
	return func(yield func([]*document.Document, error) bool) {
		for _, in := range inputs {
			if c := in.container(); c != nil {
				if !records(p, c, in, yield) {
					return
				}
				continue
			}
			raw, err := plainfile.ReadFile(in.Path)
			var d *document.Document
			if err == nil {
				d, err = p.Parse(in.Name, raw)
			}
			if err != nil {
				if !yield(nil, err) {
					return
				}
			} else if !yield([]*document.Document{d}, nil) {
				return
			}
		}
	}
}

// ReadAhead gives use the documents of inputs as [Documents] yields them, and reads on while use works. Failed is told
// of what cannot be read, while use works too. An error of use ends it, and so does the end of the context, whose cause
// is returned.
func ReadAhead(
	ctx context.Context,
	p Parser,
	inputs []Input,
	use func(ds []*document.Document) error,
	failed func(error),
) error {
	group, going := errgroup.WithContext(ctx)
	read := make(chan []*document.Document, 4)
	group.Go(func() error {
		defer close(read)
		for ds, err := range Documents(p, inputs) {
			if going.Err() != nil {
				return context.Cause(going)
			}
			if err != nil {
				failed(err)
				continue
			}
			select {
			case read <- ds:
			case <-going.Done():
				return context.Cause(going)
			}
		}
		return nil
	})
	group.Go(func() error {
		for ds := range read {
			if err := use(ds); err != nil {
				return err
			}
		}
		return nil
	})
	err := group.Wait()
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return err
}

// records yields the documents of a file of records and reports whether more is wanted.
func records(p Parser, c *document.Container, in Input, yield func([]*document.Document, error) bool) bool {
	file, err := plainfile.Open(in.Path)
	if err != nil {
		return yield(nil, err)
	}
	defer file.Close()
	name, reader, err := document.Uncompressed(in.Name, file)
	if err != nil {
		return yield(nil, err)
	}
	defer reader.Close()
	var ds []*document.Document
	size := 0
	for rec, err := range c.Open(name, reader, p.Records()) {
		if err != nil && !yield(nil, err) {
			return false
		}
		if rec == nil || rec.Document == nil {
			continue
		}
		ds, size = append(ds, rec.Document), size+rec.Size()
		if len(ds) == chunkRecords || size >= chunkBytes {
			if !yield(ds, nil) {
				return false
			}
			ds, size = nil, 0
		}
	}
	return len(ds) == 0 || yield(ds, nil)
}
