package check

import "github.com/satzpaar/satzpaar/bitext"

// shared is what the checks of a runner have in common: the languages, and what they work out about the pair at hand. Its buffers serve one pair after the
// other, so no finding may point into them.
type shared struct {
	from, to       string
	source, target wordList
	tokens         []token
	quantities     [2][]quantity
	spoken         [2][]spoken
	cover          cover
	covered        bool // cover is of the pair at hand
}

// A wordList holds the words of a text once somebody has asked for them.
type wordList struct {
	text  string
	known bool
	words []bitext.Offsets
}

// see makes p the pair at hand, if it is not yet.
func (s *shared) see(p *bitext.Pair) {
	if s.source.text == p.Source && s.target.text == p.Target {
		return
	}
	s.source.text, s.source.known = p.Source, false
	s.target.text, s.target.known = p.Target, false
	s.covered = false
}

// words returns the words of text as [tokensOf] does. They are not to be changed, and hold until the next pair.
func (e *Env) words(text string) []bitext.Offsets {
	if e.shared == nil {
		return tokensOf(text, nil)
	}
	for _, l := range [...]*wordList{&e.shared.target, &e.shared.source} {
		if l.text != text {
			continue
		}
		if !l.known {
			l.words, l.known = tokensOf(text, l.words[:0]), true
		}
		return l.words
	}
	return tokensOf(text, nil)
}

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
