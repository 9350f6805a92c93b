package detect

import (
	"slices"

	"github.com/satzpaar/satzpaar/detect/internal/table"
)

// scratch is the memory of one call, kept for the next.
type scratch struct {
	tokens []token
	emit   []float32 // len(tokens) × states: log-probability of the language given the word, weighted
	doubt  []bool    // tokens that are scored and decoded
	adv    []float32 // of each token: the most that a foreign language wins on it
	cache  []wordAdvantage
	post   []posterior
	place  []uint32 // in cache, of each token
	touch  uint32   // keeps the reads that only fetch the places from being optimised away
	free   []bool   // tokens of lines whose writer changes the language within sentences
	sure   []bool   // tokens whose language their script or their quotation marks prove
	back   []uint8  // len(tokens) × states: the state before
	path   []uint8
	kept   []uint8
	cur    []float32
	word   []rune
	sum    []float32
	enter  []float32

	greetings []stretch // of the text at hand
}

// A posterior holds what the tables give the word at a place of the cache, as logarithms of probabilities.
type posterior struct {
	at    uint32
	lanes [table.Lanes]float32
}

// change is what it costs to change the language at a gap, in natural logarithms.
var change = [...]float32{
	gapJoint: 20, gapSpace: 9, gapComma: 7, gapDash: 5, gapBracket: 4.5, gapSentence: 3, gapQuote: 3,
	gapLine: 2, gapParagraph: 1.5,
}

// freeChange is what it costs in lines whose writer is known to change between two languages within sentences.
var freeChange = [...]float32{
	gapJoint: 20, gapSpace: 1.5, gapComma: 1.5, gapDash: 2, gapBracket: 3, gapSentence: 3, gapQuote: 3,
	gapLine: 2, gapParagraph: 1.5,
}

// The most evidence that one word may give against a language, by form, and the weight of its evidence.
var (
	floors  = [...]float32{lower: -4.5, first: -3.5, title: -2, upper: -1}
	weights = [...]float32{lower: 1, first: .7, title: .25, upper: .15}
)

// weight returns the weight of a token's evidence, and the most that it may give against a language.
func (t *token) weight() (weight, floor float32) {
	weight, floor = weights[t.form], floors[t.form]
	if t.letters == 1 && t.script == latin {
		weight *= .4
	}
	return weight, floor
}

// posterior looks a word up in the table of its script and returns the table's number, an index of Screen.lanes, and
// the logarithm of each lane's probability among the languages that the detector looks for.
func (s *Screen) posterior(word string, t *token, sc *scratch, out *[table.Lanes]float32) int {
	k := 0
	if t.script == cyrillic {
		k = 1
	}
	sc.word = fold(word, sc.word)
	z := s.tables[k].Logits(sc.word)
	logPosterior(&z, s.used[k], out)
	return k
}

// score fills sc.emit for the tokens of sc that are in doubt.
func (s *Screen) score(text string, sc *scratch) {
	n := len(s.states)
	var post [table.Lanes]float32
	for i := range sc.tokens {
		if !sc.doubt[i] {
			continue
		}
		t := &sc.tokens[i]
		e := sc.emit[i*n:][:n]
		if t.form == masked {
			clear(e)
			continue
		}
		if t.script != latin && t.script != cyrillic {
			s.scoreScript(text[t.start:t.end], t, e)
			continue
		}
		w, floor := t.weight()
		k := 0
		word := text[t.start:t.end]
		cached, known := sc.remembered(word, t.form, sc.place[i])
		if kept := sc.posteriorAt(sc.place[i]); known && kept != nil {
			k, post = int(cached.table), *kept
		} else {
			k = s.posterior(word, t, sc, &post)
		}
		off := 1.5 * floor
		if t.script == cyrillic {
			off = otherScriptScore
		}
		for j := range e {
			e[j] = w * off
		}
		for l, j := range s.lanes[k] {
			if j >= 0 {
				e[j] = w * max(post[l], floor)
			}
		}
		if own := e[s.expected]; t.form == title && s.nouns &&
			!slices.ContainsFunc(e, func(v float32) bool { return v > own }) {
			// A noun of the expected language, more likely than a name.
			for j := range e {
				e[j] *= 2
			}
		}
		if t.form == lower && t.letters <= maxConnector && connects(sc.tokens, i) {
			// Inside a name such as "Bank of the West": evidence against the expected language counts little.
			for j := range e {
				if d := e[j] - e[s.expected]; d > 0 {
					e[j] = e[s.expected] + .15*d
				}
			}
		}
	}
}

// otherScriptScore is the logarithm of the probability that a language uses a word in a script that is not its own.
const otherScriptScore = -7

// scoreScript scores words in scripts that only one or a few languages use.
func (s *Screen) scoreScript(word string, t *token, e []float32) {
	for j := range e {
		e[j] = otherScriptScore
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

// decode finds the best sequence of states for the tokens from first to last (exclusive), given the state before, and
// leaves it in sc.path. With a second state, it and the expected one are the only ones, and a change between them
// within a sentence costs little. It returns the logarithm of the sequence's weight.
func (s *Screen) decode(sc *scratch, first, last, prev, second int) float32 {
	n := len(s.states)
	cur, enter := sc.cur[:n], s.enter[:n]
	free := second >= 0
	if free {
		enter = sc.enter[:n]
		for j := range enter {
			enter[j] = 1e6
		}
		enter[second], enter[prev] = s.enter[second], s.enter[prev]
	}
	for j := range cur {
		cur[j] = -1e9
	}
	cur[prev] = 0
	var sum float32
	for i := first; i < last; i++ {
		best := 0
		for j, v := range cur {
			if v > cur[best] {
				best = j
			}
		}
		top := cur[best]
		cost := change[sc.tokens[i].before]
		home := cost // to or from the expected language
		if free {
			home = freeChange[sc.tokens[i].before]
		}
		if best == s.expected {
			cost = home
		}
		sum += top
		e, b, enter := sc.emit[i*n:][:len(cur)], sc.back[i*n:][:len(cur)], enter[:len(cur)]
		own := cur[s.expected]
		for j, v := range cur {
			from := uint8(j)
			if in := top - cost - enter[j]; in > v {
				v, from = in, uint8(best)
			}
			b[j], cur[j] = from, v+e[j]-top
		}
		// The expected language is entered at the cost of home alone.
		from := uint8(s.expected)
		if in := top - home; in > own {
			own, from = in, uint8(best)
		}
		b[s.expected], cur[s.expected] = from, own+e[s.expected]-top
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
	sc.sure = slices.Grow(sc.sure[:0], n)[:n]
	clear(sc.sure)
	sc.adv = slices.Grow(sc.adv[:0], n)[:n]
	sc.doubt = slices.Grow(sc.doubt[:0], n)[:n]
	sc.place = slices.Grow(sc.place[:0], n)[:n]
	clear(sc.doubt)
	if sc.cache == nil {
		sc.cache, sc.post = make([]wordAdvantage, 1<<cacheBits), make([]posterior, 1<<postBits)
	}
	sc.cur = slices.Grow(sc.cur[:0], states)[:states]
	sc.sum = slices.Grow(sc.sum[:0], states)[:states]
	sc.enter = slices.Grow(sc.enter[:0], states)[:states]
	clear(sc.free)
}

// maxConnector is the length of the words that join the parts of names: de la, of the, for, och.
const maxConnector = 4

// connects reports whether token i stands between capitalised words of a name, with nothing but white space and other
// short words between.
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
