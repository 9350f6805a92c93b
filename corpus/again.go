package corpus

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// rulesFile is where an output folder keeps an SRX file with that hash.
func rulesFile(hash string) string { return "satzpaar." + hash[:16] + ".srx" }

// KeepRules keeps the SRX file with which the documents of a run are split, so that they can be read again in the
// same way, and returns the value of Split for their headers. Without rules (nil) that is empty.
func (f *Folder) KeepRules(srx []byte) (split string, err error) {
	if srx == nil {
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

// Earlier opens the bitext that the folder holds of an input, from an earlier run. It is nil where there is none;
// else it can be used until closed, also when the file is written anew meanwhile.
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
