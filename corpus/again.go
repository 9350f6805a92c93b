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

// KeepRules keeps the SRX file with which the documents of a run are split, so that they can be read again in the same way, and returns the value of Split for
// their headers. Without rules (nil) that is empty.
func (f *Folder) KeepRules(srx []byte) (split string, err error) {
	if srx == nil {
		return "", nil
	}
	return bitext.SRXSplit(srx), f.Write(rulesFile(document.Hash(srx)), func(w io.Writer) error {
		_, err := w.Write(srx)
		return err
	})
}

// Rules returns the SRX file by which a document was split whose header has that value of Split; nil for none.
func (f *Folder) Rules(split string) ([]byte, error) {
	if split == "" {
		return nil, nil
	}
	hash, ok := bitext.SRXHash(split)
	if !ok {
		return nil, fmt.Errorf("unknown splitting rules %q", split)
	}
	name := rulesFile(hash)
	srx, err := f.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("the splitting rules of the run: %w", err)
	}
	if document.Hash(srx) != hash {
		return nil, fmt.Errorf("the splitting rules of the run have changed: %s", f.path(name))
	}
	return srx, nil
}

// Earlier opens the bitext that the folder holds of an input, from an earlier run. It is nil where there is none; else it can be used until closed, also when the
// file is written anew meanwhile.
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
