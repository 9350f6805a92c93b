package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Guard follows the words of a translation while a search puts them together, piece by piece, and tells those that are invented: words in lower case that
// neither the list nor the source holds. A word is a run of letters. One with a capital letter or beside a digit may be a name or a code and is never taken
// for invented. A Guard is immutable and safe for concurrent use.
type Guard struct {
	list   trie
	source []piece // of the source vocabulary
	target []piece
}

// A piece is what a piece of the vocabulary does to words: it goes on with the one before it, ends it, begins another. Any of the three may be missing.
type piece struct {
	head, tail         string // letters before the first boundary and after the last one
	headFree, tailFree bool   // there is a capital letter or a digit among them
	boundary           bool   // there is a boundary: a blank, punctuation, a symbol
	begun              int32  // node of the list that tail leads to; -1 for none

	lowerHead, lowerTail string // for words of the source, whose case does not matter
}

// NewGuard returns a guard for vocabularies that say what each piece writes: with a blank before it where it starts a word, and "" for pieces that write
// nothing.
func NewGuard(list *List, source, target []string) *Guard {
	g := &Guard{list: list.trie, target: pieces(list.trie, target)}
	g.source = g.target
	if len(source) != len(target) || len(source) > 0 && &source[0] != &target[0] {
		g.source = pieces(list.trie, source)
	}
	return g
}

func pieces(list trie, texts []string) []piece {
	out := make([]piece, len(texts))
	for i, text := range texts {
		p := &out[i]
		p.head, p.tail = text, ""
		boundary := func(r rune) bool { return !letter(r) && !unicode.IsDigit(r) }
		if !utf8.ValidString(text) { // a byte of a letter, as far as anybody can tell
			boundary = func(rune) bool { return false }
		}
		if first := strings.IndexFunc(text, boundary); first >= 0 || text == "" {
			last := strings.LastIndexFunc(text, boundary)
			p.boundary = true
			if text != "" {
				_, n := utf8.DecodeRuneInString(text[last:])
				p.head, p.tail = text[:first], text[last+n:]
			}
		}
		free := func(s string) bool {
			return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) || unicode.IsDigit(r) })
		}
		p.headFree, p.tailFree = free(p.head), free(p.tail)
		p.begun = list.walk(0, p.tail)
		p.lowerHead, p.lowerTail = p.head, p.tail
		if utf8.ValidString(text) {
			p.lowerHead, p.lowerTail = strings.ToLower(p.head), strings.ToLower(p.tail)
		}
	}
	return out
}

// A Source holds the words of one source sentence. It is used again for others.
type Source struct{ trie trie }

// Read replaces the words by those of a sentence.
func (g *Guard) Read(s *Source, sentence []int32) {
	s.trie = append(s.trie[:0], trieNode{})
	node := int32(0)
	for _, id := range sentence {
		p := &g.source[id]
		node = s.trie.grow(node, p.lowerHead)
		if !p.boundary {
			continue
		}
		s.trie[node].end = node > 0
		node = s.trie.grow(0, p.lowerTail)
	}
	s.trie[node].end = node > 0
}

// A State says how far a word has been read: the nodes that its letters lead to, in the list and among the words of the source. The zero State stands between
// words.
type State struct{ list, source int32 }

// settled is the state within a word of which nothing more is to be said: it may be a name, or has been told.
var settled = State{-1, -1}

// Next returns the state after another piece, and how many words turn out with it to be invented: the one that ends with the piece, the one that has become
// the begin of no known word.
func (g *Guard) Next(state State, source *Source, id int32) (next State, invented int) {
	p := &g.target[id]
	switch {
	case p.headFree:
		state = settled
	case p.head != "" && state != settled:
		state = State{g.list.walk(state.list, p.head), source.trie.walk(state.source, p.head)}
		if state == settled {
			invented++
		}
	}
	if !p.boundary {
		return state, invented
	}
	if state != settled && state != (State{}) && !g.list.ends(state.list) && !source.trie.ends(state.source) {
		invented++
	}
	switch {
	case p.tailFree:
		return settled, invented
	case p.tail == "":
		return State{}, invented
	}
	state = State{p.begun, source.trie.walk(0, p.tail)}
	if state == settled {
		invented++
	}
	return state, invented
}
