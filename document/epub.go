package document

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// EPUB is the format of e-books, of version 2 and 3. What is read: title and description of the book, its chapters in
// their order, and the tables of contents. Code, preformatted text and what is marked translate="no" stay as they are.
var EPUB = &Format{Name: "epub", Exts: []string{".epub"}, Packed: true, Parse: parseEPUB, Render: renderPacked}

func parseEPUB(name string, raw []byte, split Splitter) (*Document, error) {
	return parsePacked(name, "epub", raw, split, func(a *archive.Archive) ([]textPart, error) {
		const container, notBook = "META-INF/container.xml", "the file is not an e-book"
		if !a.Has(container) {
			return nil, &Error{What: notBook}
		}
		if a.Has("META-INF/rights.xml") {
			return nil, &Error{
				What: "the book is protected against copying",
				Hint: "ask its publisher for one that is not",
			}
		}
		root := ""
		err := tokens(a, container, func(w *walker, t xmltoken.Token) {
			if root == "" && strings.HasSuffix(t.Name, ":rootfile") {
				root = w.s.Value("full-path")
			}
		})
		if err != nil {
			return nil, err
		}
		if !a.Has(root) {
			return nil, &Error{What: notBook + ": it does not say where its contents are"}
		}
		return bookParts(a, root)
	})
}

// bookParts returns the parts of a book with text, in the order of reading.
func bookParts(a *archive.Archive, root string) ([]textPart, error) {
	type entry struct{ part, media string }
	entries := map[string]entry{}
	var order, ids []string
	err := tokens(a, root, func(w *walker, t xmltoken.Token) {
		switch {
		case strings.HasSuffix(t.Name, ":item") && w.s.Value("href") != "":
			id := w.s.Value("id")
			href, err := url.PathUnescape(w.s.Value("href"))
			if part := path.Join(path.Dir(root), href); err == nil && a.Has(part) {
				entries[id] = entry{part, w.s.Value("media-type")}
				ids = append(ids, id)
			}
		case strings.HasSuffix(t.Name, ":itemref"):
			order = append(order, w.s.Value("idref"))
		}
	})
	if err != nil {
		return nil, err
	}
	parts := []textPart{{name: root, read: readBookData}}
	all := chapters{parts: map[string]bool{}}
	for _, id := range append(order, ids...) {
		switch e := entries[id]; e.media {
		case "application/xhtml+xml", "text/html", "text/x-oeb1-document":
			all.parts[e.part] = true
			parts = append(parts, textPart{name: e.part, read: all.reader(e.part)})
		case "application/x-dtbncx+xml":
			parts = append(parts, textPart{name: e.part, read: readNCX})
		}
	}
	return parts, nil
}

// readBookData reads the description of the book in the package document.
func readBookData(f *flow, span offset.Span) error {
	w := newWalker(f, span, nil)
	return w.all(func(t xmltoken.Token) error {
		switch t.Name {
		case "?:title", "?:description", "?:subject":
			w.attributes(t)
			return w.plain(t, Heading)
		case "?:language":
			if t.Kind != xmltoken.Start {
				return nil
			}
			_, err := w.children(func(t xmltoken.Token) error {
				if t.Kind == xmltoken.Text {
					w.f.language(trimSpan(w.f.b.source, t.Span), tagPlain)
				}
				_, err := w.skip(t)
				return err
			})
			return err
		}
		w.attributes(t)
		return nil
	})
}

// readNCX reads the labels of a table of contents of version 2.
func readNCX(f *flow, span offset.Span) error {
	w := newWalker(f, span, nil)
	return w.all(func(t xmltoken.Token) error {
		w.attributes(t)
		if t.Name == "?:text" {
			return w.plain(t, ListItem)
		}
		return nil
	})
}

// chapters are those of a book.
type chapters struct {
	parts   map[string]bool // where they are: the order of reading and the manifest both list them
	damaged int
}

