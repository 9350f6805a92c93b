package main

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/pipeline"
)

// retryTable says what came of asking again, check by check.
func retryTable(r *pipeline.Retry) printer.Text {
	c := r.Counts()
	var w strings.Builder
	printer.Printf(&w, "asked again for %s: %d better, %d no better (the old translation stays), %d failed", count(c.Asked, "sentence"), c.Better, c.Kept, c.Failed)
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

// earlierIn returns a function that finds the bitexts of an earlier run in its output folder. Only the file of the last document is kept in memory.
func earlierIn(dir string) func(document string) (*bitext.Bitext, error) {
	var mu sync.Mutex
	var file string
	byName := map[string]*bitext.Bitext{}
	return func(document string) (*bitext.Bitext, error) {
		mu.Lock()
		defer mu.Unlock()
		name, _, _ := strings.Cut(document, "#")
		if file != name {
			docs, err := readBitexts(filepath.Join(dir, filepath.FromSlash(name)+bitext.Suffix))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			clear(byName)
			file = name
			for _, b := range docs {
				byName[b.Document] = b
			}
		}
		return byName[document], nil
	}
}
