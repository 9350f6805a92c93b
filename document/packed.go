package document

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// packed is the zip file that a document comes from.
type packed struct {
	archive   *archive.Archive
	parts     []packedPart
	languages []flowLanguage
	twins     []twin
	distinct  []offset.Span // parts in which no two twins that are cells may have the same text
	books     []*chartBook
}

// A twin is a block with the same text as another one, for programs that cannot show that.
type twin struct {
	block Block
	of    int // number of the other
}

// A packedPart is a part of a zip file that holds text. The source of the document is its parts, one after the other.
type packedPart struct {
	name string
	span offset.Span // of the source
	book *chartBook  // that it was made from, if it is a chart and has one
}

// A partReader makes the blocks of a part.
type partReader func(f *flow, span offset.Span) error

// A textPart is a part to be read.
type textPart struct {
	name  string
	read  partReader
	chart bool
}

// parsePacked parses a zip file. Find returns those of its parts that hold text, in the order in which they are read.
func parsePacked(
	name, format string,
	raw []byte,
	split Splitter,
	find func(*archive.Archive) ([]textPart, error),
) (*Document, error) {
	a, err := openPacked(raw)
	if err != nil {
		return nil, err
	}
	return parseArchive(name, format, a, split, find)
}

// parseArchive is [parsePacked] for a file that is open.
func parseArchive(
	name, format string,
	a *archive.Archive,
	split Splitter,
	find func(*archive.Archive) ([]textPart, error),
) (*Document, error) {
	parts, err := find(a)
	if err != nil {
		return nil, unpacking(err)
	}
	seen := map[string]bool{} // several parts may point to one
	parts = slices.DeleteFunc(parts, func(p textPart) bool {
		again := seen[p.name]
		seen[p.name] = true
		return again
	})
	d := &Document{Name: name, Format: format, packed: &packed{archive: a}}
	var source bytes.Buffer
	for _, p := range parts {
		text, err := a.Read(p.name)
		if err != nil {
			return nil, unpacking(err)
		}
		if !utf8.Valid(text) {
			return nil, &Error{What: p.name + " is not in UTF-8", Hint: "save the file anew with an up-to-date program"}
		}
		at := source.Len()
		source.Write(text)
		d.packed.parts = append(d.packed.parts, packedPart{name: p.name, span: offset.Span{Start: at, End: source.Len()}})
	}
	d.Source = source.Bytes()
	f := &flow{b: builder{source: string(d.Source), split: split}, languages: &d.packed.languages}
	for i, p := range parts {
		span := d.packed.parts[i].span
		if err := inPart(p.name, d.Source[span.Start:span.End], span.Start, p.read(f, span)); err != nil {
			return nil, unpacking(err)
		}
	}
	d.Blocks, d.packed.twins = withoutTwins(f.b.blocks)
	d.Notes = append(packedNotes(a, d.Source), f.b.notes...)
	d.readChartBooks(parts)
	return d, nil
}

// withoutTwins takes the blocks out that have the same text as an earlier one in the same choice between two forms.
func withoutTwins(blocks []Block) (kept []Block, twins []twin) {
	type said struct {
		choice int
		text   string
	}
	firsts := map[said][]int{} // blocks that no twin has been found for
	for i := range blocks {
		b := blocks[i]
		if flow := b.how().flow; flow != nil && flow.alternate != 0 {
			own := said{max(flow.alternate, -flow.alternate), b.Text}
			if rest := firsts[own]; flow.alternate > 0 {
				firsts[own] = append(rest, len(kept))
			} else if len(rest) > 0 {
				twins = append(twins, twin{b, rest[0]})
				if len(rest) > 1 { // the last one may have several
					firsts[own] = rest[1:]
				}
				continue
			}
		}
		kept = append(kept, b)
	}
	return kept, twins
}

// trackedChange finds an insertion or a deletion that nobody has accepted yet.
var trackedChange = regexp.MustCompile(`<(?:\w+:ins|\w+:del|\w+:moveTo|\w+:changed-region)[ >]`)

