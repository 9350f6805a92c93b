package check

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"sync"
)

// A partners table says which German and English words translate each other, by the hashes of their stems, and how much it says about a pair of sentences
// whether a word has a partner in the other.
type partners struct {
	german, english lexemes
	rows            []uint32 // the English partners of German word i are ids[rows[i]:rows[i+1]]
	ids             []uint16
	guises          [2][numGuises]chances // of words that are in no list: German, English
}

// lexemes are the words of one language.
type lexemes struct {
	hashes  []uint32  // ascending
	chances []chances // of each
	// slots is an open hash table, at most half full: the number of a word from 1 in the low wordBits, the upper bits of its hash above; 0 for none. Words that
	// are not listed are taken for another once in many thousand times.
	slots []uint32
}

// wordBits is enough for the number of any word.
const wordBits = 17

// chances are how often a word has a partner: in its translation, and in a sentence that has nothing to do with it. Both are quantised.
type chances struct{ related, unrelated uint8 }

// silent says whether it hardly matters if the word has a partner: "the" has one nearly everywhere.
func (c chances) silent() bool {
	return evidence[0][c.related][c.unrelated] < silentEvidence && evidence[1][c.related][c.unrelated] > -silentEvidence
}

// silentEvidence is what a word must be able to say, in nats, to be looked up.
const silentEvidence = 0.6

// Chances are kept as logits in steps of chanceStep from chanceLeast up.
const (
	chanceLeast = -7.0
	chanceStep  = 0.5
	chanceMost  = 25
)

func quantiseChance(p float64) uint8 {
	p = min(max(p, 1e-4), 1-1e-4)
	return uint8(min(max(math.Round((math.Log(p/(1-p))-chanceLeast)/chanceStep), 0), chanceMost))
}

func chanceOf(q uint8) float64 {
	return 1 / (1 + math.Exp(-(chanceLeast + chanceStep*float64(q))))
}

// evidence[found][related][unrelated] is the log of how much likelier it is in unrelated text than in a translation that a word has a partner (1), or has
// none (0).
var evidence = func() (e [2][chanceMost + 1][chanceMost + 1]float32) {
	for r := range e[0] {
		for u := range e[0][r] {
			related, unrelated := chanceOf(uint8(r)), chanceOf(uint8(u))
			e[1][r][u] = float32(math.Log(unrelated / related))
			e[0][r][u] = float32(math.Log((1 - unrelated) / (1 - related)))
		}
	}
	return e
}()

func (l *lexemes) index() {
	size := 1
	for size < 2*len(l.hashes) {
		size *= 2
	}
	l.slots = make([]uint32, size)
	for i, h := range l.hashes {
		at := h & uint32(size-1)
		for l.slots[at] != 0 {
			at = (at + 1) & uint32(size-1)
		}
		l.slots[at] = h>>wordBits<<wordBits | (uint32(i) + 1)
	}
}

// find returns the number of the word with the given hash, or -1.
func (l *lexemes) find(hash uint32) int32 {
	if len(l.slots) == 0 {
		return -1
	}
	mask := uint32(len(l.slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		switch s := l.slots[at]; {
		case s == 0:
			return -1
		case (s^hash)>>wordBits == 0:
			return int32(s&(1<<wordBits-1)) - 1
		}
	}
}

//go:embed tables/partners.bin
var partnersData []byte

// partnerTable is unpacked when it is first needed.
var partnerTable = sync.OnceValue(func() *partners {
	p, err := readPartners(partnersData)
	if err != nil {
		return &partners{rows: []uint32{0}}
	}
	return p
})

const partnersMagic = "satzpaar partners 1\n"

// pack writes p in the form that readPartners reads: columns of differences, deflated.
func (p *partners) pack() ([]byte, error) {
	var b []byte
	for _, l := range []*lexemes{&p.german, &p.english} {
		b = binary.AppendUvarint(b, uint64(len(l.hashes)))
		last := uint32(0)
		for _, h := range l.hashes {
			b = binary.AppendUvarint(b, uint64(h-last))
			last = h
		}
		for _, c := range l.chances {
			b = append(b, c.related)
		}
		for _, c := range l.chances {
			b = append(b, c.unrelated)
		}
	}
	for i := range p.german.hashes {
		b = binary.AppendUvarint(b, uint64(p.rows[i+1]-p.rows[i]))
	}
	for i := range p.german.hashes {
		last := uint16(0)
		for _, id := range p.ids[p.rows[i]:p.rows[i+1]] {
			b = binary.AppendUvarint(b, uint64(id-last))
			last = id
		}
	}
	for _, side := range p.guises {
		for _, c := range side {
			b = append(b, c.related, c.unrelated)
		}
	}
	var out bytes.Buffer
	out.WriteString(partnersMagic)
	z, err := flate.NewWriter(&out, flate.BestCompression)
	if err == nil {
		_, err = z.Write(b)
	}
	if err == nil {
		err = z.Close()
	}
	return out.Bytes(), err
}

var errPartners = errors.New("check: reading the table of partners: the data is damaged or of another version")

// readPartners reads what pack wrote. Any damage is an error.
func readPartners(data []byte) (*partners, error) {
	rest, ok := bytes.CutPrefix(data, []byte(partnersMagic))
	if !ok {
		return nil, errPartners
	}
	const limit = 1 << 25 // bytes; ten times what the table needs
	b, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(rest)), limit))
	if err != nil {
		return nil, errPartners
	}
	bad := false
	count := func() uint32 {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > math.MaxUint32 {
			bad = true
			return 0
		}
		b = b[size:]
		return uint32(n)
	}
	octet := func() uint8 {
		if len(b) == 0 || b[0] > chanceMost {
			bad = true
			return 0
		}
		v := b[0]
		b = b[1:]
		return v
	}
	p := new(partners)
	for _, l := range []*lexemes{&p.german, &p.english} {
		n := count()
		if int(n) > len(b) || n >= 1<<wordBits || l == &p.english && n > math.MaxUint16 {
			return nil, errPartners
		}
		l.hashes, l.chances = make([]uint32, n), make([]chances, n)
		last := uint32(0)
		for i := range l.hashes {
			d := count()
			if i > 0 && (d == 0 || last+d < last) {
				return nil, errPartners
			}
			last += d
			l.hashes[i] = last
		}
		for i := range l.chances {
			l.chances[i].related = octet()
		}
		for i := range l.chances {
			l.chances[i].unrelated = octet()
		}
		l.index()
	}
	p.rows = make([]uint32, len(p.german.hashes)+1)
	for i := range p.german.hashes {
		n := count()
		if bad || int(n) > len(b) || int(p.rows[i]+n) > limit {
			return nil, errPartners
		}
		p.rows[i+1] = p.rows[i] + n
	}
	if int(p.rows[len(p.german.hashes)]) > len(b) {
		return nil, errPartners
	}
	p.ids = make([]uint16, 0, p.rows[len(p.german.hashes)])
	for i := range p.german.hashes {
		last := uint32(0)
		for range p.rows[i+1] - p.rows[i] {
			last += count()
			if bad || int(last) >= len(p.english.hashes) {
				return nil, errPartners
			}
			p.ids = append(p.ids, uint16(last))
		}
	}
	for s := range p.guises {
		for c := range p.guises[s] {
			p.guises[s][c] = chances{octet(), octet()}
		}
	}
	if bad || len(b) != 0 {
		return nil, errPartners
	}
	return p, nil
}
