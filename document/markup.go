package document

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
)

// Inline markup stands in the text of a block as placeholders. Numbers count from 1 in every block and leave out those
// that stand there as text: no placeholder can be mistaken for text.

// A builder puts blocks with inline markup together. Sources must be added in the order in which they stand in the
// file.
type builder struct {
	source string
	split  Splitter
	blocks []Block
	notes  []Note

	kind    Kind
	quoting quoting
	style   byte
	seconds float64 // that the cue is shown
	text    strings.Builder
	pieces  []Piece
	marks   int             // placeholders given out in this block
	open    []tag           // inline elements that are open, innermost last
	movable map[string]bool // placeholders of formatting, by number, which may move to the edges of words
	values  []Block         // to follow the block
	html    bool            // the block is HTML inside Markdown
	parted  []bool          // whether the line breaks inside messages part texts, in order
	like    []bool          // how the next of them are read, where that is known
	// quoted collects the quotations inside messages, unless it is nil. Where known is not, signs between apostrophes
	// that are none of those were put there by who wrote the text, and are read as that.
	quoted, known map[string]bool

	counted, breaks int // where line has counted to, and the line breaks before it
}

// line returns the line of offset i of the source, which must not stand before that of an earlier call.
func (b *builder) line(i int) int {
	b.breaks += strings.Count(b.source[b.counted:i], "\n")
	b.counted = i
	return b.breaks + 1
}

// maxOpen bounds how many open elements are remembered, so that text full of tags that nothing closes takes no more
// than linear time.
const maxOpen = 100

// A tag is an open inline element.
type tag struct {
	name   string
	number int
}

// add appends source as it stands.
func (b *builder) add(s offset.Span) {
	if s.Len() == 0 {
		return
	}
	if n := len(b.pieces); n > 0 {
		if last := &b.pieces[n-1]; !last.Placeholder && last.Source.End == s.Start &&
			last.Text.Len() == last.Source.Len() &&
			last.Text.Len() > 0 {
			last.Source.End = s.End
			last.Text.End += s.Len()
			b.text.WriteString(s.In(b.source))
			return
		}
	}
	b.piece(s.In(b.source), s, false)
}

// addAs appends text that the source at s stands for.
func (b *builder) addAs(text string, s offset.Span) {
	if text == s.In(b.source) {
		b.add(s)
		return
	}
	b.piece(text, s, false)
}

func (b *builder) piece(text string, s offset.Span, placeholder bool) {
	at := b.text.Len()
	b.text.WriteString(text)
	b.pieces = append(b.pieces, Piece{
		Text:        offset.Span{Start: at, End: b.text.Len()},
		Source:      s,
		Placeholder: placeholder,
	})
}

// alone appends a placeholder for an element that stands for itself.
func (b *builder) alone(s offset.Span) {
	b.marks++
	b.piece(placeholder.Of(strconv.Itoa(b.marks)), s, true)
}

// start appends a placeholder that opens an element.
func (b *builder) start(name string, s offset.Span) {
	b.alone(s)
	if len(b.open) < maxOpen {
		b.open = append(b.open, tag{name, b.marks})
		if slices.Contains(formatting, name) {
			if b.movable == nil {
				b.movable = map[string]bool{}
			}
			b.movable[strconv.Itoa(b.marks)] = true
		}
	}
}

// end appends a placeholder that closes the innermost open element of that name. If there is none, it stands for
// itself.
func (b *builder) end(name string, s offset.Span) {
	for i := len(b.open) - 1; i >= 0; i-- {
		if b.open[i].name == name {
			b.piece(placeholder.Of("/"+strconv.Itoa(b.open[i].number)), s, true)
			b.open = append(b.open[:i], b.open[i+1:]...)
			return
		}
	}
	b.alone(s)
}

// code appends a placeholder for an inline code.
func (b *builder) code(how xmlInline, s offset.Span) {
	switch {
	case how.open != "":
		b.start(how.open, s)
	case how.shut != "":
		b.end(how.shut, s)
	default:
		b.alone(s)
	}
}

// discard forgets the block that is being put together.
func (b *builder) discard() {
	b.text.Reset()
	b.pieces, b.marks, b.open, b.movable = nil, 0, nil, nil
}

// empty reports whether nothing has been added to the block yet.
func (b *builder) empty() bool { return len(b.pieces) == 0 }

