package models

import (
	"errors"
	"io/fs"
	"os"
	"slices"
)

// asideSuffix is added to the names of the files of a model while another one takes its place.
const asideSuffix = ".before"

// A swap puts files in their places, and what was there aside until it is done.
type swap struct {
	before []string // names whose files are aside
	new    []string // names that have new files
}

// aside takes a file away, if there is one.
func (s *swap) aside(name string) error {
	err := os.Rename(name, name+asideSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		s.before = append(s.before, name)
	}
	return err
}

// put gives a file that is ready its name.
func (s *swap) put(ready, name string) error {
	if err := s.aside(name); err != nil {
		return err
	}
	if err := os.Rename(ready, name); err != nil {
		return err
	}
	s.new = append(s.new, name)
	return nil
}

// undo puts everything back, what was taken away first last.
func (s *swap) undo() error {
	var errs []error
	for _, name := range s.new {
		errs = append(errs, remove(name))
	}
	for _, name := range slices.Backward(s.before) {
		errs = append(errs, os.Rename(name+asideSuffix, name))
	}
	return errors.Join(errs...)
}

// done removes what was put aside.
func (s *swap) done() error {
	var errs []error
	for _, name := range s.before {
		errs = append(errs, remove(name+asideSuffix))
	}
	return errors.Join(errs...)
}
