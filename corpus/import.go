package corpus

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
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// An Import adds to an output folder what people have made of its documents elsewhere: in a page without a server, or
// in a translation tool. Documents with new edits are written anew.
type Import struct {
	Path    string   // the output folder, or one bitext in it
	Sources []string // the files and folders that were translated, as for [NewRerenderer]; may be empty
	Who     string   // whose work it is that a translation tool has written; pages name it themselves
	Now     func() time.Time

	anew *Rerenderer // writes documents anew; nil until it is needed
}

// rerenderer returns what writes documents of the output folder anew. The sources are looked for once.
func (in *Import) rerenderer(folder string) (*Rerenderer, error) {
	if in.anew != nil {
		return in.anew, nil
	}
	var err error
	in.anew, err = NewRerenderer(folder, in.Sources, in.Now)
	return in.anew, err
}

// Imported describes what came of an [Import]; where that ends with an error, how far it came.
type Imported struct {
	Added   int // new edits
	Present int // edits of a page that were there already
	// Edits is the file that the edits of a page were added to.
	Edits string
	// Notes are what a person should know of it, in order: what was left out, and which documents could not be written
	// anew.
	Notes []error
	// Damaged describes what could not be read of the file; the rest of it is imported.
	Damaged error
}

func (r *Imported) note(err error) {
	if err != nil {
		r.Notes = append(r.Notes, err)
	}
}

// TranslatedFile reports whether a file is one that [Import.Translations] reads, by its name.
func TranslatedFile(file string) bool {
	return foreignFormat(file, nil) != nil || document.HoldsTranslations(file)
}

// foreignFormat returns the format of a file that was exported for translation tools, by its name and how it begins.
func foreignFormat(file string, raw []byte) *bitext.Format {
	return bitext.ForeignFormat(strings.ToLower(filepath.Ext(file)), raw[:min(len(raw), 2000)])
}

// Edits adds the edits of a file that a page has saved to those of the document that it is about. Edits that are there
// already are not added again.
func (in *Import) Edits(file string, raw []byte) (*Imported, error) {
	out := &Imported{}
	edits, err := bitext.ReadEdits(bytes.NewReader(raw), file)
	if len(edits) == 0 {
		return out, advice.With(errors.Join(fmt.Errorf("%s holds no edits", file), err),
			"give a file that a review page has saved, NAME"+bitext.EditsSuffix)
	}
	out.note(err)
	files, err := bitext.Files(in.Path)
	if err != nil {
		return out, err
	}
	target, rival, err := bitext.Owner(files, file, edits)
	out.note(err)
	switch {
	case rival != "":
		return out, advice.With(fmt.Errorf("both %s and %s could be meant", target, rival),
			"give the folder of the one that is meant")
	case target == "":
		return out, advice.With(
			fmt.Errorf("no document fits %s: neither its name nor its sentences", file),
			"the file must be one that a review page of this folder has saved",
		)
	}
	out.Edits = bitext.EditsPath(target)
	have, err := bitext.ReadEditsFile(out.Edits)
	if err != nil {
		return out, err
	}
	fresh := bitext.NewEdits(have, edits)
	out.Added, out.Present = len(fresh), len(edits)-len(fresh)
	return out, in.add(out, target, fresh)
}

// Translations adds, as edits, what a person has made of a file with translations: of one that was exported, or of the
// translation of a document that is such a file itself. See [bitext.Returned] for what is taken over.
func (in *Import) Translations(file string, raw []byte) (*Imported, error) {
	out := &Imported{}
	own, err := ownDocuments(in.Path)
	if err != nil {
		return out, err
	}
	var back []returned
	if format := foreignFormat(file, raw); format != nil {
		if back, err = out.exported(format, raw, file, own); err != nil {
			return out, err
		}
	}
	if len(back) == 0 && document.HoldsTranslations(file) {
		if back, err = in.translated(raw, file, own); err != nil {
			return out, err
		}
	}
	if len(back) == 0 {
		return out, advice.With(fmt.Errorf("no document fits %s", file),
			"give a file that satzpaar export or --write has made of this folder, or the translated file of a document")
	}
	fresh := map[string][]bitext.Edit{} // by the file of the bitext; of those that are due
	var order []string
	known := knownEdits{}
	for _, r := range back {
		soFar, err := known.of(r.own)
		if err != nil {
			return out, err
		}
		edits, declined := bitext.Returned(r.own.Bitext, r.back, soFar, in.Who, in.Now().UTC().Format(time.RFC3339))
		for _, d := range append(r.declined, declined...) {
			out.note(fmt.Errorf("%s: pair %s stays as it is: %s: %s", r.own.Document, d.ID, d.Why, d.Target))
		}
		// Edits that are there already may have come when the source was not known.
		behind := len(in.Sources) > 0 && len(soFar) > 0
		if len(edits) > 0 || behind {
			if _, due := fresh[r.own.file]; !due {
				order = append(order, r.own.file)
			}
			fresh[r.own.file] = append(fresh[r.own.file], edits...)
		}
		out.Added += len(edits)
	}
	for _, f := range order {
		if err := in.add(out, f, fresh[f]); err != nil {
			return out, err
		}
	}
	return out, nil
}

