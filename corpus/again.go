package corpus

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/pipeline"
)

// rulesFile is where an output folder keeps an SRX file with that hash.
func rulesFile(hash string) string { return "satzpaar." + hash[:16] + ".srx" }

// KeepRules keeps the SRX file with which the documents of a run are split, so that they can be read again in the
// same way, and returns the value of Split for their headers. Without rules that is empty.
func (f *Folder) KeepRules(srx []byte) (split string, err error) {
	if len(srx) == 0 {
		return "", nil
	}
	return bitext.SRXSplit(srx), f.Write(rulesFile(document.Hash(srx)), func(w io.Writer) error {
		_, err := w.Write(srx)
		return err
	})
}

// Splitter returns the rules by which the sentences of a document with that header were found.
func (f *Folder) Splitter(h *bitext.Header) (document.Splitter, error) {
	base := document.SplitterFor(h.From)
	if h.Split == "" {
		return base, nil
	}
	hash, ok := bitext.SRXHash(h.Split)
	if !ok {
		return nil, fmt.Errorf("%s: unknown splitting rules %q", h.Document, h.Split)
	}
	name := rulesFile(hash)
	src, err := f.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s: the splitting rules of its run: %w", h.Document, err)
	}
	if document.Hash(src) != hash {
		return nil, fmt.Errorf("%s: the splitting rules of its run have changed: %s", h.Document, f.path(name))
	}
	srx, err := document.ParseSRX(f.path(name), src)
	if err != nil {
		return nil, err
	}
	return srx.Splitter(h.From, base)
}

// ParseAgain reads the source of a document as the run did that wrote its header. It is an error if raw is not what
// that run read.
func (f *Folder) ParseAgain(h *bitext.Header, raw []byte) (*document.Document, error) {
	if document.Hash(raw) != h.SHA256 {
		return nil, fmt.Errorf("%s has changed since it was translated", h.Document)
	}
	split, err := f.Splitter(h)
	if err != nil {
		return nil, err
	}
	return document.Parse(h.Document, raw, document.Options{Encoding: h.Encoding, Format: h.Format, Split: split})
}

// RenderRecords writes the translated file of an input of records, such as a table, anew from its source and the
// bitexts of its records. It is an error if the source is not what the run read that made them.
func (f *Folder) RenderRecords(input string, source io.Reader, docs []*bitext.Bitext) error {
	c := document.ContainerFor(input)
	if c == nil || len(docs) == 0 {
		return fmt.Errorf("%s holds no records", input)
	}
	h := &docs[0].Header
	split, err := f.Splitter(h)
	if err != nil {
		return err
	}
	name, reader, err := document.Uncompressed(input, source)
	if err != nil {
		return err
	}
	defer reader.Close()
	byName := make(map[string]*bitext.Bitext, len(docs))
	for _, b := range docs {
		byName[b.Document] = b
	}
	options := document.RecordOptions{Field: h.Field, Target: h.Into, Split: split, Encoding: h.Encoding}
	return f.Write(Same(h.To).Output(input), func(w io.Writer) error {
		again, err := c.Writer(input, reader, w, options)
		if err != nil {
			return err
		}
		seen := 0
		for rec, err := range c.Open(name, reader, options) {
			if rec == nil {
				return err
			}
			var b *bitext.Bitext
			if d := rec.Document; d != nil { // other lines pass through, as they did
				b = byName[d.Name]
				if b == nil || b.SHA256 != d.SHA256 {
					return fmt.Errorf("%s has changed since it was translated", d.Name)
				}
				if err := pipeline.Fits(d, b); err != nil {
					return err
				}
				seen++
			}
			if err := again.Write(rec, targets(rec, b)); err != nil {
				return err
			}
		}
		if seen != len(docs) {
			return fmt.Errorf("%s has changed since it was translated: %d records of %d are there",
				input, seen, len(docs))
		}
		return again.Close()
	})
}

// Earlier opens the bitext that the folder holds of an input, from an earlier run. It is nil if there is none;
// otherwise it can be used until closed is called, even if the file is written anew meanwhile.
func (f *Folder) Earlier(input string) (e *bitext.Earlier, closed func() error, err error) {
	name := input + bitext.Suffix
	file, err := f.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, func() error { return nil }, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if e, err = bitext.OpenEarlier(file, f.path(name)); err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return e, file.Close, nil
}
