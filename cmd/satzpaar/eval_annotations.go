package main

import (
	"errors"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/printer"
)

// evalAnnotations prints what people's annotations come to: scores of systems, comparisons, agreement, and who noticed
// what was planted.
func (a *app) evalAnnotations(paths []string, normalized bool) error {
	damaged := 0
	standing, err := bitext.ReadStanding(paths, a.noteEach(&damaged))
	if err != nil {
		return err
	}
	if len(standing) == 0 {
		return usage(errors.New("no annotation is done yet"),
			"an annotation is done once its annotator has gone on to the next")
	}
	for _, j := range satzpaar.Judge(standing, normalized) {
		a.print("%s\n", printer.Lines(j.Lines()))
		for _, note := range j.Notes {
			a.note(note)
		}
	}
	return partly(damaged, "file", "read whole; the rest is done")
}
