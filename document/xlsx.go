package document

import (
	"strings"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// XLSX is the format of Excel. What is read: texts of cells, comments, text in drawings and charts, the headings of
// tables, what is shown at cells that are chosen, and the core properties. Names of sheets and formulas stay as they
// are, because formulas, links and macros refer to sheets by their names; see xlsx_tables.go for when headings stay,
// and formula.go for cells.
var XLSX = &Format{Name: "xlsx", Exts: []string{".xlsx", ".xlsm", ".xltx"}, Packed: true,
	Parse: parseXLSX, Render: renderPacked}

func parseXLSX(name string, raw []byte, split Splitter) (*Document, error) {
	a, err := openPacked(raw)
	if err != nil {
		return nil, err
	}
	return parseWorkbook(name, a, split)
}

func parseWorkbook(name string, a *archive.Archive, split Splitter) (*Document, error) {
	var book workbook
	d, err := parseArchive(name, "xlsx", a, split, func(a *archive.Archive) ([]textPart, error) {
		main, parts, err := officeMain(a, "a workbook")
		if err != nil {
			return nil, err
		}
		rel, err := related(a, main)
		if err != nil {
			return nil, err
		}
		book = workbook{archive: a, texts: map[int]string{}, compared: newComparedTexts()}
		var more []textPart
		for _, sheet := range rel.parts("worksheet") {
			own, err := book.sheet(sheet)
			if err != nil {
				return nil, err
			}
			more = append(more, own...)
		}
		strings := rel.parts("sharedStrings")
		if err := book.headings(main, strings); err != nil {
			return nil, err
		}
		for _, n := range strings {
			parts = append(parts, textPart{name: n, read: func(f *flow, span offset.Span) error {
				w := &sheetWalker{walker: newWalker(f, span, officeSpaces), book: &book}
				return w.all(w.element)
			}})
		}
		return append(append(parts, more...), book.tableParts()...), nil
	})
	if err != nil {
		return nil, err
	}
	if book.kept {
		d.Notes = append(d.Notes, Note{
			Text: "headings of tables stay as they are: formulas or pivot tables name them, or they are formatted",
		})
	}
	d.Notes = append(d.Notes, book.compared.notes()...)
	tables := map[string]bool{}
	for _, t := range book.tables {
		tables[t.part] = true
	}
	for _, p := range d.packed.parts {
		if tables[p.name] {
			d.packed.distinct = append(d.packed.distinct, p.span)
		}
	}
	return d, nil
}

// sheet returns the parts of a sheet with text of their own, the sheet among them, and notes the tables in it and what
// their cells hold.
func (b *workbook) sheet(sheet string) ([]textPart, error) {
	a := b.archive
	rel, err := related(a, sheet)
	if err != nil {
		return nil, err
	}
	var parts []textPart
	for _, n := range rel.parts("comments") {
		parts = append(parts, textPart{name: n, read: readCells})
	}
	for _, drawing := range rel.parts("drawing") {
		inner, err := related(a, drawing)
		if err != nil {
			return nil, err
		}
		parts = append(append(parts, textPart{name: drawing, read: readDrawing}), drawingParts(inner, readDrawing)...)
	}
	slots, err := b.tablesOf(rel.parts("table"))
	if err != nil {
		return nil, err
	}
	own, inlined, err := b.cells(sheet, slots)
	if inlined {
		read := func(f *flow, span offset.Span) error {
			w := &sheetWalker{walker: newWalker(f, span, officeSpaces), book: b, own: own}
			return w.all(w.element)
		}
		parts = append([]textPart{{name: sheet, read: read}}, parts...)
	}
	return parts, err
}

// readCells reads the texts of cells or of comments.
func readCells(f *flow, span offset.Span) error {
	w := &sheetWalker{walker: newWalker(f, span, officeSpaces)}
	return w.all(w.element)
}

type sheetWalker struct {
	*walker
	book   *workbook
	number int            // of the next shared text
	own    map[string]int // numbers of texts that stand in cells of tables
	cellAt string         // the cell that is read
}

func (w *sheetWalker) element(t xmltoken.Token) error {
	switch t.Name {
	case "s:c":
		w.cellAt = w.s.Value("r")
	case "s:si":
		w.number++
		return w.numbered(t, 2*(w.number-1))
	case "s:is":
		if n, ok := w.own[w.cellAt]; ok {
			return w.numbered(t, n)
		}
		return w.cell(t, Cell)
	case "s:text":
		return w.cell(t, Paragraph)
	case "s:dataValidation", "s:hyperlink":
		for _, h := range sheetHints {
			if v, ok := w.s.Attr(h.attribute); ok {
				w.f.limitedAttribute(Label, v, h.most)
			}
		}
		w.f.finish(Label)
	}
	if t.Kind != xmltoken.Start {
		return nil
	}
	_, err := w.children(w.element)
	return err
}

// numbered reads the text of that number, unless it stays.
func (w *sheetWalker) numbered(t xmltoken.Token, text int) error {
	if w.book.fixed[text] {
		_, err := w.skip(t)
		return err
	}
	if w.book.named[text] {
		w.f.alternate = headingChoice(w.f, text)
		defer func() { w.f.alternate = 0 }()
	}
	return w.cell(t, Cell)
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
	if kind == Cell && w.book.compared.keeps(w.f.items) {
		w.f.items = nil
	}
	w.f.finish(kind)
	return err
}

// sheetHints are the attributes of cells with texts that are shown when they are chosen.
var sheetHints = []sheetHint{{"promptTitle", 32}, {"prompt", 255}, {"errorTitle", 32}, {"error", 225}, {"tooltip", 255}}

// A sheetHint is an attribute with the most characters that Excel reads in it: it repairs files with longer ones.
type sheetHint struct {
	attribute string
	most      int
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
