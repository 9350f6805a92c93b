package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/pipeline"
)

// retryTable shows what came of asking again, check by check.
func retryTable(r *pipeline.Retry) printer.Text {
	c := r.Counts()
	var w strings.Builder
	printer.Printf(&w, "asked again for %s: %d better, %d no better (the old translation stays), %d failed",
		units.Count(c.Asked, "sentence"), c.Better, c.Kept, c.Failed)
	names := slices.Concat(slices.Collect(maps.Keys(c.Before)), slices.Collect(maps.Keys(c.After)))
	if len(names) == 0 {
		return printer.Text(w.String())
	}
	slices.Sort(names)
	printer.Printf(&w, "\n  %-16s %6s %6s", "", "before", "after")
	for _, name := range slices.Compact(names) {
		printer.Printf(&w, "\n  %-16s %6d %6d", name, c.Before[name], c.After[name])
	}
	return printer.Text(w.String())
}
