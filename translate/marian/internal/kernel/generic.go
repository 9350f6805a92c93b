package kernel

import "math"

// The generic implementation: the meaning of every operation. A product is converted to its own type before it is added, which forbids the compiler
// to fuse the two.

func affineGeneric(dst []float32, stride int, a, q []int8, rows, n, k int, f Finish) {
	finish := func(r, j int, sum int32) {
		var o, b float32
		if f.Offset != nil {
			o = f.Offset[j]
		}
		if f.Bias != nil {
			b = f.Bias[j]
		}
		y := float32(float32(float32(sum)+o)*f.Scale) + b
		if f.ReLU && y < 0 {
			y = 0
		}
		dst[r*stride+j] = y
	}
	r := 0
	if rows >= 4 {
		first, second := make([]int64, k), make([]int64, k)
		for ; rows-r >= 4; r += 4 {
			pairRows(first, a[r*k:][:2*k])
			pairRows(second, a[(r+2)*k:][:2*k])
			for j := range n {
				s0, s1, s2, s3 := dotPairs(first, second, q[j*k:][:k])
				finish(r, j, s0)
				finish(r+1, j, s1)
				finish(r+2, j, s2)
				finish(r+3, j, s3)
			}
		}
	}
	for ; r < rows; r++ {
		for j := range n {
			finish(r, j, dotInt8(a[r*k:][:k], q[j*k:][:k]))
		}
	}
}

// pairRows puts two rows of values into one: the first plus 2³² times the second.
func pairRows(pairs []int64, rows []int8) {
	k := len(pairs)
	for i := range pairs {
		pairs[i] = int64(rows[i]) + int64(rows[k+i])<<32
	}
}

// dotPairs multiplies two pairs of rows by b, two products with one multiplication. The sums come apart exactly, since each is below 2³¹ in size.
func dotPairs(x, y []int64, b []int8) (s0, s1, s2, s3 int32) {
	x, y = x[:len(b)], y[:len(b)]
	var s, t int64
	for i, v := range b {
		s += x[i] * int64(v)
		t += y[i] * int64(v)
	}
	s0, s2 = int32(s), int32(t)
	return s0, int32((s - int64(s0)) >> 32), s2, int32((t - int64(s2)) >> 32)
}

func dotInt8(a, b []int8) int32 {
	var s0, s1, s2, s3 int32
	b = b[:len(a)]
	for len(a) >= 8 && len(b) >= 8 {
		x, y := (*[8]int8)(a), (*[8]int8)(b)
		s0 += int32(x[0])*int32(y[0]) + int32(x[4])*int32(y[4])
		s1 += int32(x[1])*int32(y[1]) + int32(x[5])*int32(y[5])
		s2 += int32(x[2])*int32(y[2]) + int32(x[6])*int32(y[6])
		s3 += int32(x[3])*int32(y[3]) + int32(x[7])*int32(y[7])
		a, b = a[8:], b[8:]
	}
	for i, v := range a {
		s0 += int32(v) * int32(b[i])
	}
	return s0 + s1 + s2 + s3
}

func selectRowsGeneric(m *Matrix, q []int8, cols []int32) {
	k := m.k
	if cap(m.rows) < len(cols)*k {
		m.rows = make([]int8, len(cols)*k)
	}
	m.rows = m.rows[:len(cols)*k]
	for i, c := range cols {
		copy(m.rows[i*k:][:k], q[int(c)*k:][:k])
	}
}

func dequantizeGeneric(dst []float32, q []int8, scale float32) {
	for i, v := range q {
		dst[i] = float32(v) * scale
	}
}

func quantizeGeneric(dst []int8, x []float32, qa float32) {
	for i, v := range x {
		v = float32(v * qa)
		if !(v > -127) {
			v = -127
		}
		if v > 127 {
			v = 127
		}
		dst[i] = int8(int32(float32(v+roundMagic) - roundMagic))
	}
}

// A laneSum is a sum of float32 values in the order that the package comment states.
type laneSum [16]float32

func (s *laneSum) total() float32 {
	for half := 8; half > 0; half /= 2 {
		for l := range half {
			s[l] += s[l+half]
		}
	}
	return s[0]
}

func dotGeneric(a, b []float32) float32 {
	var s laneSum
	b = b[:len(a)]
	for i, v := range a {
		s[i&15] += float32(v * b[i])
	}
	return s.total()
}

func axpyGeneric(dst []float32, alpha float32, x []float32) {
	for i, v := range x {
		dst[i] += float32(alpha * v)
	}
}

func addGeneric(dst, x []float32) {
	for i, v := range x {
		dst[i] += v
	}
}

func reluGeneric(x []float32) {
	for i, v := range x {
		if v < 0 {
			x[i] = 0
		}
	}
}

func sigmoidGeneric(x []float32) {
	for i, v := range x {
		x[i] = 1 / (1 + Exp(-v))
	}
}

func ssruGeneric(dst, c, u, f []float32) {
	for i := range c {
		g := 1 / (1 + Exp(-f[i]))
		v := float32(g*c[i]) + float32((1-g)*u[i])
		c[i] = v
		if v < 0 {
			v = 0
		}
		dst[i] = v
	}
}

func layerNormGeneric(dst, x, residual, scale, bias []float32, eps float32) {
	var s laneSum
	for i, v := range x {
		if residual != nil {
			v += residual[i]
		}
		dst[i] = v
		s[i&15] += v
	}
	n := float32(len(x))
	mean := s.total() / n
	s = laneSum{}
	for i, v := range dst {
		d := v - mean
		s[i&15] += float32(d * d)
	}
	inv := 1 / float32(math.Sqrt(float64(s.total()/n+eps)))
	for i, v := range dst {
		dst[i] = float32(float32((v-mean)*inv)*scale[i]) + bias[i]
	}
}

// maxGeneric returns the largest value but for NaNs, −Inf if there is none.
func maxGeneric(x []float32) float32 {
	m := negInf
	for _, v := range x {
		if v > m {
			m = v
		}
	}
	return m
}

func softmaxRowsGeneric(x []float32, stride, rows, n int) {
	for r := range rows {
		softmaxGeneric(x[r*stride:][:n])
	}
}

func softmaxGeneric(x []float32) {
	m := maxGeneric(x)
	var s laneSum
	for i, v := range x {
		e := Exp(v - m)
		x[i] = e
		s[i&15] += e
	}
	inv := 1 / s.total()
	for i := range x {
		x[i] *= inv
	}
}

func expSumGeneric(x []float32) (max, sum float32) {
	max = maxGeneric(x)
	var s laneSum
	for i, v := range x {
		s[i&15] += Exp(v - max)
	}
	return max, s.total()
}

func peaksGeneric(dst, x []float32) {
	for i := range dst {
		dst[i] = maxGeneric(peakBlock(x, i))
	}
}

func argMaxGeneric(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

func scoresGeneric(dst, query, keys []float32, stride int, scale float32) {
	for i := range dst {
		dst[i] = dotGeneric(query, keys[i*stride:]) * scale
	}
}

func productGeneric(dst []float32, dstStride int, x []float32, xStride, rows int, w []float32, wStride, k, n int) {
	for r := range rows {
		weightedSumGeneric(dst[r*dstStride:][:n], x[r*xStride:][:k], w, wStride)
	}
}

func weightedSumGeneric(dst, w, rows []float32, stride int) {
	clear(dst)
	for i, v := range w {
		axpyGeneric(dst, v, rows[i*stride:][:len(dst)])
	}
}
