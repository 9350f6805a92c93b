package parquet

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

var errRuns = errors.New("a page with malformed levels or references")

// runs reads numbers in Parquet's hybrid of run lengths and packed bits. A few bytes may stand for any number of them.
type runs struct {
	src    []byte
	width  int // bits of a number, 0 to 32
	left   int // numbers in the run
	value  uint32
	packed []byte // of a run of packed numbers; nil: all are value
	bit    int    // in packed
}

func (r *runs) next() (uint32, error) {
	for r.left == 0 {
		if err := r.run(); err != nil {
			return 0, err
		}
	}
	r.left--
	if r.packed == nil {
		return r.value, nil
	}
	var word [8]byte
	copy(word[:], r.packed[r.bit/8:])
	v := binary.LittleEndian.Uint64(word[:]) >> (r.bit % 8)
	r.bit += r.width
	return uint32(v & (1<<r.width - 1)), nil
}

// run begins the next run.
func (r *runs) run() error {
	head, n := binary.Uvarint(r.src)
	if n <= 0 || head > 1<<32 {
		return errRuns
	}
	r.src = r.src[n:]
	r.left, r.packed, r.bit = int(head>>1), nil, 0
	if head&1 == 0 {
		size := (r.width + 7) / 8
		if len(r.src) < size {
			return errRuns
		}
		var word [4]byte
		copy(word[:], r.src[:size])
		r.value, r.src = binary.LittleEndian.Uint32(word[:]), r.src[size:]
		return nil
	}
	// So many groups of eight; the last may be cut off behind the last number that counts.
	size := min(r.left*r.width, len(r.src))
	r.left *= 8
	if r.width == 0 {
		r.value = 0
		return nil
	}
	r.left = min(r.left, size*8/r.width)
	if r.left == 0 {
		return errRuns
	}
	r.packed, r.src = r.src[:size], r.src[size:]
	return nil
}

// appendLevels appends levels, which are not above most, as runs of equal ones.
func appendLevels(out, levels []byte, most byte) []byte {
	if most == 0 {
		return out
	}
	for len(levels) > 0 {
		n := 1
		for n < len(levels) && levels[n] == levels[0] {
			n++
		}
		out = binary.AppendUvarint(out, uint64(n)<<1)
		out = append(out, levels[0])
		levels = levels[n:]
	}
	return out
}

// levelWidth returns the bits of a level.
func levelWidth(most byte) int { return bits.Len8(most) }
