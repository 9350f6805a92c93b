package number

// words reads number words that belong together: "two hundred and five thousand", "zwei Millionen", "zehn nach drei".
func (l *language) words(s string, ts []token, k int, q *Quantity) int {
	t := &ts[k]
	switch t.sense.kind {
	case cardinal, scaler:
		q.Strength = Word
	case looseNumber:
		q.Strength = Loose
	}
	n := spokenNumber{current: t.sense.value, room: t.sense.value}
	if t.rest > 0 { // "dreistündig" says nothing about what follows
		q.addNumber(n.current)
		return k + 1
	}
	i := k + 1
	for {
		next := n.take(l, s, ts, i, t)
		if next == i {
			break
		}
		if ts[i].sense.kind == scaler {
			q.Strength = Word
		}
		i = next
	}
	v := n.total + n.current
	q.Span.End = ts[i-1].end
	q.addNumber(v)
	if end := l.andHalf(s, ts, i); end > i { // one and a half [million]
		q.n = 0
		q.addNumber(v + 0.5)
		q.Span.End = ts[end-1].end
		if end < len(ts) && ts[end].sense.kind == scaler {
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
	// room is the word that the next may complete: 20 to 90 take units, and afterScaler takes all below a hundred.
	room float64
}

const afterScaler = 1000

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
	switch {
	case word.kind == scaler && (first.sense.kind == cardinal || first.sense.value != 2): // not "ein paar hundert"
		n.scale(word.value)
		return i + 1
	case word.kind == cardinal && word.value < 10 && tens: // twenty one
		n.add(word.value, 0)
		return i + 1
	case hyphen && tens && next.isUnit(): // twenty-one
		n.add(next.value, 0)
		return i + 2
	case hyphen && next.kind == scaler: // five-thousand
		return i + 1
	case n.room == afterScaler && word.kind == cardinal && word.value < 100: // two hundred five
		n.add(word.value, word.value)
		return i + 1
	case n.room == afterScaler && word.kind == and && next.kind == cardinal && next.value < 100 && !l.compounds:
		n.add(next.value, next.value) // two hundred and five
		return i + 2
	}
	return i
}

func (n *spokenNumber) add(v, room float64) {
	n.current += v
	n.room = room
}

// scale multiplies what has been said by a hundred, or by more, which completes it.
func (n *spokenNumber) scale(by float64) {
	n.current *= by
	if by > 100 {
		n.total += n.current
		n.current = 0
	}
	n.room = afterScaler
}

// isUnit reports whether s means a number from one to nine.
func (s sense) isUnit() bool {
	return (s.kind == cardinal || s.kind == ordinal || s.kind == softNumber) && s.value > 0 && s.value < 10
}

// isHyphen reports whether t is one.
func isHyphen(s string, t *token) bool { return t.kind == 'p' && s[t.start] == '-' }

// andHalf returns the token after "and a half" at token i, hyphens allowed, or i where it is not there.
func (l *language) andHalf(s string, ts []token, i int) int {
	state := 0
	for j := i; j < len(ts) && j < i+6; j++ {
		t := &ts[j]
		switch {
		case isHyphen(s, t):
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
