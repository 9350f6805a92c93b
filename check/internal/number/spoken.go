package number

import (
	"math"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/lang"
)

// words reads number words that belong together: "two hundred and five thousand", "zwei Millionen", "zehn nach drei".
func (l *language) words(s string, ts []token, k int, q *Quantity) int {
	t := &ts[k]
	switch t.sense.kind {
	case lang.Cardinal, lang.Scaler:
		q.Strength = Word
	case lang.LooseNumber:
		q.Strength = Loose
	}
	n := spokenNumber{current: t.sense.value, room: roomAfter(t.sense.value, l)}
	if n.current >= 1000 && (t.sense.kind == lang.Scaler || len(l.parts) > 0) { // mille neuf cent, tweeduizend honderd
		n.total, n.current, n.room = n.current, 0, afterScaler
	}
	if t.rest > 0 { // "dreistündig" decides nothing about what follows
		q.addNumber(n.current)
		return k + 1
	}
	i := k + 1
	for {
		next := n.take(l, s, ts, i, t)
		if next == i {
			break
		}
		if ts[i].sense.kind == lang.Scaler {
			q.Strength = Word
		}
		i = next
	}
	v := n.total + n.current
	q.Span.End = ts[i-1].end
	q.addNumber(v)
	if l.Centuries && t.capital && i == k+1 && v >= 200 && v < 1000 && math.Mod(v, 100) == 0 {
		q.addNumber(v/100 + 11) // the century, which a translation may keep as it is
		q.Strength = Loose
	}
	if end := l.andHalf(s, ts, i); end > i { // one and a half [million]
		l.addHalf(v, q)
		q.Span.End = ts[end-1].end
		if end < len(ts) && ts[end].sense.kind == lang.Scaler {
			q.scale(ts[end].sense.value)
			q.Span.End = ts[end].end
			end++
		}
		return end
	}
	if h, ok := hourAt(s, t); ok && i == k+1 {
		return l.clockWords(s, ts, k, h, q)
	}
	return i
}

// A spokenNumber adds up number words.
type spokenNumber struct {
	total   float64 // of the parts that are complete: the thousands of "two thousand and five"
	current float64 // the part that goes on
	// room is the word that the next may complete: 20 to 90 take units, and afterScaler takes all below a hundred, and
	// hundreds too where they are words of their own and none have been read.
	room float64
}

const afterScaler = 1000

// roomAfter returns the room that a cardinal number leaves.
func roomAfter(v float64, l *language) float64 {
	if v >= 100 && v < 1000 && !l.Compounds { // doscientos
		return afterScaler
	}
	return v
}

// take adds the words at token i, if they go on with the number that began with first. It returns the token after them,
// or i.
func (n *spokenNumber) take(l *language, s string, ts []token, i int, first *token) int {
	if i >= len(ts) {
		return i
	}
	word := ts[i].sense
	var next sense // the word behind
	if i+1 < len(ts) {
		next = ts[i+1].sense
	}
	hyphen := isHyphen(s, &ts[i])
	tens := n.room >= 20 && n.room <= 90
	if l.Twenties {
		if end := n.takeTwenties(s, ts, i); end > i {
			return end
		}
	}
	switch {
	case word == sense{lang.Scaler, 100} && n.room == afterScaler && n.current == 0: // mille cent
		n.add(100, afterScaler)
		return i + 1
	case word.kind == lang.Scaler && (first.sense.kind == lang.Cardinal || first.sense.value != 2):
		// not "ein paar hundert"
		n.scale(word.value)
		return i + 1
	case word == sense{lang.SoftNumber, 1} && (tens || n.room == afterScaler) && l.isOneAfter(s, &ts[i]): // cent un
		n.add(1, 0)
		return i + 1
	case word.kind == lang.Cardinal && word.value < 10 && tens: // twenty one
		n.add(word.value, 0)
		return i + 1
	case l.TensAnd && tens && word.kind == lang.And && next.isUnit(): // treinta y uno
		n.add(next.value, 0)
		return i + 2
	case hyphen && tens && next.isUnit(): // twenty-one
		n.add(next.value, 0)
		return i + 2
	case hyphen && next.kind == lang.Scaler: // five-thousand
		return i + 1
	case n.room == afterScaler && word.kind == lang.Cardinal && word.value < 100: // two hundred five
		n.add(word.value, word.value)
		return i + 1
	case n.room == afterScaler && word.kind == lang.Cardinal && word.value < 1000 && !l.Compounds &&
		math.Mod(n.current, 1000) == 0: // mil doscientos
		n.add(word.value, roomAfter(word.value, l))
		return i + 1
	case n.room == afterScaler && word.kind == lang.And && next.kind == lang.Cardinal && next.value < 100 &&
		!l.Compounds && (!l.TensAnd || l.HundredsAnd): // two hundred and five, cento e vinte
		n.add(next.value, next.value)
		return i + 2
	}
	if l.Twenties && hyphen && i+1 < len(ts) && !isHyphen(s, &ts[i+1]) { // deux-cent-un, as French is written since 1990
		if end := n.take(l, s, ts, i+1, first); end > i+1 {
			return end
		}
	}
	return i
}

