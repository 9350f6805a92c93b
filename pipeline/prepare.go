package pipeline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/offset"
)

// A prepared text is a sentence on its way into a backend: white space folded, foreign spans kept, dropped or
// replaced, with the way back to the source.
type prepared struct {
	source string
	marks  []mark // ordered by start once built
	// steps map the built text back: from step.text on, byte i of the text is byte i - step.text + step.source of the
	// source, or, where fixed is set, stands for the whole range of source up to the next step. A text that is its
	// source has none.
	steps []step
	size  int     // of the built text
	spans []*unit // foreign spans that are translated first, by backends of their own, to be put in by replace
}

// A mark is a range of source that does not go to the backend as it is.
type mark struct {
	start, end int
	dropped    bool
	with       *string // what stands in its place; nil: itself
}

// closing are the signs that no space stands before, though the text before them was dropped.
const closing = ".,;:!?…)]}"

type step struct {
	text, source, sourceEnd int
	fixed                   bool
}

// keep marks a range that must come back byte for byte, and returns its handle for replace.
func (p *prepared) keep(start, end int) int {
	p.marks = append(p.marks, mark{start: start, end: end})
	return len(p.marks) - 1
}

// drop takes a range out of the text.
func (p *prepared) drop(start, end int) {
	p.marks = append(p.marks, mark{start: start, end: end, dropped: true})
}

// replace puts a text in the place of a kept range; it is kept in its turn.
func (p *prepared) replace(handle int, text string) { p.marks[handle].with = &text }

// build returns the text for the backend and the ranges that it must give back. Outside of kept ranges white space is
// folded into single spaces.
func (p *prepared) build() (string, []offset.Span) {
	if len(p.marks) == 0 && p.source != "" && space.IsFolded(p.source) { // most sentences
		p.size = len(p.source)
		return p.source, nil
	}
	slices.SortStableFunc(p.marks, func(a, b mark) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	var b strings.Builder
	b.Grow(len(p.source))
	var kept []offset.Span
	space := false   // a space is due before the next character
	dropped := false // it stands for text that was dropped, and for no white space so far
	flush := func() {
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
	}
	plain := func(start, end int) {
		for i := start; i < end; {
			r, n := utf8.DecodeRuneInString(p.source[i:end])
			if unicode.IsSpace(r) {
				space, dropped = true, false
				i += n
				continue
			}
			if dropped && strings.ContainsRune(closing, r) {
				space = false
			}
			dropped = false
			flush()
			if k := len(p.steps) - 1; k < 0 || p.steps[k].fixed || p.steps[k].source-p.steps[k].text != i-b.Len() {
				p.steps = append(p.steps, step{text: b.Len(), source: i})
			}
			b.WriteString(p.source[i : i+n])
			i += n
		}
	}
	at := 0
	for _, m := range p.marks {
		if m.start < at { // inside the mark before
			continue
		}
		plain(at, m.start)
		at = m.end
		if m.dropped {
			space, dropped = true, true
			continue
		}
		text := p.source[m.start:m.end]
		if m.with != nil {
			text = *m.with
		}
		if text == "" {
			continue
		}
		dropped = false
		flush()
		kept = append(kept, offset.Span{Start: b.Len(), End: b.Len() + len(text)})
		p.steps = append(p.steps, step{text: b.Len(), source: m.start, sourceEnd: m.end, fixed: m.with != nil})
		b.WriteString(text)
	}
	plain(at, len(p.source))
	p.size = b.Len()
	return b.String(), kept
}

// asItIs returns the text of a sentence that is sent as it is.
func asItIs(source string) *prepared { return &prepared{source: source, size: len(source)} }

// unchanged reports whether the built text is the source.
func (p *prepared) unchanged() bool { return p.steps == nil && p.size > 0 }

// holds reports whether links to the built text are links to the source as they are.
func (p *prepared) holds(links []offset.Link) bool {
	return p.unchanged() && !slices.ContainsFunc(links, func(l offset.Link) bool {
		return l.Source.Start < 0 || l.Source.End > p.size || l.Source.Start >= l.Source.End
	})
}

// sourceRange maps a range of the built text to the source. An empty range of source comes back for a range outside
// the text.
func (p *prepared) sourceRange(r offset.Span) (start, end int) {
	if r.Start < 0 || r.End > p.size || r.Start >= r.End {
		return 0, 0
	}
	start, _ = p.sourceAt(r.Start)
	_, end = p.sourceAt(r.End - 1)
	return start, end
}

// sourceAt returns the range of source that byte i of the built text stands for.
func (p *prepared) sourceAt(i int) (start, end int) {
	if p.unchanged() {
		return i, i + 1
	}
	k, found := slices.BinarySearchFunc(p.steps, i, func(s step, i int) int { return s.text - i })
	if !found {
		k--
	}
	if k < 0 {
		return 0, 0
	}
	s := p.steps[k]
	if s.fixed {
		return s.source, s.sourceEnd
	}
	at := s.source + i - s.text
	return min(at, len(p.source)), min(at+1, len(p.source))
}
