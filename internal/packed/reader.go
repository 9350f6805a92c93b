package packed

import "math"

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

// Count takes a number of up to 32 bits that AppendUvarint of package encoding/binary wrote.
func (r *Reader) Count() uint32 {
	n, shift := uint64(0), 0
	for at := r.at; at < len(r.data) && shift <= 28; at++ { // seven bits of each byte
		b := r.data[at]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 && n <= math.MaxUint32 {
			r.at = at + 1
			return uint32(n)
		}
		shift += 7
	}
	r.fail()
	return 0
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
