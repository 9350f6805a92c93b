package document

import (
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// Plain text may hold tables, whose columns are set apart by tabs or by blanks that put them below one another. Each
// cell is a block: a translation of the whole line would lose cells, and the gaps between them.

// markRows marks the lines that are rows of tables. A row has a row of as many cells beside it, with nothing but a
// drawn line between. The cells are not kept, which would take many times the memory of the text.
func markRows(text string, lines []textLine) {
	above := -1 // the line that may be the row above
	var row, cells []offset.Span
	for i, l := range lines {
		line := l.In(text)
		if !l.blank && strings.Trim(line, "-=_+| \t") == "" {
			continue
		}
		cells = cells[:0]
		if len(line) <= 4*maxWrap && (strings.Contains(line, "  ") || strings.Contains(line, "\t")) {
			cells = columns(cells, text, l.Span)
		}
		if len(cells) < 2 || startsBlock(line) {
			above = -1
			continue
		}
		if above >= 0 && aligned(text, row, cells) {
			for _, k := range [...]int{above, i} {
				lines[k].row, lines[k].blank = true, true
			}
		}
		above, row, cells = i, cells, row
	}
}

// columns appends the cells of a line, which is cut at tabs, and at two blanks or more.
func columns(cells []offset.Span, text string, line offset.Span) []offset.Span {
	start := line.Start
	for i := line.Start; i < line.End; i++ {
		n := gap(text[i:line.End])
		if n == 0 {
			continue
		}
		if n < 4 && text[i] == ' ' && endsSentence(text[start:i]) && strings.Contains(text[start:i], " ") {
			i += n - 1 // typists leave two blanks there
			continue
		}
		cells = append(cells, offset.Span{Start: start, End: i})
		start = i + n
		i = start - 1
	}
	return append(cells, offset.Span{Start: start, End: line.End})
}

// gap returns the length of the gap between two columns at the start of s; 0 if there is none.
func gap(s string) int {
	n := len(s) - len(strings.TrimLeft(s, " \t"))
	if n > 1 || n == 1 && s[0] == '\t' {
		return n
	}
	return 0
}

// aligned reports whether two rows have as many cells, all of which, but the first, begin or end below one another.
// With tabs, only a reader's program knows that. Somewhere there are three blanks: two may be a slip.
func aligned(text string, a, b []offset.Span) bool {
	if len(a) != len(b) {
		return false
	}
	tabs, wide := 0, false
	for k := 1; k < len(a); k++ {
		for _, row := range [...][]offset.Span{a, b} {
			between := text[row[k-1].End:row[k].Start]
			wide = wide || len(between) > 2
			if strings.Contains(between, "\t") {
				tabs++
			}
		}
	}
	if tabs == 2*(len(a)-1) {
		return true
	}
	if tabs > 0 || !wide {
		return false
	}
	for k := 1; k < len(a); k++ {
		startA, startB := column(text, a[0].Start, a[k].Start), column(text, b[0].Start, b[k].Start)
		endA, endB := column(text, a[0].Start, a[k].End), column(text, b[0].Start, b[k].End)
		if max(startA, startB)-min(startA, startB) > 1 && max(endA, endB)-min(endA, endB) > 1 {
			return false
		}
	}
	return true
}

// column returns in which column of its line text[at:] stands; the words of the line begin at start.
func column(text string, start, at int) int {
	before := text[max(0, start-maxWrap):start]
	indent := len(before) - len(strings.TrimRight(before, " "))
	return indent + utf8.RuneCountInString(text[start:at])
}
