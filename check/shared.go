package check

import (
	"sync"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
)

// shared is what the checks of a runner have in common: the languages, and what they work out about the pair at hand. Its buffers serve one pair after the
// other, so no finding may point into them.
type shared struct {
	from, to   string
	sides      [2]side // source, target
	tokens     []token
	chains     []chain
	quantities [2][]quantity
	spoken     [2][]spoken
	cover      cover
	covered    bool // cover is of the pair at hand
	findings   []bitext.Finding
}

// A side is the source or the target of the pair at hand.
type side struct {
	text  string
	runes int // -1 until somebody asks
	known bool
	words []bitext.Offsets // as of tokensOf; with what follows, once known
	ids   []uint32         // of each word in the vocabulary
	keys  []uint32         // of each word: vocable.key
	signs signs            // that stand in the text
	vocabulary
}

// spare keeps the memory of runners that are done.
var spare = sync.Pool{New: func() any { return new(shared) }}

// newShared returns what a runner for these languages needs.
func newShared(from, to string) *shared {
	s := spare.Get().(*shared)
	if s.from != from || s.to != to {
		s.speak(from, to)
	}
	s.see(&bitext.Pair{})
	return s
}

// speak makes s forget all words, for those of these languages.
func (s *shared) speak(from, to string) {
	s.from, s.to = from, to
	s.sides[0].reset(lexisOf(from, true), from == "de")
	s.sides[1].reset(lexisOf(to, false), to == "de")
}

// see makes p the pair at hand, if it is not yet.
func (s *shared) see(p *bitext.Pair) {
	if s.sides[0].text == p.Source && s.sides[1].text == p.Target {
		return
	}
	s.sides[0].see(p.Source)
	s.sides[1].see(p.Target)
	s.covered = false
}

func (d *side) see(text string) {
	d.text, d.known, d.runes = text, false, -1
	if len(d.list) > mostWords {
		d.forget()
	}
}

// runeCount returns the number of characters.
func (d *side) runeCount() int {
	if d.runes < 0 {
		d.runes = utf8.RuneCountInString(d.text)
	}
	return d.runes
}

// look finds the words of the text, if nobody has yet.
func (d *side) look() *side {
	if !d.known {
		d.known = true
		d.scan()
	}
	return d
}

// pair returns what is shared about p: that of the runner, or, outside of one, something that nobody else sees.
func (e *Env) pair(p *bitext.Pair) *shared {
	s := e.shared
	if s == nil {
		s = newShared(e.from(), e.to())
	}
	s.see(p)
	return s
}

// mayHold says whether any of the signs stands on either side of p.
func (e *Env) mayHold(p *bitext.Pair, any signs) bool {
	s := e.pair(p)
	return (s.sides[0].look().signs|s.sides[1].look().signs)&(any|oddBytes) != 0
}

// source and target return the sides of p with their words. They are not to be changed, and hold until the next pair.
func (e *Env) source(p *bitext.Pair) *side { return e.pair(p).sides[0].look() }
func (e *Env) target(p *bitext.Pair) *side { return e.pair(p).sides[1].look() }

// A wordFilter says of most words that are not in a table that they are not, by their length and their first and last byte.
type wordFilter [64]uint64

func filterOf[V any](table map[string]V) *wordFilter {
	var f wordFilter
	for w := range table {
		h := hashEnds(w[0], w[len(w)-1], len(w))
		f[h>>6] |= 1 << (h & 63)
	}
	return &f
}

func hashEnds(first, last byte, n int) uint32 {
	return (uint32(first)*0x9e3779b1 + uint32(last)*0x85ebca6b + uint32(n)*0xc2b2ae35) >> 20
}

// may says whether w may be in the table. W is not empty.
func (f *wordFilter) may(w []byte) bool {
	h := hashEnds(w[0], w[len(w)-1], len(w))
	return f[h>>6]&(1<<(h&63)) != 0
}
