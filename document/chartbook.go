package document

import (
	"fmt"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/offset"
)

// A chartBook is a workbook inside a document that charts were made from. A chart shows texts of its cells, and whoever
// opens the data of the chart sees the cells: both must say the same.
type chartBook struct {
	part   string
	charts []offset.Span // of the source, where the charts are
	book   *Document
}

// readChartBooks reads the workbooks of charts. One that cannot be read is noted and stays as it is.
func (d *Document) readChartBooks(parts []textPart) {
	const unread = -1
	numbers := map[string]int{}
	for i, p := range parts {
		for _, name := range p.books {
			span := d.packed.parts[i].span
			if n, ok := numbers[name]; ok {
				if n != unread {
					d.packed.books[n].charts = append(d.packed.books[n].charts, span)
				}
				continue
			}
			book, err := readChartBook(d.packed.archive, name)
			if err != nil {
				numbers[name] = unread
				d.Notes = append(d.Notes, Note{Text: fmt.Sprintf("%s, the data of a chart, stays as it is: %v", name, err)})
				continue
			}
			numbers[name] = len(d.packed.books)
			d.packed.books = append(d.packed.books, chartBook{name, []offset.Span{span}, book})
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

// render writes the workbook with each text of the charts replaced in the cells as well. It returns nil if the charts
// replace none.
func (c *chartBook) render(d *Document, target func(block, sentence int) string) ([]byte, error) {
	said := map[string]string{}
	for bi := range d.Blocks {
		b := &d.Blocks[bi]
		if b.Kind != Label || !c.shows(b) {
			continue
		}
		if text, same := replacedSentences(b, func(si int) string { return target(bi, si) }); !same {
			said[b.Text] = text
		}
	}
	if len(said) == 0 {
		return nil, nil
	}
	return renderPacked(c.book, func(bi, si int) string {
		own := c.book.Blocks[bi].Sentence(si)
		if text, ok := said[own]; ok {
			return text
		}
		return own
	})
}

// shows reports whether a block is in one of the charts.
func (c *chartBook) shows(b *Block) bool {
	if len(b.Pieces) == 0 {
		return false
	}
	at := b.Pieces[0].Source.Start
	for _, s := range c.charts {
		if s.Start <= at && at < s.End {
			return true
		}
	}
	return false
}
