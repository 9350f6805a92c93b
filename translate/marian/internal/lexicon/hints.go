package lexicon

import (
	"fmt"
	"unicode/utf8"
)

// Hints are likely translations of seldom source words. They are immutable and safe for concurrent use.
type Hints struct {
	content []byte // front-coded words, then the translations
	blocks  []hintBlock
	count   int
}

// A hintBlock is where a block of words starts: its first word is spelt out to be compared.
type hintBlock struct {
	first string
	words int32 // offset of the second word in the content
	texts int32 // offset of the translation of the first word
}

// hintsPerBlock is the number of words that are read one after the other to find one of them.
const hintsPerBlock = 16

// hintsMagic starts a file of hints. Behind the words its content holds the translations in the same order: of each the
// number of its bytes, in one byte, and those, in UTF-8.
const hintsMagic = "sphints1"

// LoadHints reads a file of hints. name is used in errors.
func LoadHints(name string, data []byte) (*Hints, error) {
	h, err := loadHints(data)
	if err != nil {
		return nil, fmt.Errorf("hint file %s: %w", name, err)
	}
	return h, nil
}

func loadHints(data []byte) (*Hints, error) {
	count, content, err := open(hintsMagic, data)
	if err != nil {
		return nil, err
	}
	h := &Hints{content: content, count: count, blocks: make([]hintBlock, 0, (count+hintsPerBlock-1)/hintsPerBlock)}
	r := reader{rest: content}
	at := func() int32 { return int32(len(content) - len(r.rest)) }
	var firsts []byte // words of the blocks, for one string: a program that starts would wait longer for thousands
	var ends []int32  // of each of them
	for i := range count {
		if _, err := r.next(); err != nil {
			return nil, err
		}
		if i%hintsPerBlock == 0 {
			firsts = append(firsts, r.word...)
			ends = append(ends, int32(len(firsts)))
			h.blocks = append(h.blocks, hintBlock{words: at()})
		}
	}
	spelt, start := string(firsts), int32(0)
	for i, end := range ends {
		h.blocks[i].first, start = spelt[start:end], end
	}
	texts, longest := r.rest, byte(0)
	for i := range count {
		if i%hintsPerBlock == 0 {
			h.blocks[i/hintsPerBlock].texts = at()
		}
		if len(r.rest) == 0 || int(r.rest[0]) >= len(r.rest) || r.rest[0] == 0 {
			return nil, fmt.Errorf("it ends before or within translation %d of %d, or that is empty", i, count)
		}
		longest = max(longest, r.rest[0])
		r.rest = r.rest[1+int(r.rest[0]):]
	}
	// As long as all lengths are below 0x80, no length forms a letter with the bytes beside it, so all translations
	// can be checked at once, together with their lengths.
	texts = texts[:len(texts)-len(r.rest)]
	if longest >= utf8.RuneSelf || !utf8.Valid(texts) {
		for i := 0; len(texts) > 0; i++ {
			n := 1 + int(texts[0])
			if !utf8.Valid(texts[1:n]) {
				return nil, fmt.Errorf("translation %d, %q, is not UTF-8", i, texts[1:n])
			}
			texts = texts[n:]
		}
	}
	if len(r.rest) > 0 {
		return nil, fmt.Errorf("%d bytes follow the last of %d translations", len(r.rest), count)
	}
	return h, nil
}

// Len returns the number of words that there are hints for.
func (h *Hints) Len() int { return h.count }

// Lookup returns the likely translation of a word as it is written; ok is false if there is none.
func (h *Hints) Lookup(word string) (translation string, ok bool) {
	// The last block that does not start behind the word.
	low, high := 0, len(h.blocks)
	for low < high {
		if middle := (low + high) / 2; h.blocks[middle].first <= word {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == 0 {
		return "", false
	}
	b := &h.blocks[low-1]
	number := 0
	if b.first != word {
		// Of the words before a given one, matched is how many bytes the last one shares with it.
		matched := common(b.first, word)
		at := int(b.words)
		for {
			if number++; number == hintsPerBlock || (low-1)*hintsPerBlock+number == h.count {
				return "", false
			}
			shared, length := int(h.content[at]), int(h.content[at+1])
			suffix := h.content[at+2 : at+2+length]
			at += 2 + length
			if shared < matched {
				return "", false // it lies behind the word
			}
			if shared == matched {
				matched += common(string(suffix), word[shared:])
				if matched == len(word) && shared+length == len(word) {
					break
				}
			}
		}
	}
	at := int(b.texts)
	for range number {
		at += 1 + int(h.content[at])
	}
	return string(h.content[at+1 : at+1+int(h.content[at])]), true
}

// common returns how many bytes a and b start with together.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
