package lexical

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"math"
	"sync"

	"github.com/satzpaar/satzpaar/internal/packed"
)

// A Table holds which German and English words translate each other, by the hashes of their stems, and how often words
// have a partner in sentences that belong together and in those that do not.
type Table struct {
	German, English Stems
	Rows            []uint32 // the English partners of German word i are IDs[Rows[i]:Rows[i+1]]
	IDs             []uint16
	Shapes          [2][NumShapes]Chances // of words that are in no list: German, English
}

// Stems are the words of one language.
type Stems struct {
	Hashes  []uint32  // ascending
	Chances []Chances // of each
	// slots is an open hash table, at most half full: the number of a word from 1 in the low wordBits, the upper bits
	// of its hash above; 0 for none. A word that is not listed is mistaken for another once in many thousand times.
	slots []uint32
}

// wordBits is enough for the number of any word.
const wordBits = 17

// Chances are how often a word has a partner: in its translation, and in a sentence that has nothing to do with it.
// Both are quantised.
type Chances struct{ Related, Unrelated uint8 }

// valid reports whether both are logits.
func (c Chances) valid() bool { return max(c.Related, c.Unrelated) <= chanceMost }

// silent reports whether it hardly matters that a word has a partner: "the" has one nearly everywhere.
func (c Chances) silent() bool {
	return evidence[0][c.Related][c.Unrelated] < silentEvidence && evidence[1][c.Related][c.Unrelated] > -silentEvidence
}

// silentEvidence is the evidence, in nats, that a word must be able to give to be looked up.
const silentEvidence = 0.6

// Chances are kept as logits in steps of chanceStep from chanceLeast up.
const (
	chanceLeast = -7.0
	chanceStep  = 0.5
	chanceMost  = 25
)

// QuantiseChance returns p in the form in which [Chances] keeps it.
func QuantiseChance(p float64) uint8 {
	p = min(max(p, 1e-4), 1-1e-4)
	return uint8(min(max(math.Round((math.Log(p/(1-p))-chanceLeast)/chanceStep), 0), chanceMost))
}

func logitOf(q uint8) float64 { return chanceLeast + chanceStep*float64(q) }

func chanceOf(q uint8) float64 {
	return 1 / (1 + math.Exp(-logitOf(q)))
}

// evidence[found][related][unrelated] is the log of how much likelier it is in unrelated text than in a translation
// that a word has a partner (1), or has none (0).
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

// Index makes l ready for [Stems.Find]. It must be called when the hashes have changed.
func (l *Stems) Index() {
	size := 1
	for size < 2*len(l.Hashes) {
		size *= 2
	}
	l.slots = make([]uint32, size)
	for i, h := range l.Hashes {
		at := h & uint32(size-1)
		for l.slots[at] != 0 {
			at = (at + 1) & uint32(size-1)
		}
		l.slots[at] = h>>wordBits<<wordBits | (uint32(i) + 1)
	}
}

// Find returns the number of the word with the given hash, or -1.
func (l *Stems) Find(hash uint32) int32 {
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
var tableData []byte

// Partners returns the table that is part of the program. It is unpacked at the first call.
var Partners = sync.OnceValue(func() *Table {
	p, err := ReadTable(tableData)
	if err != nil {
		return &Table{Rows: []uint32{0}}
	}
	return p
})

const tableMagic = "satzpaar partners 2\n"

// Pack returns p in the form that [ReadTable] reads: columns of differences, packed.
func (p *Table) Pack() ([]byte, error) {
	var b []byte
	for _, l := range []*Stems{&p.German, &p.English} {
		b = binary.AppendUvarint(b, uint64(len(l.Hashes)))
		last := uint32(0)
		for _, h := range l.Hashes {
			b = binary.AppendUvarint(b, uint64(h-last))
			last = h
		}
		for _, c := range l.Chances {
			b = append(b, c.Related)
		}
		for _, c := range l.Chances {
			b = append(b, c.Unrelated)
		}
	}
	for i := range p.German.Hashes {
		b = binary.AppendUvarint(b, uint64(p.Rows[i+1]-p.Rows[i]))
	}
	for i := range p.German.Hashes {
		last := uint16(0)
		for _, id := range p.IDs[p.Rows[i]:p.Rows[i+1]] {
			b = binary.AppendUvarint(b, uint64(id-last))
			last = id
		}
	}
	for _, side := range p.Shapes {
		for _, c := range side {
			b = append(b, c.Related, c.Unrelated)
		}
	}
	z, err := packed.Pack(b)
	return append([]byte(tableMagic), z...), err
}

var errTable = errors.New("reading the table of partners: the data is damaged or of another version")

// ReadTable reads what [Table.Pack] wrote. Any damage is an error.
func ReadTable(data []byte) (*Table, error) {
	rest, ok := bytes.CutPrefix(data, []byte(tableMagic))
	if !ok {
		return nil, errTable
	}
	const limit = 1 << 25 // bytes; ten times what the table needs
	b, err := packed.Unpack(rest, limit)
	if err != nil {
		return nil, errTable
	}
	d := packed.NewReader(b)
	p := new(Table)
	for _, l := range []*Stems{&p.German, &p.English} {
		n := d.Count()
		if int(n) > d.Len() || n >= 1<<wordBits || l == &p.English && n > math.MaxUint16 {
			return nil, errTable
		}
		l.Hashes, l.Chances = make([]uint32, n), make([]Chances, n)
		last := uint32(0)
		for i := range l.Hashes {
			step := d.Count()
			if i > 0 && (step == 0 || last+step < last) {
				return nil, errTable
			}
			last += step
			l.Hashes[i] = last
		}
		related, unrelated := d.Take(int(n)), d.Take(int(n))
		if d.Bad() {
			return nil, errTable
		}
		for i := range l.Chances {
			if l.Chances[i] = (Chances{related[i], unrelated[i]}); !l.Chances[i].valid() {
				return nil, errTable
			}
		}
		l.Index()
	}
	p.Rows = make([]uint32, len(p.German.Hashes)+1)
	for i := range p.German.Hashes {
		n := d.Count()
		if d.Bad() || int(n) > d.Len() || int(p.Rows[i]+n) > limit {
			return nil, errTable
		}
		p.Rows[i+1] = p.Rows[i] + n
	}
	if int(p.Rows[len(p.German.Hashes)]) > d.Len() {
		return nil, errTable
	}
	p.IDs = make([]uint16, p.Rows[len(p.German.Hashes)])
	for i := range p.German.Hashes {
		last := uint32(0)
		row := p.IDs[p.Rows[i]:p.Rows[i+1]]
		for k := range row {
			last += d.Count()
			if d.Bad() || int(last) >= len(p.English.Hashes) {
				return nil, errTable
			}
			row[k] = uint16(last)
		}
	}
	shapes := d.Take(2 * len(p.Shapes) * len(p.Shapes[0]))
	if d.Bad() || d.Len() != 0 {
		return nil, errTable
	}
	for s := range p.Shapes {
		for i := range p.Shapes[s] {
			if p.Shapes[s][i] = (Chances{shapes[0], shapes[1]}); !p.Shapes[s][i].valid() {
				return nil, errTable
			}
			shapes = shapes[2:]
		}
	}
	return p, nil
}
