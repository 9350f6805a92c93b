package number

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
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
	v, plain := q.value()
	if attached && n.kind == 'p' {
		switch {
		case s[n.start] == '-' && i+1 < len(ts) && ts[i+1].sense.kind == lang.Scaler:
			i++
			n, attached = &ts[i], false
		case plain && (word.HasPrefixFold(s[n.start:], "'s") || word.HasPrefixFold(s[n.start:], "’s")): // the 1930's
			l.decade(q, v)
			return i
		}
	}
	switch {
	case n.kind != 'w':
		return i
	case n.sense.kind == lang.Scaler:
		q.scale(n.sense.value)
		q.Span.End = n.end
		i++
		if i < len(ts) && ts[i].sense.kind == lang.Scaler && ts[i].sense.value > n.sense.value { // 5 mil millones
			q.scale(ts[i].sense.value)
			q.Span.End = ts[i].end
			i++
		}
		return i
	case n.sense.kind == lang.HourWord:
		return l.oClock(s, ts, k, i, q)
	case attached && !l.Compounds && l.hasWords() && n.end-n.start == 1 && plain:
		l.letterAfter(s[n.start], n.end, v, q)
		return i
	case n.sense.kind == lang.Meridiem || s[n.start:n.end] == "p" || s[n.start:n.end] == "a":
		l.halfOfDay(s, ts, i, q)
		return i + 1
	case attached && n.sense.kind == lang.DecadeEnd && plain:
		l.decade(q, v)
		q.Span.End = n.end
		return i + 1
	case attached && strings.HasPrefix(s[n.start:n.end], "er") && plain: // 1950er, 50erjahre
		l.decade(q, v)
		return i + 1
	case attached && n.sense.kind == lang.OrdinalEnd:
		q.Span.End = n.end
		return i + 1
	case n.sense.kind == lang.And && plain && l.andHalf(s, ts, i) > i:
		l.addHalf(v, q)
		return l.andHalf(s, ts, i)
	case l.HalfBefore && plain && (n.sense.kind == lang.Past || n.sense.kind == lang.Before) && i+1 < len(ts) && v < 60:
		if h, ok := hourAt(s, &ts[i+1]); ok && h <= 12 {
			q.add(atom{clock, minutes(h, v, n.sense.kind)})
		}
	case plain && l.HourFirst && v >= 1 && v <= 24:
		l.minutesAfter(ts, i, v, q)
	}
	return i
}

// letterAfter takes in a letter that ends there and touches the digits: $3.5m, 20k, but also 20 m and 20 K; 50s, 2h.
func (l *language) letterAfter(letter byte, end int, v float64, q *Quantity) {
	if by := letterScale(letter); by > 0 {
		q.addNumber(v * by)
		q.Span.End = end
	}
	switch letter {
	case 's':
		l.decade(q, v)
		q.Span.End = end
	case 'h':
		q.add(timeOf(v, 0))
	}
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

// ranges lets the lower end of "2 to 3 million" mean two million as well as two.
func ranges(s string, qs []Quantity) {
	for i := 0; i+1 < len(qs); i++ {
		low, okLow := qs[i].value()
		high, okHigh := qs[i+1].value()
		if !okLow || !okHigh || low >= high {
			continue
		}
		between := s[min(qs[i].Span.End, qs[i+1].Span.Start):qs[i+1].Span.Start]
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
