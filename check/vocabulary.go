package check

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
)

// A vocabulary remembers what the checks know of the words of one side, since most words of a text come again and again. All of it follows from a word and its
// language alone, so that nothing depends on what was seen before.
type vocabulary struct {
	lexis  *lexis
	german bool
	list   []vocable
	text   []byte   // of all words, one after the other
	slots  []uint32 // an open hash table, at most half full: the number of a word from 1, 0 for none
	parts  []part
	tokens []token
}

// mostWords is how many words a vocabulary may hold before it forgets the rare ones. Half a megabyte holds them.
const mostWords = 12000

// A vocable is an entry of a vocabulary.
type vocable struct {
	at       uint32 // in vocabulary.text
	hash     uint32 // of the text
	key      uint32 // equal for words that differ only in case
	size     uint16 // no word is longer than maxChecked
	signs    signs  // that stand in it
	seen     uint8  // how often since the vocabulary last forgot, 255 at most
	known    known  // which of the following
	value    bool   // may be, or begin, a quantity whose loss is a fault
	leftover bool   // in the table germanWords
	joined   bool   // compound
	asks     bool   // other words decide whether it denies
	guise    guise  // as inside of a sentence; mark where nothing is known of it
	chances  chances
	ways     uint8 // of partsOf
	denial   negative
	id       int32  // among the lexemes, -1 for none
	start    uint32 // hash of the first letters
	parts    uint32 // the first of the ways
}

// known says what has been worked out about a word.
type known uint8

const (
	knowsValue known = 1 << iota
	knowsDenial
	knowsLexeme
	knowsLeftover
	knowsParts
	knowsJoined
)

// A part is a way to cut a compound: its end and what stands before that, among the lexemes; head is -1 where that is unknown.
type part struct{ end, head int32 }

// signs say which characters stand in a text, as far as checks want to know.
type signs uint8

const (
	someQuote    signs = 1 << iota // " and what begins with the first byte of a quotation mark
	someBracket                    // ( ) [ ] { }
	someTemplate                   // { < % and what begins with the first byte of a mathematical bracket
	someHandle                     // @ #
	someColon
	someAddress // a word that ends as www does
	oddBytes    // anything may stand there
)

// signOf says what a byte that belongs to no word is.
var signOf = func() (t [256]signs) {
	t['"'], t['('], t[')'], t['['], t[']'], t['{'], t['}'] = someQuote, someBracket, someBracket, someBracket, someBracket, someBracket|someTemplate, someBracket
	t['<'], t['%'], t['@'], t['#'], t[':'] = someTemplate, someTemplate, someHandle, someHandle, someColon
	t[0xe2] = someQuote | someTemplate
	return t
}()

// isWordByte is [wordByte] as a table.
var isWordByte = func() (t [256]bool) {
	for b := range t {
		t[b] = wordByte(byte(b))
	}
	return t
}()

func (v *vocabulary) reset(l *lexis, german bool) {
	v.lexis, v.german = l, german
	v.list, v.text, v.parts = v.list[:0], v.text[:0], v.parts[:0]
	clear(v.slots)
}

// forget leaves out the words that are seldom seen. Those that were seen more often than most come again.
func (v *vocabulary) forget() {
	old, text := v.list, v.text
	least := uint8(2)
	for ; least < 128; least *= 2 {
		many := 0
		for i := range old {
			if old[i].seen >= least {
				many++
			}
		}
		if many <= mostWords/2 {
			break
		}
	}
	v.list, v.text, v.parts = v.list[:0], v.text[:0], v.parts[:0]
	for i := range old {
		w := old[i]
		if w.seen < least {
			continue
		}
		from := w.at
		w.at, w.seen = uint32(len(v.text)), 0
		w.known &^= knowsParts
		v.text = append(v.text, text[from:from+uint32(w.size)]...) // to the left of where it stood, or there
		v.list = append(v.list, w)
	}
	clear(v.slots)
	v.fill()
}

// scan finds the words of the text as [tokensOf] does, and which marks stand in it.
func (d *side) scan() {
	s := d.text
	d.words, d.ids, d.keys = d.words[:0], d.ids[:0], d.keys[:0]
	var m signs
	for i := 0; i < len(s); {
		b := s[i]
		if !isWordByte[b] {
			m |= signOf[b]
			if b == 0xe2 { // the first of the three bytes of quotes, dashes and signs
				if i+2 >= len(s) || s[i+1]&0xc0 != 0x80 || s[i+1] >= 0xb0 || s[i+2]&0xc0 != 0x80 {
					m |= oddBytes
				}
				i += 2
			}
			i++
			continue
		}
		h := uint32(2166136261)
		j := i
		for j < len(s) {
			b := s[j]
			if !isWordByte[b] && (b != '\'' || j+1 >= len(s) || !isWordByte[s[j+1]]) {
				break
			}
			h = (h ^ uint32(b)) * 16777619
			j++
		}
		id := d.number(s[i:j], h)
		w := &d.list[id]
		m |= w.signs
		d.words, d.ids, d.keys = append(d.words, bitext.Offsets{i, j}), append(d.ids, id), append(d.keys, w.key)
		i = j
	}
	d.signs = m
}

