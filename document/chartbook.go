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
	const unread = -1
	numbers := map[string]int{}
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
		for _, name := range rel.parts("package") {
			n, ok := numbers[name]
			if !ok {
				book, err := readChartBook(d.packed.archive, name)
				if n = len(d.packed.books); err != nil {
					n = unread
					unreadable(name, err)
				} else {
					d.packed.books = append(d.packed.books, chartBook{name, book})
				}
				numbers[name] = n
			}
			if n != unread {
				d.packed.parts[i].books = append(d.packed.parts[i].books, n)
			}
		}
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

// chartTexts returns, for each workbook of charts, the texts that its charts replace, and with what.
func (d *Document) chartTexts(target func(block, sentence int) string) []map[string]string {
	said := make([]map[string]string, len(d.packed.books))
	if len(said) == 0 {
		return nil
	}
	for bi := range d.Blocks {
		b := &d.Blocks[bi]
		if b.Kind != Label || len(b.Pieces) == 0 {
			continue
		}
		books := d.packed.partAt(b.Pieces[0].Source.Start).books
		if len(books) == 0 {
			continue
		}
		text, same := replacedSentences(b, func(si int) string { return target(bi, si) })
		if same {
			continue
		}
		for _, n := range books {
			if said[n] == nil {
				said[n] = map[string]string{}
			}
			said[n][b.Text] = text
		}
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
