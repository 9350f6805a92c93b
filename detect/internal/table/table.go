// Package table holds the character n-gram tables of package detect: how words become features, how a table is stored,
// and how a word is scored.
//
// A table is a linear model. Every feature of a word (its n-grams of two to four characters with the word's edges, the
// word as a whole, letters outside ASCII) names a row by its hash; a row holds one weight for each of up to 24
// languages (lanes); the sum of a word's rows estimates how the word's probability differs between the languages, in
// logarithmic units.
package table

import (
	"encoding/binary"
	"fmt"

	"github.com/satzpaar/satzpaar/internal/packed"
)

// Lanes is the number of languages that a row has weights for. Unused lanes weigh the same everywhere.
const Lanes = 24

// Unit is the number of steps of a stored weight that make one natural logarithm.
const Unit = 16

// bias is what a row's byte holds for a weight of 0.
const bias = 128

// A Row holds one biased weight per lane; lane i is byte i%8 of word i/8.
type Row [Lanes / 8]uint64

// A Table scores words.
type Table struct {
	Langs []string // ISO 639-1, one for each lane in use
	rows  []Row
	shift uint
}

const magic = "satzngr2"

// Encode returns the stored form of a table: a header and the packed weights, lane by lane because weights of one
// lane resemble each other.
func Encode(langs []string, bits int, weights []int8) ([]byte, error) {
	b := append([]byte(magic), byte(bits), byte(len(langs)))
	for _, l := range langs {
		b = append(b, byte(len(l)))
		b = append(b, l...)
	}
	planes := make([]byte, 0, len(langs)<<bits)
	for l := range langs {
		for i := range 1 << bits {
			planes = append(planes, byte(weights[i*Lanes+l]))
		}
	}
	p, err := packed.Pack(planes)
	if err != nil {
		return nil, fmt.Errorf("detect: %w", err)
	}
	return append(b, p...), nil
}

// Decode reads what Encode wrote.
func Decode(data []byte) (*Table, error) {
	if len(data) < len(magic)+2 || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("detect: table has no header")
	}
	p := data[len(magic):]
	bits, n := int(p[0]), int(p[1])
	p = p[2:]
	if bits < 4 || bits > 20 || n > Lanes {
		return nil, fmt.Errorf("detect: table header holds %d bits and %d languages", bits, n)
	}
	var langs []string
	for range n {
		if len(p) == 0 || len(p) < 1+int(p[0]) {
			return nil, fmt.Errorf("detect: table header is cut off")
		}
		langs = append(langs, string(p[1:1+p[0]]))
		p = p[1+p[0]:]
	}
	t := &Table{Langs: langs, rows: make([]Row, 1<<bits), shift: uint(32 - bits)}
	planes, err := packed.Unpack(p, n<<bits)
	if err == nil && len(planes) < n<<bits {
		err = fmt.Errorf("a table of %d bytes where %d are due", len(planes), n<<bits)
	}
	if err != nil {
		return nil, fmt.Errorf("detect: %w", err)
	}
	unused := make([]byte, 1<<bits)
	for w := range Lanes / 8 {
		var of [8][]byte // the planes of eight lanes, for words that are written once
		for k := range of {
			of[k] = unused
			if l := 8*w + k; l < n {
				of[k] = planes[l<<bits:][:1<<bits]
			}
		}
		fill(t.rows, w, &of)
	}
	return t, nil
}

// fill sets word w of all rows to the weights of eight lanes, biased.
func fill(rows []Row, w int, of *[8][]byte) {
	const zeros = bias * 0x0101010101010101
	n := len(rows)
	a, b, c, d, e, f, g, h := of[0][:n], of[1][:n], of[2][:n], of[3][:n], of[4][:n], of[5][:n], of[6][:n], of[7][:n]
	for i := range rows {
		// Adding the bias of 128 to a byte flips its top bit.
		rows[i][w] = zeros ^ (uint64(a[i]) | uint64(b[i])<<8 | uint64(c[i])<<16 | uint64(d[i])<<24 |
			uint64(e[i])<<32 | uint64(f[i])<<40 | uint64(g[i])<<48 | uint64(h[i])<<56)
	}
}

// Logits adds up the rows of a word, which must be in lower case, and returns the sum per lane in steps of 1/[Unit].
func (t *Table) Logits(word []rune) (out [Lanes]int32) {
	// Two accumulators for each eighth of a row's lanes: the even bytes and the odd ones, each in lanes of 16 bits.
	// 65535/255 rows fit.
	const even = 0x00ff00ff00ff00ff
	var a0, a1, b0, b1, c0, c1 uint64
	var hashes [4*(MaxWord+2) + 1]uint32
	features := appendFeatures(hashes[:0], word, true)
	features = features[:min(len(features), 255)]
	n := len(features)
	for _, h := range features {
		r := &t.rows[h>>t.shift]
		a0 += r[0] & even
		a1 += r[0] >> 8 & even
		b0 += r[1] & even
		b1 += r[1] >> 8 & even
		c0 += r[2] & even
		c1 += r[2] >> 8 & even
	}
	zero := int32(n) * bias
	for i := range 4 {
		s := 16 * i
		out[2*i] = int32(uint16(a0>>s)) - zero
		out[2*i+1] = int32(uint16(a1>>s)) - zero
		out[8+2*i] = int32(uint16(b0>>s)) - zero
		out[8+2*i+1] = int32(uint16(b1>>s)) - zero
		out[16+2*i] = int32(uint16(c0>>s)) - zero
		out[16+2*i+1] = int32(uint16(c1>>s)) - zero
	}
	return out
}

// MaxWord is the number of characters of a word that are looked at; what follows makes no feature.
const MaxWord = 40

// Features calls f with the hash of each feature of word, whose letters are in lower case. With edges, the word's start
// and end take part.
func Features(word []rune, edges bool, f func(hash uint32)) {
	for _, h := range appendFeatures(nil, word, edges) {
		f(h)
	}
}

// appendFeatures appends the hashes of the features of word, at most four for each character and edge and one more.
func appendFeatures(dst []uint32, word []rune, edges bool) []uint32 {
	if len(word) > MaxWord {
		word = word[:MaxWord]
	}
	const (
		basis = 2166136261
		prime = 16777619
	)
	var buf [MaxWord + 2]rune
	p := buf[:0]
	if edges {
		p = append(p, '^')
	}
	p = append(p, word...)
	if edges {
		p = append(p, '$')
	}
	whole := uint32(basis ^ 0x5bd1e995)
	for i := range p {
		h := uint32(basis)
		for n := 0; n < 4 && i+n < len(p); n++ {
			h = (h ^ uint32(p[i+n])) * prime
			if n == 0 && p[i] < 0x80 {
				continue
			}
			dst = append(dst, mix(h))
		}
		whole = (whole ^ uint32(p[i])) * prime
	}
	if edges {
		dst = append(dst, mix(whole))
	}
	return dst
}

// mix spreads the entropy of an FNV hash to its high bits, which name the row.
func mix(h uint32) uint32 {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	h *= 0x297a2d39
	return h ^ h>>15
}

// Checksum is the FNV-1a hash of a stored table, for provenance notes and tests.
func Checksum(data []byte) uint64 {
	h := uint64(14695981039346656037)
	var b [8]byte
	for len(data) > 0 {
		n := copy(b[:], data)
		clear(b[n:])
		h = (h ^ binary.LittleEndian.Uint64(b[:])) * 1099511628211
		data = data[n:]
	}
	return h
}
