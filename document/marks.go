package document

import (
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
)

// maxMarkup is the longest markup, in bytes, that [Document.Markup] returns.
const maxMarkup = 4 << 10

// Markup returns what the placeholders in a span of the text of b stand for, by their names: "1" for ⟦1⟧, "/1" for
// ⟦/1⟧. It is nil where there are none. Very long markup is left out.
func (d *Document) Markup(b *Block, text offset.Span) map[string]string {
	if !strings.Contains(text.In(b.Text), placeholder.Start) {
		return nil
	}
	var out map[string]string
	for _, p := range b.PiecesIn(text) {
		if !p.Placeholder {
			continue
		}
		name := placeholderName(p.Text.In(b.Text))
		markup := d.markup(b, &p, name)
		if len(markup) == 0 || len(markup) > maxMarkup {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		out[name] = markup
	}
	return out
}

// markup returns what a placeholder stands for.
func (d *Document) markup(b *Block, p *Piece, name string) string {
	if in := p.inline; in != nil && in.face != nil && p.Source.Len() == 0 { // runs that look different
		if in.kind == itemOpen {
			return string(d.Source[in.face.open.Start:in.face.open.End])
		}
		return in.face.end
	}
	s := b.markupSpan(p, name)
	return string(d.Source[s.Start:s.End])
}

// markupSpan returns where the source has the markup of a placeholder.
func (b *Block) markupSpan(p *Piece, name string) offset.Span {
	if s, moved := b.how().moved[name]; moved {
		return s
	}
	return p.Source
}

// marks are the placeholders of a sentence.
type marks struct {
	block  *Block
	markup map[string]string // by name
	order  []string          // names, as they stand in the sentence
}

func marksOf(source []byte, b *Block, sentence int) marks {
	s := b.Sentences[sentence]
	m := marks{block: b, markup: map[string]string{}}
	for _, p := range b.PiecesIn(s) {
		if p.Placeholder && p.Text.Start >= s.Start && p.Text.End <= s.End {
			n := placeholderName(p.Text.In(b.Text))
			s := b.markupSpan(&p, n)
			m.markup[n] = string(source[s.Start:s.End])
			m.order = append(m.order, n)
		}
	}
	return m
}

// placeholder returns the length of the placeholder that a translation starts with at this place; 0 where there is
// none, or only what the source has as text.
func (m *marks) placeholder(text string) int {
	n := placeholder.Prefix(text)
	if n > 0 && m.block.how().literals[placeholderName(text[:n])] {
		return 0
	}
	return n
}

// encode turns the translation of a sentence into source: placeholders become the markup that they stand for, the
// rest goes through escape. The result stays well-formed whatever became of the placeholders: invented and doubled
// ones vanish; of a pair that is not there in full and in order, both vanish; one that stands for itself, or whose
// partner is in another sentence, moves to the edge of the sentence.
func (m *marks) encode(target string, escape func(text string, first bool) string) string {
	markup, order := m.markup, m.order
	if len(order) == 0 && !strings.Contains(target, placeholder.Start) {
		return escape(target, true)
	}
	at := map[string]int{} // where a placeholder first stands in target
	for i := 0; i < len(target); {
		if n := m.placeholder(target[i:]); n > 0 {
			name := placeholderName(target[i : i+n])
			if _, seen := at[name]; !seen {
				at[name] = i
			}
			i += n
			continue
		}
		_, n := utf8.DecodeRuneInString(target[i:])
		i += n
	}
	var before, after strings.Builder
	keep := map[string]bool{}
	for _, n := range order {
		_, found := at[n]
		partner := "/" + n
		if n[0] == '/' {
			partner = n[1:]
		}
		_, paired := markup[partner]
		switch {
		case paired:
			i, ok := at[strings.TrimPrefix(n, "/")]
			j, okClose := at["/"+strings.TrimPrefix(n, "/")]
			keep[n] = ok && okClose && i < j
		case found:
			keep[n] = true
		case n[0] == '/':
			after.WriteString(markup[n])
		default:
			before.WriteString(markup[n])
		}
	}
	var out strings.Builder
	out.WriteString(before.String())
	plain := 0
	write := func(end int) {
		if end > plain {
			out.WriteString(escape(target[plain:end], plain == 0))
		}
	}
	for i := 0; i < len(target); {
		n := m.placeholder(target[i:])
		if n == 0 {
			_, n = utf8.DecodeRuneInString(target[i:])
			i += n
			continue
		}
		write(i)
		if name := placeholderName(target[i : i+n]); keep[name] && at[name] == i {
			out.WriteString(markup[name])
		}
		i += n
		plain = i
	}
	write(len(target))
	out.WriteString(after.String())
	return out.String()
}
