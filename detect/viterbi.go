package detect

import (
	"slices"

	"github.com/satzpaar/satzpaar/detect/internal/table"
)

// scratch is the memory of one call.
type scratch struct {
	tokens []token
	emit   []float32 // len(tokens) × states: log-probability of the language given the word, weighted
	free   []bool    // tokens of lines whose writer changes the language within sentences
	back   []uint8   // len(tokens) × states: the state before
	path   []uint8
	kept   []uint8
	cur    []float32
	word   []rune
	sum    []float32
}

// change is what it costs to change the language at a gap, in natural logarithms.
var change = [...]float32{
	gapJoint: 20, gapSpace: 9, gapComma: 7, gapDash: 5, gapBracket: 4.5, gapSentence: 3, gapQuote: 3, gapLine: 2, gapParagraph: 1.5,
}

// freeChange is what it costs in lines whose writer is known to change between two languages within sentences.
var freeChange = [...]float32{
	gapJoint: 20, gapSpace: 3.5, gapComma: 3, gapDash: 3, gapBracket: 3, gapSentence: 3, gapQuote: 3, gapLine: 2, gapParagraph: 1.5,
}

// The least that one word may say against a language, by form; and the weight of what it says.
var (
	floors  = [...]float32{lower: -4.5, first: -3.5, title: -2, upper: -1}
	weights = [...]float32{lower: 1, first: .7, title: .25, upper: .15}
)

// score fills sc.emit for sc.tokens.
func (s *Screen) score(text string, sc *scratch) {
	n := len(s.states)
	tables := loadTables()
	var lanes [2][table.Lanes]int
	s.laneStates(tables.latin.Langs, &lanes[0])
	s.laneStates(tables.cyrillic.Langs, &lanes[1])
	var post [table.Lanes]float32
	for i := range sc.tokens {
		t := &sc.tokens[i]
		e := sc.emit[i*n:][:n]
		if t.form == masked {
			clear(e)
			continue
		}
		w, floor := weights[t.form], floors[t.form]
		if t.letters == 1 && t.script == latin {
			w *= .4
		}
		switch t.script {
		case latin, cyrillic:
			tab, k := tables.latin, 0
			if t.script == cyrillic {
				tab, k = tables.cyrillic, 1
			}
			sc.word = fold(text[t.start:t.end], sc.word)
			z := tab.Logits(sc.word)
			logPosterior(&z, len(tab.Langs), &post)
			off := 1.5 * floor
			if t.script == cyrillic {
				off = -7
			}
			for j := range e {
				e[j] = w * off
			}
			for l := range tab.Langs {
				if j := lanes[k][l]; j >= 0 {
					e[j] = w * max(post[l], floor)
				}
			}
			if t.form == lower && t.letters <= maxConnector && connects(sc.tokens, i) {
				// Inside a name such as "Bank of the West": what speaks against the expected language counts little.
				for j := range e {
					if d := e[j] - e[s.expected]; d > 0 {
						e[j] = e[s.expected] + .15*d
					}
				}
			}
		default:
			s.scoreScript(text[t.start:t.end], t, e)
		}
	}
}

// scoreScript scores words of scripts that one or few languages use.
func (s *Screen) scoreScript(word string, t *token, e []float32) {
	const off = -7
	for j := range e {
		e[j] = off
	}
	for _, j := range s.scripts[t.script] {
		e[j] = -.1
	}
	if len(s.scripts[t.script]) < 2 {
		return
	}
	switch t.script {
	case arabic:
		persian := false
		for _, r := range word {
			persian = persian || r == 'پ' || r == 'چ' || r == 'ژ' || r == 'گ' || r == 'ی' || r == 'ک'
		}
		for _, j := range s.scripts[arabic] {
			if (s.states[j].base == "fa") != persian {
				e[j] = -1.2
			}
		}
	case han: // alone: Chinese, unless kana stand nearby
		for _, j := range s.scripts[han] {
			if s.states[j].base == "ja" {
				e[j] = -1.5
			}
		}
	}
}

// decode finds the best sequence of states for the tokens from first to last (exclusive), given the state before, and leaves it in sc.path. With
// free, a change within a sentence costs little. It returns the logarithm of the sequence's weight.
func (s *Screen) decode(sc *scratch, first, last, prev int, free bool) float32 {
	n := len(s.states)
	cur := sc.cur[:n]
	for j := range cur {
		cur[j] = -1e9
	}
	cur[prev] = 0
	costs := &change
	if free {
		costs = &freeChange
	}
	var sum float32
	for i := first; i < last; i++ {
		best := 0
		for j, v := range cur {
			if v > cur[best] {
				best = j
			}
		}
		top := cur[best]
		cost := costs[sc.tokens[i].before]
		sum += top
		e := sc.emit[i*n:][:n]
		b := sc.back[i*n:][:n]
		for j, v := range cur {
			b[j] = uint8(j)
			if in := top - cost - s.states[j].enter; in > v && j != best {
				v = in
				b[j] = uint8(best)
			}
			cur[j] = v + e[j] - top
		}
	}
	best := 0
	for j, v := range cur {
		if v > cur[best] {
			best = j
		}
	}
	sum += cur[best]
	for i := last - 1; i >= first; i-- {
		sc.path[i] = uint8(best)
		best = int(sc.back[i*n+best])
	}
	return sum
}

// grow makes room for the tokens of a chunk.
func (sc *scratch) grow(states int) {
	n := len(sc.tokens)
	sc.emit = slices.Grow(sc.emit[:0], n*states)[:n*states]
	sc.back = slices.Grow(sc.back[:0], n*states)[:n*states]
	sc.path = slices.Grow(sc.path[:0], n)[:n]
	sc.free = slices.Grow(sc.free[:0], n)[:n]
	sc.cur = slices.Grow(sc.cur[:0], states)[:states]
	sc.sum = slices.Grow(sc.sum[:0], states)[:states]
	clear(sc.free)
}

// maxConnector is the length of the words that join the parts of names: de la, of the, for, och.
const maxConnector = 4

// connects says whether token i stands between capitalised words of a name, with nothing but white space and other short words between.
func connects(tokens []token, i int) bool {
	ok := false
	for k := i; k >= 0 && k > i-4; k-- {
		if tokens[k].form == title || tokens[k].form == upper || tokens[k].form == first {
			ok = true
			break
		}
		if tokens[k].letters > maxConnector || tokens[k].before > gapSpace || tokens[k].form != lower {
			return false
		}
	}
	if !ok {
		return false
	}
	for k := i + 1; k < len(tokens) && k < i+5; k++ {
		if tokens[k].before > gapSpace {
			return false
		}
		if tokens[k].form == title || tokens[k].form == upper {
			return true
		}
		if tokens[k].letters > maxConnector || tokens[k].form != lower {
			return false
		}
	}
	return false
}
