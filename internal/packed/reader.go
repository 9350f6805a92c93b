package packed

import "math"

// A Reader takes numbers and bytes off the front of an unpacked table. After the first one that the table does not
// hold, Bad reports true and all values are zero.
type Reader struct {
	data []byte
	at   int // how many bytes have been taken
	bad  bool
}

// NewReader returns a reader of b, which must not be modified while parts of it are in use.
func NewReader(b []byte) *Reader { return &Reader{data: b} }

// Bad reports whether more was asked for than the table holds, or a number was malformed.
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

// Take takes n ≥ 0 bytes, which are not copied. It returns nil if fewer are left.
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
