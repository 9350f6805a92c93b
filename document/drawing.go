package document

import (
	"strings"
	"unique"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// PPTX is the format of PowerPoint. What is read: the slides in their order, each with its notes, comments, charts and
// diagrams, what stands on all slides of a layout or a master, the texts in place of pictures, and the core properties.
var PPTX = &Format{Name: "pptx", Exts: []string{".pptx", ".pptm", ".ppsx", ".potx"}, Packed: true,
	Parse: parsePPTX, Render: renderPacked}

func parsePPTX(name string, raw []byte, split Splitter) (*Document, error) {
	return parsePacked(name, "pptx", raw, split, func(a *archive.Archive) ([]textPart, error) {
		main, parts, err := officeMain(a, "a presentation")
		if err != nil {
			return nil, err
		}
		rel, err := related(a, main)
		if err != nil {
			return nil, err
		}
		slides, err := slideOrder(a, main, rel)
		if err != nil {
			return nil, err
		}
		var behind []string          // layouts and masters
		layouts := map[string]bool{} // those among them; many slides share one
		for _, slide := range slides {
			parts = append(parts, textPart{name: slide, read: readDrawing})
			rel, err := related(a, slide)
			if err != nil {
				return nil, err
			}
			for _, kind := range []string{"notesSlide", "comments"} {
				for _, n := range rel.parts(kind) {
					parts = append(parts, textPart{name: n, read: readDrawing})
				}
			}
			parts = append(parts, drawingParts(rel, readCharts)...)
			for _, layout := range rel.parts("slideLayout") {
				if layouts[layout] {
					continue
				}
				layouts[layout] = true
				behind = append(behind, layout)
				rel, err := related(a, layout)
				if err != nil {
					return nil, err
				}
				behind = append(behind, rel.parts("slideMaster")...)
			}
		}
		for _, name := range behind {
			parts = append(parts, textPart{name: name, read: readBehind})
		}
		return parts, nil
	})
}

// slideOrder returns the slides in the order in which they are shown.
func slideOrder(a *archive.Archive, main string, rel relations) ([]string, error) {
	named := map[string]string{} // slides by the names of the relations to them
	for _, r := range rel {
		if r.kind == "slide" {
			named[r.id] = r.part
		}
	}
	var slides []string
	seen := map[string]bool{}
	err := tokens(a, main, func(w *walker, t xmltoken.Token) {
		if t.Name != "p:sldId" {
			return
		}
		for _, at := range w.s.Attrs() {
			part := named[at.Value.In(w.f.b.source)]
			if strings.HasSuffix(at.Name, ":id") && part != "" && !seen[part] {
				seen[part] = true
				slides = append(slides, part)
			}
		}
	})
	return slides, err
}

// drawingParts returns the charts and diagrams that a part points to, with how they are read.
func drawingParts(rel relations, read partReader) []textPart {
	var parts []textPart
	for _, kind := range []string{"chart", "diagramData", "diagramDrawing", "drawing"} {
		for _, name := range rel.parts(kind) {
			parts = append(parts, textPart{name: name, read: read, chart: kind == "chart"})
		}
	}
	return parts
}

// readDrawing reads a part with paragraphs of drawings, such as a slide or a chart.
func readDrawing(f *flow, span offset.Span) error {
	w := &drawingWalker{walker: newWalker(f, span, officeSpaces)}
	return w.all(w.element)
}

// readCharts reads charts and diagrams outside of workbooks: they show what the cells held that they were made from.
func readCharts(f *flow, span offset.Span) error {
	w := &drawingWalker{walker: newWalker(f, span, officeSpaces), charts: true}
	return w.all(w.element)
}

// readBehind reads a layout or a master: what is shown with every slide, not what asks for a text there.
func readBehind(f *flow, span offset.Span) error {
	w := &drawingWalker{walker: newWalker(f, span, officeSpaces), behind: true}
	return w.all(w.element)
}

type drawingWalker struct {
	*walker
	cells  int  // cells of tables that are open
	title  bool // the shape is a title
	behind bool // the part is a layout or a master
	prompt bool // the shape is a place for a text there
	charts bool // charts show texts of cells that are not translated with the file
	cached bool // the texts are those of such cells
}

func (w *drawingWalker) element(t xmltoken.Token) error {
	switch t.Name {
	case "a:p":
		if w.prompt {
			_, err := w.skip(t)
			return err
		}
		return w.paragraph(t)
	case "c:v":
		if w.cached {
			return w.plain(t, Label)
		}
	case "p:cNvPr", "xdr:cNvPr", "pic:cNvPr":
		w.alternative()
		w.f.finish(Caption)
	case "p:ph":
		w.title, w.prompt = strings.HasSuffix(strings.ToLower(w.s.Value("type")), "title"), w.behind
	case "p:text": // of a comment
		return w.plain(t, Paragraph)
	}
	if t.Kind != xmltoken.Start {
		return nil
	}
	if t.Name == "mc:Choice" || t.Name == "mc:Fallback" {
		return w.alternate(t, w.element)
	}
	w.cached = w.cached || w.charts && t.Name == "c:strCache"
	inCell := t.Name == "a:tc"
	if inCell {
		w.cells++
	}
	_, err := w.children(w.element)
	if inCell {
		w.cells--
	}
	switch t.Name {
	case "p:sp":
		w.title, w.prompt = false, false
	case "c:strCache":
		w.cached = false
	}
	return err
}

func (w *drawingWalker) paragraph(t xmltoken.Token) error {
	if t.Kind != xmltoken.Start {
		return nil
	}
	kind := Paragraph
	switch {
	case w.cells > 0:
		kind = Cell
	case w.title:
		kind = Heading
	}
	_, err := w.children(func(t xmltoken.Token) error {
		switch {
		case t.Kind != xmltoken.Start && t.Kind != xmltoken.Empty:
			return nil
		case t.Name == "a:r" && t.Kind == xmltoken.Start:
			return w.runs("a:rPr", "a:t", "", t, func(t xmltoken.Token, at spot) { w.plainText(t, at) })
		case t.Name == "a:pPr" || t.Name == "a:endParaRPr":
			_, err := w.skip(t)
			return err
		}
		s, err := w.skip(t)
		w.f.single(itemMark, s, spot{}).breaks = t.Name == "a:br"
		return err
	})
	w.f.finish(kind)
	return err
}

// runs reads a run that has its properties and one element of text.
func (w *walker) runs(properties, text, attrs string, t xmltoken.Token, add func(xmltoken.Token, spot)) error {
	f := newFace(t.Span, rawName(t.Span.In(w.f.b.source)), attrs)
	at := spot{face: f, text: true, trims: attrs != ""}
	_, err := w.children(func(t xmltoken.Token) error {
		switch {
		case t.Name == properties:
			key := w.lookOf()
			if v, ok := w.s.Attr("lang"); ok {
				w.f.language(v, tagRegional)
			}
			s, err := w.skip(t)
			f.open.End = s.End
			if t.Kind == xmltoken.Start {
				key += offset.Span{Start: t.Span.End, End: s.End}.In(w.f.b.source)
			}
			f.key = unique.Make(key)
			return err
		case t.Name == text && t.Kind == xmltoken.Start:
			at.trims = at.trims && w.s.Value("space") != "preserve"
			_, err := w.children(func(t xmltoken.Token) error {
				add(t, at)
				_, err := w.skip(t)
				return err
			})
			return err
		}
		_, err := w.skip(t)
		return err
	})
	return err
}

// lookOf returns the attributes of the properties of a run that a reader sees.
func (w *walker) lookOf() string {
	var key strings.Builder
	for _, a := range w.s.Attrs() {
		switch a.Name {
		case "lang", "altLang", "dirty", "err", "smtClean", "smtId", "noProof", "kern", "spc", "bmk":
		default:
			key.WriteString(a.Name + "=" + a.Value.In(w.f.b.source) + " ")
		}
	}
	return key.String()
}
