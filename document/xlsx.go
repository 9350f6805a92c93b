package document

import (
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// XLSX is the format of Excel. What is read: texts of cells, comments, text in drawings and charts, and the core
// properties. Names of sheets, formulas and the headings of tables stay as they are, because formulas refer to them.
var XLSX = &Format{Name: "xlsx", Exts: []string{".xlsx", ".xlsm", ".xltx"}, Packed: true,
	Parse: parseXLSX, Render: renderPacked}

func parseXLSX(name string, raw []byte, split Splitter) (*Document, error) {
	return parsePacked(name, "xlsx", raw, split, func(a *archive.Archive) ([]textPart, error) {
		main, parts, err := officeMain(a, "a workbook")
		if err != nil {
			return nil, err
		}
		rel, err := related(a, main)
		if err != nil {
			return nil, err
		}
		headings := map[int]bool{} // shared texts that are headings of tables
		var more []textPart
		for _, sheet := range rel.parts("worksheet") {
			own, err := sheetParts(a, sheet, headings)
			if err != nil {
				return nil, err
			}
			more = append(more, own...)
		}
		for _, n := range rel.parts("sharedStrings") {
			parts = append(parts, textPart{n, func(f *flow, span offset.Span) error {
				w := &sheetWalker{walker: newWalker(f, span, officeSpaces), headings: headings}
				return w.all(w.element)
			}})
		}
		return append(parts, more...), nil
	})
}

// sheetParts returns the parts of a sheet with text of their own, the sheet among them, and notes which of the shared
// texts are headings of its tables.
func sheetParts(a *archive.Archive, sheet string, headings map[int]bool) ([]textPart, error) {
	rel, err := related(a, sheet)
	if err != nil {
		return nil, err
	}
	read := func(f *flow, span offset.Span) error {
		w := &sheetWalker{walker: newWalker(f, span, officeSpaces)}
		return w.all(w.element)
	}
	var parts []textPart
	for _, n := range rel.parts("comments") {
		parts = append(parts, textPart{n, read})
	}
	for _, drawing := range rel.parts("drawing") {
		inner, err := related(a, drawing)
		if err != nil {
			return nil, err
		}
		parts = append(append(parts, textPart{drawing, readDrawing}), drawingParts(inner, readDrawing)...)
	}
	rows := map[int]bool{} // with headings
	for _, table := range rel.parts("table") {
		if err := tokens(a, table, func(w *walker, t xmltoken.Token) {
			if t.Name == "s:table" && w.s.Value("headerRowCount") != "0" {
				rows[rowOf(w.s.Value("ref"))] = true
			}
		}); err != nil {
			return nil, err
		}
	}
	inlined, shared, value := false, false, false
	err = tokens(a, sheet, func(w *walker, t xmltoken.Token) {
		switch {
		case t.Name == "s:is":
			inlined = true
		case t.Name == "s:c":
			shared = w.s.Value("t") == "s" && rows[rowOf(w.s.Value("r"))]
		case t.Name == "s:v":
			value = true
			return
		case value && shared && t.Kind == xmltoken.Text:
			if n, err := strconv.Atoi(t.Span.In(w.f.b.source)); err == nil {
				headings[n] = true
			}
		}
		value = false
	})
	if inlined {
		parts = append([]textPart{{sheet, read}}, parts...)
	}
	return parts, err
}

// rowOf returns the number of the row of a cell, or of the first one of a range: 7 of "B7:C9".
func rowOf(ref string) int {
	ref, _, _ = strings.Cut(ref, ":")
	n, _ := strconv.Atoi(strings.TrimLeft(strings.ToUpper(ref), "ABCDEFGHIJKLMNOPQRSTUVWXYZ$"))
	return n
}

type sheetWalker struct {
	*walker
	headings map[int]bool
	number   int // of the next shared text
}

func (w *sheetWalker) element(t xmltoken.Token) error {
	switch t.Name {
	case "s:si":
		w.number++
		if w.headings[w.number-1] {
			_, err := w.skip(t)
			return err
		}
		return w.cell(t, Cell)
	case "s:is":
		return w.cell(t, Cell)
	case "s:text":
		return w.cell(t, Paragraph)
	}
	if t.Kind != xmltoken.Start {
		return nil
	}
	_, err := w.children(w.element)
	return err
}

// cell reads the text of a cell or of a comment.
func (w *sheetWalker) cell(t xmltoken.Token, kind Kind) error {
	if t.Kind != xmltoken.Start {
		return nil
	}
	_, err := w.children(func(t xmltoken.Token) error {
		switch {
		case t.Name == "s:r" && t.Kind == xmltoken.Start:
			return w.runs("s:rPr", "s:t", ` xml:space="preserve"`, t, w.lines)
		case t.Name == "s:t" && t.Kind == xmltoken.Start:
			_, err := w.children(func(t xmltoken.Token) error {
				w.lines(t, spot{})
				_, err := w.skip(t)
				return err
			})
			return err
		}
		_, err := w.skip(t)
		return err
	})
	w.f.finish(kind)
	return err
}

// lines adds the lines of a text, each of which is a block.
func (w *sheetWalker) lines(t xmltoken.Token, at spot) {
	if t.Kind != xmltoken.Text {
		w.plainText(t, at)
		return
	}
	for s := t.Span; s.Len() > 0; {
		n := strings.IndexByte(s.In(w.f.b.source), '\n')
		if n < 0 {
			n = s.Len()
		}
		w.f.addText(offset.Span{Start: s.Start, End: s.Start + n}, at, xmltoken.Reference)
		if n < s.Len() {
			end := offset.Span{Start: s.Start + n, End: s.Start + n + 1}
			w.f.add(item{kind: itemMark, span: end, from: at, to: at, breaks: true, ends: true})
			n++
		}
		s.Start += n
	}
}
