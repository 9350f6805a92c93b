package number

import (
	"math"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
)

// halfOf reads "halb drei", "half past two", "half a million" and "die Hälfte".
func (l *language) halfOf(s string, ts []token, k int, q *Quantity) int {
	if last := s[ts[k].end-1]; l.HalfBefore && k+1 < len(ts) && (last == 'b' || last == 'f') { // halb drei, half drie
		if h, ok := hourAt(s, &ts[k+1]); ok && h >= 1 {
			q.Span.End = ts[k+1].end
			q.Strength = Word
			q.add(atom{clock, (h-1)*60 + 30})
			if ts[k+1].kind == 'd' {
				q.Strength = Strong
			}
			return k + 2
		}
	}
	if !l.HalfBefore && k+2 < len(ts) && ts[k+1].sense.kind == lang.Past {
		if h, ok := hourAt(s, &ts[k+2]); ok {
			q.Span.End = ts[k+2].end
			q.Strength = Word
			q.add(atom{clock, h*60 + 30})
			return k + 3
		}
	}
	next := k + 1
	if next < len(ts) && ts[next].sense == (sense{lang.SoftNumber, 1}) {
		next++
	}
	if next < len(ts) && ts[next].sense.kind == lang.Scaler {
		q.Span.End = ts[next].end
		q.addNumber(0.5 * ts[next].sense.value)
		q.Strength = Word
		return next + 1
	}
	q.addNumber(0.5)
	q.addNumber(50)
	q.addNumber(2)
	q.addNumber(30) // halbe Stunde
	q.addNumber(6)  // halbes Jahr
	return k + 1
}

// quarterOf reads "Viertel nach drei", "quarter to three" and plain quarters.
func (l *language) quarterOf(s string, ts []token, k int, q *Quantity) int {
	if k+2 < len(ts) && (ts[k+1].sense.kind == lang.Past || ts[k+1].sense.kind == lang.Before) {
		if h, ok := hourAt(s, &ts[k+2]); ok {
			q.Span.End = ts[k+2].end
			q.Strength = Word
			q.add(atom{clock, minutes(h, 15, ts[k+1].sense.kind)})
			return k + 3
		}
	}
	q.addNumber(4)
	q.addNumber(0.25)
	q.addNumber(25)
	q.addNumber(15)
	q.addNumber(3) // a quarter is three months
	return k + 1
}

// minutes returns the time of day m minutes past or before h.
func minutes(h, m float64, k lang.Sense) float64 {
	if k == lang.Before {
		return (h+11)*60 + 60 - m
	}
	return h*60 + m
}

// hourAt returns the hour that a token names, 0 to 24.
func hourAt(s string, t *token) (float64, bool) {
	switch {
	case t.kind == 'd' && t.chain.n == 1:
		h := t.chain.int(s, 0)
		return h, h <= 24
	case t.kind == 'w' && t.rest == 0 &&
		(t.sense.kind == lang.Cardinal || t.sense.kind == lang.SoftNumber || t.sense.kind == lang.LooseNumber):
		return t.sense.value, t.sense.value >= 1 && t.sense.value <= 12
	}
	return 0, false
}

// clockWords adds the times of day that start with a small number at token k: "drei Uhr", "three p.m.", "zehn nach
// drei", "fünf vor halb drei".
func (l *language) clockWords(s string, ts []token, k int, v float64, q *Quantity) int {
	i := k + 1
	if i >= len(ts) {
		return i
	}
	var next sense // the word behind
	if i+1 < len(ts) {
		next = ts[i+1].sense
	}
	switch n := &ts[i]; {
	case l.HourFirst && l.minutesAfter(ts, i, v, q):
	case n.sense.kind == lang.HourWord:
		return l.hourWords(s, ts, i, v, q)
	case n.sense.kind == lang.Past || n.sense.kind == lang.Before:
		return l.minutesBeside(s, ts, i, v, q)
	case l.HalfBefore || v > 12:
	case isHyphen(s, n) && next.isMinutes(): // six-thirty
		q.add(atom{clock, v*60 + next.value})
		q.Span.End = ts[i+1].end
		return i + 2
	case n.sense.isMinutes(): // two thirty, which may be two numbers
		q.add(atom{clock, v*60 + n.sense.value})
	}
	return i
}

// minutesAfter adds the time of day whose minutes are said after the hour, "tres y cuarto", "cuatro menos diez"; i is
// the token between. It reports whether there is one. The second number is read on its own as well, since the two may
// be numbers side by side.
func (l *language) minutesAfter(ts []token, i int, hour float64, q *Quantity) bool {
	if i+1 >= len(ts) {
		return false
	}
	m := 0.0
	if i+2 < len(ts) && ts[i+1].sense == (sense{lang.SoftNumber, 1}) && ts[i+2].sense.kind == lang.QuarterWord {
		i++ // le tre e un quarto
	}
	switch next := ts[i+1].sense; {
	case next.kind == lang.QuarterWord:
		m = 15
	case next.kind == lang.Cardinal && next.value < 30:
		m = next.value
	default:
		return false
	}
	switch ts[i].sense {
	case sense{lang.And, 0}:
	case sense{lang.Lowering, 1}:
		m = -m
	default:
		return false
	}
	q.add(atom{clock, hour*60 + m})
	return true
}

