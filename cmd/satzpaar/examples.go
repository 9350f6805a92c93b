package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"syscall"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
)

// learn takes what people wrote in the output folder, and in those of --examples, as examples for prompted backends.
func (j *job) learn(out string) error {
	if j.flags.noExamples || j.flags.auto { // documents in any language have no pair to compare with
		return nil
	}
	pair, err := j.config.Pair()
	if err != nil {
		return j.misuse(err)
	}
	dirs := slices.Clone(j.flags.examples)
	if j.config.UsesExamples() { // for others a large folder need not be looked through
		dirs = append(dirs, out)
	}
	for _, dir := range dirs {
		list, err := corpus.EditedExamples(dir, pair)
		damaged := bitext.OnlyDamaged(err)
		switch {
		case dir == out && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || damaged):
			// The run itself reports it.
		case damaged:
			j.say("%v", err)
		case err != nil:
			return usage(fmt.Errorf("edits as examples: %w", err), "--no-examples leaves them out")
		}
		j.config.Examples = append(j.config.Examples, list...)
	}
	return nil
}
