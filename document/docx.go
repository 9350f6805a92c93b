package document

import (
	"strconv"
	"strings"
	"unicode"
	"unique"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// DOCX is the format of Word. What is read: paragraphs, tables, text boxes, headers and footers, footnotes, endnotes,
// comments, the texts in place of pictures, titles of charts, and the core properties. Of tracked changes, the text is
// read as if they were accepted.
var DOCX = &Format{Name: "docx", Exts: []string{".docx", ".docm", ".dotx", ".dotm"}, Packed: true,
	Parse: parseDOCX, Render: renderPacked}

func parseDOCX(name string, raw []byte, split Splitter) (*Document, error) {
	return parsePacked(name, "docx", raw, split, func(a *archive.Archive) ([]textPart, error) {
		main, core, err := officeMain(a, "a Word document")
		if err != nil {
			return nil, err
		}
		rel, err := related(a, main)
		if err != nil {
			return nil, err
		}
		styles := map[string]Kind{}
		if names := rel.parts("styles"); len(names) > 0 {
			if styles, err = docxStyles(a, names[0]); err != nil {
				return nil, err
			}
		}
		read := func(f *flow, span offset.Span) error {
			w := &docxWalker{walker: newWalker(f, span, officeSpaces), styles: styles, hidden: map[string]bool{}}
			return w.all(w.element)
		}
		parts := append(core, textPart{name: main, read: read})
		for _, n := range rel.parts("styles") {
			parts = append(parts, textPart{name: n, read: readStyleLanguages})
		}
		for _, kind := range []string{"header", "footer", "footnotes", "endnotes", "comments"} {
			for _, n := range rel.parts(kind) {
				parts = append(parts, textPart{name: n, read: read})
			}
		}
		return append(parts, drawingParts(rel, readCharts)...), nil
	})
}

// docxStyles returns the kinds of paragraphs that the styles of a document stand for.
func docxStyles(a *archive.Archive, name string) (map[string]Kind, error) {
	styles := map[string]Kind{}
	id := ""
	err := tokens(a, name, func(w *walker, t xmltoken.Token) {
		switch t.Name {
		case "w:style":
			id = w.s.Value("styleId")
		case "w:name":
			switch n := strings.ToLower(w.s.Value("val")); {
			case strings.HasPrefix(n, "heading"), n == "title", n == "subtitle":
				styles[id] = Heading
			case strings.HasPrefix(n, "list"):
				styles[id] = ListItem
			case n == "caption":
				styles[id] = Caption
			case strings.HasSuffix(n, "quote"):
				styles[id] = Quote
			}
		}
	})
	return styles, err
}

// readStyleLanguages reads which language the styles of a document are for.
func readStyleLanguages(f *flow, span offset.Span) error {
	w := newWalker(f, span, officeSpaces)
	return w.all(func(t xmltoken.Token) error {
		w.language(t)
		return nil
	})
}

type docxWalker struct {
	*walker
	styles map[string]Kind
	cells  int             // cells of tables that are open
	hidden map[string]bool // bookmarks that Word has set for itself, by their numbers
}

// element reads what stands outside of paragraphs.
func (w *docxWalker) element(t xmltoken.Token) error {
	switch {
	case t.Name == "w:p" && t.Kind == xmltoken.Start:
		return w.paragraph()
	case (t.Name == "mc:Choice" || t.Name == "mc:Fallback") && t.Kind == xmltoken.Start:
		return w.alternate(t, w.element)
	case t.Name == "w:tc" && t.Kind == xmltoken.Start:
		w.cells++
		_, err := w.children(w.element)
		w.cells--
		return err
	case t.Name == "wp:docPr" || t.Name == "pic:cNvPr":
		w.alternative()
	case t.Name == "w:sdtPr":
		_, err := w.controlProperties(t)
		return err
	case t.Name == "w:del" || t.Name == "w:moveFrom":
		_, err := w.skip(t)
		return err
	}
	if t.Kind != xmltoken.Start {
		return nil
	}
	_, err := w.children(w.element)
	return err
}

// A docxParagraph is what is known of a paragraph while it is read.
type docxParagraph struct {
	kind Kind
	wrap *wrap
	// A field that is open: what it is made of so far. Where it is one whose result is text for a reader, such as a
	// link, it is a range around the result.
	fields []docxField
}

type docxField struct {
	first       int    // number of its first item
	instruction []byte // so far
	within      bool   // a field around it hides what it shows
	result      bool   // its result has begun
	shown       bool   // and is text of the paragraph
}

func (w *docxWalker) paragraph() error {
	p := &docxParagraph{kind: Paragraph}
	if w.cells > 0 {
		p.kind = Cell
	}
	_, err := w.children(func(t xmltoken.Token) error { return w.inline(p, t) })
	// What is left of a field that ends in another paragraph, such as a table of contents, stays as it is.
	if p.hides() {
		for i := p.fields[0].first; i < len(w.f.items); i++ {
			if it := &w.f.items[i]; it.kind == itemMark {
				it.kind = itemStow
			}
		}
	}
	w.f.finish(p.kind)
	return err
}

// docxWraps are the elements around runs. The value is true if a reader sees them.
var docxWraps = map[string]bool{
	"w:hyperlink": true, "w:ins": false, "w:moveTo": false, "w:smartTag": false, "w:customXml": false, "w:dir": false,
	"w:bdo": false, "w:sdtContent": false,
}

// inline reads what stands in a paragraph.
func (w *docxWalker) inline(p *docxParagraph, t xmltoken.Token) error {
	outside := spot{wrap: p.wrap}
	seen, isWrap := docxWraps[t.Name]
	switch {
	case t.Kind == xmltoken.Text || t.Kind == xmltoken.CDATA || t.Kind == xmltoken.Other:
		return nil
	case t.Name == "w:pPr":
		return w.properties(p, t)
	case t.Name == "w:r" && t.Kind == xmltoken.Start:
		return w.run(p, t)
	case isWrap && t.Kind == xmltoken.Start:
		return w.wrapped(p, t, t.Span, seen)
	case t.Name == "w:sdt" && t.Kind == xmltoken.Start:
		return w.control(p, t)
	case t.Name == "w:fldSimple" && t.Kind == xmltoken.Start:
		if shownField(w.s.Value("instr")) {
			return w.wrapped(p, t, t.Span, true)
		}
		return w.mark(itemMark, t, outside)
	case t.Name == "w:bookmarkStart":
		if n := w.s.Value("name"); strings.HasPrefix(n, "_") && !strings.HasPrefix(n, "_Ref") {
			w.hidden[w.s.Value("id")] = true
			return w.mark(itemStow, t, outside)
		}
		return w.rangeEnd(itemBegin, t, "bookmark", outside)
	case t.Name == "w:bookmarkEnd":
		if w.hidden[w.s.Value("id")] {
			return w.mark(itemStow, t, outside)
		}
		return w.rangeEnd(itemEnd, t, "bookmark", outside)
	case t.Name == "w:commentRangeStart":
		return w.rangeEnd(itemBegin, t, "comment", outside)
	case t.Name == "w:commentRangeEnd":
		return w.rangeEnd(itemEnd, t, "comment", outside)
	case t.Name == "w:del" || t.Name == "w:moveFrom" || t.Name == "w:proofErr":
		_, err := w.skip(t) // goes where the sentence around it is written anew
		return err
	case strings.HasPrefix(t.Name, "w:perm") || strings.HasPrefix(t.Name, "w:move") ||
		strings.HasPrefix(t.Name, "w:customXml"):
		return w.mark(itemStow, t, outside)
	}
	return w.mark(itemMark, t, outside)
}

// properties reads those of a paragraph.
func (w *docxWalker) properties(p *docxParagraph, t xmltoken.Token) error {
	if t.Kind != xmltoken.Start {
		return nil
	}
	_, err := w.children(func(t xmltoken.Token) error {
		switch t.Name {
		case "w:pStyle":
			if k, ok := w.styles[w.s.Value("val")]; ok && p.kind != Cell {
				p.kind = k
			}
		case "w:numPr":
			if p.kind == Paragraph {
				p.kind = ListItem
			}
		case "w:outlineLvl":
			if p.kind == Paragraph && w.s.Value("val") < "9" {
				p.kind = Heading
			}
		}
		_, err := w.skip(t)
		return err
	})
	return err
}

// wrapped reads an element around runs, which start opens.
func (w *docxWalker) wrapped(p *docxParagraph, t xmltoken.Token, start offset.Span, seen bool) error {
	outer := p.wrap
	name := rawName(t.Span.In(w.f.b.source))
	p.wrap = w.f.openWrap(outer, start, "</"+name+">", seen)
	own := p.wrap
	end, err := w.children(func(t xmltoken.Token) error { return w.inline(p, t) })
	w.f.closeWrap(own, end.Span)
	p.wrap = outer
	return err
}

// rangeEnd adds one of the two ends of a range.
func (w *docxWalker) rangeEnd(kind itemKind, t xmltoken.Token, what string, at spot) error {
	name := what + " " + w.s.Value("id")
	s, err := w.skip(t)
	w.f.single(kind, s, at).name = name
	return err
}

// mark adds an element that stands for itself, with the blocks inside it.
func (w *docxWalker) mark(kind itemKind, t xmltoken.Token, at spot) error {
	_, err := w.single(kind, t, at, w.element)
	return err
}

// run reads a run.
func (w *docxWalker) run(p *docxParagraph, t xmltoken.Token) error {
	source := w.f.b.source
	name := rawName(t.Span.In(source))
	f := newFace(t.Span, name, ` xml:space="preserve"`)
	at := spot{wrap: p.wrap, face: f}
	_, err := w.children(func(t xmltoken.Token) error {
		switch t.Name {
		case "w:rPr":
			return w.look(f, t)
		case "w:t":
			return w.text(p, t, at)
		case "w:fldChar":
			return w.fieldEnd(p, t, at)
		case "w:instrText", "w:delInstrText":
			return w.instruction(p, t, at)
		case "w:noBreakHyphen":
			w.f.add(item{span: t.Span, text: "\u2011", from: at, to: at})
			return nil
		case "w:softHyphen", "w:lastRenderedPageBreak", "w:delText":
			_, err := w.skip(t)
			return err
		case "w:br", "w:cr", "w:tab", "w:ptab":
			it, err := w.single(itemMark, t, at, w.element)
			if err == nil {
				it.breaks = len(p.fields) == 0
			}
			return err
		case "w:commentReference":
			if n := len(w.f.items); n > 0 && w.f.items[n-1].kind == itemEnd {
				last := &w.f.items[n-1] // goes with the range that it is about
				s, err := w.skip(t)
				last.span.End, last.to = s.End, at
				last.content = append(last.content, content{f, s})
				return err
			}
		}
		if t.Kind != xmltoken.Start && t.Kind != xmltoken.Empty {
			return nil
		}
		return w.mark(itemMark, t, at)
	})
	return err
}

// look reads the properties of a run.
func (w *docxWalker) look(f *face, t xmltoken.Token) error {
	var key strings.Builder
	f.open.End = t.Span.End
	if t.Kind != xmltoken.Start {
		return nil
	}
	end, err := w.children(func(t xmltoken.Token) error {
		w.language(t)
		s, err := w.skip(t)
		switch t.Name {
		case "w:lang", "w:noProof", "w:rPrChange", "w:spacing", "w:w", "w:kern", "w:szCs", "w:bCs", "w:iCs",
			"w:snapToGrid":
		default:
			key.WriteString(s.In(w.f.b.source))
		}
		return err
	})
	f.open.End = end.Span.End
	f.key = unique.Make(strings.TrimSpace(key.String()))
	return err
}

// language notes the language that w:lang names, if it is that element.
func (w *walker) language(t xmltoken.Token) {
	if v, ok := w.s.Attr("val"); ok && t.Name == "w:lang" {
		w.f.language(v, tagRegional)
	}
}

func (w *docxWalker) text(p *docxParagraph, t xmltoken.Token, at spot) error {
	if t.Kind != xmltoken.Start {
		return nil
	}
	if p.hides() {
		return w.mark(itemMark, t, at)
	}
	at.text, at.trims = true, w.s.Value("space") != "preserve"
	_, err := w.children(func(t xmltoken.Token) error {
		w.plainText(t, at)
		_, err := w.skip(t)
		return err
	})
	return err
}

// hides reports whether the fields that are open hide what they show: a page number is not translated.
func (p *docxParagraph) hides() bool {
	n := len(p.fields) - 1
	return n >= 0 && (p.fields[n].within || !p.fields[n].shown)
}

func (w *docxWalker) instruction(p *docxParagraph, t xmltoken.Token, at spot) error {
	s, err := w.skip(t)
	if n := len(p.fields); n > 0 {
		text := s.In(w.f.b.source)
		if i := strings.IndexByte(text, '>'); i >= 0 {
			text = text[i+1:]
		}
		p.fields[n-1].instruction = append(p.fields[n-1].instruction, text...)
	}
	w.f.single(itemMark, s, at)
	return err
}

// shownField reports whether the result of a field is text that a person wrote.
func shownField(instruction string) bool {
	name := strings.TrimSpace(instruction)
	if i := strings.IndexFunc(name, unicode.IsSpace); i >= 0 {
		name = name[:i]
	}
	switch strings.ToUpper(name) {
	case "HYPERLINK", "TOC", "FORMTEXT", "QUOTE", "INDEX", "BIBLIOGRAPHY":
		return true
	}
	return false
}

// fieldEnd reads the beginning, the middle or the end of a field.
func (w *docxWalker) fieldEnd(p *docxParagraph, t xmltoken.Token, at spot) error {
	kind := w.s.Value("fldCharType")
	s, err := w.skip(t)
	if err != nil {
		return err
	}
	own := w.f.single(itemMark, s, at)
	n := len(p.fields) - 1
	switch {
	case kind == "begin":
		p.fields = append(p.fields, docxField{first: len(w.f.items) - 1, within: p.hides()})
	case n < 0:
		own.kind = itemStow // it began in another paragraph
	case kind == "separate":
		f := &p.fields[n]
		if f.result {
			break
		}
		f.result, f.shown = true, shownField(string(f.instruction))
		if f.shown && !f.within {
			w.join(f.first, itemBegin)
		}
	default:
		f := p.fields[n]
		p.fields = p.fields[:n]
		switch {
		case f.within:
		case f.shown && w.f.items[f.first].kind == itemBegin:
			own.kind, own.name = itemEnd, w.f.items[f.first].name
		default:
			w.join(f.first, itemMark)
		}
	}
	return nil
}

// join makes one item of those from the given one on.
func (w *docxWalker) join(first int, kind itemKind) {
	items := w.f.items[first:]
	one := item{kind: kind, span: offset.Span{Start: items[0].span.Start, End: items[len(items)-1].span.End},
		from: items[0].from, to: items[len(items)-1].to}
	if kind == itemBegin {
		one.name = "field " + strconv.Itoa(first)
	}
	for _, it := range items {
		one.content = append(one.content, it.content...)
	}
	w.f.items = append(w.f.items[:first], one)
}
