package document

import (
	"encoding/binary"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// Text is the format of plain text files. A blank line always ends a block. Whether a single line break does is
// decided once for the whole document: in text that was wrapped at a column it does not, else every line is a block.
// The cells of tables are blocks.
var Text = &Format{Name: "txt", Exts: []string{".txt", ".text"}, Parse: parseText, Render: renderText}

func renderText(d *Document, target func(block, sentence int) string) ([]byte, error) {
	part := d.part
	if part.Len() == 0 {
		part = offset.Span{End: len(d.Source)}
	}
	out := make([]byte, 0, part.Len()+part.Len()/8)
	return spliceBlocks(out, d, 0, len(d.Blocks), part, target, nil)
}

func parseText(name string, src []byte, split Splitter) (*Document, error) {
	blocks := newPlainBlocks(src, split).blocks(src)
	return &Document{Name: name, Format: "txt", Source: src, Blocks: blocks}, nil
}

// plainBlocks are the blocks of a plain text as far as they have to be decided for all of them together. There may be
// millions of them, so that they take no more than a few bytes each.
type plainBlocks struct {
	count int
	// packed holds, for each block, how far it begins behind the end of the one before, and its length with its kind.
	packed []byte
	split  Splitter
}

// plainKinds are the kinds that blocks of plain text have.
var plainKinds = [...]Kind{Paragraph, Heading, ListItem, Turn, Tweet, Action, Caption, Quote, Cell}

func newPlainBlocks(src []byte, split Splitter) *plainBlocks {
	text := string(src)
	lines := textLines(text)
	markRows(text, lines)
	spans, cells := joinLines(text, lines)
	kinds := classify(text, spans, cells)
	p := &plainBlocks{count: len(spans), packed: make([]byte, 0, 4*len(spans)), split: split}
	end := 0
	for i, s := range spans {
		p.packed = binary.AppendUvarint(p.packed, uint64(s.Start-end))
		kind := slices.Index(plainKinds[:], kinds[i])
		p.packed = binary.AppendUvarint(p.packed, uint64(s.Len())*uint64(len(plainKinds))+uint64(kind))
		end = s.End
	}
	return p
}

// all yields where the blocks stand, and their kinds.
func (p *plainBlocks) all() iter.Seq2[offset.Span, Kind] {
	return func(yield func(offset.Span, Kind) bool) {
		var s offset.Span
		for rest := p.packed; len(rest) > 0; {
			gap, n := binary.Uvarint(rest)
			number, m := binary.Uvarint(rest[n:])
			rest = rest[n+m:]
			s.Start = s.End + int(gap)
			s.End = s.Start + int(number/uint64(len(plainKinds)))
			if !yield(s, plainKinds[number%uint64(len(plainKinds))]) {
				return
			}
		}
	}
}

// blocks makes the blocks of src.
func (p *plainBlocks) blocks(src []byte) []Block {
	text := string(src)
	blocks := make([]Block, 0, p.count)
	for s, kind := range p.all() {
		blocks = append(blocks, p.block(kind, s, s.In(text)))
	}
	return blocks
}

// block makes the block at s, whose text is the source unchanged.
func (p *plainBlocks) block(kind Kind, s offset.Span, text string) Block {
	return Block{
		Kind:      kind,
		Text:      text,
		Pieces:    []Piece{{Text: offset.Span{End: len(text)}, Source: s}},
		Sentences: p.split(text),
	}
}

// A textLine is a line without the white space around it. Flowed means that it ended with a single space, as lines do
// that a mail program or a PDF reader wrapped. Row means that it is a row of a table: each cell is a block, and how
// running text was wrapped is not judged by it, so that it counts as blank.
type textLine struct {
	offset.Span
	blank, flowed, row bool
}

// textLines cuts text at "\n", "\r\n", "\r", form feeds and the Unicode line separators. Blank lines come as such; a
// form feed counts as one.
func textLines(text string) []textLine {
	lines := make([]textLine, 0, 1+strings.Count(text, "\n"))
	start := 0
	add := func(end int) {
		s := trimSpan(text, offset.Span{Start: start, End: end})
		lines = append(
			lines,
			textLine{Span: s, blank: s.Len() == 0, flowed: s.Len() > 0 && s.End < end && text[s.End] == ' '},
		)
	}
	for i := 0; i < len(text); {
		next := i + 1
		switch c := text[i]; {
		case c == '\n' || c == '\v':
			add(i)
			start = next
		case c == '\r':
			add(i)
			if next < len(text) && text[next] == '\n' {
				next++
			}
			start = next
		case c == '\f':
			add(i)
			lines = append(lines, textLine{Span: offset.Span{Start: i, End: i}, blank: true})
			start = next
		case c == 0xe2 && (strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029")):
			add(i)
			next = i + 3
			start = next
		}
		i = next
	}
	add(len(text))
	return lines
}

// trimSpan moves the ends of s inwards over white space and byte order marks.
func trimSpan(text string, s offset.Span) offset.Span {
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) && r != '\ufeff' {
			break
		}
		s.Start += n
	}
	for s.End > s.Start {
		r, n := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) && r != '\ufeff' {
			break
		}
		s.End -= n
	}
	return s
}

