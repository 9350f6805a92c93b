package corpus

import (
	"errors"
	"strings"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
)

// earlierFiles is how many bitexts of an earlier run are open at a time: more than the inputs that a run works on at
// once, so that each is looked through once.
const earlierFiles = 64

// An EarlierRun finds what an earlier run has left in an output folder. Of each document it reads what it is asked
// for, and no more than a few dozen files are open. It may be used by several goroutines at once.
type EarlierRun struct {
	out *Folder

	mu    sync.Mutex
	order []*earlierInput // the one that was asked for last comes last
	// What was wrong with documents that could be used all the same.
	problems []error
}

// An earlierInput is the bitext of an input; earlier is nil where there is none.
type earlierInput struct {
	name    string
	earlier *bitext.Earlier
	close   func() error
}

// EarlierRun returns what finds the bitexts that the folder holds. They can be asked for while the folder is written
// anew. The caller closes it.
func (f *Folder) EarlierRun() *EarlierRun { return &EarlierRun{out: f} }

// Document returns what the earlier run made of a document, which may be a record of a file; nil if there is nothing.
// See [bitext.Earlier.Document]. What is wrong with single lines of it is kept for [EarlierRun.Problems].
func (r *EarlierRun) Document(name, sha256 string) (*bitext.Bitext, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	in, err := r.input(strings.TrimSuffix(name, bitext.RecordOf(name)))
	if err != nil || in.earlier == nil {
		return nil, err
	}
	b, err := in.earlier.Document(name, sha256)
	if b != nil && err != nil {
		r.problems, err = append(r.problems, err), nil
	}
	return b, err
}

// Problems returns what was wrong with the documents that were asked for, joined; nil if nothing was.
func (r *EarlierRun) Problems() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(r.problems...)
}

// input returns the bitext of an input, opened when it is first asked for. The caller holds mu.
func (r *EarlierRun) input(name string) (*earlierInput, error) {
	for i, in := range r.order {
		if in.name == name {
			copy(r.order[i:], r.order[i+1:])
			r.order[len(r.order)-1] = in
			return in, nil
		}
	}
	e, closed, err := r.out.Earlier(name)
	if err != nil {
		return nil, err
	}
	if len(r.order) == earlierFiles {
		if err := r.order[0].close(); err != nil {
			return nil, errors.Join(err, closed())
		}
		r.order = append(r.order[:0], r.order[1:]...)
	}
	in := &earlierInput{name, e, closed}
	r.order = append(r.order, in)
	return in, nil
}

// Close closes the files.
func (r *EarlierRun) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var err error
	for _, in := range r.order {
		err = errors.Join(err, in.close())
	}
	r.order = nil
	return err
}
