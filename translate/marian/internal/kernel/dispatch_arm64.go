//go:build arm64 && !purego

package kernel

import (
	"math"

	"golang.org/x/sys/cpu"
)

// available leaves the CPUs without dot products, the cores up to 2017, to the generic code altogether: the float operations would run there, too, but
// the integer products, which are most of the work, would not.
func available() []level {
	if cpu.ARM64.HasASIMDDP {
		return []level{generic, neon}
	}
	return []level{generic}
}

// The assembly does one pass over the values each; what joins the passes is here, with the same steps as in generic.go.

func quantize(dst []int8, x []float32, qa float32) {
	whole := 0
	if active != generic && len(x) >= 16 {
		whole = len(x) &^ 15
		quantizeNEON(dst[:whole], x[:whole], qa)
	}
	quantizeGeneric(dst[whole:], x[whole:], qa)
}

func dequantize(dst []float32, q []int8, scale float32) {
	whole := 0
	if active != generic && len(q) >= 16 {
		whole = len(q) &^ 15
		dequantizeNEON(dst[:whole], q[:whole], scale)
	}
	dequantizeGeneric(dst[whole:], q[whole:], scale)
}

func dot(a, b []float32) float32 {
	if active == generic {
		return dotGeneric(a, b)
	}
	var sum [1]float32
	scoresNEON(sum[:], a, b, 0, 1)
	return sum[0]
}

func scores(dst, query, keys []float32, stride int, scale float32) {
	if active == generic {
		scoresGeneric(dst, query, keys, stride, scale)
		return
	}
	scoresNEON(dst, query, keys, stride, scale)
}

func weightedSum(dst, w, rows []float32, stride int) {
	if active == generic {
		weightedSumGeneric(dst, w, rows, stride)
		return
	}
	weightedSumNEON(dst, w, rows, stride)
}

func product(dst []float32, dstStride int, x []float32, xStride, rows int, w []float32, wStride, k, n int) {
	for r := range rows {
		weightedSum(dst[r*dstStride:][:n], x[r*xStride:][:k], w, wStride)
	}
}

func add(dst, x []float32) {
	if active == generic {
		addGeneric(dst, x)
		return
	}
	addNEON(dst, x)
}

func relu(x []float32) {
	if active == generic {
		reluGeneric(x)
		return
	}
	reluNEON(x)
}

func sigmoid(x []float32) {
	if active == generic {
		sigmoidGeneric(x)
		return
	}
	sigmoidNEON(x)
}

func ssru(dst, c, u, f []float32) {
	if active == generic {
		ssruGeneric(dst, c, u, f)
		return
	}
	ssruNEON(dst, c, u, f)
}

func layerNorm(dst, x, residual, scale, bias []float32, eps float32) {
	if active == generic || residual == nil {
		layerNormGeneric(dst, x, residual, scale, bias, eps)
		return
	}
	n := float32(len(x))
	mean := sumNEON(dst, x, residual) / n
	variance := squaresNEON(dst, mean) / n
	normalizeNEON(dst, scale, bias, mean, 1/float32(math.Sqrt(float64(variance+eps))))
}

func softmaxRows(x []float32, stride, rows, n int) {
	if active == generic {
		softmaxRowsGeneric(x, stride, rows, n)
		return
	}
	for r := range rows {
		row := x[r*stride:][:n]
		scaleNEON(row, 1/expNEON(&row[0], floatSize, row, maxNEON(row)))
	}
}

func expSum(x []float32) (max, sum float32) {
	if active == generic {
		return expSumGeneric(x)
	}
	var room [16]float32
	max = maxNEON(x)
	return max, expNEON(&room[0], 0, x, max)
}

func peaks(dst, x []float32) {
	if active == generic {
		peaksGeneric(dst, x)
		return
	}
	for i := range dst {
		dst[i] = maxNEON(peakBlock(x, i))
	}
}

func argMax(x []float32) int {
	if active == generic {
		return argMaxGeneric(x)
	}
	return min(indexNEON(x, maxNEON(x)), len(x)-1)
}

// floatSize is the size of a float32 in bytes.
const floatSize = 4

// expConstants are what the assembly of the exponential reads, in this order; it makes the lanes of each.
//
//lint:ignore U1000 used by float_arm64.s
var expConstants = [12]float32{expLow, expHigh, log2E, roundMagic, ln2Hi, ln2Lo, exp6, exp5, exp4, exp3, exp2, 1}

// quantizeNEON quantises len(x) values, a multiple of 16 and at least that.
//
//go:noescape
func quantizeNEON(dst []int8, x []float32, qa float32)

// dequantizeNEON converts len(q) values, a multiple of 16 and at least that.
//
//go:noescape
func dequantizeNEON(dst []float32, q []int8, scale float32)

// scoresNEON multiplies the query by len(dst) ≥ 1 rows that are stride values apart.
//
//go:noescape
func scoresNEON(dst, query, keys []float32, stride int, scale float32)

// weightedSumNEON adds len(w) ≥ 1 rows of len(dst) values, stride values apart, each times its weight.
//
//go:noescape
func weightedSumNEON(dst, w, rows []float32, stride int)

// addNEON adds len(x) values to dst.
//
//go:noescape
func addNEON(dst, x []float32)

// reluNEON replaces what is below zero.
//
//go:noescape
func reluNEON(x []float32)

// sigmoidNEON replaces x by 1/(1+exp(−x)).
//
//go:noescape
func sigmoidNEON(x []float32)

// ssruNEON is one step of the recurrent unit, len(c) values wide.
//
//go:noescape
func ssruNEON(dst, c, u, f []float32)

// sumNEON writes x + residual to dst and returns the sum of it.
//
//go:noescape
func sumNEON(dst, x, residual []float32) float32

// squaresNEON returns the sum of the squared distances from the mean.
//
//go:noescape
func squaresNEON(x []float32, mean float32) float32

// normalizeNEON replaces x by (x−mean)·inv·scale + bias.
//
//go:noescape
func normalizeNEON(x, scale, bias []float32, mean, inv float32)

// maxNEON returns the largest of len(x) ≥ 1 values, but for NaNs, −Inf if there is none.
//
//go:noescape
func maxNEON(x []float32) float32

// expNEON writes exp(x−max) to dst and returns the sum of it. With a step of [floatSize], dst is as long as x; with a step of 0, it is room for 16 values that
// are written over and over.
//
//go:noescape
func expNEON(dst *float32, step int, x []float32, max float32) float32

// scaleNEON multiplies x.
//
//go:noescape
func scaleNEON(x []float32, by float32)

// indexNEON returns the index of the first v in x, len(x) if there is none.
//
//go:noescape
func indexNEON(x []float32, v float32) int
