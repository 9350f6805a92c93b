package check

import (
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
)

// A seen is a word of a sentence as the partners table sees it.
type seen struct {
	at      bitext.Offsets
	start   uint32 // hash of the first five plain letters; 0 where the word is shorter
	id      int32  // in the table, -1 for none
	next    int32  // of the words of the target: the next one in the same slot, from 1, 0 for none
	chances chances
	guise   guise
	found   bool // has a partner on the other side
}

// guise sorts the words that the table does not know.
type guise uint8

const (
	shortSmall guise = iota
	longSmall
	shortCapital
	longCapital
	hugeCapital
	firstWord
	shouted
	mark // nothing is known of it: numbers
	numGuises
)

// A cover says which words of a pair have partners. Its words are German and English whichever is the source.
type cover struct {
	german, english []seen
	slots           [256]int32 // the first English word with such an id, from 1, 0 for none
	lost, added     stretch    // of the source and the target with most evidence that they have no counterpart
	misfit          float64    // evidence over all words, in nats: positive where the pair looks unrelated
}

// A stretch is a part of a text that has no counterpart.
type stretch struct {
	evidence float64 // nats
	at       bitext.Offsets
	words    int // without a partner
}

// look says of the words of d what the table knows.
func look(out []seen, d *side, l *lexemes) []seen {
	for i, at := range d.words[:min(len(d.words), mostCovered)] {
		w := d.lexeme(i, l)
		g := w.guise
		if i == 0 && (g == shortCapital || g == longCapital || g == hugeCapital) {
			g = firstWord
		}
		out = append(out, seen{at: at, id: w.id, start: w.start, chances: w.chances, guise: g})
	}
	return out
}

// guiseOf returns the guise of a word inside of a sentence.
func guiseOf(text string) guise {
	b := text[0]
	capital := b >= 'A' && b <= 'Z' || b == 0xc3 && len(text) > 1 && text[1] < 0x9f
	switch {
	case !capital && len(text) < 8:
		return shortSmall
	case !capital:
		return longSmall
	case len(text) > 1 && text[1] >= 'A' && text[1] <= 'Z':
		return shouted
	case len(text) < 8:
		return shortCapital
	case len(text) < 14:
		return longCapital
	}
	return hugeCapital
}

// mostCovered is how many words of a text are compared. A pair that is longer says nothing about what it lacks.
const mostCovered = 600

// of looks for the partners of all words of a pair, of which one side is German and the other English.
func (c *cover) of(p *partners, from, to *side) {
	german := from.german
	if !german {
		from, to = to, from
	}
	source, target := from.text, to.text
	c.german = look(c.german[:0], from, &p.german)
	c.english = look(c.english[:0], to, &p.english)
	clear(c.slots[:])
	var starts [4]uint64 // which starts stand in the target, by their upper bits
	for j := range c.english {
		t := &c.english[j]
		if t.id >= 0 {
			t.next = c.slots[t.id&255]
			c.slots[t.id&255] = int32(j + 1)
		}
		starts[t.start>>30] |= 1 << (t.start >> 24 & 63)
	}
	for i := range c.german {
		s := &c.german[i]
		if s.id >= 0 {
			s.found = c.partner(p, s.id)
		}
		if s.start != 0 {
			if starts[s.start>>30]&(1<<(s.start>>24&63)) != 0 {
				for j := range c.english {
					if t := &c.english[j]; t.start == s.start {
						s.found, t.found = true, true
					}
				}
			}
		} else if s.guise != mark {
			for j := range c.english {
				if t := &c.english[j]; t.at[1]-t.at[0] == s.at[1]-s.at[0] && source[s.at[0]:s.at[1]] == target[t.at[0]:t.at[1]] {
					s.found, t.found = true, true
				}
			}
		}
		if !s.found && s.at[1]-s.at[0] >= 9 {
			s.found = c.parts(p, from.partsOf(i, &p.german))
		}
	}
	if len(c.german) == mostCovered || len(c.english) == mostCovered {
		c.lost, c.added, c.misfit = stretch{}, stretch{}, 0
		return
	}
	var all [2]float64
	c.lost, all[0] = longest(c.german, &p.guises[0])
	c.added, all[1] = longest(c.english, &p.guises[1])
	c.misfit = all[0] + all[1]
	if !german {
		c.lost, c.added = c.added, c.lost
	}
}

// longest returns the stretch of words with most evidence, and the evidence of all words.
func longest(ws []seen, guises *[numGuises]chances) (best stretch, all float64) {
	sum, start, words := 0.0, 0, 0
	for i := range ws {
		w := &ws[i]
		x := float64(w.weight(guises))
		all += x
		if sum <= 0 {
			sum, start, words = 0, i, 0
		}
		sum += x
		if !w.found && w.guise != mark {
			words++
		}
		if sum > best.evidence {
			best = stretch{sum, bitext.Offsets{ws[start].at[0], w.at[1]}, words}
		}
	}
	return best, all
}