// withoutAttribution leaves the name and the handle below an embedded tweet out of the block; what remains of that line
// is its date.
func (b *builder) withoutAttribution() {
	text := b.text.String()
	start := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	if !isAttribution(text[start:]) {
		return
	}
	cut := start + attribution().FindStringIndex(text[start:])[1]
	first := 0 // of the pieces that remain
	for first < len(b.pieces) && b.pieces[first].Text.Start < cut {
		p := &b.pieces[first]
		switch whole := p.Text.Len() != p.Source.Len(); {
		case p.Placeholder, whole && p.Text.End > cut:
			return // a link around the name, or nothing to cut
		case p.Text.End > cut:
			p.Source.Start += cut - p.Text.Start
			p.Text.Start = cut
		default:
			first++
		}
	}
	b.pieces = b.pieces[first:]
	for i := range b.pieces {
		b.pieces[i].Text.Start -= cut
		b.pieces[i].Text.End -= cut
	}
	b.text.Reset()
	b.text.WriteString(text[cut:])
}

// maxLead bounds how many pieces wordless looks at.
const maxLead = 32

// wordless reports whether the block holds no more than a few placeholders so far.
func (b *builder) wordless() bool {
	return len(b.pieces) <= maxLead && !holdsText(b.text.String(), b.pieces)
}

// finish ends the block and keeps it if it holds text, with the values that belong to it behind it. Markup around the
// whole of it is left out, so that it never reaches a translator.
func (b *builder) finish() {
	if len(b.pieces) > 0 {
		b.finishText()
	}
	b.blocks = append(b.blocks, b.values...)
	b.values = nil
}

func (b *builder) finishText() {
	text, pieces, moved := wholeWords(strings.Clone(b.text.String()), b.pieces, b.movable)
	b.discard()
	taken := literals(text, pieces)
	if taken != nil {
		text = renumber(text, pieces, moved, taken)
	}
	from, to := edges(text, pieces, moved)
	var inner offset.Span
	if from < to {
		inner = trimSpan(text, offset.Span{Start: pieces[from].Text.Start, End: pieces[to-1].Text.End})
	}
	if inner.Len() == 0 || !holdsText(text, pieces[from:to]) {
		return
	}
	block := Block{
		Kind: b.kind, Text: inner.In(text), Pieces: make([]Piece, 0, to-from),
	}
	if taken != nil || moved != nil || b.html || b.quoting != literal || b.style != 0 || b.seconds > 0 {
		block.syntax = &syntax{
			literals: taken, moved: moved, html: b.html, quoting: b.quoting, style: b.style, seconds: b.seconds,
		}
	}
	for _, p := range pieces[from:to] {
		if p.Text.End <= inner.Start && p.Text.Len() > 0 || p.Text.Start >= inner.End ||
			p.Text.Len() == 0 && p.Text.Start <= inner.Start {
			continue
		}
		if d := inner.Start - p.Text.Start; d > 0 {
			if p.Text.Len() == p.Source.Len() {
				p.Source.Start += d
			}
			p.Text.Start += d
		}
		if d := p.Text.End - inner.End; d > 0 {
			if p.Text.Len() == p.Source.Len() {
				p.Source.End -= d
			}
			p.Text.End -= d
		}
		p.Text.Start -= inner.Start
		p.Text.End -= inner.Start
		block.Pieces = append(block.Pieces, p)
	}
	block.Sentences = worded(&block, whole(block.Pieces, b.split(block.Text)))
	b.blocks = append(b.blocks, block)
}

// placeholderName returns what stands between the brackets of a placeholder: "1" or "/1".
func placeholderName(p string) string {
	return p[len(placeholder.Start) : len(p)-len(placeholder.End)]
}

// literals returns the names of what looks like a placeholder in text but is not one of the pieces; usually nil.
func literals(text string, pieces []Piece) map[string]bool {
	marks := 0
	for _, p := range pieces {
		if p.Placeholder {
			marks++
		}
	}
	if strings.Count(text, placeholder.Start) == marks {
		return nil
	}
	var names map[string]bool
	k := 0
	for i := 0; i < len(text); {
		at := strings.Index(text[i:], placeholder.Start)
		if at < 0 {
			break
		}
		i += at
		for k < len(pieces) && pieces[k].Text.End <= i {
			k++
		}
		n := placeholder.Prefix(text[i:])
		if n > 0 && !(k < len(pieces) && pieces[k].Placeholder && pieces[k].Text.Start == i) {
			if names == nil {
				names = map[string]bool{}
			}
			names[placeholderName(text[i:i+n])] = true
		}
		i += max(n, len(placeholder.Start))
	}
	return names
}

