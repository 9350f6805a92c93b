package fluency

import (
	"fmt"
	"math/bits"

	"github.com/satzpaar/satzpaar/check/internal/blocks"
)

// A Table maps hashes to values from 0 to [MaxValue]. It holds twelve bits of each hash, so that one in 300
// hashes that were never put in is mistaken for another. A block is half a line of the processor's cache: most look-ups
// find nothing and read a whole block.
type Table struct{ blocks [][blockWords]uint64 }

const (
	// MaxValue is the greatest value of a [Table].
	MaxValue = 1<<valueBits - 1

	valueBits  = 4
	lanes      = 4 // entries in a word: twelve bits of a hash, and the value
	blockWords = 4 // half a cache line
	blockSize  = lanes * blockWords

	lowest  = 0x0001_0001_0001_0001 // the lowest bit of every lane
	highest = lowest << 15
	hashes  = highest | (highest - lowest<<valueBits) // the bits of the hashes
)

// fullness is the share of the places of a table that are used: with more, full blocks would refuse many entries.
const fullness = 0.84

// NewTable returns an empty table with room for so many entries.
func NewTable(entries int) *Table {
	return &Table{make([][blockWords]uint64, max(1, int(float64(entries)/(fullness*blockSize))))}
}

// place returns the block of a hash, and its mark in each lane of a word, which is never 0.
func (t *Table) place(hash uint64) (block *[blockWords]uint64, mark uint64) {
	block, rest := blocks.Place(t.blocks, hash)
	return block, max(rest>>52, 1) << valueBits * lowest
}

// Put adds a hash. It reports false where its block is full, or holds what looks like it.
func (t *Table) Put(hash uint64, value uint8) bool {
	if _, taken := t.Get(hash); taken {
		return false
	}
	block, mark := t.place(hash)
	for i := range block {
		for shift := 0; shift < 64; shift += 64 / lanes {
			if block[i]>>shift&0xffff == 0 {
				block[i] |= (mark&0xffff | uint64(min(value, MaxValue))) << shift
				return true
			}
		}
	}
	return false
}

// Get returns the value of a hash.
func (t *Table) Get(hash uint64) (value uint8, ok bool) {
	block, mark := t.place(hash)
	for _, w := range block {
		differs := (w ^ mark) & hashes
		// The lowest lane that becomes negative is the lowest one that is 0.
		if zero := (differs - lowest<<valueBits) &^ differs & highest; zero != 0 {
			return uint8(w >> (bits.TrailingZeros64(zero) - 15) & MaxValue), true
		}
	}
	return 0, false
}

const tableMagic = "satzpaar fluency 1\n"

// Pack returns t in the form that [ReadTable] reads.
func (t *Table) Pack() []byte { return blocks.Pack(t.blocks, tableMagic) }

// ReadTable reads what [Table.Pack] wrote.
func ReadTable(data string) (*Table, error) {
	list, err := blocks.Read[[blockWords]uint64](data, tableMagic)
	if err != nil {
		return nil, fmt.Errorf("reading the table of word order: %w", err)
	}
	return &Table{list}, nil
}
