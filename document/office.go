package document

import (
	"errors"
	"io"
	"strings"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// officeSpaces are the name spaces of Office Open XML, in its usual form and in the strict one.
var officeSpaces = func() map[string]string {
	m := map[string]string{
		"http://schemas.openxmlformats.org/markup-compatibility/2006":             "mc",
		"http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
		"http://purl.org/dc/elements/1.1/":                                        "dc",
		"http://schemas.microsoft.com/office/word/2010/wordprocessingShape":       "wps",
		"urn:schemas-microsoft-com:vml":                                           "v",
		"http://schemas.microsoft.com/office/drawing/2008/diagram":                "dsp",
	}
	for _, s := range [...][2]string{
		{"wordprocessingml/2006/main", "w"}, {"wordprocessingml/main", "w"},
		{"spreadsheetml/2006/main", "s"}, {"spreadsheetml/main", "s"},
		{"presentationml/2006/main", "p"}, {"presentationml/main", "p"},
		{"drawingml/2006/main", "a"}, {"drawingml/main", "a"},
		{"drawingml/2006/wordprocessingDrawing", "wp"}, {"drawingml/wordprocessingDrawing", "wp"},
		{"drawingml/2006/spreadsheetDrawing", "xdr"}, {"drawingml/spreadsheetDrawing", "xdr"},
		{"drawingml/2006/chart", "c"}, {"drawingml/chart", "c"},
		{"drawingml/2006/diagram", "dgm"}, {"drawingml/diagram", "dgm"},
		{"drawingml/2006/picture", "pic"}, {"drawingml/picture", "pic"},
		{"officeDocument/2006/math", "m"}, {"officeDocument/math", "m"},
	} {
		m["http://schemas.openxmlformats.org/"+s[0]] = s[1]
		m["http://purl.oclc.org/ooxml/"+s[0]] = s[1]
	}
	return m
}()

// A walker reads a part element by element.
type walker struct {
	f *flow
	s *xmltoken.Scanner

	choice int // number of the last choice that was read
}

func newWalker(f *flow, span offset.Span, spaces map[string]string) *walker {
	return &walker{f: f, s: xmltoken.New(f.b.source, span, spaces)}
}

// children calls do with what stands in the element that has just been opened, up to its end tag, which it returns. Do
// must read the elements that it is given to their ends.
func (w *walker) children(do func(t xmltoken.Token) error) (xmltoken.Token, error) {
	for {
		t, err := w.s.Next()
		if err != nil || t.Kind == xmltoken.End {
			return t, err
		}
		if err := do(t); err != nil {
			return t, err
		}
	}
}

// skip passes over an element and returns where it stands.
func (w *walker) skip(t xmltoken.Token) (offset.Span, error) {
	if t.Kind != xmltoken.Start {
		return t.Span, nil
	}
	depth := w.s.Depth()
	for {
		e, err := w.s.Next()
		if err != nil {
			return t.Span, err
		}
		if e.Kind == xmltoken.End && w.s.Depth() < depth {
			return offset.Span{Start: t.Span.Start, End: e.Span.End}, nil
		}
	}
}

// all calls do with every element and every text of the part, until it fails. Do may read elements to their ends.
func (w *walker) all(do func(t xmltoken.Token) error) error {
	for {
		t, err := w.s.Next()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if t.Kind != xmltoken.End {
			if err := do(t); err != nil {
				return err
			}
		}
	}
}

// tokens calls do with every element and every text of a part of a file whose text is not that of the document.
func tokens(a *archive.Archive, part string, do func(*walker, xmltoken.Token)) error {
	raw, err := a.Read(part)
	if err != nil {
		return err
	}
	text := string(raw)
	w := newWalker(&flow{b: builder{source: text}}, offset.Span{End: len(text)}, officeSpaces)
	err = w.all(func(t xmltoken.Token) error {
		do(w, t)
		return nil
	})
	return inPart(part, raw, 0, err)
}

// inner makes the blocks of an element that stands inside a paragraph, such as a text box; they come after those of
// the paragraph.
func (w *walker) inner(read func() error) error {
	outer := w.f
	w.f = &flow{
		b:         builder{source: outer.b.source, split: outer.b.split},
		alternate: outer.alternate,
		languages: outer.languages,
	}
	err := read()
	outer.inside = append(append(outer.inside, w.f.b.blocks...), w.f.inside...)
	w.f = outer
	return err
}

// single adds an element that stands for itself to the paragraph, and returns it. Read makes blocks of what stands
// inside it.
func (w *walker) single(kind itemKind, t xmltoken.Token, at spot, read func(xmltoken.Token) error) (*item, error) {
	s := t.Span
	if t.Kind == xmltoken.Start {
		err := w.inner(func() error {
			end, err := w.children(read)
			s.End = end.Span.End
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return w.f.single(kind, s, at), nil
}

// alternate reads one of two forms of the same content, of which the second is for older programs.
func (w *walker) alternate(t xmltoken.Token, read func(xmltoken.Token) error) error {
	outside := w.f.alternate
	w.f.alternate = t.Span.Start + 1 // no other choice has it
	if t.Name == "mc:Fallback" {
		w.f.alternate = -w.choice
	}
	own := w.f.alternate
	_, err := w.children(read)
	w.f.alternate = outside
	w.choice = max(own, 0)
	return err
}

// alternative makes blocks of the texts that are shown in place of a picture.
func (w *walker) alternative() {
	for _, name := range []string{"title", "descr"} {
		if v, ok := w.s.Attr(name); ok {
			w.f.attribute(Caption, v)
		}
	}
}

// officeProperties reads the core properties of a file: its title, subject and description.
func officeProperties(f *flow, span offset.Span) error {
	w := newWalker(f, span, officeSpaces)
	return w.all(func(t xmltoken.Token) error {
		switch t.Name {
		case "dc:title", "dc:subject", "dc:description", "cp:keywords", "cp:category":
			return w.plain(t, Heading)
		}
		return nil
	})
}

// plain makes a block of an element that holds nothing but text.
func (w *walker) plain(t xmltoken.Token, kind Kind) error {
	if t.Kind != xmltoken.Start {
		return nil
	}
	_, err := w.children(func(t xmltoken.Token) error {
		w.plainText(t, spot{})
		_, err := w.skip(t)
		return err
	})
	w.f.finish(kind)
	return err
}

// plainText adds a token of text to the paragraph.
func (w *walker) plainText(t xmltoken.Token, at spot) {
	switch t.Kind {
	case xmltoken.Text:
		w.f.addText(t.Span, at, xmltoken.Reference)
	case xmltoken.CDATA:
		// Written anew it is text as any other: the section goes whole.
		text := strings.TrimSuffix(strings.TrimPrefix(t.Span.In(w.f.b.source), "<![CDATA["), "]]>")
		w.f.add(item{span: t.Span, text: text, from: at, to: at})
	}
}

// officeMain returns the main part of an Open Packaging file and that of its core properties, empty if there is none.
func officeMain(a *archive.Archive, what string) (main string, core []textPart, err error) {
	if !a.Has("[Content_Types].xml") {
		return "", nil, &Error{What: "the file is not " + what}
	}
	top, err := related(a, "")
	if err != nil {
		return "", nil, err
	}
	mains := top.parts("officeDocument")
	if len(mains) == 0 {
		return "", nil, &Error{What: "the file is not " + what + ": it names no main part"}
	}
	for _, name := range top.parts("core-properties") {
		core = append(core, textPart{name: name, read: officeProperties})
	}
	return mains[0], core, nil
}
