package lexicon

import (
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// A Guard follows the words of a translation while a search puts them together, piece by piece, and counts those that
// are invented: words that neither the list nor the source holds. A word is a run of letters. Case does not matter in
// words of the source, nor in those of the list, but that a name of the list needs its capital. A word with a capital
// may also be one of the source without an ending of up to two letters. Beside a digit and with a capital behind
// small letters everything is allowed. A Guard is safe for concurrent use.
type Guard struct {
	list   trie
	source *pieces // of the source vocabulary
	target *pieces
}

// pieces are those of a vocabulary. A text needs few of them: each is looked at when it first comes.
type pieces struct {
	texts []string
	made  []atomic.Pointer[piece]
}

// A piece is what a piece of the vocabulary does to words: it goes on with the one before it, ends it, begins
// another. Any of the three may be missing. Words between two boundaries inside a piece are not looked at.
type piece struct {
	head, tail part  // letters before the first boundary and after the last one
	boundary   bool  // there is a boundary: a blank, punctuation, a symbol
	begun      State // after tail, but for the source
}

// A part is letters in lower case.
type part struct {
	text    string
	title   string // with a capital in the beginning if there was one, else empty
	capital bool   // there was one behind the first letter
	digit   bool
}

// NewGuard returns a guard for vocabularies that hold what each piece writes: with a blank before it where it starts a
// word, and "" for pieces that write nothing.
func NewGuard(list *List, source, target []string) *Guard {
	g := &Guard{list: list.trie, target: newPieces(target)}
	g.source = g.target
	if len(source) != len(target) || len(source) > 0 && &source[0] != &target[0] {
		g.source = newPieces(source)
	}
	return g
}

func newPieces(texts []string) *pieces {
	return &pieces{texts: texts, made: make([]atomic.Pointer[piece], len(texts))}
}

// piece returns a piece of a vocabulary.
func (g *Guard) piece(of *pieces, id int32) *piece {
	if p := of.made[id].Load(); p != nil {
		return p
	}
	p := g.newPiece(of.texts[id])
	of.made[id].Store(p) // as good as one that another search has stored meanwhile
	return p
}

func (g *Guard) newPiece(text string) *piece {
	p := &piece{}
	if !utf8.ValidString(text) { // a byte of a letter, as far as anybody can tell
		p.head.text = text
		return p
	}
	head, tail := text, ""
	if first := strings.IndexFunc(text, isBoundary); first >= 0 {
		p.boundary = true
		last := strings.LastIndexFunc(text, isBoundary)
		_, n := utf8.DecodeRuneInString(text[last:])
		head, tail = text[:first], text[last+n:]
	}
	p.boundary = p.boundary || text == ""
	p.head, p.tail = newPart(head), newPart(tail)
	p.begun = g.begin(&p.tail)
	return p
}

func isBoundary(r rune) bool { return !letter(r) && !unicode.IsDigit(r) }

func newPart(s string) part {
	p := part{text: strings.ToLower(s), digit: strings.ContainsFunc(s, unicode.IsDigit)}
	if s != "" {
		_, n := utf8.DecodeRuneInString(s)
		p.capital = s[n:] != strings.ToLower(s[n:])
		if s[:n] != strings.ToLower(s[:n]) {
			p.title = s[:n] + strings.ToLower(s[n:])
		}
	}
	return p
}

// A Source holds the words of one source sentence. It is used again for others.
type Source struct {
	trie trie
	path []int32 // nodes of the word that is being read
}

// Read replaces the words by those of a sentence.
func (g *Guard) Read(s *Source, sentence []int32) {
	s.trie = append(s.trie[:0], trieNode{})
	node := int32(0)
	for _, id := range sentence {
		p := g.piece(g.source, id)
		node = s.read(node, p.head.text)
		if p.boundary {
			s.end(node)
			node = s.read(0, p.tail.text)
		}
	}
	s.end(node)
}

// longestEnding is how many letters of a name in the source may be an ending, as in the genitive, and shortestName
// how many bytes then remain at least.
const (
	longestEnding = 2
	shortestName  = 3
)

// read goes on from a node of a word, the root for a new one.
func (s *Source) read(node int32, text string) int32 {
	if node == 0 {
		s.path = s.path[:0]
	}
	for i := range len(text) {
		node = s.trie.grow(node, text[i:i+1])
		s.path = append(s.path, node)
	}
	return node
}

// end ends a word.
func (s *Source) end(node int32) {
	if node == 0 {
		return
	}
	s.trie[node].end = true
	for i := max(shortestName-1, len(s.path)-1-longestEnding); i < len(s.path)-1; i++ {
		s.trie[s.path[i]].stem = true
	}
}

// A State is how far a word has been read: the nodes that its letters lead to, in the list in lower case and as a
// name, and among the words of the source. The zero State stands between words.
type State struct{ list, name, source int32 }

// Values of name where it is not a node.
const (
	noCapital = -1 // the word does not start with a capital
	noName    = -2 // the list has no name that starts like it
)

// settled is the state within a word that needs no more looking at: everything is allowed, or it has been counted.
var settled = State{-1, noCapital, -1}

// Next returns the state after another piece, and how many words turn out with it to be invented: the one that ends
// with the piece, the one that has become the begin of no known word.
func (g *Guard) Next(state State, source *Source, id int32) (next State, invented int) {
	p := g.piece(g.target, id)
	next = state
	switch {
	case p.head.text == "" || state == settled:
	case state == State{}:
		next, invented = g.viable(g.begin(&p.head), source.trie.walk(0, p.head.text), &p.head)
	case state.name == noCapital && (p.head.title != "" || p.head.capital):
		next = settled // a capital behind small letters
	default:
		next.list = g.list.walk(state.list, p.head.text)
		if next.name >= 0 {
			if next.name = g.list.walk(state.name, p.head.text); next.name < 0 {
				next.name = noName
			}
		}
		next, invented = g.viable(next, source.trie.walk(state.source, p.head.text), &p.head)
	}
	if !p.boundary {
		return next, invented
	}
	if !g.whole(next, source) {
		invented++
	}
	if p.tail.text == "" {
		return State{}, invented
	}
	next, more := g.viable(p.begun, source.trie.walk(0, p.tail.text), &p.tail)
	return next, invented + more
}

// begin returns the state after the begin of a word, but for the source.
func (g *Guard) begin(p *part) State {
	s := State{list: g.list.walk(0, p.text), name: noCapital}
	if p.title != "" {
		if s.name = g.list.walk(0, p.title); s.name < 0 {
			s.name = noName
		}
	}
	return s
}

// viable completes a state that was reached by p with the node of the source. A word that no known one starts like is
// settled, and one more invented word.
func (g *Guard) viable(s State, source int32, p *part) (State, int) {
	s.source = source
	switch {
	case p.digit, p.capital && s.name == noCapital:
		return settled, 0
	case s.list < 0 && s.name < 0 && s.source < 0:
		return settled, 1
	}
	return s, 0
}

// whole reports whether a word that has been read up to s may end there.
func (g *Guard) whole(s State, source *Source) bool {
	if s == settled || s == (State{}) || g.list.ends(s.list) || g.list.ends(s.name) || source.trie.ends(s.source) {
		return true
	}
	return s.name != noCapital && s.source >= 0 && source.trie[s.source].stem
}
