package parquet

import (
	"encoding/binary"
	"errors"
)

var errDelta = errors.New("a page with malformed lengths")

// maxBlock bounds how many differences a block has. Programs write 128.
const maxBlock = 1 << 16

// deltas reads numbers that are encoded as differences from one to the next (DELTA_BINARY_PACKED), one at a time: a few
// bytes may stand for any number of them.
type deltas struct {
	src    []byte
	perRun int    // differences in a miniblock
	minis  int    // miniblocks in a block
	left   uint64 // numbers
	last   int64
	begun  bool // last is the number that was read last, not the first one

	least  int64  // difference of the block
	widths []byte // of the miniblocks of the block that are yet to come
	mini   runs   // the packed numbers of the miniblock
	inMini int    // differences yet to come in the miniblock
}

// newDeltas reads the header of numbers.
func newDeltas(src []byte) (*deltas, error) {
	d := &deltas{src: src}
	block, err := d.uvarint()
	if err != nil {
		return nil, err
	}
	minis, err := d.uvarint()
	if err != nil {
		return nil, err
	}
	if d.left, err = d.uvarint(); err != nil {
		return nil, err
	}
	if d.last, err = d.varint(); err != nil {
		return nil, err
	}
	if block == 0 || block > maxBlock || minis == 0 || minis > block || block%minis != 0 || block/minis%8 != 0 {
		return nil, errDelta
	}
	d.perRun, d.minis = int(block/minis), int(minis)
	return d, nil
}

func (d *deltas) uvarint() (uint64, error) {
	v, n := binary.Uvarint(d.src)
	if n <= 0 {
		return 0, errDelta
	}
	d.src = d.src[n:]
	return v, nil
}

func (d *deltas) varint() (int64, error) {
	v, n := binary.Varint(d.src)
	if n <= 0 {
		return 0, errDelta
	}
	d.src = d.src[n:]
	return v, nil
}

// next returns the next number.
func (d *deltas) next() (int64, error) {
	if d.left == 0 {
		return 0, errDelta
	}
	d.left--
	if !d.begun {
		d.begun = true
		return d.last, nil
	}
	if d.inMini == 0 {
		if err := d.miniblock(); err != nil {
			return 0, err
		}
	}
	d.inMini--
	packed, err := d.mini.next()
	if err != nil {
		return 0, err
	}
	d.last += d.least + int64(packed)
	return d.last, nil
}

// miniblock begins the next miniblock, and before it, where one has ended, the next block.
func (d *deltas) miniblock() error {
	if len(d.widths) == 0 {
		var err error
		if d.least, err = d.varint(); err != nil {
			return err
		}
		if len(d.src) < d.minis {
			return errDelta
		}
		d.widths, d.src = d.src[:d.minis], d.src[d.minis:]
	}
	width := int(d.widths[0])
	if width > 32 { // lengths fit into 32 bits
		return errDelta
	}
	d.widths = d.widths[1:]
	size := min(d.perRun*width/8, len(d.src)) // the last may be cut off
	d.mini = runs{width: width, left: d.perRun}
	if width > 0 {
		d.mini.packed, d.mini.left = d.src[:size:size], size*8/width
	}
	d.src = d.src[size:]
	d.inMini = d.perRun
	return nil
}

// rest returns the bytes behind the numbers that are yet to come.
func (d deltas) rest() ([]byte, error) {
	for d.left > 0 {
		if !d.begun {
			d.begun, d.left = true, d.left-1
			continue
		}
		if err := d.miniblock(); err != nil {
			return nil, err
		}
		d.left -= min(d.left, uint64(d.perRun))
	}
	return d.src, nil
}

// lengthTexts returns what reads texts whose lengths come first (DELTA_LENGTH_BYTE_ARRAY).
func lengthTexts(body []byte) (func() ([]byte, error), error) {
	lengths, err := newDeltas(body)
	if err != nil {
		return nil, err
	}
	texts, err := lengths.rest()
	if err != nil {
		return nil, err
	}
	return func() ([]byte, error) {
		n, err := lengths.next()
		if err != nil {
			return nil, err
		}
		if n < 0 || n > int64(len(texts)) {
			return nil, errValue
		}
		text := texts[:n]
		texts = texts[n:]
		return text, nil
	}, nil
}

// prefixTexts returns what reads texts that begin as the ones before them do (DELTA_BYTE_ARRAY).
func prefixTexts(body []byte) (func() ([]byte, error), error) {
	prefixes, err := newDeltas(body)
	if err != nil {
		return nil, err
	}
	behind, err := prefixes.rest()
	if err != nil {
		return nil, err
	}
	suffix, err := lengthTexts(behind)
	if err != nil {
		return nil, err
	}
	var last []byte
	return func() ([]byte, error) {
		n, err := prefixes.next()
		if err != nil {
			return nil, err
		}
		end, err := suffix()
		if err != nil {
			return nil, err
		}
		if n < 0 || n > int64(len(last)) {
			return nil, errValue
		}
		last = append(last[:n], end...)
		return last, nil
	}, nil
}
