package document

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/offset"
)

// The heading of a column of a table stands in a cell and, as the name of the column, in the part of the table. Excel
// repairs a file in which the two differ, or in which two columns of a table have one name. So the name is a twin of
// the cell, and headings stay as they are where
//
//   - a formula or a pivot table names a column, or compares a text with its heading: formulas are not rewritten;
//   - a heading is formatted or goes over several lines;
//   - two of a table would have the same translation.

// A workbook is what is known of the tables of a file while it is read.
type workbook struct {
	archive *archive.Archive
	tables  []*xlsxTable
	refers  bool // a formula, or something else, names a column of a table
	// texts are those of headings and totals, by their numbers; empty for those that are not plain. The number of a
	// text that is shared is twice that which the file gives it; those that stand in a sheet have odd ones.
	texts   map[int]string
	inlined int          // texts with odd numbers so far
	fixed   map[int]bool // texts that stay
	named   map[int]bool // texts that are names of columns
	kept    bool         // there are tables, and their headings stay
	// compared are the texts in formulas.
	compared *comparedTexts
}

// An xlsxTable is a table.
type xlsxTable struct {
	part        string
	left, right int // columns of the sheet
	top, bottom int // rows of headings and of totals; 0: there is none
	columns     []xlsxColumn
}

// An xlsxColumn is a column of a table: its name and the label of its total as the table has them, and the texts of the
// cells that show them; -1 where there is none.
type xlsxColumn struct {
	name, total         string
	nameCell, totalCell int
}

// A cell is a column and a row of a sheet, counted from 1.
type cell struct{ column, row int }

// tablesOf reads those of a sheet. It returns where the numbers of the texts of their headings and totals go.
func (b *workbook) tablesOf(parts []string) (map[cell]*int, error) {
	slots := map[cell]*int{}
	for _, part := range parts {
		t := &xlsxTable{part: part}
		formula := formulaText{book: b}
		if err := tokens(b.archive, part, func(w *walker, token xmltoken.Token) {
			formula.read(w, token)
			switch token.Name {
			case "s:table":
				t.place(w.s.Value("ref"), w.s.Value("headerRowCount") != "0", w.s.Value("totalsRowCount") > "0")
				b.refers = b.refers || w.s.Value("tableType") == "queryTable"
			case "s:tableColumn":
				t.columns = append(t.columns, xlsxColumn{
					xmltoken.Unescape(w.s.Value("name")), xmltoken.Unescape(w.s.Value("totalsRowLabel")), -1, -1,
				})
			}
		}); err != nil {
			return nil, err
		}
		formula.end()
		for k := range t.columns {
			slots[cell{t.left + k, t.top}] = &t.columns[k].nameCell
			slots[cell{t.left + k, t.bottom}] = &t.columns[k].totalCell
		}
		b.tables = append(b.tables, t)
	}
	return slots, nil
}

// place notes where the cells of a table are.
func (t *xlsxTable) place(ref string, headings, totals bool) {
	first, last, _ := strings.Cut(ref, ":")
	from, to := cellAt(first), cellAt(last)
	t.left, t.right = from.column, to.column
	if headings {
		t.top = from.row
	}
	if totals {
		t.bottom = to.row
	}
}

// cellAt returns the cell of that name, such as "B7". A name without a number is in row 0, where no cell is.
func cellAt(ref string) cell {
	ref = strings.ReplaceAll(strings.ToUpper(ref), "$", "")
	letters := strings.TrimRight(ref, "0123456789")
	var c cell
	for i := range min(len(letters), 3) {
		c.column = c.column*26 + int(letters[i]-'A') + 1
	}
	c.row, _ = strconv.Atoi(ref[len(letters):])
	return c
}

