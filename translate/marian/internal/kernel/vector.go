package kernel

import "slices"

// Quantize writes x·qa, rounded half to even and limited to −127…127, to dst[:len(x)]. NaN becomes −127.
func Quantize(dst []int8, x []float32, qa float32) {
	quantize(dst[:len(x)], x, qa)
}

// Dot returns Σ a[i]·b[i] in the order that the package comment states. It reads len(a) elements of both.
func Dot(a, b []float32) float32 { return dot(a, b[:len(a)]) }

// Add adds x[i] to dst[i], for all of x.
func Add(dst, x []float32) { add(dst[:len(x)], x) }

// ReLU replaces the values below zero by zero. −0 and NaN stay.
func ReLU(x []float32) { relu(x) }

// Swish replaces each value v by v·sigmoid(v).
func Swish(x []float32) {
	var gates [256]float32
	for len(x) > 0 {
		n := copy(gates[:], x)
		sigmoid(gates[:n])
		for i, g := range gates[:n] {
			x[i] *= g
		}
		x = x[n:]
	}
}

// SSRU is one step of the simpler simple recurrent unit (Kim et al. 2019, "From Research to Production and Back"): with g = sigmoid(f[i]),
//
//	c[i] = g·c[i] + (1−g)·u[i]
//	dst[i] = max(c[i], 0)
//
// f is the forget gate before the sigmoid, u the candidate, c the state. All have the length of c. dst may be f or u.
func SSRU(dst, c, u, f []float32) {
	ssru(dst[:len(c)], c, u[:len(c)], f[:len(c)])
}

// LayerNorm normalises x + residual: with y that sum, m its mean and v its population variance (both over n = len(x) values),
//
//	dst[i] = (y[i]−m)·(1/√(v+eps))·scale[i] + bias[i]
//
// every operation rounded in this order. A nil residual means zeros. dst may be x or residual.
func LayerNorm(dst, x, residual, scale, bias []float32, eps float32) {
	n := len(x)
	if n == 0 {
		return
	}
	if residual != nil {
		residual = residual[:n]
	}
	layerNorm(dst[:n], x, residual, scale[:n], bias[:n], eps)
}

// Padded returns n rounded up to a multiple of 16, the lanes in which vectors are computed.
func Padded(n int) int { return (n + 15) &^ 15 }

// Softmax replaces each of rows rows of n values by exp(x[i]−max)/Σ exp(x[j]−max). Row r begins at x[r·stride]; the
// stride is at least Padded(n), and x holds (rows−1)·stride + Padded(n) values. The values of a row from n up to
// Padded(n) have no influence and are undefined afterwards; those from there to the next row stay as they are. A row
// of nothing but −Inf becomes NaNs.
func Softmax(x []float32, stride, rows, n int) {
	if rows > 0 && n > 0 {
		softmaxRows(x[:(rows-1)*stride+Padded(n)], stride, rows, n)
	}
}

// LogSumExp returns log Σ exp(x[i]); −Inf for no values.
func LogSumExp(x []float32) float32 {
	if len(x) == 0 {
		return negInf
	}
	max, sum := expSum(x)
	if max == negInf {
		return negInf
	}
	return max + float32(logOf(float64(sum)))
}

// ArgMax returns the index of the largest value, the lowest of several; −1 for no values.
func ArgMax(x []float32) int {
	if len(x) == 0 {
		return -1
	}
	return argMax(x)
}

// Peaks holds the largest value of each block of a slice, so that taking its values out one by one, the largest first,
// need not look at all of them each time.
type Peaks []float32

// peakSize is the number of values in a block.
const peakSize = 128

// peakBlock returns block i of x.
func peakBlock(x []float32, i int) []float32 { return x[i*peakSize : min(len(x), (i+1)*peakSize)] }

// Set makes p the peaks of x, in the memory of p if that is large enough.
func (p *Peaks) Set(x []float32) {
	n := (len(x) + peakSize - 1) / peakSize
	*p = slices.Grow((*p)[:0], n)[:n]
	if len(x) > 0 {
		peaks(*p, x)
	}
}

// Largest returns the index of the largest value of x, as [ArgMax] does, and that value. p must be the peaks of x, and
// x not empty.
func (p Peaks) Largest(x []float32) (int, float32) {
	block := argMax(p)
	return block*peakSize + argMax(peakBlock(x, block)), p[block]
}

// Change sets x[i] to v and keeps p, which must be the peaks of x, up to date.
func (p Peaks) Change(x []float32, i int, v float32) {
	x[i] = v
	block := i / peakSize
	peaks(p[block:block+1], peakBlock(x, block))
}

// Scores multiplies query by the rows of keys, which lie stride values apart:
//
//	dst[i] = Σⱼ query[j]·keys[i·stride+j] · scale
//
// The sum is that of [Dot].
func Scores(dst, query, keys []float32, stride int, scale float32) {
	if len(dst) > 0 {
		scores(dst, query, keys[:(len(dst)-1)*stride+len(query)], stride, scale)
	}
}

// Product multiplies rows×K values of x by K×N values of w. The rows of x, w and dst lie as many values apart as the strides are:
//
//	dst[r·dstStride+j] = Σₖ x[r·xStride+k]·w[k·wStride+j]
//
// The sum runs from k = 0 on. Both products of attention are such, of the queries and the transposed keys of a head and of the weights and its values. dst must
// not overlap the others.
func Product(dst []float32, dstStride int, x []float32, xStride, rows int, w []float32, wStride, k, n int) {
	if rows == 0 || n == 0 {
		return
	}
	dst = dst[:(rows-1)*dstStride+n]
	if k == 0 {
		for r := range rows {
			clear(dst[r*dstStride:][:n])
		}
		return
	}
	product(dst, dstStride, x[:(rows-1)*xStride+k], xStride, rows, w[:(k-1)*wStride+n], wStride, k, n)
}

// MatMul multiplies rows×K values of x by w, which is K×N, and adds the bias (nil means zeros):
//
//	dst[r·N+j] = Σₖ x[r·K+k]·w[k·N+j] + bias[j]
//
// The sum runs from k = 0 on. Float models use it in place of [Matrix.Affine]. dst must not overlap the others.
func MatMul(dst, x []float32, rows int, w []float32, k, n int, bias []float32) {
	dst, x, w = dst[:rows*n], x[:rows*k], w[:k*n]
	if bias != nil {
		bias = bias[:n]
	}
	Product(dst, n, x, k, rows, w, n, k, n)
	if bias != nil {
		for r := range rows {
			add(dst[r*n:][:n], bias)
		}
	}
}