// minutesBehind returns the minutes that are said at token i, behind the word for the hour, and the token after them; i
// where there are none: "trois heures et demie", "dix heures moins le quart", "deux heures vingt".
func (l *language) minutesBehind(ts []token, i int) (minutes float64, next int) {
	if !l.HourFirst || i >= len(ts) {
		return 0, i
	}
	if ts[i].sense.isMinutes() {
		return ts[i].sense.value, i + 1
	}
	j, sign := i+1, 1.0
	switch ts[i].sense {
	case sense{lang.And, 0}:
	case sense{lang.Lowering, 1}:
		sign = -1
		if j+1 < len(ts) && ts[j].sense.kind == 0 && ts[j+1].sense.kind == lang.QuarterWord { // moins le quart
			j++
		}
	default:
		return 0, i
	}
	if j >= len(ts) {
		return 0, i
	}
	switch word := ts[j].sense; {
	case word.kind == lang.HalfWord && sign > 0:
		return 30, j + 1
	case word.kind == lang.QuarterWord:
		return sign * 15, j + 1
	case word.kind == lang.Cardinal && word.value < 30 && sign < 0:
		return -word.value, j + 1
	}
	return 0, i
}

// isMinutes reports whether s means minutes that are said right after the hour.
func (s sense) isMinutes() bool { return s.kind == lang.Cardinal && s.value >= 10 && s.value < 60 }

// hourWords reads "drei Uhr", "zwölf Uhr fünfundvierzig" and "three o'clock"; i is the token of the hour word.
func (l *language) hourWords(s string, ts []token, i int, hour float64, q *Quantity) int {
	q.Span.End = ts[i].end
	if m, end := l.minutesBehind(ts, i+1); end > i+1 { // trois heures et quart
		if m == 30 {
			q.addNumber(hour + 0.5)
		}
		q.add(atom{clock, hour*60 + m})
		q.Span.End = ts[end-1].end
		return end
	}
	if i+1 < len(ts) && l.HalfBefore {
		m := 0.0
		if next := &ts[i+1]; next.sense.kind == lang.Cardinal {
			m = next.sense.value
		} else if next.kind == 'd' && next.chain.n == 1 {
			m = next.chain.int(s, 0)
		}
		if m > 0 && m < 60 {
			q.n = 0
			q.add(atom{clock, hour*60 + m})
			q.Span.End = ts[i+1].end
			return i + 2
		}
	}
	q.add(atom{clock, hour * 60})
	return i + 1
}

// minutesBeside reads "zehn nach drei", "ten to three" and "fünf vor halb drei"; i is the token between.
func (l *language) minutesBeside(s string, ts []token, i int, m float64, q *Quantity) int {
	if i+1 >= len(ts) {
		return i
	}
	side := ts[i].sense.kind
	if h, ok := hourAt(s, &ts[i+1]); ok && h <= 12 && h >= 1 && m < 30 {
		// Two readings: a time, or two numbers ("two to three hours"). The second number is read on its own as well.
		q.add(atom{clock, minutes(h, m, side)})
		return i
	}
	if !l.HalfBefore || ts[i+1].sense.kind != lang.HalfWord || i+2 >= len(ts) {
		return i
	}
	h, ok := hourAt(s, &ts[i+2])
	if !ok {
		return i
	}
	half := (h-1)*60 + 30
	if side == lang.Before {
		m = -m
	}
	q.n = 0
	q.add(atom{clock, half + m + 720})
	q.Span.End = ts[i+2].end
	return i + 3
}

// oClock reads "14 Uhr", "14.30 Uhr", "14 Uhr 30" and "8 Uhr abends"; i is the token of the hour word.
func (l *language) oClock(s string, ts []token, k, i int, q *Quantity) int {
	c := ts[k].chain
	q.Span.End = ts[i].end
	h, m := c.int(s, 0), 0.0
	next := i + 1
	switch {
	case c.n == 1 && h <= 24:
		if next < len(ts) && ts[next].kind == 'd' && ts[next].chain.n == 1 && ts[next].start <= ts[i].end+2 {
			if v := ts[next].chain.int(s, 0); v < 60 && ts[next].end-ts[next].start == 2 {
				m = v
				q.Span.End = ts[next].end
				next++
			}
		}
	case c.n == 2 && h <= 24 && c.int(s, 1) < 60:
		m = c.int(s, 1)
	default:
		return next
	}
	q.n = 0
	q.add(timeOf(h, m))
	if said, end := l.minutesBehind(ts, next); end > next && m == 0 { // 3 heures et quart
		q.add(atom{clock, h*60 + said})
		if said == 30 {
			q.addNumber(h + 0.5)
		}
		q.Span.End = ts[end-1].end
		return end
	}
	if l.HalfBefore {
		part := 0.0
		if next < len(ts) && ts[next].sense.kind == lang.DayPart {
			part = ts[next].sense.value
		}
		q.reads[0].atoms[0] = germanTime(h, m, part)
	}
	return next
}

// germanTime returns the atom of a time of day with "Uhr". German counts 24 hours, so that noon and midnight are clear,
// but most people say eight for eight in the evening. Part is the part of the day that follows, as the value of a
// [lang.DayPart].
func germanTime(h, m, part float64) atom {
	switch {
	case part == lang.Night && (h == 12 || h >= 9 && h < 12):
		h = math.Mod(h+12, 24)
	case part == lang.Evening && h < 12, part == lang.Midday && h < 4:
		h += 12
	case part == 0 && h > 0 && h < 12:
		return timeOf(h, m)
	}
	return atom{clock24, h*60 + m}
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
	switch {
	case h <= 12:
		h = math.Mod(h, 12)
		if w[0]|0x20 == 'p' {
			h += 12
		}
	case w[0]|0x20 == 'a': // "13 a.m." is read as it would be: at one
		h -= 12
	}
	q.n = 0
	q.add(atom{clock24, h*60 + m})
	q.Span.End = ts[i].end
	if word.HasPrefixFold(s[q.Span.End:], ".m.") {
		q.Span.End += len(".m.")
	}
}