// cells reads the cells of a sheet: which texts are headings and totals of its tables, what its formulas name and
// compare, and whether texts stand in the sheet itself. Own are the numbers of those that belong to tables, by cells.
func (b *workbook) cells(sheet string, slots map[cell]*int) (own map[string]int, inlined bool, err error) {
	own = map[string]int{}
	var slot *int // where the number of the text of the cell goes
	kind := ""    // of the cell
	value := false
	formula := formulaText{book: b}
	text := &plainXML{}
	done := func() {
		if slot != nil && kind == "inlineStr" {
			b.texts[*slot] = text.String()
		}
	}
	err = tokens(b.archive, sheet, func(w *walker, t xmltoken.Token) {
		switch {
		case t.Kind == xmltoken.Text && value:
			if n, err := strconv.Atoi(t.Span.In(w.f.b.source)); err == nil && slot != nil && kind == "s" {
				*slot = 2 * n
				b.texts[2*n] = ""
			}
		case t.Name == "s:is":
			inlined = true
		case t.Name == "s:filter" || t.Name == "s:customFilter":
			b.compared.add(xmltoken.Unescape(w.s.Value("val")))
		case t.Name == "s:dataValidation" || t.Name == "s:hyperlink":
			shown := func(h sheetHint) bool { return w.s.Value(h.attribute) != "" }
			inlined = inlined || slices.ContainsFunc(sheetHints, shown)
		case t.Name == "s:c":
			done()
			text = &plainXML{}
			ref := w.s.Value("r")
			slot, kind = nil, w.s.Value("t")
			if c := cellAt(ref); c.row > 0 {
				slot = slots[c]
			}
			if slot != nil && kind == "inlineStr" {
				*slot = 2*b.inlined + 1
				b.inlined++
				own[ref] = *slot
			}
		}
		if slot != nil {
			text.read(w, t)
		}
		formula.read(w, t)
		value = t.Name == "s:v"
	})
	done()
	formula.end()
	return own, inlined, err
}

// A plainXML is the text of an element without formatting.
type plainXML struct {
	text strings.Builder
	runs bool // it is formatted
}

func (p *plainXML) read(w *walker, t xmltoken.Token) {
	switch {
	case t.Name == "s:r" || t.Name == "s:rPh" || t.Kind == xmltoken.CDATA:
		p.runs = true
	case t.Kind == xmltoken.Text:
		p.text.WriteString(t.Span.In(w.f.b.source))
	}
}

// String returns the text, empty for one that is not plain.
func (p *plainXML) String() string {
	if text := p.text.String(); !p.runs && !strings.ContainsAny(text, "\r\n") {
		return xmltoken.Unescape(text)
	}
	return ""
}

// A formulaText follows the tokens of a part through its formulas, and notes what they name and compare.
type formulaText struct {
	book   *workbook
	inside bool
	list   bool // it may be a list of choices
	text   strings.Builder
}

func (f *formulaText) read(w *walker, t xmltoken.Token) {
	if t.Name != "" {
		f.end()
		f.inside, f.list = isFormula(t.Name), t.Name == "s:formula1"
	} else if f.inside {
		f.text.WriteString(xmltoken.Unescape(t.Span.In(w.f.b.source)))
	}
}

// end ends a formula.
func (f *formulaText) end() {
	if f.text.Len() > 0 {
		text := f.text.String()
		f.book.refers = f.book.refers || strings.Contains(text, "[")
		f.book.compared.formula(text, f.list)
		f.text.Reset()
	}
}

// isFormula reports whether an element holds a formula.
func isFormula(name string) bool {
	return strings.HasSuffix(name, ":f") || name == "s:definedName" || strings.HasPrefix(name, "s:formula") ||
		strings.HasSuffix(name, "Formula")
}

// headings decides what becomes of the headings of tables.
func (b *workbook) headings(main string, shared []string) error {
	formula := formulaText{book: b}
	if err := tokens(b.archive, main, formula.read); err != nil {
		return err
	}
	formula.end()
	if len(b.tables) == 0 {
		return nil
	}
	for _, name := range b.archive.Names() {
		b.refers = b.refers || strings.Contains(name, "/pivotCache/") || strings.Contains(name, "/slicerCaches/")
	}
	for _, part := range shared {
		if err := b.read(part); err != nil {
			return err
		}
	}
	b.fixed, b.named = map[int]bool{}, map[int]bool{}
	b.kept = b.refers
	compared := func(c xlsxColumn) bool { return b.compared.has(c.name) }
	for _, t := range b.tables {
		b.kept = b.kept || !b.fits(t) || slices.ContainsFunc(t.columns, compared)
	}
	for _, t := range b.tables {
		for _, c := range t.columns {
			names, totals := b.fixed, b.fixed
			if !b.kept {
				names = b.named
			}
			if c.totalCell >= 0 && b.texts[c.totalCell] == c.total && !b.compared.has(c.total) {
				totals = b.named
			}
			names[c.nameCell], totals[c.totalCell] = true, true
		}
	}
	for n := range b.fixed {
		delete(b.named, n)
	}
	return nil
}

