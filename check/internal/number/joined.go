package number

import (
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/lang"
)

// A part is one of the pieces of a number word: the "ottanta" or the "quattro" of "ottantaquattro".
type part struct {
	text  string
	sense sense
}

// partsOf returns the parts of the number words of a language, the longest first; nil where they are not written
// together.
func partsOf(v *lang.Values) []part {
	if len(v.Parts) == 0 {
		return nil
	}
	var parts []part
	add := func(ws lang.ValueWords) {
		for w := range strings.FieldsSeq(ws.Words) {
			parts = append(parts, part{w, sense{ws.Sense, ws.Value}})
		}
	}
	for _, ws := range v.Words {
		switch {
		case ws.Sense == lang.Cardinal && ws.Value >= 2 && ws.Value < 100,
			ws.Sense == lang.Scaler && (ws.Value == 100 || ws.Value == 1000):
			add(ws)
		}
	}
	for _, ws := range v.Parts {
		add(ws)
	}
	slices.SortStableFunc(parts, func(a, b part) int { return len(b.text) - len(a.text) })
	return parts
}

// joined returns the value of a word in lower case that is written together of several parts; 0 for other words.
func (l *language) joined(word []byte) float64 {
	v, n := l.spell(word, spelling{room: 100})
	if n < 2 {
		return 0
	}
	return v
}

// joinedOrdinal returns the value of a word in lower case that is an ordinal number from thirteen to ninety-nine; 0 for
// other words. Smaller ones are words of their own, and larger ones also name fractions: "un centesimo".
func (l *language) joinedOrdinal(word []byte) float64 {
	var number [longestWord + 1]byte
	for _, ending := range l.ordinalEnds {
		end := len(word) - len(ending)
		if end <= 0 || string(word[end:]) != ending {
			continue
		}
		stem := append(number[:0], word[:end]...)
		for _, vowel := range [...]string{"", "a", "e", "i", "o"} {
			if v, n := l.spell(append(stem, vowel...), spelling{room: 100}); n > 0 && v >= 13 && v < 100 {
				return v
			}
		}
	}
	return 0
}

// spell reads what is left of a word after the parts that s has, and returns the value of the whole and the number of
// parts that follow, which is 0 where it is not a number. Parts are few and short, and each leaves little room for the
// next, so that few ways are tried.
func (l *language) spell(word []byte, s spelling) (value float64, parts int) {
	if len(word) == 0 {
		return s.total + s.current, 0
	}
	for i := range l.parts {
		p := &l.parts[i]
		if len(p.text) > len(word) || string(word[:len(p.text)]) != p.text {
			continue
		}
		next := s
		if !next.take(p.sense) || len(word) == len(p.text) && next.and {
			continue
		}
		if v, n := l.spell(word[len(p.text):], next); n > 0 || len(word) == len(p.text) {
			return v, n + 1
		}
	}
	return 0, 0
}

// A spelling is a number as far as it has been read.
type spelling struct {
	total   float64 // of the thousands
	current float64
	last    float64 // part
	room    float64 // what follows must be less
	and     bool    // the last part was a conjunction
}

// take adds a part. It reports whether it may stand there.
func (s *spelling) take(p sense) bool {
	v := p.value
	switch {
	case p.kind == lang.And: // een-en-twintig, honderd-en-een
		if s.and || s.last == 0 || s.last >= 10 && s.last < 100 {
			return false
		}
		s.and = true
		return true
	case p.kind == lang.Scaler && v == 100: // vijftien-honderd
		if s.and || s.current >= 20 || s.last == 100 {
			return false
		}
		s.current = max(s.current, 1) * 100
		s.room = 100
	case p.kind == lang.Scaler:
		if s.and || s.total > 0 {
			return false
		}
		s.total, s.current = max(s.current, 1)*v, 0
		s.room = 100
	case s.and && s.last < 10: // the unit before its ten
		if v < 20 {
			return false
		}
		s.current += v
		s.room = 0
	case v < s.room:
		s.current += v
		s.room = 0
		if v >= 20 {
			s.room = 10
		}
	default:
		return false
	}
	s.last, s.and = v, false
	return true
}
