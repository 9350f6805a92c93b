// Package word finds the words of a text and gives every word a number, so that what is known of a word is worked out
// once and not each time it is read.
package word

import (
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// A Text is a text with its words. Its memory serves one text after the other: what it returns is valid until the next
// [Text.Set].
type Text struct {
	String string
	Spans  []offset.Span // of the words, as of [Spans]; this and what follows are known after [Text.Scan]
	IDs    []uint32      // the number of each word in the vocabulary
	Keys   []uint32      // of each word: equal for words that differ only in case
	Marks  Marks         // that stand in the text

	runes   int // -1 until they are counted
	scanned bool
	Vocabulary
}

// Set makes s the text.
func (t *Text) Set(s string) {
	t.String, t.scanned, t.runes = s, false, -1
	if len(t.list) > maxWords {
		t.forget()
	}
}

// Runes returns the number of characters.
func (t *Text) Runes() int {
	if t.runes < 0 {
		t.runes = utf8.RuneCountInString(t.String)
	}
	return t.runes
}

// Scan finds the words of the text, unless they are known, and returns t.
func (t *Text) Scan() *Text {
	if !t.scanned {
		t.scanned = true
		t.scan()
	}
	return t
}

// Word returns word i of the text.
func (t *Text) Word(i int) string { return t.Spans[i].In(t.String) }

// Spans appends to out the places of the words of s, without the marks around them.
func Spans(s string, out []offset.Span) []offset.Span {
	for i := 0; i < len(s); {
		if !IsByte(s[i]) {
			if s[i] == 0xe2 { // the first of the three bytes of quotes, dashes and signs
				i += 2
			}
			i++
			continue
		}
		j := i
		for j < len(s) && (IsByte(s[j]) || s[j] == '\'' && j+1 < len(s) && IsByte(s[j+1])) {
			j++
		}
		out = append(out, offset.Span{Start: i, End: j})
		i = j
	}
	return out
}

// scan finds the same words as [Spans], their numbers, and the marks of the text.
func (t *Text) scan() {
	s := t.String
	t.Spans, t.IDs, t.Keys = t.Spans[:0], t.IDs[:0], t.Keys[:0]
	var m Marks
	for i := 0; i < len(s); {
		b := s[i]
		if !isWordByte[b] {
			m |= markOf[b]
			if b == 0xe2 { // the first of the three bytes of quotes, dashes and signs
				if i+2 >= len(s) || s[i+1]&0xc0 != 0x80 || s[i+1] >= 0xb0 || s[i+2]&0xc0 != 0x80 {
					m |= Unknown
				}
				i += 2
			}
			i++
			continue
		}
		h := uint32(2166136261)
		j := i
		for j < len(s) {
			b := s[j]
			if !isWordByte[b] && (b != '\'' || j+1 >= len(s) || !isWordByte[s[j+1]]) {
				break
			}
			h = (h ^ uint32(b)) * 16777619
			j++
		}
		id := t.number(s[i:j], h)
		w := &t.list[id]
		m |= w.marks
		t.Spans = append(t.Spans, offset.Span{Start: i, End: j})
		t.IDs, t.Keys = append(t.IDs, id), append(t.Keys, w.key)
		i = j
	}
	t.Marks = m
}

// Marks are the kinds of marks that may be in a text: a check that looks for others need not search it.
type Marks uint8

const (
	Quote    Marks = 1 << iota // " and what begins with the first byte of a quotation mark
	Bracket                    // ( ) [ ] { }
	Template                   // { < % & $ and what begins with the first byte of a mathematical bracket
	Unknown                    // not valid UTF-8: anything may be there
)

// markOf is the mark that a byte begins, by byte.
var markOf = func() (t [256]Marks) {
	t['"'], t['('], t[')'], t['['], t[']'] = Quote, Bracket, Bracket, Bracket, Bracket
	t['{'], t['}'] = Bracket|Template, Bracket
	t['&'], t['$'] = Template, Template
	t['<'], t['%'] = Template, Template
	t[0xe2] = Quote | Template
	return t
}()

// MayHold reports whether any of the marks may stand in the text.
func (m Marks) MayHold(any Marks) bool { return m&(any|Unknown) != 0 }