// fits reports whether the cells of the headings of a table hold the names of its columns, in plain text.
func (b *workbook) fits(t *xlsxTable) bool {
	return t.top == 0 || len(t.columns) == t.right-t.left+1 && !slices.ContainsFunc(t.columns, func(c xlsxColumn) bool {
		return c.nameCell < 0 || b.texts[c.nameCell] != c.name
	})
}

// read notes what the shared texts that are wanted hold.
func (b *workbook) read(part string) error {
	n := -2
	text := &plainXML{}
	done := func() {
		if _, wanted := b.texts[n]; wanted {
			b.texts[n] = text.String()
		}
	}
	err := tokens(b.archive, part, func(w *walker, t xmltoken.Token) {
		if t.Name == "s:si" {
			done()
			n, text = n+2, &plainXML{}
		}
		text.read(w, t)
	})
	done()
	return err
}

// headingChoice returns a number for a text that has twins; see flow.alternate. No choice of the document has it.
func headingChoice(f *flow, text int) int { return len(f.b.source) + 2 + text }

// tableParts returns the tables whose columns are named anew, to be read behind the shared texts.
func (b *workbook) tableParts() []textPart {
	var parts []textPart
	for _, t := range b.tables {
		read := func(f *flow, span offset.Span) error { return b.readTable(t, f, span) }
		parts = append(parts, textPart{name: t.part, read: read})
	}
	return parts
}

// readTable makes twins of the names of columns, and of the labels of totals.
func (b *workbook) readTable(t *xlsxTable, f *flow, span offset.Span) error {
	w, k := newWalker(f, span, officeSpaces), -1
	twin := func(kind Kind, attribute string, text int) {
		if v, ok := w.s.Attr(attribute); ok && text >= 0 && b.named[text] {
			f.alternate = -headingChoice(f, text)
			f.attribute(kind, v)
			f.alternate = 0
		}
	}
	return w.all(func(token xmltoken.Token) error {
		if token.Name == "s:tableColumn" {
			k++
			twin(Cell, "name", t.columns[k].nameCell)
			twin(Label, "totalsRowLabel", t.columns[k].totalCell)
			f.finish(Cell)
		}
		return nil
	})
}

// distinct returns target, but for the names of columns of a table of which two would be the same: those stay.
func distinct(d *Document, target func(block, sentence int) string) func(block, sentence int) string {
	tables := make([][]*twin, len(d.packed.distinct)) // the names of their columns
	for i := range d.packed.twins {
		t := &d.packed.twins[i]
		hull := t.block.hull(offset.Span{End: len(t.block.Text)})
		k := sort.Search(len(tables), func(k int) bool { return d.packed.distinct[k].End >= hull.End })
		if t.block.Kind == Cell && k < len(tables) && hull.Start >= d.packed.distinct[k].Start {
			tables[k] = append(tables[k], t)
		}
	}
	held := map[int]bool{} // blocks
	names := func(block, sentence int) string {
		if held[block] {
			return d.Blocks[block].Sentence(sentence)
		}
		return target(block, sentence)
	}
	again := true // a round has found names that would be the same
	for round := 0; again && round < 2; round++ {
		again = false
		for _, columns := range tables {
			seen, double := map[string]bool{}, false
			for _, t := range columns {
				text, _ := replacedSentences(&t.block, func(si int) string { return names(t.of, si) })
				double = double || seen[strings.ToLower(text)]
				seen[strings.ToLower(text)] = true
			}
			for _, t := range columns {
				held[t.of] = held[t.of] || double
			}
			again = again || double
		}
	}
	if again { // a name that stays is that of another table, too: all stay
		for _, columns := range tables {
			for _, t := range columns {
				held[t.of] = true
			}
		}
	}
	return names
}
