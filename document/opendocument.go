package document

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// The formats of OpenDocument, which LibreOffice writes. What is read: paragraphs, headings, lists, tables, text boxes,
// headers and footers, footnotes, comments, the texts in place of pictures, titles of charts, and title, subject,
// keywords and description of the file. Deleted text of tracked changes is not read; numbers and results of formulas
// in sheets stay as they are.
var (
	ODT = openDocument("odt", "a text document", ".odt", ".ott")
	ODP = openDocument("odp", "a presentation", ".odp", ".otp")
	ODS = openDocument("ods", "a spreadsheet", ".ods", ".ots")
)

func openDocument(name, what string, exts ...string) *Format {
	return &Format{Name: name, Exts: exts, Packed: true, Render: renderPacked,
		Parse: func(file string, raw []byte, split Splitter) (*Document, error) {
			return parsePacked(file, name, raw, split, func(a *archive.Archive) ([]textPart, error) {
				if !a.Has("content.xml") && !a.Has("styles.xml") { // a template may hold styles alone
					return nil, &Error{What: "the file is not " + what}
				}
				if err := unencrypted(a); err != nil {
					return nil, err
				}
				return openDocumentParts(a)
			})
		}}
}

// unencrypted returns an error where the list of parts marks them as encrypted.
func unencrypted(a *archive.Archive) error {
	const manifest = "META-INF/manifest.xml"
	if !a.Has(manifest) {
		return nil
	}
	raw, err := a.Read(manifest)
	if err == nil && strings.Contains(string(raw), "encryption-data") {
		err = archive.ErrEncrypted
	}
	return err
}

// chartPart matches the content of a chart or another object inside a document.
var chartPart = regexp.MustCompile(`^Object [0-9]+/content\.xml$`)

func openDocumentParts(a *archive.Archive) ([]textPart, error) {
	var parts []textPart
	for _, name := range []string{"meta.xml", "content.xml", "styles.xml"} {
		if a.Has(name) {
			parts = append(parts, textPart{name: name, read: readOpenDocument})
		}
	}
	for _, name := range a.Names() {
		if chartPart.MatchString(name) {
			parts = append(parts, textPart{name: name, read: readOpenObject})
		}
	}
	return parts, nil
}

// openSpaces are the name spaces of OpenDocument.
var openSpaces = map[string]string{
	"urn:oasis:names:tc:opendocument:xmlns:text:1.0":                       "text",
	"urn:oasis:names:tc:opendocument:xmlns:office:1.0":                     "office",
	"urn:oasis:names:tc:opendocument:xmlns:style:1.0":                      "style",
	"urn:oasis:names:tc:opendocument:xmlns:table:1.0":                      "table",
	"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0":                    "draw",
	"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0":             "svg",
	"urn:oasis:names:tc:opendocument:xmlns:presentation:1.0":               "presentation",
	"urn:oasis:names:tc:opendocument:xmlns:meta:1.0":                       "meta",
	"urn:oasis:names:tc:opendocument:xmlns:chart:1.0":                      "chart",
	"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
	"http://purl.org/dc/elements/1.1/":                                     "dc",
}

func readOpenDocument(f *flow, span offset.Span) error { return newOpenWalker(f, span).read(span) }

// readOpenObject reads an object inside a document. The cells of a chart have descriptions that name where in the
// document their contents come from.
func readOpenObject(f *flow, span offset.Span) error {
	w := newOpenWalker(f, span)
	w.object = true
	return w.read(span)
}

func newOpenWalker(f *flow, span offset.Span) *openWalker {
	return &openWalker{
		walker: newWalker(f, span, openSpaces), plainStyles: map[string]bool{}, compared: newComparedTexts(),
	}
}

func (w *openWalker) read(span offset.Span) error {
	if err := w.ahead(newWalker(w.f, span, openSpaces)); err != nil {
		return err
	}
	if err := w.all(w.element); err != nil {
		return err
	}
	w.f.b.notes = append(w.f.b.notes, w.compared.notes()...)
	return nil
}

// ahead reads which languages the styles of a part are for, and what its formulas compare.
func (w *openWalker) ahead(r *walker) error {
	return r.all(func(t xmltoken.Token) error {
		switch t.Name {
		case "style:text-properties":
			if language, ok := r.s.Attr("language"); ok {
				w.f.language(language, tagLanguage)
				if country, ok := r.s.Attr("country"); ok {
					*w.f.languages = append(*w.f.languages, flowLanguage{country, tagCountry, language})
				}
			}
		case "table:table-cell":
			w.compared.formula(xmltoken.Unescape(r.s.Value("formula")), false)
		case "table:content-validation", "style:map":
			w.compared.formula(xmltoken.Unescape(r.s.Value("condition")), false)
		case "table:filter-condition", "table:filter-set-item":
			w.compared.add(xmltoken.Unescape(r.s.Value("value")))
		}
		return nil
	})
}

type openWalker struct {
	*walker
	plainStyles map[string]bool // styles of text that look like nothing: a program noted when a word was written
	cells       int             // cells of tables that are open
	lists       int
	object      bool // the part is an object inside a document
	compared    *comparedTexts
}

