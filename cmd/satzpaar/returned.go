package main

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// importReturned adds what a person has made of a file with translations, in a translation tool, to the edits of its
// documents: of an exported file, or of the translation of a document that is such a file itself. It reports false if
// files of that kind hold no translations.
func (a *app) importReturned(dir string, sources []string, file, who string) (bool, error) {
	ext := strings.ToLower(filepath.Ext(file))
	if bitext.ForeignFormat(ext, nil) == nil && !document.HoldsTranslations(file) {
		return false, nil
	}
	raw, err := plainfile.ReadFile(file)
	if err != nil {
		return true, usage(fmt.Errorf("--import: %w", err))
	}
	own, err := ownDocuments(dir)
	if err != nil {
		return true, err
	}
	var back []returned
	var damaged error
	if format := bitext.ForeignFormat(ext, raw[:min(len(raw), 2000)]); format != nil {
		if back, damaged, err = a.returnedExport(format, raw, file, own); err != nil {
			return true, err
		}
	}
	if len(back) == 0 && document.HoldsTranslations(file) {
		if back, err = a.returnedDocument(dir, sources, raw, file, own); err != nil {
			return true, err
		}
	}
	if len(back) == 0 {
		return true, usage(
			fmt.Errorf("no document fits %s", file),
			"give a file that satzpaar export or --write has made of this folder, or the translated file of a document",
		)
	}
	added := 0
	fresh := map[string][]bitext.Edit{} // by the file of the bitext
	var order []string
	for _, r := range back {
		sofar, err := bitext.ReadEditsFile(bitext.EditsPath(r.own.file))
		if err != nil {
			return true, usage(err)
		}
		edits, declined := bitext.Returned(r.own.Bitext, r.back, sofar, who, a.now().UTC().Format(time.RFC3339))
		for _, d := range append(r.declined, declined...) {
			a.say("%s: pair %s stays as it is: %s: %s", r.own.Document, d.ID, d.Why, d.Target)
		}
		if fresh[r.own.file] == nil && len(edits) > 0 {
			order = append(order, r.own.file)
		}
		fresh[r.own.file] = append(fresh[r.own.file], edits...)
		added += len(edits)
	}
	for _, f := range order {
		if err := a.addEdits(dir, sources, f, fresh[f]); err != nil {
			return true, err
		}
	}
	a.say("%s from %s", count(added, "new edit"), file)
	return true, a.importedWithout(damaged, file)
}

// importedWithout ends an import of a file, of which damaged names what was left out, if anything was.
func (a *app) importedWithout(damaged error, file string) error {
	if damaged == nil {
		return nil
	}
	a.say("the rest of %s is imported", file)
	return &exit{exitUnreadable, damaged, nil}
}

// An ownDocument is a document of the folder, and the file that holds it.
type ownDocument struct {
	*bitext.Bitext
	file string
}

// ownDocuments reads the documents of a folder.
func ownDocuments(dir string) ([]ownDocument, error) {
	files, err := bitextFiles(dir)
	if err != nil {
		return nil, err
	}
	var own []ownDocument
	for _, f := range files {
		docs, err := bitext.ReadFile(f)
		if err != nil {
			return nil, usage(err)
		}
		for _, b := range docs {
			own = append(own, ownDocument{b, f})
		}
	}
	return own, nil
}

// A returned document is one that came back, with what is not taken over of it.
type returned struct {
	own      ownDocument
	back     *bitext.Bitext
	declined []bitext.Declined
}

// returnedExport reads an exported file that came back, as far as it is not damaged.
func (a *app) returnedExport(
	format *bitext.Format, raw []byte, file string, own []ownDocument,
) (back []returned, damaged, err error) {
	docs, damaged := format.Read(bytes.NewReader(raw), file)
	if damaged != nil && len(docs) == 0 {
		return nil, nil, usage(fmt.Errorf("--import: %w", damaged))
	}
	byName := map[string]ownDocument{}
	for _, o := range own {
		byName[o.Document] = o
	}
	var strange []string
	for _, b := range docs {
		if o, ok := byName[b.Document]; ok {
			back = append(back, returned{own: o, back: b})
		} else {
			strange = append(strange, b.Document)
		}
	}
	if len(back) == 0 {
		return nil, nil, nil
	}
	for _, name := range strange {
		a.say("%s: no document of the folder is called %q", file, name)
	}
	return back, damaged, nil
}

// returnedDocument reads the translated file of a document that came back. It is found by its name, else by its
// sentences.
func (a *app) returnedDocument(
	dir string, sources []string, raw []byte, file string, own []ownDocument,
) ([]returned, error) {
	if len(own) == 0 {
		return nil, nil
	}
	root, _ := rootAndName(dir, own[0].file)
	known, err := corpus.NewRerenderer(root, sources, a.now)
	if err != nil {
		return nil, usage(err)
	}
	folder, err := corpus.UseFolder(root)
	if err != nil {
		return nil, usage(err)
	}
	defer folder.Close()
	// Documents of that name come first: if one of them fits, no other source has to be read.
	base := filepath.Base(file)
	var named, others []ownDocument
	for _, o := range own {
		switch {
		case o.Format != document.FormatFor(file).Name:
		case base == path.Base(corpus.Same(o.To).Output(o.Document)), base == path.Base(o.Document):
			named = append(named, o)
		default:
			others = append(others, o)
		}
	}
	var best []returned
	most := 0
	for i, o := range slices.Concat(named, others) {
		if i == len(named) && len(best) > 0 {
			break
		}
		split, err := folder.Splitter(&o.Header)
		if err != nil {
			return nil, usage(err)
		}
		list, err := document.Translations(file, raw, document.Options{Split: split}, document.SplitterFor(o.To))
		if err != nil {
			return nil, usage(fmt.Errorf("--import: %w", err))
		}
		if source, ok := known.Source(o.Document); ok {
			if list, err = translatedSince(list, source, o); err != nil {
				return nil, usage(err)
			}
		}
		back, declined := bitext.FromTranslations(o.Bitext, list)
		switch n := len(back.Pairs); {
		case n > most:
			best, most = []returned{{o, back, declined}}, n
		case n == most && n > 0:
			best = append(best, returned{o, back, declined})
		}
	}
	if len(best) > 1 {
		return nil, usage(
			fmt.Errorf("both %s and %s could be meant", best[0].own.Document, best[1].own.Document),
			"give the bitext of the one that is meant in place of the folder",
		)
	}
	return best, nil
}

// translatedSince returns the translations of a list that the source of a document did not have already.
func translatedSince(list []document.Translation, source string, o ownDocument) ([]document.Translation, error) {
	raw, err := plainfile.ReadFile(source)
	if err != nil {
		return nil, err
	}
	split := document.SplitterFor(o.From)
	before, err := document.Translations(o.Document, raw, document.Options{Encoding: o.Encoding, Split: split}, split)
	if err != nil {
		return nil, err
	}
	had := map[string]bool{}
	for i := range before {
		had[before[i].Key] = had[before[i].Key] || before[i].Target != before[i].Source.Text
	}
	return slices.DeleteFunc(list, func(t document.Translation) bool { return had[t.Key] }), nil
}

// addEdits appends edits to those of the bitext at path and writes the translated document anew.
func (a *app) addEdits(dir string, sources []string, path string, edits []bitext.Edit) error {
	folder, name := rootAndName(dir, path)
	if len(edits) > 0 {
		out, err := corpus.UseFolder(folder)
		if err != nil {
			return usage(err)
		}
		err = bitext.AppendEdit(out.Root(), name+bitext.EditsSuffix, edits...)
		if err := errors.Join(err, out.Close()); err != nil {
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