// packedNotes returns notes on what becomes of parts of a file that are not text.
func packedNotes(a *archive.Archive, source []byte) []Note {
	var notes []Note
	add := func(text string) { notes = append(notes, Note{Text: text}) }
	macros, signed := false, false
	for _, name := range a.Names() {
		macros = macros || path.Base(name) == "vbaProject.bin" || strings.HasPrefix(name, "Basic/")
		signed = signed || strings.HasPrefix(name, "_xmlsignatures/") || name == "META-INF/documentsignatures.xml"
	}
	if macros {
		add("macros are kept as they are; texts in them are not translated")
	}
	if signed {
		add("the file is signed: its signature does not hold for the translation")
	}
	if trackedChange.Match(source) {
		add("tracked changes: the text is read as if they were accepted")
	}
	return notes
}

// renderPacked writes a zip file with the parts changed whose text is translated.
func renderPacked(d *Document, target func(block, sentence int) string) ([]byte, error) {
	if d.packed == nil {
		return nil, &Error{Name: d.Name, What: "the file that the document was read from is not there"}
	}
	if len(d.packed.distinct) > 0 {
		target = distinct(d, target)
	}
	w := newFlowWriter(d, target)
	changed := map[string][]byte{}
	for _, p := range d.packed.parts {
		text := w.part(p.span)
		if len(text) > archive.MaxPart {
			return nil, &Error{Name: d.Name, What: fmt.Sprintf("the translation of %s has more than %d MiB", p.name,
				archive.MaxPart>>20), Hint: "remove formatting from its longest paragraphs"}
		}
		if !bytes.Equal(text, d.Source[p.span.Start:p.span.End]) {
			changed[p.name] = text
		}
	}
	said := d.chartTexts(target)
	for _, b := range d.packed.books {
		if said[b] == nil {
			continue
		}
		raw, err := b.render(said[b])
		if err != nil {
			return nil, &Error{Name: d.Name, What: b.part + ", the data of a chart", Err: err}
		}
		changed[b.part] = raw
	}
	out, err := d.packed.archive.With(changed)
	if err != nil {
		return nil, &Error{Name: d.Name, What: "writing the file", Err: err}
	}
	return out, nil
}

// openPacked opens a zip file. Of a file that cannot be read the error names what it is instead.
func openPacked(raw []byte) (*archive.Archive, error) {
	if strings.HasPrefix(string(raw[:min(len(raw), 8)]), "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
		// Encrypted files of today are wrapped in the container of the old ones. Names in it are in UTF-16.
		const encrypted = "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
		if bytes.Contains(raw, []byte(encrypted)) {
			return nil, &Error{What: "the file is encrypted", Hint: "save it without a password"}
		}
		return nil, &Error{What: "it is an old office document under a new name",
			Hint: "save it in the new format, such as with 'libreoffice --headless --convert-to docx FILE'"}
	}
	a, err := archive.Open(raw)
	if err != nil {
		return nil, unpacking(err)
	}
	return a, nil
}

// inPart adds to an error of XML in which part it is, and at which line. The part begins at byte start of the source.
func inPart(name string, part []byte, start int, err error) error {
	var at *xmltoken.Error
	if !errors.As(err, &at) {
		return err
	}
	return &Error{Line: lineAt(part, at.Offset-start), What: name, Err: err}
}

// unpacking makes an [Error] of one of the zip file.
func unpacking(err error) error {
	var own *Error
	switch {
	case errors.As(err, &own):
		return err
	case errors.Is(err, archive.ErrEncrypted):
		return &Error{What: "the file is encrypted", Hint: "save it without a password", Err: err}
	}
	return &Error{What: "unpacking", Err: err}
}

// A relation is a pointer of a part of an Open Packaging file to another part.
type relation struct{ id, kind, part string }

type relations []relation

// parts returns the parts of a kind.
func (r relations) parts(kind string) []string {
	var out []string
	for _, x := range r {
		if x.kind == kind {
			out = append(out, x.part)
		}
	}
	return out
}

// related returns what a part of an Open Packaging file points to, in the order of the file. The kind of a relation is
// the last word of its type.
func related(a *archive.Archive, part string) (relations, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if !a.Has(name) {
		return nil, nil
	}
	var out relations
	err := tokens(a, name, func(w *walker, t xmltoken.Token) {
		if !strings.HasSuffix(t.Name, ":Relationship") || w.s.Value("TargetMode") == "External" {
			return
		}
		target := w.s.Value("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		if target = strings.TrimPrefix(target, "/"); a.Has(target) {
			out = append(out, relation{w.s.Value("Id"), path.Base(w.s.Value("Type")), target})
		}
	})
	return out, err
}