// partner says whether the German word has a partner in the target, and marks all that are.
func (c *cover) partner(p *partners, id int32) bool {
	found := false
	for _, e := range p.ids[p.rows[id]:p.rows[id+1]] {
		for j := c.slots[e&255]; j > 0; j = c.english[j-1].next {
			if t := &c.english[j-1]; t.id == int32(e) {
				t.found, found = true, true
			}
		}
	}
	return found
}

// parts looks for partners of the parts of a compound: its longest known end, and what stands before that.
func (c *cover) parts(p *partners, ways []part) bool {
	for _, w := range ways {
		found := c.partner(p, w.end)
		if w.head >= 0 {
			return c.partner(p, w.head) || found
		}
		if found {
			return true
		}
	}
	return false
}

// cut appends the ways to cut a German word into a known end, the longest first, and what stands before that.
func (l *lexemes) cut(out []part, text string) []part {
	var buf, stemBuf [64]byte
	w := appendFold(buf[:0], text)
	for cut := 3; cut+4 <= len(w); cut++ {
		if w[cut]&0xc0 == 0x80 {
			continue
		}
		n := copy(stemBuf[:], w[cut:])
		id := l.find(hashOf(stemBuf[:germanStem(stemBuf[:n])]))
		if id < 0 {
			continue
		}
		head := w[:cut]
		for range 2 { // with and without a joining s
			n := copy(stemBuf[:], head)
			if h := l.find(hashOf(stemBuf[:germanStem(stemBuf[:n])])); h >= 0 {
				return append(out, part{id, h})
			}
			if head[len(head)-1] != 's' || len(head) < 4 {
				break
			}
			head = head[:len(head)-1]
		}
		out = append(out, part{id, -1})
	}
	return out
}

// weight returns how much word w speaks for a fault: positive for one without a partner.
func (w *seen) weight(guises *[numGuises]chances) float32 {
	found := 0
	if w.found {
		found = 1
	}
	switch {
	case w.guise == mark:
		return 0
	case w.id >= 0:
		return evidence[found][w.chances.related][w.chances.unrelated]
	default:
		c := guises[w.guise]
		return evidence[found][c.related][c.unrelated]
	}
}

// partners says whether the words at two places translate each other, as far as the table knows both. German says whether the source is German.
func (c *cover) partners(source, target bitext.Offsets, german bool) (yes, known bool) {
	if c == nil {
		return false, false
	}
	if !german {
		source, target = target, source
	}
	s, t := wordAt(c.german, source), wordAt(c.english, target)
	if s == nil || t == nil || s.id < 0 || t.id < 0 {
		return false, false
	}
	p := partnerTable()
	_, yes = slices.BinarySearch(p.ids[p.rows[s.id]:p.rows[s.id+1]], uint16(t.id))
	return yes, true
}

func wordAt(ws []seen, at bitext.Offsets) *seen {
	i, ok := slices.BinarySearchFunc(ws, at[0], func(w seen, start int) int { return w.at[0] - start })
	if !ok {
		return nil
	}
	return &ws[i]
}

// nameLike says whether word i of a side, which is w, probably stays as it is in translations: the table knows it as its own translation, or does not know it,
// nor what it may be made of, and it has a capital.
func (w *seen) nameLike(d *side, i int) bool {
	if w.guise != shortCapital && w.guise != longCapital {
		return false
	}
	var buf [64]byte
	p := partnerTable()
	if w.id < 0 {
		return !d.german || !d.isJoined(i, &p.german)
	}
	s, t := w.id, w.id
	word := in(d.text, w.at)
	if d.german {
		t = p.english.find(hashOf(stem(buf[:0], word, false)))
	} else {
		s = p.german.find(hashOf(stem(buf[:0], word, true)))
	}
	if s < 0 || t < 0 {
		return false
	}
	_, same := slices.BinarySearch(p.ids[p.rows[s]:p.rows[s+1]], uint16(t))
	return same
}

// compound says whether a German word in small letters is made of known words: a first of three letters or more, others of four or more, with or without a
// joining s.
func compound(w []byte, l *lexemes) bool {
	var buf [64]byte
	var reached [64]bool // whether known words end before byte i
	reached[0] = true
	for start := 0; start+4 <= len(w); start++ {
		if !reached[start] {
			continue
		}
		least := 4
		if start == 0 {
			least = 3
		}
		for end := start + least; end <= len(w); end++ {
			if end == len(w) && start == 0 {
				break
			}
			n := copy(buf[:], w[start:end])
			if end == len(w) {
				n = germanStem(buf[:n])
			}
			if l.find(hashOf(buf[:n])) < 0 && l.find(hashOf(buf[:germanStem(buf[:n])])) < 0 {
				continue
			}
			if end == len(w) {
				return true
			}
			reached[end] = true
			if w[end] == 's' && end+1 < len(w) {
				reached[end+1] = true
			}
		}
	}
	return false
}
