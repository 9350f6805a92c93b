package kernel

import (
	"encoding/binary"
	"math"
	"testing"
)

// fill returns n values made of data, repeated, each shifted by its place so that repetition makes no symmetry.
func fill(data []byte, n, salt int) []int8 {
	x := make([]int8, n)
	for i := range x {
		if len(data) > 0 {
			x[i] = int8(data[(i*7+salt)%len(data)])
		}
	}
	return x
}

func FuzzAffine(f *testing.F) {
	f.Add(1, 256, 64, []byte{0x80}, float32(0.01))
	f.Add(7, 65, 71, []byte{0x7f, 0x80, 0}, float32(-2))
	f.Add(2, 3, 9, []byte{1, 2, 3, 255}, float32(1))
	f.Add(37, 128, 75, []byte{0x80, 1, 0x7f}, float32(0.5))
	f.Fuzz(func(t *testing.T, rows, k, n int, data []byte, scale float32) {
		if rows < 0 || k < 0 || n < 0 || rows > 70 || k > 300 || n > 200 {
			return
		}
		finish := Finish{make([]float32, n), scale, make([]float32, n), false}
		for i := range n {
			finish.Offset[i], finish.Bias[i] = float32(i*i), float32(i)*scale
		}
		for _, name := range Available()[1:] {
			use(t, name)
			checkAffine(t, rows, k, n, fill(data, rows*k, 0), fill(data, n*k, 3), finish)
		}
	})
}

func FuzzFloats(f *testing.F) {
	f.Add([]byte("a seed that is long enough to make a few numbers of"))
	f.Add(binary.LittleEndian.AppendUint32(nil, math.Float32bits(-87)))
	f.Fuzz(func(t *testing.T, data []byte) {
		var x []float32
		for ; len(data) >= 4 && len(x) < 600; data = data[4:] {
			x = append(x, math.Float32frombits(binary.LittleEndian.Uint32(data)))
		}
		y := make([]float32, len(x))
		for i := range x {
			y[i] = x[len(x)-1-i]
		}
		for _, name := range Available()[1:] {
			use(t, name)
			checkFloats(t, x, y, y, x)
		}
	})
}

func FuzzProduct(f *testing.F) {
	f.Add(uint8(6), uint8(32), uint8(23), uint8(3), []byte("a seed that is long enough to make a few numbers of"))
	f.Add(uint8(3), uint8(1), uint8(48), uint8(0), []byte{0, 0, 0x80, 0x7f})
	f.Fuzz(func(t *testing.T, rows, k, n, more uint8, data []byte) {
		m, kk, nn, gap := int(rows%14), int(k%70), int(n%110), int(more%9)
		values := func(count, salt int) []float32 {
			x := make([]float32, count)
			for i := range x {
				if words := len(data) / 4; words > 0 {
					x[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*((i*5+salt)%words):]))
				}
			}
			return x
		}
		size := func(rows, stride, n int) int { return max(0, (rows-1)*stride+n) }
		x, w := values(size(m, kk+gap, kk), 0), values(size(kk, nn+gap, nn), 2)
		want := make([]float32, size(m, nn+gap, nn))
		productGeneric(want, nn+gap, x, kk+gap, m, w, nn+gap, kk, nn)
		for _, name := range Available()[1:] {
			use(t, name)
			got := make([]float32, len(want))
			Product(got, nn+gap, x, kk+gap, m, w, nn+gap, kk, nn)
			sameBits(t, name, got, want)
		}
	})
}
