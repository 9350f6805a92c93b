package model

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// A Shortlist holds, for every source word, the target words that its translations are made of. It keeps the bytes
// that it was read from.
type Shortlist struct {
	first   int
	offsets []byte // u64 each, one more than there are source words
	lists   []byte // u32 each
}

const (
	shortlistMagic  = 0xF11A48D5013417F5
	shortlistHeader = 48
)

// LoadShortlist reads a binary shortlist for vocabularies of the given sizes. name is used in errors. The layout,
// little endian u64: magic, checksum of all that follows, number of frequent words, number of best translations,
// count of offsets, count of entries; the offsets; then the entries as u32.
func LoadShortlist(name string, data []byte, source, target int) (*Shortlist, error) {
	s, err := loadShortlist(data, source, target)
	if err != nil {
		return nil, fmt.Errorf("shortlist file %s: %w", name, err)
	}
	return s, nil
}

func loadShortlist(data []byte, source, target int) (*Shortlist, error) {
	if len(data) < shortlistHeader {
		return nil, fmt.Errorf("truncated: %d bytes", len(data))
	}
	u := func(i int) uint64 { return binary.LittleEndian.Uint64(data[8*i:]) }
	if u(0) != shortlistMagic {
		return nil, fmt.Errorf("not a binary shortlist: it starts with %#x", u(0))
	}
	first, offsets, entries := u(2), u(4), u(5)
	if offsets > uint64(len(data)) || entries > uint64(len(data)) || uint64(len(data)) != shortlistHeader+8*offsets+4*entries {
		return nil, fmt.Errorf("%d bytes do not hold the %d offsets and %d entries that it announces", len(data), offsets, entries)
	}
	if sum := checksum(data[16:]); sum != u(1) {
		return nil, fmt.Errorf("damaged: its checksum is %#x, its content gives %#x", u(1), sum)
	}
	if offsets != uint64(source)+1 {
		return nil, fmt.Errorf("it is made for %d source words, the vocabulary has %d", int64(offsets)-1, source)
	}
	if first > uint64(target) {
		return nil, fmt.Errorf("it wants the %d most frequent words of %d", first, target)
	}
	s := &Shortlist{
		first:   int(first),
		offsets: data[shortlistHeader : shortlistHeader+8*offsets],
		lists:   data[shortlistHeader+8*offsets:],
	}
	before := uint64(0)
	for i := range int(offsets) {
		at := binary.LittleEndian.Uint64(s.offsets[8*i:])
		if at < before || at > entries {
			return nil, fmt.Errorf("offset %d of source word %d is out of order", at, i)
		}
		before = at
	}
	if before != entries {
		return nil, fmt.Errorf("its offsets end at %d of %d entries", before, entries)
	}
	for i := range int(entries) {
		if id := binary.LittleEndian.Uint32(s.lists[4*i:]); id >= uint32(target) {
			return nil, fmt.Errorf("entry %d names target word %d, the vocabulary has %d", i, id, target)
		}
	}
	return s, nil
}

// First returns how many of the first words of the vocabulary, the most frequent ones, are candidates for everything.
func (s *Shortlist) First() int { return s.first }

// checksum mixes the whole 64-bit words of b; up to seven bytes at the end do not count.
func checksum(b []byte) uint64 {
	var seed uint64
	for ; len(b) >= 8; b = b[8:] {
		seed ^= binary.LittleEndian.Uint64(b) + 0x9e3779b9 + seed<<6 + seed>>2
	}
	return seed
}

// list returns the entries of a source word as bytes, four each.
func (s *Shortlist) list(word int32) []byte {
	from := binary.LittleEndian.Uint64(s.offsets[8*word:])
	to := binary.LittleEndian.Uint64(s.offsets[8*word+8:])
	return s.lists[4*from : 4*to]
}

// A Candidates makes sets of target words. It holds scratch memory and belongs to one goroutine.
type Candidates struct {
	set []uint64
}

// Append appends to dst, in ascending order, the target words that a sentence of source words may be translated with:
// the most frequent ones, those listed for each word and, with a shared vocabulary, the words themselves; the target
// words of also; then further words until their number is a multiple of eight, and not 0. A nil shortlist gives all
// words. The set depends on this sentence alone.
func (c *Candidates) Append(dst []int32, s *Shortlist, words, also []int32, target int, shared bool) []int32 {
	if s == nil {
		for i := range target {
			dst = append(dst, int32(i))
		}
		return dst
	}
	need := (target + 63) / 64
	if len(c.set) < need {
		c.set = make([]uint64, need)
	}
	set := c.set[:need]
	clear(set)
	for i := range s.first {
		set[i>>6] |= 1 << (i & 63)
	}
	for _, w := range words {
		for l := s.list(w); len(l) >= 4; l = l[4:] {
			id := binary.LittleEndian.Uint32(l)
			set[id>>6] |= 1 << (id & 63)
		}
		if shared {
			set[w>>6] |= 1 << (w & 63)
		}
	}
	for _, w := range also {
		set[w>>6] |= 1 << (w & 63)
	}
	count := 0
	for _, x := range set {
		count += bits.OnesCount64(x)
	}
	for i := s.first; i < target && (count%8 != 0 || count == 0); i++ {
		if set[i>>6]>>(i&63)&1 == 0 {
			set[i>>6] |= 1 << (i & 63)
			count++
		}
	}
	for i, x := range set {
		for ; x != 0; x &= x - 1 {
			dst = append(dst, int32(i<<6+bits.TrailingZeros64(x)))
		}
	}
	return dst
}