// joinLines decides which lines make one block. Each cell of a row is a block; cells are the indices of these.
func joinLines(text string, lines []textLine) (blocks []offset.Span, cells []int) {
	width, flowed := wrapping(text, lines)
	if width == 0 {
		width = ragged(text, lines)
	}
	blocks = make([]offset.Span, 0, len(lines))
	open := false // whether the last block may still grow
	for i, l := range lines {
		if l.blank {
			open = false
			if l.row {
				first := len(blocks)
				blocks = columns(blocks, text, l.Span)
				for k := first; k < len(blocks); k++ {
					cells = append(cells, k)
				}
			}
			continue
		}
		if open && !startsBlock(l.In(text)) && (width > 0 && wraps(text, lines[i-1], l, width) ||
			cut(lines[i-1].In(text), l.In(text)) ||
			lines[i-1].flowed && !endsSentence(lines[i-1].In(text)) && (flowed || continues(text, lines[i-1], l))) {
			blocks[len(blocks)-1].End = l.End
			continue
		}
		blocks = append(blocks, l.Span)
		open = true
	}
	return blocks, cells
}

// cut reports whether line a ends in the middle of a word that goes on in b: a letter and a hyphen stand at its end,
// and a lower-case letter follows.
func cut(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(a, "-"))
	first, _ := utf8.DecodeRuneInString(b)
	return strings.HasSuffix(a, "-") && unicode.IsLetter(last) && unicode.IsLower(first)
}

// continues reports whether a line that ends with a space and without a full stop goes on in the next: it is long, or
// the next starts with a lower-case letter.
func continues(text string, a, b textLine) bool {
	r, _ := utf8.DecodeRuneInString(b.In(text))
	return unicode.IsLower(r) || utf8.RuneCountInString(a.In(text)) >= 60
}

// wraps reports whether line b goes on with what a began, in text wrapped at width. A line that stops well before the
// width, with a capital letter in the next one, ends its block: a heading, or the last line of a paragraph.
func wraps(text string, a, b textLine, width int) bool {
	r, _ := utf8.DecodeRuneInString(b.In(text))
	return unicode.IsLower(r) || fill(text, a, b) > width*3/4
}

// fill returns how long line a would be with the first word of b.
func fill(text string, a, b textLine) int {
	word, _, _ := strings.Cut(b.In(text), " ")
	return utf8.RuneCountInString(a.In(text)) + 1 + utf8.RuneCountInString(word)
}

const (
	maxWrap = 130 // columns; longer lines are paragraphs
	minWrap = 30
	// Verses, which are not wrapped, are of uneven length as well, but short.
	minRagged = 45
)

// wrapping decides whether text is wrapped at a column: nearly every line break inside a group of lines stands where
// the next word would not have fitted any more, most of them in the middle of a sentence, and some before a
// lower-case letter. It returns the column, or 0. Flowed reports whether the lines that go on end with a single space.
func wrapping(text string, lines []textLine) (width int, flowed bool) {
	for _, l := range lines {
		if l.blank {
			continue
		}
		if l.Len() > 4*maxWrap {
			return 0, false
		}
		if t := l.In(text); strings.Count(t, " ") > 2 { // a long address is no measure
			width = max(width, utf8.RuneCountInString(t))
		}
	}
	pairs, full, ends, open, small, spaced := 0, 0, 0, 0, 0, 0
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if a.blank || b.blank || startsBlock(b.In(text)) {
			continue
		}
		pairs++
		goesOn := !endsSentence(a.In(text))
		if goesOn && a.flowed {
			spaced++
		}
		switch {
		case fill(text, a, b) > width-width/20:
			full++
			if goesOn {
				open++
			}
			if r, _ := utf8.DecodeRuneInString(b.In(text)); unicode.IsLower(r) {
				small++
			}
		case !wraps(text, a, b, width):
			ends++
		}
	}
	flowed = pairs > 0 && spaced == pairs
	if width > maxWrap || width < minWrap || full < 2 || full*10 < (pairs-ends)*7 || full*2 < pairs ||
		open*10 < full*6 ||
		small*5 < full {
		return 0, flowed
	}
	return width, flowed
}

// ragged decides whether text was wrapped at no certain column, as what is read from a scan is: lines of about one
// length of which most break off in the middle of a sentence, and many in a word or before a lower-case letter. It
// returns the length that few of these lines exceed, or 0.
func ragged(text string, lines []textLine) (width int) {
	var lengths [maxWrap + 2]int // how many lines that go on have each length; the last: more
	pairs, broken, small, cuts := 0, 0, 0, 0
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if a.blank || b.blank || startsBlock(b.In(text)) {
			continue
		}
		pairs++
		line := a.In(text)
		if endsSentence(line) {
			continue
		}
		broken++
		lengths[min(utf8.RuneCountInString(line), maxWrap+1)]++
		if r, _ := utf8.DecodeRuneInString(b.In(text)); unicode.IsLower(r) {
			small++
			if strings.HasSuffix(line, "-") {
				cuts++
			}
		}
	}
	if broken < 5 || broken*10 < pairs*6 || small*4 < pairs && (cuts < 2 || cuts*10 < pairs) {
		return 0
	}
	for below := lengths[0]; below <= broken*9/10; below += lengths[width] {
		width++
	}
	short := 0
	for _, n := range lengths[:width*2/3] {
		short += n
	}
	if width < minRagged || width > maxWrap || short*5 > broken {
		return 0
	}
	return width
}

// endsSentence reports whether line ends with a mark that ends sentences, closing quotes and brackets aside.
func endsSentence(line string) bool {
	line = strings.TrimRight(line, "\"'“”’»«)]")
	return strings.HasSuffix(line, ".") || strings.HasSuffix(line, "!") || strings.HasSuffix(line, "?") ||
		strings.HasSuffix(line, "…") ||
		strings.HasSuffix(line, ":")
}

// startsBlock reports whether a line starts a block of its own even inside wrapped text: list items, calls to action
// and lines of an embedded tweet.
func startsBlock(line string) bool {
	return listMarker(line) > 0 || isAttribution(line) || isAction(line)
}
