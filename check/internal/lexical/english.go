package lexical

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/check/internal/blocks"
	"github.com/satzpaar/satzpaar/check/internal/word"
)

// A WordSet is a Bloom filter of words: it holds all words that were added, and takes one in some hundreds of others
// for one of them. All bits of a word are in one block.
type WordSet struct{ blocks [][blockWords]uint64 }

const (
	blockWords  = 8  // of 64 bits: a cache line
	bitsPerWord = 14 // of the filter, for each word of the set
	probes      = 7  // bits of a word
)

// NewWordSet returns an empty set with room for so many words.
func NewWordSet(words int) *WordSet {
	return &WordSet{make([][blockWords]uint64, max(1, words*bitsPerWord/(64*blockWords)))}
}

// Add adds a word as it is written.
func (s *WordSet) Add(w string) {
	block, h := s.place(w)
	for range probes {
		block[h>>6%blockWords] |= 1 << (h & 63)
		h >>= 9
	}
}

// Has reports whether a word was added, or looks like one that was.
func (s *WordSet) Has(w string) bool {
	if len(s.blocks) == 0 {
		return false
	}
	block, h := s.place(w)
	for range probes {
		if block[h>>6%blockWords]>>(h&63)&1 == 0 {
			return false
		}
		h >>= 9
	}
	return true
}

// place returns the block of a word and a hash whose parts of nine bits name its bits there.
func (s *WordSet) place(w string) (block *[blockWords]uint64, h uint64) {
	h = 14695981039346656037 // FNV-1a, with the last step of MurmurHash3
	for i := range len(w) {
		h = (h ^ uint64(w[i])) * 1099511628211
	}
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	block, _ = blocks.Place(s.blocks, h) // the upper bits; those of the word are the lower ones
	return block, h
}

const wordSetMagic = "satzpaar words 2\n"

// Pack returns s in the form that [ReadWordSet] reads.
func (s *WordSet) Pack() []byte { return blocks.Pack(s.blocks, wordSetMagic) }

// ReadWordSet reads what [WordSet.Pack] wrote.
func ReadWordSet(data string) (*WordSet, error) {
	list, err := blocks.Read[[blockWords]uint64](data, wordSetMagic)
	if err != nil {
		return nil, fmt.Errorf("reading a set of words: %w", err)
	}
	return &WordSet{list}, nil
}

//go:embed tables/english.bin
var englishData string

var englishWords = sync.OnceValue(func() *WordSet {
	s, err := ReadWordSet(englishData)
	if err != nil {
		return &WordSet{}
	}
	return s
})

// IsEnglish reports whether w is a word that English uses, names included: one that a large word list has or that is
// common in English text. What is known in lower case may have capitals.
func IsEnglish(w string) bool {
	s := englishWords()
	if s.Has(w) {
		return true
	}
	var buf [64]byte
	return s.Has(string(word.AppendLower(buf[:0], w)))
}

// minStrange is how many bytes a word must have to be strange: shorter ones are sounds and abbreviations.
const minStrange = 4

// IsStrange reports whether w is a word of letters that English does not use. Capitals inside are those of names and
// abbreviations, McGill and mRNA, unless two small letters or more stand before them: "sinfonEoral". Where there are
// digits, the letters before the first one decide: "zoroast2" and "deta3ization" are strange, "Windows10" is not. A
// genitive is not looked at.
func IsStrange(w string) bool {
	w = strings.TrimSuffix(w, "'s")
	w = w[:LettersOf(w)]
	if len(w) < minStrange {
		return false
	}
	small := 0 // letters that the word begins with
	for i, r := range w {
		switch {
		case !unicode.IsLetter(r), unicode.IsUpper(r) && i > 0 && small < 2:
			return false
		case i == small && unicode.IsLower(r):
			small += utf8.RuneLen(r)
		}
	}
	return !IsEnglish(w)
}

// LettersOf returns how many bytes of a word stand before its first digit.
func LettersOf(w string) int {
	if i := strings.IndexAny(w, "0123456789"); i >= 0 {
		return i
	}
	return len(w)
}

// longestFormed is the length in bytes of the longest words that [IsFormed] takes apart.
const longestFormed = 64

// IsFormed reports whether a word, in lower case, is formed of words that English uses, as writers do at need:
// "matchday", "geofilters", "encryptor".
func IsFormed(w string) bool {
	if len(w) > longestFormed {
		return false
	}
	for _, ending := range [...]string{"s", "er", "or"} {
		if stem, ok := strings.CutSuffix(w, ending); ok && len(stem) >= 5 && IsEnglish(stem) {
			return true
		}
	}
	for cut := 3; cut+3 <= len(w); cut++ {
		if IsEnglish(w[:cut]) && IsEnglish(w[cut:]) {
			return true
		}
	}
	return false
}
