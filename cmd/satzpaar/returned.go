package main

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// importReturned adds what a translation tool has made of an exported file to the edits of its documents. It reports
// false if such a tool does not write files of that kind.
func (a *app) importReturned(dir string, sources []string, file, who string) (bool, error) {
	if bitext.ForeignFormat(strings.ToLower(filepath.Ext(file)), nil) == nil {
		return false, nil
	}
	raw, err := plainfile.ReadFile(file)
	if err != nil {
		return true, usage(fmt.Errorf("--import: %w", err))
	}
	format := bitext.ForeignFormat(strings.ToLower(filepath.Ext(file)), raw[:min(len(raw), 2000)])
	back, err := format.Read(bytes.NewReader(raw), file)
	if err != nil {
		if len(back) == 0 {
			return true, usage(fmt.Errorf("--import: %w", err))
		}
		a.say("%v", err) // the units that could be read are taken
	}
	files, err := bitextFiles(dir)
	if err != nil {
		return true, err
	}
	own := map[string]*bitext.Bitext{} // documents of the folder, and the files that hold them
	in := map[string]string{}
	for _, f := range files {
		docs, err := bitext.ReadFile(f)
		if err != nil {
			return true, usage(err)
		}
		for _, b := range docs {
			own[b.Document], in[b.Document] = b, f
		}
	}
	fresh := map[string][]bitext.Edit{} // by file
	var order []string
	added, fits := 0, 0
	for _, b := range back {
		now := own[b.Document]
		if now == nil {
			a.say("%s: no document of %s is called %q", file, dir, b.Document)
			continue
		}
		fits++
		edits, declined := bitext.Returned(now, b, who, a.now().UTC().Format(time.RFC3339))
		for _, d := range declined {
			a.say("%s: pair %s stays as it is: %s: %s", b.Document, d.ID, d.Why, d.Target)
		}
		f := in[b.Document]
		if fresh[f] == nil && len(edits) > 0 {
			order = append(order, f)
		}
		fresh[f] = append(fresh[f], edits...)
		added += len(edits)
	}
	if fits == 0 {
		return true, usage(
			fmt.Errorf("no document fits %s", file),
			"give a file that satzpaar export or --write has made of this folder",
		)
	}
	for _, f := range order {
		if err := a.addEdits(dir, sources, f, fresh[f]); err != nil {
			return true, err
		}
	}
	a.say("%s from %s", count(added, "new edit"), file)
	return true, nil
}

// addEdits appends edits to those of the bitext at path and writes the translated document anew.
func (a *app) addEdits(dir string, sources []string, path string, edits []bitext.Edit) error {
	folder, name := rootAndName(dir, path)
	if len(edits) > 0 {
		out, err := corpus.UseFolder(folder)
		if err != nil {
			return usage(err)
		}
		if err := errors.Join(bitext.AppendEdit(out.Root(), name+bitext.EditsSuffix, edits...), out.Close()); err != nil {
			return usage(err)
		}
	}
	r, err := corpus.NewRerenderer(folder, sources, a.now)
	if err != nil {
		return usage(err)
	}
	if err := r.Render(name, path); err != nil {
		a.say("%v", err)
	}
	return nil
}
