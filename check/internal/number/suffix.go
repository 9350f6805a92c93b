package number

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/check/internal/word"
)

// afterDigits takes in what follows the digits of token k: scales, hours, decades, ordinal endings. It returns the
// token after.
func (l *language) afterDigits(s string, ts []token, k int, q *Quantity) int {
	i := k + 1
	if i >= len(ts) {
		return i
	}
	n := &ts[i]
	attached := n.start == ts[k].end
	if attached && n.kind == 'p' && (s[n.start] == '.' || s[n.start] == '-') && i+1 < len(ts) { // "1. Million", "3-million"
		if m := &ts[i+1]; m.sense.kind == scaler && s[n.start] == '-' {
			i, n, attached = i+1, m, false
		}
	}
	v, plain := q.value()
	if attached && n.kind == 'p' && plain && (word.HasPrefixFold(s[n.start:], "'s") || word.HasPrefixFold(s[n.start:], "’s")) { // the 1930's
		l.decade(q, v)
		return i
	}
	switch {
	case n.kind != 'w':
		return i
	case n.sense.kind == scaler:
		q.scale(n.sense.value)
		q.Span[1] = n.end
		return i + 1
	case attached && !l.compounds && l.senses != nil && len(s[n.start:n.end]) == 1 && plain:
		if by := letterScale(s[n.start]); by > 0 { // $3.5m, 20k; but also 20m and 20K
			q.addNumber(v * by)
			q.Span[1] = n.end
		}
		if s[n.start] == 's' {
			l.decade(q, v)
			q.Span[1] = n.end
		}
		if s[n.start] == 'h' {
			q.add(timeOf(v, 0))
		}
		return i
	case n.sense.kind == hourWord:
		return l.oClock(s, ts, k, i, q)
	case n.sense.kind == meridiem || s[n.start:n.end] == "p" || s[n.start:n.end] == "a":
		l.halfOfDay(s, ts, i, q)
		return i + 1
	case attached && n.sense.kind == decadeEnd && plain:
		l.decade(q, v)
		q.Span[1] = n.end
		return i + 1
	case attached && strings.HasPrefix(s[n.start:n.end], "er") && plain: // 1950er, 50erjahre
		l.decade(q, v)
		return i + 1
	case attached && n.sense.kind == ordinalEnd:
		q.Span[1] = n.end
		return i + 1
	case n.sense.kind == and && plain && l.andHalf(s, ts, i) > i:
		q.n = 0
		q.addNumber(v + 0.5)
		return l.andHalf(s, ts, i)
	case l.compounds && plain && (n.sense.kind == past || n.sense.kind == before) && i+1 < len(ts) && v < 60:
		if h, ok := hourAt(s, &ts[i+1]); ok && h <= 12 {
			q.add(atom{clock, minutes(h, v, n.sense.kind)})
		}
	}
	return i
}

func letterScale(b byte) float64 {
	switch b {
	case 'k', 'K':
		return 1e3
	case 'm', 'M':
		return 1e6
	case 'b', 'B':
		return 1e9
	case 't', 'T':
		return 1e12
	}
	return 0
}

// decade adds the readings of 50er, 1950er, 50s and 1850s.
func (l *language) decade(q *Quantity, v float64) {
	switch {
	case v < 100 && math.Mod(v, 10) == 0:
		q.addNumber(1900 + v)
		q.addNumber(1800 + v)
		if v == 0 || v == 10 || v == 20 {
			q.addNumber(2000 + v)
		}
	case v >= 1000 && v < 2100 && math.Mod(v, 10) == 0:
		q.addNumber(math.Mod(v, 100))
		century := math.Floor(v/100) + 1
		q.add(atom{number, math.Mod(v, 100)}, atom{number, century})
		if math.Mod(v, 100) == 0 { // the 1800s
			q.addNumber(century)
		}
	}
}

// oClock reads "14 Uhr", "14.30 Uhr" and "14 Uhr 30"; i is the token of the hour word.
func (l *language) oClock(s string, ts []token, k, i int, q *Quantity) int {
	c := ts[k].chain
	q.Span[1] = ts[i].end
	h := c.int(s, 0)
	switch {
	case c.n == 1 && h <= 24:
		if i+1 < len(ts) && ts[i+1].kind == 'd' && ts[i+1].chain.n == 1 && ts[i+1].start <= ts[i].end+2 {
			if m := ts[i+1].chain.int(s, 0); m < 60 && ts[i+1].end-ts[i+1].start == 2 {
				q.n = 0
				q.add(timeOf(h, m))
				q.Span[1] = ts[i+1].end
				return i + 2
			}
		}
		q.n = 0
		q.add(timeOf(h, 0))
	case c.n == 2 && h <= 24 && c.int(s, 1) < 60:
		q.n = 0
		q.add(timeOf(h, c.int(s, 1)))
	}
	return i + 1
}

// halfOfDay makes "2", "2:30" and "2.30" before am or pm times of day.
func (l *language) halfOfDay(s string, ts []token, i int, q *Quantity) {
	c := ts[i-1].chain
	w := s[ts[i].start:ts[i].end]
	if len(w) == 1 && !word.HasPrefixFold(s[ts[i].end:], ".m") && !word.HasPrefixFold(s[ts[i].end:], ". m") {
		return
	}
	h, m := c.int(s, 0), 0.0
	if c.n == 2 {
		m = c.int(s, 1)
	}
	if c.n > 2 || h < 1 || h > 24 || m >= 60 {
		return
	}
	if h <= 12 {
		h = math.Mod(h, 12)
		if w[0]|0x20 == 'p' {
			h += 12
		}
	}
	q.n = 0
	q.add(atom{clock24, h*60 + m})
	q.Span[1] = ts[i].end
	if word.HasPrefixFold(s[q.Span[1]:], ".m.") {
		q.Span[1] += len(".m.")
	}
}

// ranges lets the lower end of "2 to 3 million" mean two million as well as two.
func ranges(s string, qs []Quantity) {
	for i := 0; i+1 < len(qs); i++ {
		low, okLow := qs[i].value()
		high, okHigh := qs[i+1].value()
		if !okLow || !okHigh || low >= high {
			continue
		}
		between := s[min(qs[i].Span[1], qs[i+1].Span[0]):qs[i+1].Span[0]]
		if len(between) > 12 {
			continue
		}
		for _, by := range [...]float64{1e3, 1e6, 1e9, 1e12} {
			if high >= by && high < by*1000 && low < 1000 && low*by <= high {
				qs[i].addNumber(low * by)
			}
		}
	}
}

// isLetterAt reports whether a character beyond ASCII at s[i] is part of a word; continuation bytes count as what they
// continue.
func isLetterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	switch {
	case r < 0xc0: // Latin-1 signs, but the ordinal signs and the micro sign
		return r == 'ª' || r == 'º' || r == 'µ'
	case r == '×' || r == '÷':
		return false
	case r >= 0x2000 && r < 0x2c00: // punctuation, currencies, arrows, symbols
		return false
	case r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xff20 || r >= 0x1f000 || r == utf8.RuneError || r == 0xfeff:
		return false
	}
	return true
}
