package packed

import (
	"encoding/binary"
	"math"
)

// A Reader takes what a table holds off the front of its bytes. After the first value that is not there, Bad reports
// true and all values are zero.
type Reader struct {
	data []byte
	at   int // what is before it has been taken
	bad  bool
}

// NewReader returns a reader of b, which must not be changed as long as parts of it are used.
func NewReader(b []byte) *Reader { return &Reader{data: b} }

// Bad reports whether anything was not there.
func (r *Reader) Bad() bool { return r.bad }

// Len returns how many bytes are left.
func (r *Reader) Len() int { return len(r.data) - r.at }

// Count takes a number of up to 32 bits that [binary.AppendUvarint] wrote.
func (r *Reader) Count() uint32 {
	if r.at < len(r.data) {
		if b := r.data[r.at]; b < 0x80 { // most numbers
			r.at++
			return uint32(b)
		}
	}
	return r.large()
}

func (r *Reader) large() uint32 {
	n, size := binary.Uvarint(r.data[r.at:])
	if size <= 0 || n > math.MaxUint32 {
		r.fail()
		return 0
	}
	r.at += size
	return uint32(n)
}

// Take takes n bytes, which are not copied; nil if there are fewer.
func (r *Reader) Take(n int) []byte {
	if n > r.Len() {
		r.fail()
		return nil
	}
	b := r.data[r.at : r.at+n : r.at+n]
	r.at += n
	return b
}

func (r *Reader) fail() { r.at, r.bad = len(r.data), true }
