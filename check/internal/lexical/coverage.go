package lexical

import (
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// A Word is a word of a sentence, looked up in a table of partners.
type Word struct {
	Span    offset.Span
	Partner bool // has a partner on the other side

	start   uint32 // hash of the first five plain letters; 0 where the word is shorter
	id      int32  // in the table, -1 for none
	next    int32  // of the words of the target: the next one in the same slot, from 1, 0 for none
	chances Chances
	shape   Shape
}

// MayBeName reports whether the word has a capital that its place does not explain, and is shorter than most compounds.
func (w *Word) MayBeName() bool { return w.shape == shortCapital || w.shape == longCapital }

// Judged reports whether a partner can be expected of the word: it is not a number, nor one that hardly matters.
func (w *Word) Judged() bool { return w.shape != unjudged }

// Reliable returns how reliably the word has a partner in translations, and how commonly it has one in unrelated text,
// as logits. They are 0 for words that are in no table.
func (w *Word) Reliable() (related, unrelated float64) {
	if w.id < 0 {
		return 0, 0
	}
	return logitOf(w.chances.Related), logitOf(w.chances.Unrelated)
}

// Listed returns the number of the word in the table, or -1 and its shape.
func (w *Word) Listed() (id int32, shape Shape) { return w.id, w.shape }

// A Shape is the way a word is written that the table does not know.
type Shape uint8

const (
	shortSmall Shape = iota
	longSmall
	shortCapital
	longCapital
	hugeCapital
	firstWord
	allCapitals
	unjudged // nothing is known of it: numbers
	NumShapes
)

// Coverage holds which words of a pair have partners: counterparts in the table, or words that begin alike. It can be
// used for one pair after the other.
type Coverage struct {
	German, English []Word
	Lost, Added     Stretch // of the source and the target, with most evidence that they have no counterpart
	Misfit          float64 // evidence over all words, in nats: positive where the pair looks unrelated

	table        *Table
	sourceGerman bool
	slots        [256]int32 // the first English word with such an id, from 1, 0 for none
	touched      uint32     // keeps the reads of touch from being optimised away
}

// A Stretch is a part of a text without a counterpart.
type Stretch struct {
	Evidence float64 // nats
	Span     offset.Span
	Words    int // without a partner
}

// appendWords appends what the table knows of the words of s.
func appendWords(out []Word, s *Side, l *Stems) []Word {
	facts := s.facts.Of(&s.text.Vocabulary)
	for i, at := range s.text.Spans[:min(len(s.text.Spans), maxWords)] {
		f := &facts[s.text.IDs[i]]
		if f.known&knowsStem == 0 {
			s.findStem(f, s.text.Word(i), l)
		}
		shape := f.shape
		if i == 0 && (shape == shortCapital || shape == longCapital || shape == hugeCapital) {
			shape = firstWord
		}
		out = append(out, Word{Span: at, id: f.id, start: f.start, chances: f.chances, shape: shape})
	}
	return out
}

// shapeOf returns the shape of a word inside of a sentence.
func shapeOf(text string) Shape {
	b := text[0]
	capital := b >= 'A' && b <= 'Z' || b == 0xc3 && len(text) > 1 && text[1] < 0x9f
	switch {
	case !capital && len(text) < 8:
		return shortSmall
	case !capital:
		return longSmall
	case len(text) > 1 && text[1] >= 'A' && text[1] <= 'Z':
		return allCapitals
	case len(text) < 8:
		return shortCapital
	case len(text) < 14:
		return longCapital
	}
	return hugeCapital
}

// maxWords is how many words of a text are compared. Nothing is known of what a longer pair lacks.
const maxWords = 600

// Compare looks for the partners of all words of a pair, of which one side is German and the other English. A side must
// always be compared with the same table.
func (c *Coverage) Compare(p *Table, source, target *Side) {
	c.table, c.sourceGerman = p, source.german
	from, to := source, target
	if !c.sourceGerman {
		from, to = target, source
	}
	german, english := from.text.String, to.text.String
	c.German = appendWords(c.German[:0], from, &p.German)
	c.English = appendWords(c.English[:0], to, &p.English)
	c.touch(p)
	clear(c.slots[:])
	var starts [4]uint64 // which starts stand in the target, by their upper bits
	for j := range c.English {
		t := &c.English[j]
		if t.id >= 0 {
			t.next = c.slots[t.id&255]
			c.slots[t.id&255] = int32(j + 1)
		}
		starts[t.start>>30] |= 1 << (t.start >> 24 & 63)
	}
	for i := range c.German {
		s := &c.German[i]
		if s.id >= 0 {
			s.Partner = c.partner(p, s.id)
		}
		if s.start != 0 {
			if starts[s.start>>30]&(1<<(s.start>>24&63)) != 0 {
				for j := range c.English {
					if t := &c.English[j]; t.start == s.start {
						s.Partner, t.Partner = true, true
					}
				}
			}
		} else if s.shape != unjudged {
			for j := range c.English {
				if t := &c.English[j]; t.Span.End-t.Span.Start == s.Span.End-s.Span.Start &&
					german[s.Span.Start:s.Span.End] == english[t.Span.Start:t.Span.End] {
					s.Partner, t.Partner = true, true
				}
			}
		}
		if !s.Partner && s.Span.End-s.Span.Start >= 9 {
			s.Partner = c.parts(p, from.partsOf(i, &p.German))
		}
	}
	if len(c.German) == maxWords || len(c.English) == maxWords {
		c.Lost, c.Added, c.Misfit = Stretch{}, Stretch{}, 0
		return
	}
	var all [2]float64
	c.Lost, all[0] = longest(c.German, &p.Shapes[0])
	c.Added, all[1] = longest(c.English, &p.Shapes[1])
	c.Misfit = all[0] + all[1]
	if !c.sourceGerman {
		c.Lost, c.Added = c.Added, c.Lost
	}
}

// touch has the processor fetch the rows of all German words, all at the same time. The table is larger than its near
// caches, and looked up one after the other each row would be waited for.
func (c *Coverage) touch(p *Table) {
	for i := range c.German {
		if id := c.German[i].id; id >= 0 {
			c.touched += p.Rows[id]
		}
	}
	for i := range c.German {
		if id := c.German[i].id; id >= 0 && p.Rows[id] < p.Rows[id+1] {
			c.touched += uint32(p.IDs[p.Rows[id]])
		}
	}
}

// longest returns the stretch of words with most evidence, and the evidence of all words.
func longest(ws []Word, shapes *[NumShapes]Chances) (best Stretch, all float64) {
	sum, start, words := 0.0, 0, 0
	for i := range ws {
		w := &ws[i]
		x := float64(w.weight(shapes))
		all += x
		if sum <= 0 {
			sum, start, words = 0, i, 0
		}
		sum += x
		if !w.Partner && w.shape != unjudged {
			words++
		}
		if sum > best.Evidence {
			best = Stretch{sum, offset.Span{Start: ws[start].Span.Start, End: w.Span.End}, words}
		}
	}
	return best, all
}

// Looseness returns the share of words without a partner outside of the stretches, on the side where it is greater.
func (c *Coverage) Looseness() float64 {
	german, english := c.Lost, c.Added
	if !c.sourceGerman {
		german, english = english, german
	}
	return max(looseness(c.German, german.Span), looseness(c.English, english.Span))
}

func looseness(ws []Word, but offset.Span) float64 {
	lost, all := 0.0, 2.0 // one or two words mean little
	for i := range ws {
		if w := &ws[i]; w.Judged() && (w.Span.End <= but.Start || w.Span.Start >= but.End) {
			all++
			if !w.Partner {
				lost++
			}
		}
	}
	return lost / all
}

// partner reports whether the German word has a partner in the target, and marks all that are.
func (c *Coverage) partner(p *Table, id int32) bool {
	found := false
	for _, e := range p.IDs[p.Rows[id]:p.Rows[id+1]] {
		for j := c.slots[e&255]; j > 0; j = c.English[j-1].next {
			if t := &c.English[j-1]; t.id == int32(e) {
				t.Partner, found = true, true
			}
		}
	}
	return found
}

// parts looks for partners of the parts of a compound: its longest known end, and what stands before that.
func (c *Coverage) parts(p *Table, ways []part) bool {
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

// weight returns the evidence for a fault, in nats: positive for a word without a partner.
func (w *Word) weight(shapes *[NumShapes]Chances) float32 {
	found := 0
	if w.Partner {
		found = 1
	}
	switch {
	case w.shape == unjudged:
		return 0
	case w.id >= 0:
		return evidence[found][w.chances.Related][w.chances.Unrelated]
	default:
		c := shapes[w.shape]
		return evidence[found][c.Related][c.Unrelated]
	}
}

// Translate reports whether the words at two places translate each other. Known is false where the table does not know
// both, and for a nil c.
func (c *Coverage) Translate(source, target offset.Span) (yes, known bool) {
	if c == nil {
		return false, false
	}
	if !c.sourceGerman {
		source, target = target, source
	}
	s, t := wordAt(c.German, source), wordAt(c.English, target)
	if s == nil || t == nil || s.id < 0 || t.id < 0 {
		return false, false
	}
	return c.table.linked(s.id, t.id), true
}

// Lonely reports whether the English word that begins at a place has no partner although one can be expected of it. It
// is false for a nil c.
func (c *Coverage) Lonely(start int) bool {
	if c == nil {
		return false
	}
	w := wordAt(c.English, offset.Span{Start: start})
	return w != nil && w.Judged() && !w.Partner
}

// Stripped returns the word on the other side that translates rest, a part of a word of text, and that translates no
// whole word: "possible" for "unmöglich" without its prefix, "hopeful" for "hoffnungslos" without its ending. Text is
// the source, or else the target, and other the other side. The table may link "impossible" with "möglich" because of
// "nicht möglich": English words with in- and the like always mean the contrary of what is left of them, so they do not
// count as whole words.
func (c *Coverage) Stripped(text, other string, at, rest offset.Span, ofSource bool) (offset.Span, bool) {
	if c == nil || rest.End-rest.Start < 4 || at.End-at.Start > 48 {
		return at, false
	}
	german := ofSource == c.sourceGerman
	own, others, stems, otherStems := c.German, c.English, &c.table.German, &c.table.English
	translate := c.table.linked
	if !german {
		own, others, stems, otherStems = others, own, otherStems, stems
		translate = func(a, b int32) bool { return c.table.linked(b, a) }
	}
	contrary := !german && text[at.Start]|0x20 == 'i'
	id := stems.find(rest.In(text), german)
	if id < 0 {
		return at, false
	}
next:
	for i := range others {
		w := &others[i]
		if (w.id < 0 || !translate(id, w.id)) && (rest.End == at.End || !isFullOf(w.Span.In(other), otherStems, !german,
			func(noun int32) bool { return translate(id, noun) })) {
			continue
		}
		for k := range own {
			if o := &own[k]; o.id >= 0 && w.id >= 0 && translate(o.id, w.id) && !(contrary && o.Span == at) {
				continue next
			}
		}
		return w.Span, true
	}
	return at, false
}

// find is [Stems.Find] for a word.
func (l *Stems) find(w string, german bool) int32 {
	var buf [64]byte
	if len(w) > 48 {
		return -1
	}
	return l.Find(Hash(Stem(buf[:0], w, german)))
}

// isFullOf reports whether w is a noun with an ending that means the contrary of -los and -less, and the noun passes:
// "hopeful", "hoffnungsvoll".
func isFullOf(w string, l *Stems, german bool, passes func(noun int32) bool) bool {
	ending := "ful"
	if german {
		ending = "voll"
	}
	i := strings.LastIndex(w, ending)
	if i < 4 || len(w)-i-len(ending) > 2 {
		return false
	}
	noun := l.find(w[:i], german)
	return noun >= 0 && passes(noun)
}

// linked reports whether the German and the English word of these numbers translate each other.
func (p *Table) linked(german, english int32) bool {
	_, ok := slices.BinarySearch(p.IDs[p.Rows[german]:p.Rows[german+1]], uint16(english))
	return ok
}

// Renames reports whether the table has English words for a German word, and the word itself is not among them:
// "Brüssel".
func (p *Table) Renames(german string) bool {
	id := p.German.find(german, true)
	if id < 0 || p.Rows[id] == p.Rows[id+1] {
		return false
	}
	same := p.English.find(german, false)
	return same < 0 || !p.linked(id, same)
}

func wordAt(ws []Word, at offset.Span) *Word {
	i, ok := slices.BinarySearchFunc(ws, at.Start, func(w Word, start int) int { return w.Span.Start - start })
	if !ok {
		return nil
	}
	return &ws[i]
}

// StaysAsItIs reports whether word i of s, which is a side of the pair and w in c, probably stays as it is in
// translations: it may be a name, and the table knows it as its own translation, or does not know it, nor what it may
// be made of.
func (c *Coverage) StaysAsItIs(s *Side, i int, w *Word) bool {
	if !w.MayBeName() {
		return false
	}
	var buf [64]byte
	p := c.table
	if w.id < 0 {
		return !s.german || !s.isJoined(i, &p.German)
	}
	german, english := w.id, w.id
	text := s.text.Word(i)
	if s.german {
		english = p.English.Find(Hash(Stem(buf[:0], text, false)))
	} else {
		german = p.German.Find(Hash(Stem(buf[:0], text, true)))
	}
	return german >= 0 && english >= 0 && p.linked(german, english)
}
