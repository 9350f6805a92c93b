// Package lexical knows German and English words: which translate each other, and which are names or were left
// untranslated.
package lexical

import "github.com/satzpaar/satzpaar/check/internal/word"

// A Side is the source or the target of a pair, with what is known of its words. The text must be scanned before each
// use.
type Side struct {
	text       *word.Text
	german     bool // or else English
	facts      word.Memo[fact]
	parts      []part
	generation uint32 // of the vocabulary when parts was begun
}

// A fact is what is known of a word by itself.
type fact struct {
	known    known
	leftover bool // see [IsGerman]
	joined   bool // see isCompound
	strange  bool // see [IsStrange]
	shape    Shape
	chances  Chances
	ways     uint8  // how many parts there are
	id       int32  // among the stems, -1 for none
	start    uint32 // hash of the first letters
	parts    uint32 // the first of the ways
}

// known is the set of what has been worked out about a word.
type known uint8

const (
	knowsStem known = 1 << iota
	knowsLeftover
	knowsParts
	knowsJoined
	knowsStrange
)

// Set makes s a side whose texts are t. The vocabulary of t must be emptied as well.
func (s *Side) Set(t *word.Text, german bool) { s.text, s.german = t, german }

func (s *Side) fact(i int) *fact { return &s.facts.Of(&s.text.Vocabulary)[s.text.IDs[i]] }

// findStem looks up a word in the table.
func (s *Side) findStem(f *fact, text string, l *Stems) {
	f.known |= knowsStem
	f.id, f.shape = -1, unjudged
	var buf [64]byte
	if len(text) > 48 || word.IsDigit(text[0]) || word.IsDigit(text[len(text)-1]) {
		return
	}
	f.id = l.Find(Hash(Stem(buf[:0], text, s.german)))
	if f.id >= 0 {
		f.chances = l.Chances[f.id]
	}
	if f.id >= 0 && f.chances.silent() {
		f.id = -1
		return
	}
	f.start = startHash(text)
	f.shape = shapeOf(text)
}

// partsOf returns the ways to cut word i of the text, which is German, in the order in which they are tried. The first
// whose head is known is the last.
func (s *Side) partsOf(i int, l *Stems) []part {
	if g := s.text.Generation(); s.generation != g {
		s.parts, s.generation = s.parts[:0], g
		facts := s.facts.Of(&s.text.Vocabulary)
		for k := range facts {
			facts[k].known &^= knowsParts
		}
	}
	f := s.fact(i)
	if f.known&knowsParts == 0 {
		f.known |= knowsParts
		f.parts = uint32(len(s.parts))
		s.parts = l.cut(s.parts, s.text.Word(i))
		f.ways = uint8(uint32(len(s.parts)) - f.parts) // one for a byte at most, of 64
	}
	return s.parts[f.parts:][:f.ways]
}

// isJoined is [isCompound] for word i of the text.
func (s *Side) isJoined(i int, l *Stems) bool {
	f := s.fact(i)
	if f.known&knowsJoined == 0 {
		f.known |= knowsJoined
		var buf [64]byte
		f.joined = isCompound(word.AppendLower(buf[:0], s.text.Word(i)), l)
	}
	return f.joined
}

// IsGerman is [IsGerman] for word i of the text.
func (s *Side) IsGerman(i int) bool {
	f := s.fact(i)
	if f.known&knowsLeftover == 0 {
		f.known |= knowsLeftover
		f.leftover = IsGerman(s.text.Word(i))
	}
	return f.leftover
}

// NextStrange returns the first word of the text, from word i on, that is strange to English: see [IsStrange]. It is -1
// where there is none.
func (s *Side) NextStrange(i int) int {
	facts := s.facts.Of(&s.text.Vocabulary)
	for ; i < len(s.text.IDs); i++ {
		f := &facts[s.text.IDs[i]]
		if f.known&knowsStrange == 0 {
			f.known |= knowsStrange
			f.strange = IsStrange(s.text.Word(i))
		}
		if f.strange {
			return i
		}
	}
	return -1
}