// add appends edits to those of the bitext at path and writes the translated document anew.
func (in *Import) add(out *Imported, path string, edits []bitext.Edit) error {
	folder, name := rootAndName(in.Path, path)
	if len(edits) > 0 {
		to, err := UseFolder(folder)
		if err != nil {
			return err
		}
		err = bitext.AppendEdit(to.Root(), name+bitext.EditsSuffix, edits...)
		if err := errors.Join(err, to.Close()); err != nil {
			return err
		}
	}
	r, err := in.rerenderer(folder)
	if err != nil {
		return err
	}
	out.note(r.Render(name, path))
	return nil
}

// rootAndName returns the output folder and the name of a document whose bitext was found below path, which may be
// that bitext.
func rootAndName(path, file string) (root, name string) {
	if path == file {
		path = filepath.Dir(file)
	}
	rel, err := filepath.Rel(path, file)
	if err != nil {
		rel = filepath.Base(file)
	}
	return path, strings.TrimSuffix(filepath.ToSlash(rel), bitext.Suffix)
}

// An ownDocument is a document of the folder, and the file that holds it.
type ownDocument struct {
	*bitext.Bitext
	file string
}

// ownDocuments reads the documents of a folder.
func ownDocuments(dir string) ([]ownDocument, error) {
	files, err := bitext.Files(dir)
	if err != nil {
		return nil, err
	}
	var own []ownDocument
	for _, f := range files {
		docs, err := bitext.ReadFile(f)
		if err != nil {
			return nil, err
		}
		for _, b := range docs {
			own = append(own, ownDocument{b, f})
		}
	}
	return own, nil
}

// knownEdits are the edits that documents have, by the file of the bitext and by record: a file may hold many documents
// and is read once.
type knownEdits map[string]map[string][]bitext.Edit

// of returns the edits of a document.
func (k knownEdits) of(o ownDocument) ([]bitext.Edit, error) {
	if k[o.file] == nil {
		edits, err := bitext.ReadEditsFile(bitext.EditsPath(o.file))
		if err != nil {
			return nil, err
		}
		k[o.file] = map[string][]bitext.Edit{}
		for _, e := range edits {
			k[o.file][e.Record] = append(k[o.file][e.Record], e)
		}
	}
	return k[o.file][bitext.RecordOf(o.Document)], nil
}

// A returned document is one that came back, with what is not taken over of it.
type returned struct {
	own      ownDocument
	back     *bitext.Bitext
	declined []bitext.Declined
}

// exported reads an exported file that came back, as far as it is not damaged.
func (r *Imported) exported(
	format *bitext.Format,
	raw []byte,
	file string,
	own []ownDocument,
) (back []returned, err error) {
	docs, damaged := format.Read(bytes.NewReader(raw), file)
	if damaged != nil && len(docs) == 0 {
		return nil, damaged
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
		return nil, nil
	}
	for _, name := range strange {
		r.note(fmt.Errorf("%s: no document of the folder is called %q", file, name))
	}
	r.Damaged = damaged
	return back, nil
}

// translated reads the translated file of a document that came back. It is found by its name, else by its sentences.
func (in *Import) translated(raw []byte, file string, own []ownDocument) ([]returned, error) {
	if len(own) == 0 {
		return nil, nil
	}
	root, _ := rootAndName(in.Path, own[0].file)
	known, err := in.rerenderer(root)
	if err != nil {
		return nil, err
	}
	folder, err := UseFolder(root)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	// Documents of that name come first: if one of them fits, no other source has to be read.
	base := filepath.Base(file)
	var named, others []ownDocument
	for _, o := range own {
		switch {
		case o.Format != document.FormatFor(file).Name:
		case base == path.Base(Same(o.To).Output(o.Document)), base == path.Base(o.Document):
			named = append(named, o)
		default:
			others = append(others, o)
		}
	}
	var best []returned
	most := 0
	read := map[splitting][]document.Translation{} // of the file: few documents are split in a way of their own
	for i, o := range slices.Concat(named, others) {
		if i == len(named) && len(best) > 0 {
			break
		}
		how := splitting{o.From, o.To, o.Split}
		list, ok := read[how]
		if !ok {
			split, err := folder.Splitter(&o.Header)
			if err != nil {
				return nil, err
			}
			list, err = document.Translations(file, raw, document.Options{Split: split}, document.SplitterFor(o.To))
			if err != nil {
				return nil, err
			}
			read[how] = list
		}
		if source, ok := known.sources[o.Document]; ok {
			if list, err = translatedSince(list, source, o); err != nil {
				return nil, err
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
		return nil, advice.With(
			fmt.Errorf("both %s and %s could be meant", best[0].own.Document, best[1].own.Document),
			"give the bitext of the one that is meant in place of the folder",
		)
	}
	return best, nil
}

// splitting is what the sentences of a file and of its translation depend on; see [bitext.Header].
type splitting struct{ from, to, rules string }

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
	var since []document.Translation
	for i := range list {
		if !had[list[i].Key] {
			since = append(since, list[i])
		}
	}
	return since, nil
}