// reader returns what reads a chapter. One that is not well-formed XML is kept as it is, with a note, as there are
// books with such a page which people read all the same. If all of the chapters are so, the last one is an error.
func (c *chapters) reader(part string) partReader {
	return func(f *flow, span offset.Span) error {
		blocks, languages := f.b.blocks, *f.languages
		err := readXHTML(f, span)
		var damage *xmltoken.Error
		if !errors.As(err, &damage) {
			return err
		}
		if c.damaged++; c.damaged == len(c.parts) {
			return err
		}
		where := inPart(part, []byte(span.In(f.b.source)), span.Start, err)
		notes := append(f.b.notes, Note{Text: fmt.Sprintf("%v: this part is kept as it is", where)})
		*f.languages = languages
		*f = flow{
			b:         builder{source: f.b.source, split: f.b.split, blocks: blocks, notes: notes},
			languages: f.languages,
		}
		return nil
	}
}

// readXHTML reads a chapter.
func readXHTML(f *flow, span offset.Span) error {
	w := &xhtmlWalker{walker: newWalker(f, span, nil), kind: Paragraph}
	err := w.all(w.node)
	w.f.finish(w.kind)
	return err
}

// attributes notes where an element names its language.
func (w *walker) attributes(t xmltoken.Token) {
	if t.Kind != xmltoken.Start && t.Kind != xmltoken.Empty {
		return
	}
	for _, a := range w.s.Attrs() {
		if a.Local() == "lang" {
			w.f.language(a.Value, tagPlain)
		}
	}
}

type xhtmlWalker struct {
	*walker
	wrap *wrap
	kind Kind // of the block that is being read
}

// node reads an element or a text.
func (w *xhtmlWalker) node(t xmltoken.Token) error {
	w.attributes(t)
	name := strings.TrimPrefix(t.Name, "?:")
	kind, isBlock := htmlBlocks[name]
	opaqueBlock, opaque := htmlOpaque[name]
	at := spot{wrap: w.wrap}
	switch {
	case t.Kind == xmltoken.Text:
		w.f.addText(t.Span, at, reference)
		return nil
	case t.Kind == xmltoken.CDATA:
		w.plainText(t, at)
		return nil
	case t.Kind == xmltoken.Other:
		return nil
	case !opaqueBlock && htmlShown[name] && w.s.Value("translate") != "no":
		_, err := w.single(itemMark, t, at, w.shown(name))
		return err
	case opaque || w.s.Value("translate") == "no":
		if isBlock || opaqueBlock {
			w.f.finish(w.kind)
			_, err := w.skip(t)
			return err
		}
		return w.mark(t, at)
	case name == "br":
		s, err := w.skip(t)
		w.f.single(itemMark, s, at).breaks = true
		return err
	case isBlock:
		return w.block(t, kind)
	case t.Kind == xmltoken.Empty || htmlVoid[name],
		callsNote(name, t.Span.In(w.f.b.source), w.f.b.source[t.Span.End:]):
		return w.mark(t, at)
	}
	outer := w.wrap
	own := w.f.openWrap(outer, t.Span, "</"+rawName(t.Span.In(w.f.b.source))+">", true)
	w.wrap = own
	end, err := w.children(w.node)
	w.wrap = outer
	w.f.closeWrap(own, end.Span)
	return err
}

// shown returns what reads the content of an element inside a drawing or an annotation: the texts that people see.
func (w *xhtmlWalker) shown(name string) func(t xmltoken.Token) error {
	return func(t xmltoken.Token) error {
		switch {
		case t.Kind == xmltoken.Text && htmlTexts[name]:
			w.f.addText(t.Span, spot{}, reference)
			w.f.finish(Label)
		case t.Kind == xmltoken.Start && w.s.Value("translate") != "no":
			_, err := w.children(w.shown(strings.TrimPrefix(t.Name, "?:")))
			return err
		}
		_, err := w.skip(t)
		return err
	}
}

// block reads an element that begins and ends a block.
func (w *xhtmlWalker) block(t xmltoken.Token, kind Kind) error {
	outer := w.kind
	w.f.finish(outer)
	if t.Kind == xmltoken.Empty {
		return nil
	}
	if kind != Paragraph || outer != Quote && outer != ListItem && outer != Cell {
		w.kind = kind
	}
	_, err := w.children(w.node)
	w.f.finish(w.kind)
	w.kind = outer
	return err
}

// mark adds an element that stands for itself, such as a picture with the text in its place.
func (w *xhtmlWalker) mark(t xmltoken.Token, at spot) error {
	for _, name := range []string{"alt", "title"} {
		if v, ok := w.s.Attr(name); ok {
			w.f.attribute(Caption, v)
		}
	}
	s, err := w.skip(t)
	w.f.single(itemMark, s, at)
	return err
}