// takeTwenties is take for what French counts by twenties, and for its numbers from seventeen to nineteen:
// "quatre-vingts", "soixante et onze", "quatre-vingt-dix-sept".
func (n *spokenNumber) takeTwenties(s string, ts []token, i int) int {
	joined, hyphen, and := i, isHyphen(s, &ts[i]), ts[i].sense.kind == lang.And
	switch {
	case hyphen && i+3 < len(ts) && ts[i+1].sense.kind == lang.And && isHyphen(s, &ts[i+2]): // vingt-et-un
		joined, hyphen, and = i+3, false, true
	case (hyphen || and) && i+1 < len(ts):
		joined = i + 1
	}
	word := ts[joined].sense
	if and && n.room >= 20 && n.room <= 60 && word.isUnit() && word.value == 1 {
		n.add(1, 0)
		return joined + 1
	}
	switch word.kind {
	case lang.Cardinal, lang.LooseNumber, lang.Ordinal:
	default:
		return i
	}
	switch v := word.value; {
	case n.room == 4 && v == 20 && !and: // quatre-vingts
		n.add(80-4, 80)
	case (n.room == 60 || n.room == 80) && v >= 10 && v < 20 && (!and || v == 11): // soixante-dix
		n.add(v, v)
	case n.room == 10 && v >= 7 && v < 10 && hyphen: // dix-sept
		n.add(v, 0)
	case n.room >= 20 && n.room <= 90 && v < 10 && hyphen: // vingt-neuf
		n.add(v, 0)
	case n.room == afterScaler && v < 100 && joined == i: // mille neuf cents
		n.add(v, v)
	default:
		return i
	}
	return joined + 1
}

// isOneAfter reports whether a token is a word for one that follows other numbers by itself.
func (l *language) isOneAfter(s string, t *token) bool {
	return slices.ContainsFunc(l.oneAfter, func(one string) bool { return strings.EqualFold(one, s[t.start:t.end]) })
}

func (n *spokenNumber) add(v, room float64) {
	n.current += v
	n.room = room
}

// scale multiplies what has been read by a hundred, or by more, which completes it: all that is less, as in "two
// thousand million".
func (n *spokenNumber) scale(by float64) {
	if by > 100 && n.total < by {
		n.current += n.total
		n.total = 0
	}
	n.current *= by
	if by > 100 {
		n.total += n.current
		n.current = 0
	}
	n.room = afterScaler
}

// isUnit reports whether s means a number from one to nine.
func (s sense) isUnit() bool {
	return (s.kind == lang.Cardinal || s.kind == lang.Ordinal || s.kind == lang.SoftNumber) &&
		s.value > 0 && s.value < 10
}

// isHyphen reports whether t is one.
func isHyphen(s string, t *token) bool { return t.kind == 'p' && s[t.start] == '-' }

// addHalf makes q a number and a half; where minutes are said after the hour, that may be a time of day.
func (l *language) addHalf(v float64, q *Quantity) {
	q.n = 0
	q.addNumber(v + 0.5)
	if l.HourFirst && v >= 1 && v <= 24 {
		q.add(timeOf(v, 30))
	}
}

// halfBehind adds the half that is said behind the unit at token i: "tres años y medio".
func (l *language) halfBehind(s string, ts []token, i int, q *Quantity) {
	v, ok := q.value()
	if ok && l.HourFirst && q.Unit != 0 && i < len(ts) && ts[i].kind == 'w' && l.andHalf(s, ts, i+1) > i+1 {
		q.addNumber(v + 0.5)
	}
}

// andHalf returns the token after "and a half" at token i, hyphens allowed, or i where it is not there.
func (l *language) andHalf(s string, ts []token, i int) int {
	state := 0
	for j := i; j < len(ts) && j < i+6; j++ {
		t := &ts[j]
		switch {
		case isHyphen(s, t):
		case state == 0 && t.sense.kind == lang.And:
			state = 1
		case state == 1 && t.sense == (sense{lang.SoftNumber, 1}):
		case state == 1 && t.sense.kind == lang.HalfWord:
			return j + 1
		default:
			return i
		}
	}
	return i
}