// number returns the number of a word, which it gives to new ones.
func (v *vocabulary) number(text string, hash uint32) uint32 {
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
	w := vocable{at: uint32(len(v.text)), size: uint16(len(text)), hash: hash, seen: 1}
	w.key, w.signs = foldKey(text)
	v.text = append(v.text, text...)
	v.list = append(v.list, w)
	v.slots[at] = uint32(len(v.list))
	return uint32(len(v.list) - 1)
}

func (v *vocabulary) grow() {
	v.slots = make([]uint32, max(512, 2*len(v.slots)))
	v.fill()
}

// fill puts the words into the table, which is empty.
func (v *vocabulary) fill() {
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

// foldKey returns a hash that is equal for words that [strings.EqualFold] takes for equal, and the marks that stand in a word.
func foldKey(text string) (key uint32, m signs) {
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
		m |= someQuote // « »
	}
	if strings.HasSuffix(text, "www") || strings.HasSuffix(text, "WWW") {
		m |= someAddress
	}
	return key, m
}

// hasValues says whether the text may hold a quantity whose loss is a fault: digits, words of value. It is false only for texts whose quantities, if any, are all
// soft.
func (d *side) hasValues() bool {
	if d.signs&oddBytes != 0 {
		return true
	}
	for i, id := range d.ids {
		w := &d.list[id]
		if w.known&knowsValue == 0 {
			w.known |= knowsValue
			w.value = d.isValue(in(d.text, d.words[i]))
		}
		if w.value {
			return true
		}
	}
	return false
}

// isValue says whether a word may be more than soft in any context.
func (v *vocabulary) isValue(text string) bool {
	v.tokens, _ = v.lexis.tokens(text, v.tokens[:0], nil)
	for i := range v.tokens {
		switch t := &v.tokens[i]; t.kind {
		case 'd':
			return true
		case 'p':
			if fraction(text[t.start:t.end]) > 0 {
				return true
			}
		default:
			switch t.sense.kind {
			case none, softNumber, and, past, before, through, decadeEnd, ordinalEnd, hourWord, meridiem, midpoint:
			case monthWord:
				if t.capital {
					return true
				}
			default:
				return true
			}
		}
	}
	return false
}

// learnDenial finds out how much a word denies by itself.
func (v *vocabulary) learnDenial(w *vocable, text string) {
	w.known |= knowsDenial
	var fold [64]byte
	table, filter := englishDenials, englishDenialFilter
	if v.german {
		table, filter = germanDenials, germanDenialFilter
	}
	if len(text) > len(fold) {
		return
	}
	lower := appendFold(fold[:0], bare(text))
	n := negative{}
	if len(lower) > 0 && filter.may(lower) {
		n = table[string(lower)]
	}
	if n.denial == affirms {
		n = inWord(lower, v.german)
	}
	if !v.german && n.denial == affirms {
		if strings.HasSuffix(text, "n't") {
			n.denial = denies
		} else {
			w.asks = len(lower) > 0 && (lower[len(lower)-1] == 'n' || mayBeginPhrase(lower))
		}
	}
	w.denial = n
}

// lexeme returns what the table of partners knows of word i of the text.
func (d *side) lexeme(i int, l *lexemes) *vocable {
	w := &d.list[d.ids[i]]
	if w.known&knowsLexeme != 0 {
		return w
	}
	w.known |= knowsLexeme
	w.id, w.guise = -1, mark
	var buf [64]byte
	if text := in(d.text, d.words[i]); len(text) <= 48 && !digit(text[0]) && !digit(text[len(text)-1]) {
		w.id = l.find(hashOf(stem(buf[:0], text, d.german)))
		if w.id >= 0 {
			w.chances = l.chances[w.id]
		}
		if w.id >= 0 && w.chances.silent() {
			w.id = -1
		} else {
			w.start = startHash(text)
			w.guise = guiseOf(text)
		}
	}
	return w
}

// partsOf returns the ways to cut word i of the text, which is German, in the order in which they are tried. The first whose head is known is the last.
func (d *side) partsOf(i int, l *lexemes) []part {
	w := &d.list[d.ids[i]]
	if w.known&knowsParts == 0 {
		w.known |= knowsParts
		w.parts = uint32(len(d.parts))
		d.parts = l.cut(d.parts, in(d.text, d.words[i]))
		w.ways = uint8(uint32(len(d.parts)) - w.parts) // one for a byte at most, of 64
	}
	return d.parts[w.parts:][:w.ways]
}

// isJoined is [compound] for word i of the text.
func (d *side) isJoined(i int, l *lexemes) bool {
	w := &d.list[d.ids[i]]
	if w.known&knowsJoined == 0 {
		w.known |= knowsJoined
		var buf [64]byte
		w.joined = compound(appendFold(buf[:0], in(d.text, d.words[i])), l)
	}
	return w.joined
}

// isLeftover says whether word i of the text is in the table germanWords.
func (d *side) isLeftover(i int) bool {
	w := &d.list[d.ids[i]]
	if w.known&knowsLeftover == 0 {
		w.known |= knowsLeftover
		_, w.leftover = germanWords()[in(d.text, d.words[i])]
	}
	return w.leftover
}