// renumber gives the placeholders among the pieces of text numbers that are not taken, and returns the new text. The
// names of those that were moved change with them.
func renumber(text string, pieces []Piece, moved map[string]offset.Span, taken map[string]bool) string {
	numbers := map[string]string{} // new for old
	earlier := maps.Clone(moved)
	clear(moved)
	last := 0
	var out strings.Builder
	for i := range pieces {
		p := &pieces[i]
		part := p.Text.In(text)
		if p.Placeholder {
			slash, old := "", placeholderName(part)
			if old[0] == '/' {
				slash, old = "/", old[1:]
			}
			if numbers[old] == "" {
				for last++; taken[strconv.Itoa(last)] || taken["/"+strconv.Itoa(last)]; last++ {
				}
				numbers[old] = strconv.Itoa(last)
			}
			if s, ok := earlier[slash+old]; ok {
				moved[slash+numbers[old]] = s
			}
			part = placeholder.Of(slash + numbers[old])
		}
		p.Text = offset.Span{Start: out.Len(), End: out.Len() + len(part)}
		out.WriteString(part)
	}
	return out.String()
}

// edges returns the range of pieces without the placeholders around the whole block: those that stand for themselves,
// and pairs both of which stand at the edges and were not moved there.
func edges(text string, pieces []Piece, moved map[string]offset.Span) (from, to int) {
	blank := func(p Piece) bool { return strings.TrimFunc(p.Text.In(text), unicode.IsSpace) == "" }
	first, last := 0, len(pieces)
	for first < last && (pieces[first].Placeholder || blank(pieces[first])) {
		first++
	}
	for last > first && (pieces[last-1].Placeholder || blank(pieces[last-1])) {
		last--
	}
	outside := map[string]bool{} // placeholders at the edges, and all that stand inside or were moved, by number
	inside := map[string]bool{}
	for name := range moved {
		inside[strings.TrimPrefix(name, "/")] = true
	}
	for i, p := range pieces {
		if p.Placeholder {
			n := strings.TrimPrefix(placeholderName(p.Text.In(text)), "/")
			if i < first || i >= last {
				outside[n] = true
			} else {
				inside[n] = true
			}
		}
	}
	leave := func(p Piece) bool {
		if !p.Placeholder {
			return true
		}
		n := strings.TrimPrefix(placeholderName(p.Text.In(text)), "/")
		return outside[n] && !inside[n]
	}
	from, to = 0, len(pieces)
	for from < first && leave(pieces[from]) {
		from++
	}
	for to > last && leave(pieces[to-1]) {
		to--
	}
	return from, to
}

// holdsText reports whether the pieces hold anything but placeholders and white space.
func holdsText(text string, pieces []Piece) bool {
	for _, p := range pieces {
		if !p.Placeholder && strings.TrimFunc(p.Text.In(text), unicode.IsSpace) != "" {
			return true
		}
	}
	return false
}

// whole joins sentences that a splitter cut inside a piece that can only be taken whole.
func whole(pieces []Piece, sentences []offset.Span) []offset.Span {
	out := sentences[:0]
	k := 0
	for _, s := range sentences {
		for k < len(pieces) && pieces[k].Text.End <= s.Start {
			k++
		}
		if n := len(out); n > 0 && k < len(pieces) {
			p := pieces[k]
			if p.Text.Start < out[n-1].End && (p.Placeholder || p.Text.Len() != p.Source.Len()) {
				out[n-1].End = s.End
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// worded gives what closes at the start of a sentence to the one before it, and joins what a splitter took for a
// sentence but holds nothing but placeholders to the sentence before it, or behind it at the start of the block.
func worded(b *Block, sentences []offset.Span) []offset.Span {
	if !strings.Contains(b.Text, placeholder.Start) {
		return sentences
	}
	out := sentences[:0]
	start := -1 // of what waits for the next sentence
	for _, s := range sentences {
		for len(out) > 0 && strings.HasPrefix(s.In(b.Text), placeholder.Start+"/") {
			n := placeholder.Prefix(s.In(b.Text))
			if n == 0 || b.how().literals[placeholderName(s.In(b.Text)[:n])] {
				break
			}
			out[len(out)-1].End = s.Start + n
			s = trimSpan(b.Text, offset.Span{Start: s.Start + n, End: s.End})
		}
		switch {
		case s.Len() == 0:
		case holdsTextIn(b, s):
			if start >= 0 {
				s.Start, start = start, -1
			}
			out = append(out, s)
		case len(out) > 0:
			out[len(out)-1].End = s.End
		case start < 0:
			start = s.Start
		}
	}
	return out
}

// holdsTextIn reports whether a span of the text of b holds anything but placeholders and white space.
func holdsTextIn(b *Block, s offset.Span) bool {
	for _, p := range b.PiecesIn(s) {
		in := offset.Span{Start: max(p.Text.Start, s.Start), End: min(p.Text.End, s.End)}
		if !p.Placeholder && strings.TrimFunc(in.In(b.Text), unicode.IsSpace) != "" {
			return true
		}
	}
	return false
}
