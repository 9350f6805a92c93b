package corpus

import (
	"iter"

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
	for rec, err := range c.Open(name, reader, p.Records()) {
		if err != nil && !yield(nil, err) {
			return false
		}
		if rec == nil || rec.Document == nil {
			continue
		}
		if ds = append(ds, rec.Document); len(ds) == chunkRecords {
			if !yield(ds, nil) {
				return false
			}
			ds = nil
		}
	}
	return len(ds) == 0 || yield(ds, nil)
}
