// Package blocks keeps the data of hash tables that are part of the program: blocks of 64-bit words. All that a hash
// may match is in one block, so that a look-up touches one line of the processor's cache.
package blocks

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"strings"
)

// A Block is half a line of the processor's cache, or a whole one.
type Block interface{ [4]uint64 | [8]uint64 }

// Place returns the block that a hash belongs to, by the upper bits of the hash, and what is left of the hash, which
// distinguishes those of one block. The list must not be empty.
func Place[B Block](list []B, hash uint64) (block *B, rest uint64) {
	at, rest := bits.Mul64(hash, uint64(len(list)))
	return &list[at], rest
}

// Pack returns magic, a line that names the kind and the version of a table, and its blocks behind it.
func Pack[B Block](list []B, magic string) []byte {
	b := []byte(magic)
	for i := range list {
		for k := range len(list[i]) {
			b = binary.LittleEndian.AppendUint64(b, list[i][k])
		}
	}
	return b
}

var errDamaged = errors.New("the data is damaged or of another version")

// Read reads what [Pack] wrote with the same magic: one block at least.
func Read[B Block](data, magic string) ([]B, error) {
	var block B
	size := 8 * len(block)
	rest, ok := strings.CutPrefix(data, magic)
	if !ok || rest == "" || len(rest)%size != 0 {
		return nil, errDamaged
	}
	list := make([]B, len(rest)/size)
	for i := range list {
		for k := range len(block) {
			list[i][k] = binary.LittleEndian.Uint64([]byte(rest[i*size+8*k:][:8]))
		}
	}
	return list, nil
}
