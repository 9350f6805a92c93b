package number

import (
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// quantities reads all quantities of s, whose tokens are ts, in order.
func (l *language) quantities(s string, ts []token, out []Quantity) []Quantity {
	lowered := !l.hasWords() // nothing is known of its words
	end := 0                 // of the quantity before
	for k := 0; k < len(ts); {
		t := &ts[k]
		lowered = lowered || t.sense.kind == lang.Lowering
		if t.kind == 'p' || t.kind == 'w' && t.sense.kind == 0 && t.roman == 0 {
			if t.kind == 'p' {
				text := s[t.start:t.end]
				if v := fraction(text); v > 0 {
					q := Quantity{Text: text, Span: offset.Span{Start: t.start, End: t.end}, Strength: Strong}
					q.addNumber(v)
					out = append(out, q)
				}
			}
			k++
			continue
		}
		var q Quantity
		next := l.quantity(s, ts, k, &q)
		if q.n > 0 {
			l.unitOf(s, ts, k, next, &q)
			l.halfBehind(s, ts, next, &q)
			q.Text = s[q.Span.Start:q.Span.End]
			q.gap = s[min(end, q.Span.Start):q.Span.Start]
			end = q.Span.End
			out = append(out, q)
		}
		k = next
	}
	ranges(s, out)
	if l.HalfBefore {
		hours(ts, out)
	}
	if lowered {
		for i := range out {
			out[i].lowered = true
		}
	}
	return out
}

// hours lets the first numbers of "19, 20 und 22 Uhr" mean hours as well.
func hours(ts []token, qs []Quantity) {
	last := -1
	for i := range ts {
		if ts[i].sense.kind == lang.HourWord {
			last = ts[i].start
		}
	}
	for i := range qs {
		if v, ok := qs[i].value(); ok && qs[i].Span.End < last && v >= 13 && v <= 24 && qs[i].n == 1 {
			qs[i].add(timeOf(v, 0))
		}
	}
}

func fraction(s string) float64 {
	switch s {
	case "½":
		return 0.5
	case "¼":
		return 0.25
	case "¾":
		return 0.75
	}
	return 0
}

// quantity reads the one that starts at token k into q and returns the token after it. It leaves q empty where there is
// none.
func (l *language) quantity(s string, ts []token, k int, q *Quantity) int {
	t := &ts[k]
	q.Span = offset.Span{Start: t.start, End: t.end}
	if t.kind == 'd' {
		t.chain.read(s, l, q)
		l.signOf(s, ts, k, q)
		if t.end-t.start == 2 && k > 0 && yearFollows(s, &ts[k-1], t.start) {
			q.addNumber(1900 + t.chain.int(s, 0))
			q.addNumber(2000 + t.chain.int(s, 0))
		}
		// CO2, m2, A380: a name, which may be written in another way
		if k > 0 && ts[k-1].end == t.start && ts[k-1].kind == 'w' {
			q.Strength = Word
		}
		if t.end-t.start == 4 && s[t.start:t.end] == "24/7" {
			q.Strength = Soft
		}
		if k+1 < len(ts) && ts[k+1].kind == 'p' && ts[k+1].start <= t.end+3 {
			if f := fraction(s[ts[k+1].start:ts[k+1].end]); f > 0 { // 2½
				q.reads[0].atoms[0].value += f
				q.Span.End = ts[k+1].end
				return k + 2
			}
		}
		return l.afterDigits(s, ts, k, q)
	}
	if t.roman > 0 {
		q.addNumber(float64(t.roman))
		if t.isNumeral() {
			q.Strength = Word
		}
		return k + 1
	}
	v := t.sense.value
	if v == 100 && k > 0 && ts[k-1].sense.kind == lang.Per { // por ciento
		return k + 1
	}
	switch t.sense.kind {
	case lang.MonthName, lang.MonthShort, lang.MonthWord:
		if l.isMonth(s, ts, k) {
			q.Strength = Word
			q.add(atom{month, v})
		}
		return k + 1
	case lang.MonthLoose:
		q.Strength = Loose
		q.add(atom{month, v})
		return k + 1
	case lang.Midpoint:
		q.add(atom{clock24, v})
		return k + 1
	case lang.HalfWord:
		return l.halfOf(s, ts, k, q)
	case lang.QuarterWord:
		return l.quarterOf(s, ts, k, q)
	case lang.Scaler:
		if t.sense.value < 1e6 || k > 0 && ts[k-1].sense.value == 1 {
			return l.words(s, ts, k, q)
		}
		q.addNumber(v) // "der Millionen"
		q.Strength, q.big = Loose, true
		return k + 1
	case lang.BigNumber:
		q.Strength, q.big = Loose, true
		if k+2 < len(ts) && ts[k+1].sense.kind == lang.Of &&
			(ts[k+2].sense.kind == lang.BigNumber || ts[k+2].sense.kind == lang.Scaler) { // tens of thousands
			q.addNumber(v * ts[k+2].sense.value)
			q.Span.End = ts[k+2].end
			return k + 3
		}
		q.addNumber(v)
		return k + 1
	case lang.Cardinal, lang.SoftNumber, lang.LooseNumber:
		return l.words(s, ts, k, q)
	case lang.DecadeName:
		q.Strength = Loose
		q.addNumber(v)
		l.decade(q, v)
		return k + 1
	case lang.Ordinal:
		q.Strength = Word
		q.addNumber(v)
		return k + 1
	}
	return k + 1
}

// signOf takes in a minus sign before the digits of token k. It stands after white space or a bracket, and not between
// two numbers.
func (l *language) signOf(s string, ts []token, k int, q *Quantity) {
	if k == 0 {
		return
	}
	sign := &ts[k-1]
	if sign.sense.kind == lang.Step { // fell by 5 %
		q.lowered = true
		return
	}
	switch s[sign.start:sign.end] {
	case "-", "−", "–":
	default:
		return
	}
	if k < 2 || sign.end != ts[k].start || s[sign.start-1] != ' ' && s[sign.start-1] != '(' || ts[k-2].kind == 'd' {
		return
	}
	if end := ts[k].end; end < len(s) && s[end] == '-' { // a page number: -5-
		return
	}
	q.negative = true
	q.Span.Start = sign.start
}

// yearFollows reports whether the token before two digits that begin at start marks them as a year: '89, Jahrgang 89.
func yearFollows(s string, last *token, start int) bool {
	switch s[last.start:last.end] {
	case "'", "’", "‘":
		return last.end == start && (last.start == 0 || s[last.start-1] == ' ' || s[last.start-1] == '(')
	case "Jahrgang":
		return true
	}
	return false
}

// isMonth decides for short and ambiguous names.
func (l *language) isMonth(s string, ts []token, k int) bool {
	t := &ts[k]
	beside := k > 0 && ts[k-1].kind == 'd' || k+1 < len(ts) && ts[k+1].kind == 'd' ||
		k > 1 && ts[k-1].kind == 'p' && ts[k-2].kind == 'd' ||
		k+2 < len(ts) && s[ts[k+1].start] == '.' && ts[k+2].kind == 'd'
	switch t.sense.kind {
	case lang.MonthShort:
		return (t.capital || l.SmallMonths) && beside
	case lang.MonthWord:
		if !t.capital {
			return false
		}
		if beside {
			return true
		}
		if k == 0 || ts[k-1].kind != 'w' {
			return false
		}
		switch s[ts[k-1].start:ts[k-1].end] {
		case "in", "In", "of", "since", "Since", "until", "Until", "by", "By", "last", "Last", "next", "this", "early",
			"late", "mid", "from", "From", "and", "through", "to", "between", "for":
			return true
		}
		return false
	}
	return true
}