// element reads what stands outside of paragraphs.
func (w *openWalker) element(t xmltoken.Token) error {
	count := new(int) // of open elements of a kind; of the others nobody asks
	switch t.Name {
	case "text:p", "text:h":
		return w.paragraph(t)
	case "svg:title", "svg:desc":
		if w.object && w.cells > 0 {
			_, err := w.skip(t)
			return err
		}
		return w.plain(t, Caption)
	case "table:help-message", "table:error-message":
		if v, ok := w.s.Attr("title"); ok {
			w.f.attribute(Label, v)
			w.f.finish(Label)
		}
	case "dc:title", "dc:subject", "dc:description", "meta:keyword":
		return w.plain(t, Heading)
	case "text:tracked-changes", "office:scripts", "table:tracked-changes", "office:settings", "text:sequence-decls",
		"text:user-field-decls", "text:variable-decls", "dc:creator", "dc:date":
		_, err := w.skip(t)
		return err
	case "style:style":
		return w.style(t)
	case "table:table-cell":
		if w.s.Value("formula") != "" || w.s.Value("value-type") != "string" && w.s.Value("value-type") != "" {
			_, err := w.skip(t)
			return err
		}
		count = &w.cells
	case "text:list":
		count = &w.lists
	}
	if t.Kind != xmltoken.Start {
		return nil
	}
	*count++
	_, err := w.children(w.element)
	*count--
	return err
}

// style notes a style of text that has no look of its own: LibreOffice writes one for every time a text was worked on.
func (w *openWalker) style(t xmltoken.Token) error {
	if t.Kind != xmltoken.Start || w.s.Value("family") != "text" || w.s.Value("parent-style-name") != "" {
		_, err := w.skip(t)
		return err
	}
	name := w.s.Value("name")
	looks := false
	_, err := w.children(func(t xmltoken.Token) error {
		if t.Kind == xmltoken.Start || t.Kind == xmltoken.Empty {
			for _, a := range w.s.Attrs() {
				switch a.Local() {
				case "rsid", "paragraph-rsid", "language", "country", "language-asian", "country-asian",
					"language-complex", "country-complex":
				default:
					looks = true
				}
			}
		}
		_, err := w.skip(t)
		return err
	})
	if !looks {
		w.plainStyles[name] = true
	}
	return err
}

func (w *openWalker) paragraph(t xmltoken.Token) error {
	kind := Paragraph
	switch {
	case t.Name == "text:h":
		kind = Heading
	case w.cells > 0:
		kind = Cell
	case w.lists > 0:
		kind = ListItem
	}
	if t.Kind != xmltoken.Start {
		return nil
	}
	var around *wrap
	_, err := w.children(func(t xmltoken.Token) error { return w.inline(&around, t) })
	if kind == Cell && w.compared.keeps(w.f.items) {
		w.f.items = nil
	}
	w.f.finish(kind)
	return err
}

// inline reads what stands in a paragraph.
func (w *openWalker) inline(around **wrap, t xmltoken.Token) error {
	at := spot{wrap: *around}
	switch t.Name {
	case "":
		w.plainText(t, at)
		return nil
	case "text:span", "text:a", "text:meta", "text:meta-field":
		if t.Kind != xmltoken.Start {
			return nil
		}
		seen := t.Name != "text:span" || !w.plainStyles[w.s.Value("style-name")]
		outer := *around
		own := w.f.openWrap(outer, t.Span, "</"+rawName(t.Span.In(w.f.b.source))+">", seen)
		*around = own
		end, err := w.children(func(t xmltoken.Token) error { return w.inline(around, t) })
		*around = outer
		w.f.closeWrap(own, end.Span)
		return err
	case "text:s":
		n, err := strconv.Atoi(w.s.Value("c"))
		if err != nil || n < 1 {
			n = 1
		}
		s, err := w.skip(t)
		w.f.add(item{span: s, text: strings.Repeat(" ", min(n, 1000)), from: at, to: at})
		return err
	case "text:soft-page-break":
		_, err := w.skip(t)
		return err
	case "text:bookmark-start", "text:reference-mark-start":
		return w.mark(itemBegin, t, at, "bookmark "+w.s.Value("name"))
	case "text:bookmark-end", "text:reference-mark-end":
		return w.mark(itemEnd, t, at, "bookmark "+w.s.Value("name"))
	case "office:annotation-end":
		return w.mark(itemEnd, t, at, "comment "+w.s.Value("name"))
	case "office:annotation":
		if w.s.Value("name") == "" {
			return w.mark(itemStow, t, at, "")
		}
		return w.mark(itemBegin, t, at, "comment "+w.s.Value("name"))
	case "text:bookmark", "text:reference-mark", "text:change-start", "text:change-end", "text:change",
		"text:toc-mark", "text:toc-mark-start", "text:toc-mark-end", "text:alphabetical-index-mark",
		"text:alphabetical-index-mark-start", "text:alphabetical-index-mark-end":
		return w.mark(itemStow, t, at, "")
	}
	return w.mark(itemMark, t, at, "")
}

// mark adds an element, with the blocks inside it.
func (w *openWalker) mark(kind itemKind, t xmltoken.Token, at spot, name string) error {
	it, err := w.single(kind, t, at, w.element)
	if err != nil {
		return err
	}
	it.name = name
	it.breaks = t.Name == "text:line-break" || t.Name == "text:tab"
	return nil
}
