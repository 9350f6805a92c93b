package word

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Vocabulary numbers words, since most words of a text come again and again. What is known of them is kept in a
// [Memo].
type Vocabulary struct {
	list       []entry
	text       []byte   // of all words, one after the other
	slots      []uint32 // an open hash table, at most half full: the number of a word from 1, 0 for none
	generation uint32   // of the numbers: they change when words are forgotten
	kept       []uint32 // by the numbers of this generation, those of the last one, for the words that were kept
}

// maxWords is how many words a vocabulary may hold before it forgets the rare ones. Half a megabyte holds them.
const maxWords = 12000

type entry struct {
	at    uint32 // in Vocabulary.text
	hash  uint32 // of the text
	key   uint32 // equal for words that differ only in case
	size  uint32
	marks Marks // that stand in it
	seen  uint8 // how often since the vocabulary last forgot, 255 at most
}

// Forget removes all words.
func (v *Vocabulary) Forget() {
	v.list, v.text, v.kept = v.list[:0], v.text[:0], v.kept[:0]
	v.generation++
	clear(v.slots)
}

// Len returns the number of words.
func (v *Vocabulary) Len() int { return len(v.list) }

// Generation changes whenever words are forgotten, and with them their numbers.
func (v *Vocabulary) Generation() uint32 { return v.generation }

// forget drops the words that were rarely seen. The others are more likely to come again.
func (v *Vocabulary) forget() {
	old, text := v.list, v.text
	least := uint8(2)
	for ; least < 128; least *= 2 {
		many := 0
		for i := range old {
			if old[i].seen >= least {
				many++
			}
		}
		if many <= maxWords/2 {
			break
		}
	}
	v.Forget()
	for i := range old {
		w := old[i]
		if w.seen < least {
			continue
		}
		from := w.at
		w.at, w.seen = uint32(len(v.text)), 0
		v.text = append(v.text, text[from:from+w.size]...) // to the left of where it stood, or there
		v.list = append(v.list, w)
		v.kept = append(v.kept, uint32(i))
	}
	v.fill()
}

// number returns the number of a word, which it gives to new ones.
func (v *Vocabulary) number(text string, hash uint32) uint32 {
	if 2*len(v.list) >= len(v.slots) {
		v.grow()
	}
	mask := uint32(len(v.slots) - 1)
	at := (hash ^ hash>>15) & mask
	for ; v.slots[at] != 0; at = (at + 1) & mask {
		id := v.slots[at] - 1
		if w := &v.list[id]; w.hash == hash && int(w.size) == len(text) && string(v.text[w.at:][:len(text)]) == text {
			if w.seen != math.MaxUint8 {
				w.seen++
			}
			return id
		}
	}
	w := entry{at: uint32(len(v.text)), size: uint32(len(text)), hash: hash, seen: 1}
	w.key, w.marks = foldKey(text)
	v.text = append(v.text, text...)
	v.list = append(v.list, w)
	v.slots[at] = uint32(len(v.list))
	return uint32(len(v.list) - 1)
}

func (v *Vocabulary) grow() {
	v.slots = make([]uint32, max(512, 2*len(v.slots)))
	v.fill()
}

// fill puts the words into the table, which is empty.
func (v *Vocabulary) fill() {
	mask := uint32(len(v.slots) - 1)
	for i := range v.list {
		h := v.list[i].hash
		at := (h ^ h>>15) & mask
		for v.slots[at] != 0 {
			at = (at + 1) & mask
		}
		v.slots[at] = uint32(i + 1)
	}
}

// foldKey returns a hash that is equal for words that [strings.EqualFold] takes for equal, and the marks that stand in
// a word.
func foldKey(text string) (key uint32, m Marks) {
	key = 2166136261
	for _, r := range text {
		switch {
		case r >= 'A' && r <= 'Z':
			r |= 0x20
		case r >= utf8.RuneSelf:
			least := r
			for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
				least = min(least, f)
			}
			if r = least; r >= 'A' && r <= 'Z' {
				r |= 0x20
			}
		}
		key = (key ^ uint32(r)) * 16777619
	}
	if strings.IndexByte(text, 0xc2) >= 0 {
		m |= Quote // « »
	}
	return key, m
}

// A Memo holds what is known of the words of one vocabulary. The value of a word must follow from the word alone.
type Memo[T any] struct {
	values     []T
	generation uint32
}

// Of returns the values by the numbers of the words, zero for those that are new. They are valid until the
// vocabulary changes.
func (m *Memo[T]) Of(v *Vocabulary) []T {
	if m.generation != v.generation {
		m.renumber(v)
	}
	if old, n := len(m.values), len(v.list); n > old {
		if n > cap(m.values) {
			m.values = append(make([]T, 0, n+n/2), m.values...)
		}
		m.values = m.values[:n]
		clear(m.values[old:])
	}
	return m.values
}

// renumber keeps the values of the words that the vocabulary kept when it last forgot others.
func (m *Memo[T]) renumber(v *Vocabulary) {
	n := 0
	if m.generation+1 == v.generation {
		for _, old := range v.kept {
			if int(old) >= len(m.values) {
				break
			}
			m.values[n] = m.values[old]
			n++
		}
	}
	m.values, m.generation = m.values[:n], v.generation
}
