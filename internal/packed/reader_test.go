package packed

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"
)

func TestReader(t *testing.T) {
	numbers := []uint32{0, 1, 127, 128, 300, math.MaxUint32}
	var b []byte
	for _, n := range numbers {
		b = binary.AppendUvarint(b, uint64(n))
	}
	r := NewReader(append(b, "Haus"...))
	for _, n := range numbers {
		if got := r.Count(); got != n {
			t.Errorf("%d was read as %d", n, got)
		}
	}
	got := r.Take(3)
	if string(got) != "Hau" || r.Len() != 1 || r.Bad() {
		t.Errorf("%q, %d bytes left, bad %v", got, r.Len(), r.Bad())
	}
	_ = append(got, '!') // does not change what comes next
	if got := r.Take(1); string(got) != "s" || r.Bad() {
		t.Errorf("%q, bad %v", got, r.Bad())
	}
}

func TestReaderDamaged(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": nil, "cut off": {0x80}, "too large": binary.AppendUvarint(nil, math.MaxUint32+1),
		"without end": slices.Repeat([]byte{0xff}, 20),
	} {
		if r := NewReader(b); r.Count() != 0 || !r.Bad() {
			t.Errorf("%s: no fault", name)
		}
	}
	r := NewReader([]byte("Haus"))
	if r.Take(5) != nil || !r.Bad() || r.Len() != 0 || r.Count() != 0 || r.Take(1) != nil {
		t.Error("more was taken than is there")
	}
}
