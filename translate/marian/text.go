package marian

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// A mapped text knows where each of its bytes comes from: from[i] is an offset in another text, and from[len(text)]
// where the last byte's origin ends.
type mapped struct {
	text string
	from []int
}

// A mapper builds a mapped text.
type mapper struct {
	text strings.Builder
	from []int
	end  int
}

// write appends s, whose bytes come from one after the other from start on.
func (m *mapper) write(s string, start int) {
	for i := range len(s) {
		m.from = append(m.from, start+i)
	}
	m.text.WriteString(s)
	m.end = start + len(s)
}

// replace appends s, which stands for the bytes from start to end.
func (m *mapper) replace(s string, start, end int) {
	for range len(s) {
		m.from = append(m.from, start)
	}
	m.text.WriteString(s)
	m.end = end
}

func (m *mapper) done() mapped {
	return mapped{m.text.String(), append(m.from, m.end)}
}

// slice returns the part of m from a to b, without the blanks at its ends.
func (m mapped) slice(a, b int) mapped {
	for a < b && m.text[a] == ' ' {
		a++
	}
	for b > a && m.text[b-1] == ' ' {
		b--
	}
	return mapped{m.text[a:b], m.from[a : b+1]}
}

// origin returns where a range of m comes from. One of several words that stand for one comes from all of that.
func (m mapped) origin(r offset.Span) offset.Span {
	from := offset.Span{Start: m.from[r.Start], End: m.from[r.End]}
	for i := r.End; from.Start == from.End && i < len(m.from); i++ {
		from.End = m.from[i]
	}
	return from
}

// fold replaces every run of white space by one blank and drops it at the ends. A text that needs nothing of this is
// returned as it is.
func fold(s mapped) mapped {
	if folded(s.text) {
		return s
	}
	var m mapper
	if len(s.from) > 0 {
		m.end = s.from[0]
	}
	pending := false
	for i := 0; i < len(s.text); {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		if unicode.IsSpace(r) {
			pending = m.text.Len() > 0
		} else {
			if pending {
				m.replace(" ", m.end, s.from[i])
				pending = false
			}
			for j := range n {
				m.from = append(m.from, s.from[i+j])
			}
			m.text.WriteString(s.text[i : i+n])
			m.end = s.from[i+n]
		}
		i += n
	}
	return m.done()
}

// folded reports whether all white space in s is single blanks between other characters.
func folded(s string) bool {
	blank := true // before the start, none may follow
	for _, r := range s {
		if unicode.IsSpace(r) && (blank || r != ' ') {
			return false
		}
		blank = r == ' '
	}
	return !blank
}

// identity is s as it stands.
func identity(s string, start int) mapped {
	from := make([]int, len(s)+1)
	for i := range from {
		from[i] = start + i
	}
	return mapped{s, from}
}

// occurrences yields where a piece, not an empty one, stands in a text, from left to right; they do not overlap.
func occurrences(text, piece string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; ; at += len(piece) {
			i := strings.Index(text[at:], piece)
			if i < 0 {
				return
			}
			if at += i; !yield(at) {
				return
			}
		}
	}
}

// hasLetter reports whether there is anything to translate in s.
func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// tidy drops from what the model made all that is not text (control characters, replacement characters), merges blanks
// and drops them at the ends. The ranges of the tokens follow.
func tidy(text string, ranges []offset.Span) (string, []offset.Span) {
	clean := true
	for i, r := range text {
		if r != ' ' && !printable(r) || r == ' ' && (i == 0 || i == len(text)-1 || text[i-1] == ' ') {
			clean = false
			break
		}
	}
	if clean {
		return text, ranges
	}
	var b strings.Builder
	to := make([]int, len(text)+1)
	pending := false
	for i, r := range text {
		to[i] = b.Len()
		_, n := utf8.DecodeRuneInString(text[i:]) // one byte where there is no character
		switch {
		case r == ' ':
			pending = b.Len() > 0
		case printable(r):
			if pending {
				b.WriteByte(' ')
				pending = false
				to[i] = b.Len()
			}
			b.WriteRune(r)
		}
		for j := 1; j < n; j++ {
			to[i+j] = to[i]
		}
	}
	to[len(text)] = b.Len()
	for i, r := range ranges {
		ranges[i] = offset.Span{Start: to[r.Start], End: max(to[r.Start], to[r.End])}
	}
	return b.String(), ranges
}

// printable reports whether r may stand in a translation. Marks that join or direct letters are part of many scripts
// and of emoji.
func printable(r rune) bool {
	if r == utf8.RuneError {
		return false
	}
	return unicode.IsPrint(r) || unicode.Is(unicode.Join_Control, r) || unicode.Is(unicode.Variation_Selector, r) ||
		r >= 0x1F000 && r <= 0x1FAFF
}
