package main

import (
	"errors"
	"fmt"

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
		for _, s := range j.Systems {
			a.print("%s of %s = %.2f [%.2f, %.2f]|segments:%d|annotations:%d|%s\n", j.Score, s.System, s.Mean, s.Low,
				s.High, s.Segments, s.Ratings, j.Signature)
		}
		for _, note := range j.Notes {
			a.say("%v", note)
		}
		for _, c := range j.Compared {
			a.print("  %s against %s: %v\n", c.A, c.B, c.Comparison)
		}
		if j.Agreement.Translations > 0 {
			fmt.Fprintln(printer.Writer(a.stdout), j.Agreement)
		}
		for _, n := range j.Attention {
			a.print("attention checks of %s: %d of %d noticed\n", n.Who, n.Noticed, n.Shown)
		}
	}
	return partly(damaged, "file", "read whole; the rest is done")
}
