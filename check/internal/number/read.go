package number

import "github.com/satzpaar/satzpaar/bitext"

// quantities reads all quantities of s, whose tokens are ts, in order.
func (l *language) quantities(s string, ts []token, out []Quantity) []Quantity {
	for k := 0; k < len(ts); {
		t := &ts[k]
		if t.kind == 'p' || t.kind == 'w' && t.sense.kind == none && t.roman == 0 {
			if t.kind == 'p' {
				if v := fraction(s[t.start:t.end]); v > 0 {
					q := Quantity{Text: s[t.start:t.end], Span: bitext.Offsets{t.start, t.end}, Strength: Strong}
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
			q.Text = s[q.Span[0]:q.Span[1]]
			out = append(out, q)
		}
		k = next
	}
	ranges(s, out)
	if l.compounds {
		hours(ts, out)
	}
	return out
}

// hours lets the first numbers of "19, 20 und 22 Uhr" mean hours as well.
func hours(ts []token, qs []Quantity) {
	last := -1
	for i := range ts {
		if ts[i].sense.kind == hourWord {
			last = ts[i].start
		}
	}
	for i := range qs {
		if v, ok := qs[i].value(); ok && qs[i].Span[1] < last && v >= 13 && v <= 24 && qs[i].n == 1 {
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
	q.Span = bitext.Offsets{t.start, t.end}
	if t.kind == 'd' {
		t.chain.read(s, l.style, q)
		if k > 0 && ts[k-1].end == t.start && ts[k-1].kind == 'w' { // CO2, m2, A380: a name, which may be written in another way
			q.Strength = Word
		}
		if t.end-t.start == 4 && s[t.start:t.end] == "24/7" {
			q.Strength = Soft
		}
		if k+1 < len(ts) && ts[k+1].kind == 'p' && ts[k+1].start <= t.end+3 {
			if f := fraction(s[ts[k+1].start:ts[k+1].end]); f > 0 { // 2½
				q.reads[0].atoms[0].value += f
				q.Span[1] = ts[k+1].end
				return k + 2
			}
		}
		return l.afterDigits(s, ts, k, q)
	}
	if t.roman > 0 {
		q.addNumber(float64(t.roman))
		return k + 1
	}
	v := t.sense.value
	switch t.sense.kind {
	case monthName, monthShort, monthWord:
		if l.isMonth(s, ts, k) {
			q.Strength = Word
			q.add(atom{month, v})
		}
		return k + 1
	case monthLoose:
		q.Strength = Loose
		q.add(atom{month, v})
		return k + 1
	case midpoint:
		q.add(atom{clock, v})
		return k + 1
	case halfWord:
		return l.halfOf(s, ts, k, q)
	case quarter:
		return l.quarterOf(s, ts, k, q)
	case scaler:
		if t.sense.value < 1e6 || k > 0 && ts[k-1].sense.value == 1 {
			return l.words(s, ts, k, q)
		}
		q.addNumber(v) // "der Millionen"
		q.Strength, q.big = Loose, true
		return k + 1
	case bigNumber:
		q.Strength, q.big = Loose, true
		if k+2 < len(ts) && s[ts[k+1].start:ts[k+1].end] == "of" && (ts[k+2].sense.kind == bigNumber || ts[k+2].sense.kind == scaler) { // tens of thousands
			q.addNumber(v * ts[k+2].sense.value)
			q.Span[1] = ts[k+2].end
			return k + 3
		}
		q.addNumber(v)
		return k + 1
	case cardinal, softNumber, looseNumber:
		return l.words(s, ts, k, q)
	case decadeName:
		q.Strength = Loose
		q.addNumber(v)
		l.decade(q, v)
		return k + 1
	case ordinal:
		q.Strength = Word
		q.addNumber(v)
		return k + 1
	}
	return k + 1
}

// isMonth decides for short and ambiguous names.
func (l *language) isMonth(s string, ts []token, k int) bool {
	t := &ts[k]
	beside := k > 0 && ts[k-1].kind == 'd' || k+1 < len(ts) && ts[k+1].kind == 'd' || k > 1 && ts[k-1].kind == 'p' && ts[k-2].kind == 'd' || k+2 < len(ts) && s[ts[k+1].start] == '.' && ts[k+2].kind == 'd'
	switch t.sense.kind {
	case monthShort:
		return t.capital && beside
	case monthWord:
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
		case "in", "In", "of", "since", "Since", "until", "Until", "by", "By", "last", "Last", "next", "this", "early", "late", "mid", "from", "From", "and", "through", "to", "between", "for":
			return true
		}
		return false
	}
	return true
}

// halfOf reads "halb drei", "half past two", "half a million" and "die Hälfte".
func (l *language) halfOf(s string, ts []token, k int, q *Quantity) int {
	if l.compounds && k+1 < len(ts) { // halb drei
		if h, ok := hourAt(s, &ts[k+1]); ok && h >= 1 && s[ts[k].end-1] == 'b' {
			q.Span[1] = ts[k+1].end
			q.Strength = Word
			q.add(atom{clock, (h-1)*60 + 30})
			if ts[k+1].kind == 'd' {
				q.Strength = Strong
			}
			return k + 2
		}
	}
	if !l.compounds && k+2 < len(ts) && ts[k+1].sense.kind == past {
		if h, ok := hourAt(s, &ts[k+2]); ok {
			q.Span[1] = ts[k+2].end
			q.Strength = Word
			q.add(atom{clock, h*60 + 30})
			return k + 3
		}
	}
	next := k + 1
	if next < len(ts) && ts[next].sense == (sense{softNumber, 1}) {
		next++
	}
	if next < len(ts) && ts[next].sense.kind == scaler {
		q.Span[1] = ts[next].end
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
	if k+2 < len(ts) && (ts[k+1].sense.kind == past || ts[k+1].sense.kind == before) {
		if h, ok := hourAt(s, &ts[k+2]); ok {
			q.Span[1] = ts[k+2].end
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
func minutes(h, m float64, k kind) float64 {
	if k == before {
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
	case t.kind == 'w' && (t.sense.kind == cardinal || t.sense.kind == softNumber || t.sense.kind == looseNumber) && t.rest == 0:
		return t.sense.value, t.sense.value >= 1 && t.sense.value <= 12
	}
	return 0, false
}

// words reads number words that belong together: "two hundred and five thousand", "zwei Millionen", "zehn nach drei".
func (l *language) words(s string, ts []token, k int, q *Quantity) int {
	t := &ts[k]
	switch t.sense.kind {
	case cardinal, scaler:
		q.Strength = Word
	case looseNumber:
		q.Strength = Loose
	}
	total, current := 0.0, t.sense.value
	i := k + 1
	tens := t.sense.value
	if t.rest > 0 { // "dreistündig" says nothing about what follows
		q.addNumber(current)
		return i
	}
loop:
	for i < len(ts) {
		n := &ts[i]
		switch {
		case n.sense.kind == scaler && (t.sense.kind == cardinal || t.sense.value != 2): // not "ein paar hundert"
			q.Strength = Word
			if n.sense.value > 100 {
				total += current * n.sense.value
				current = 0
			} else {
				current *= n.sense.value
			}
			tens = 1000
			i++
		case n.sense.kind == cardinal && n.sense.value < 10 && tens >= 20 && tens <= 90:
			current += n.sense.value
			tens = 0
			i++
		case n.kind == 'p' && s[n.start] == '-' && i+1 < len(ts) && tens >= 20 && tens <= 90 && ts[i+1].sense.kind >= cardinal && ts[i+1].sense.value < 10 && ts[i+1].sense.value > 0 && ts[i+1].sense.kind <= softNumber && ts[i+1].sense.kind != scaler:
			current += ts[i+1].sense.value
			tens = 0
			i += 2
		case n.kind == 'p' && s[n.start] == '-' && i+1 < len(ts) && ts[i+1].sense.kind == scaler: // five-thousand
			i++
		case tens == 1000 && n.sense.kind == cardinal && n.sense.value < 100:
			current += n.sense.value
			tens = n.sense.value
			i++
		case tens == 1000 && n.sense.kind == and && i+1 < len(ts) && ts[i+1].sense.kind == cardinal && ts[i+1].sense.value < 100 && !l.compounds:
			current += ts[i+1].sense.value
			tens = ts[i+1].sense.value
			i += 2
		default:
			break loop
		}
	}
	v := total + current
	q.Span[1] = ts[i-1].end
	q.addNumber(v)
	if end := l.andHalf(s, ts, i); end > i { // one and a half [million]
		q.n = 0
		q.addNumber(v + 0.5)
		q.Span[1] = ts[end-1].end
		i = end
		if i < len(ts) && ts[i].sense.kind == scaler {
			q.scale(ts[i].sense.value)
			q.Span[1] = ts[i].end
			i++
		}
		return i
	}
	if h, ok := hourAt(s, t); ok && i == k+1 {
		return l.clockWords(s, ts, k, h, q)
	}
	return i
}

// andHalf returns the token after "and a half" at token i, hyphens allowed, or i where that does not stand there.
func (l *language) andHalf(s string, ts []token, i int) int {
	state := 0
	for j := i; j < len(ts) && j < i+6; j++ {
		t := &ts[j]
		switch {
		case t.kind == 'p' && s[t.start] == '-':
		case state == 0 && t.sense.kind == and:
			state = 1
		case state == 1 && t.sense == (sense{softNumber, 1}):
		case state == 1 && t.sense.kind == halfWord:
			return j + 1
		default:
			return i
		}
	}
	return i
}

// clockWords adds the times of day that start with a small number at token k: "drei Uhr", "three p.m.", "zehn nach
// drei", "fünf vor halb drei".
func (l *language) clockWords(s string, ts []token, k int, v float64, q *Quantity) int {
	i := k + 1
	if i >= len(ts) {
		return i
	}
	switch n := &ts[i]; {
	case n.sense.kind == hourWord:
		q.Span[1] = n.end
		if i+1 < len(ts) && l.compounds { // zwölf Uhr fünfundvierzig
			m := 0.0
			if ts[i+1].sense.kind == cardinal {
				m = ts[i+1].sense.value
			} else if ts[i+1].kind == 'd' && ts[i+1].chain.n == 1 {
				m = ts[i+1].chain.int(s, 0)
			}
			if m > 0 && m < 60 {
				q.n = 0
				q.add(atom{clock, v*60 + m})
				q.Span[1] = ts[i+1].end
				return i + 2
			}
		}
		q.add(atom{clock, v * 60})
		return i + 1
	case n.sense.kind == past || n.sense.kind == before:
		if i+1 < len(ts) {
			if h, ok := hourAt(s, &ts[i+1]); ok && h <= 12 && h >= 1 && v < 30 {
				// Two readings: a time, or two numbers ("two to three hours"). The second number is read on its own as
				// well.
				q.add(atom{clock, minutes(h, v, n.sense.kind)})
				return i
			}
			if l.compounds && ts[i+1].sense.kind == halfWord && i+2 < len(ts) {
				if h, ok := hourAt(s, &ts[i+2]); ok {
					m := (h-1)*60 + 30
					if n.sense.kind == before {
						m -= v
					} else {
						m += v
					}
					q.n = 0
					q.add(atom{clock, m + 720})
					q.Span[1] = ts[i+2].end
					return i + 3
				}
			}
		}
	case !l.compounds && n.kind == 'p' && s[n.start] == '-' && i+1 < len(ts) && ts[i+1].sense.kind == cardinal && ts[i+1].sense.value >= 10 && ts[i+1].sense.value < 60 && v <= 12: // six-thirty
		q.add(atom{clock, v*60 + ts[i+1].sense.value})
		q.Span[1] = ts[i+1].end
		return i + 2
	case !l.compounds && n.sense.kind == cardinal && n.sense.value >= 10 && n.sense.value < 60 && v <= 12: // two thirty
		q.add(atom{clock, v*60 + n.sense.value})
	}
	return i
}
