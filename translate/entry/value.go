package entry

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// valueVersion is the first byte of every value in the cache.
const valueVersion = 1

// Encode returns the form in which a cache keeps r: version, flags, score, text, origin, links, CRC-32. Only Text,
// Score, Origin and Links are kept.
func Encode(r *translate.Result) []byte {
	b := make([]byte, 0, len(r.Text)+len(r.Origin)+8*len(r.Links)+24)
	var flags byte
	if r.HasScore {
		flags |= 1
	}
	b = append(b, valueVersion, flags)
	if r.HasScore {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(r.Score))
	}
	b = appendBytes(b, r.Text)
	b = appendBytes(b, r.Origin)
	b = binary.AppendUvarint(b, uint64(len(r.Links)))
	for _, l := range r.Links {
		for _, n := range [...]int{l.Source.Start, l.Source.End, l.Target.Start, l.Target.End} {
			b = binary.AppendUvarint(b, uint64(n))
		}
	}
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
}

func appendBytes(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// Decode reads what [Encode] wrote. It reports false for a value that is damaged, of another version, or could not
// have been stored: such a value is a miss. The result has Cached set.
func Decode(b []byte) (translate.Result, bool) { return decode(b, "") }

// decode is [Decode] with an origin that the result probably has, and then shares.
func decode(b []byte, origin string) (translate.Result, bool) {
	if len(b) < 6 || b[0] != valueVersion {
		return translate.Result{}, false
	}
	body, sum := b[:len(b)-4], binary.LittleEndian.Uint32(b[len(b)-4:])
	if crc32.ChecksumIEEE(body) != sum {
		return translate.Result{}, false
	}
	r := translate.Result{Cached: true, HasScore: body[1]&1 != 0}
	d := decoder{b: body[2:]}
	if r.HasScore {
		r.Score = math.Float64frombits(d.uint64())
		if math.IsNaN(r.Score) || math.IsInf(r.Score, 0) { // no output could hold it
			return translate.Result{}, false
		}
	}
	r.Text = string(d.bytes())
	if own := d.bytes(); string(own) == origin {
		r.Origin = origin
	} else {
		r.Origin = string(own)
	}
	n := d.uvarint()
	if d.bad || n > uint64(len(d.b)/4) { // a link takes four bytes at least
		return translate.Result{}, false
	}
	if n > 0 {
		r.Links = make([]offset.Link, n)
	}
	for i := range r.Links {
		r.Links[i] = offset.Link{Source: d.span(), Target: d.span()}
		if t := r.Links[i].Target; t.Start > t.End || t.End > len(r.Text) {
			return translate.Result{}, false
		}
	}
	if d.bad || len(d.b) != 0 || strings.TrimSpace(r.Text) == "" || !utf8.ValidString(r.Text) {
		return translate.Result{}, false
	}
	return r, true
}

// A decoder reads from b; after the first thing that is not there it is bad and returns zeros.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) int() int {
	v := d.uvarint()
	if v > math.MaxInt32 {
		d.bad = true
		return 0
	}
	return int(v)
}

func (d *decoder) span() offset.Span {
	start := d.int()
	return offset.Span{Start: start, End: d.int()}
}

func (d *decoder) uint64() uint64 {
	if len(d.b) < 8 {
		d.bad, d.b = true, nil
		return 0
	}
	v := binary.LittleEndian.Uint64(d.b)
	d.b = d.b[8:]
	return v
}

func (d *decoder) bytes() []byte {
	n := d.uvarint()
	if n > uint64(len(d.b)) {
		d.bad, d.b = true, nil
		return nil
	}
	s := d.b[:n]
	d.b = d.b[n:]
	return s
}
