package document

import (
	"fmt"
	"slices"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/offset"
)

// A chartBook is a workbook inside a document that charts were made from. A chart shows texts of its cells, and whoever
// opens the data of the chart sees the cells: both must say the same.
type chartBook struct {
	part string
	book *Document
}

// readChartBooks reads the workbooks of charts. What cannot be read is noted and stays as it is.
func (d *Document) readChartBooks(parts []textPart) {
	books := map[string]*chartBook{} // nil if one cannot be read: several charts may have the same
	unreadable := func(name string, err error) {
		d.Notes = append(d.Notes, Note{Text: fmt.Sprintf("%s, the data of a chart, stays as it is: %v", name, err)})
	}
	for i, p := range parts {
		if !p.chart {
			continue
		}
		rel, err := related(d.packed.archive, p.name)
		if err != nil {
			unreadable("the workbook of "+p.name, err)
			continue
		}
		names := rel.parts("package")
		if len(names) == 0 {
			continue
		}
		name := names[0] // a chart has one
		b, ok := books[name]
		if !ok {
			if book, err := readChartBook(d.packed.archive, name); err != nil {
				unreadable(name, err)
			} else {
				b = &chartBook{name, book}
				d.packed.books = append(d.packed.books, b)
			}
			books[name] = b
		}
		d.packed.parts[i].book = b
	}
}

// readChartBook reads a workbook that is a part of a file. Each text of a cell is one sentence.
func readChartBook(a *archive.Archive, name string) (*Document, error) {
	inner, err := a.Inner(name)
	if err != nil {
		return nil, err
	}
	return parseWorkbook(name, inner, func(text string) []offset.Span { return []offset.Span{{End: len(text)}} })
}

// chartTexts returns the texts that the charts of each workbook replace, and with what.
func (d *Document) chartTexts(target func(block, sentence int) string) map[*chartBook]map[string]string {
	if len(d.packed.books) == 0 {
		return nil
	}
	said := map[*chartBook]map[string]string{}
	for bi := range d.Blocks {
		b := &d.Blocks[bi]
		if b.Kind != Label || len(b.Pieces) == 0 {
			continue
		}
		book := d.packed.partAt(b.Pieces[0].Source.Start).book
		if book == nil {
			continue
		}
		text, same := replacedSentences(b, func(si int) string { return target(bi, si) })
		if same {
			continue
		}
		if said[book] == nil {
			said[book] = map[string]string{}
		}
		said[book][b.Text] = text
	}
	return said
}

// partAt returns the part that a place of the source is in.
func (p *packed) partAt(at int) *packedPart {
	i, _ := slices.BinarySearchFunc(p.parts, at, func(part packedPart, at int) int {
		if part.span.End <= at {
			return -1
		}
		return 1
	})
	return &p.parts[i]
}

// render writes the workbook with what its charts say in the cells that have those texts.
func (c *chartBook) render(said map[string]string) ([]byte, error) {
	return renderPacked(c.book, func(bi, si int) string {
		own := c.book.Blocks[bi].Sentence(si)
		if text, ok := said[own]; ok {
			return text
		}
		return own
	})
}
