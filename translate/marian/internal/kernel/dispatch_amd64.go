//go:build amd64 && !purego

package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

func available() []level {
	levels := []level{generic}
	c := &cpu.X86
	if !c.HasAVX2 || !c.HasBMI1 {
		return levels
	}
	levels = append(levels, avx2)
	if c.HasAVXVNNI {
		levels = append(levels, avxvnni)
	}
	if !c.HasBMI2 || !c.HasAVX512F || !c.HasAVX512BW || !c.HasAVX512DQ || !c.HasAVX512VL || !c.HasAVX512VNNI {
		return levels
	}
	levels = append(levels, avx512)
	if c.HasAMXTile && c.HasAMXInt8 && tilesAllowed() {
		levels = append(levels, amx)
	}
	return levels
}

// floats returns the implementation of the float operations.
func floats() level {
	switch active {
	case avxvnni:
		return avx2
	case amx:
		return avx512
	}
	return active
}

// floatSize is the size of a float32 in bytes: strides go to the assembly in bytes.
const floatSize = 4

func first[T any](x []T) *T { return unsafe.SliceData(x) }

// The assembly of quantize and dequantize takes whole blocks of 16 values, the generic code what is left. All other assembly takes any length.

func quantize(dst []int8, x []float32, qa float32) {
	whole := 0
	if blocks := len(x) / 16; blocks > 0 && active != generic {
		whole = blocks * 16
		if floats() == avx512 {
			quantizeAVX512(first(dst), first(x), blocks, qa)
		} else {
			quantizeAVX2(first(dst), first(x), blocks, qa)
		}
	}
	quantizeGeneric(dst[whole:], x[whole:], qa)
}

func dequantize(dst []float32, q []int8, scale float32) {
	whole := 0
	if blocks := len(q) / 16; blocks > 0 && active != generic {
		whole = blocks * 16
		if floats() == avx512 {
			dequantizeAVX512(first(dst), first(q), blocks, scale)
		} else {
			dequantizeAVX2(first(dst), first(q), blocks, scale)
		}
	}
	dequantizeGeneric(dst[whole:], q[whole:], scale)
}

func dot(a, b []float32) float32 {
	var sum float32
	switch floats() {
	case avx512:
		scoresAVX512(&sum, 1, first(a), len(a), first(b), 0, 1)
	case avx2:
		scoresAVX2(&sum, 1, first(a), len(a), first(b), 0, 1)
	default:
		sum = dotGeneric(a, b)
	}
	return sum
}

func scores(dst, query, keys []float32, stride int, scale float32) {
	switch floats() {
	case avx512:
		scoresAVX512(first(dst), len(dst), first(query), len(query), first(keys), stride*floatSize, scale)
	case avx2:
		scoresAVX2(first(dst), len(dst), first(query), len(query), first(keys), stride*floatSize, scale)
	default:
		scoresGeneric(dst, query, keys, stride, scale)
	}
}

func weightedSum(dst, w, rows []float32, stride int) {
	switch floats() {
	case avx512:
		weightedSumAVX512(first(dst), len(dst), first(w), len(w), first(rows), stride*floatSize)
	case avx2:
		weightedSumAVX2(first(dst), len(dst), first(w), len(w), first(rows), stride*floatSize)
	default:
		weightedSumGeneric(dst, w, rows, stride)
	}
}

func product(dst []float32, dstStride int, x []float32, xStride, rows int, w []float32, wStride, k, n int) {
	most := 6
	switch floats() {
	case generic:
		productGeneric(dst, dstStride, x, xStride, rows, w, wStride, k, n)
		return
	case avx2:
		most = 4
	}
	for r := 0; r < rows; {
		// Equal shares: seven rows are 4 + 3, not 6 + 1.
		calls := (rows - r + most - 1) / most
		m := (rows - r + calls - 1) / calls
		d, a := dst[r*dstStride:], x[r*xStride:]
		if m == 1 {
			weightedSum(d[:n], a[:k], w, wStride)
		} else if floats() == avx512 {
			productAVX512(m, first(d), dstStride*floatSize, first(a), xStride*floatSize, first(w), wStride*floatSize, k, n)
		} else {
			productAVX2(m, first(d), dstStride*floatSize, first(a), xStride*floatSize, first(w), wStride*floatSize, k, n)
		}
		r += m
	}
}

func productAVX512(m int, dst *float32, dstStride int, x *float32, xStride int, w *float32, wStride, k, n int) {
	switch m {
	case 2:
		productAVX512x2(dst, dstStride, x, xStride, w, wStride, k, n)
	case 3:
		productAVX512x3(dst, dstStride, x, xStride, w, wStride, k, n)
	case 4:
		productAVX512x4(dst, dstStride, x, xStride, w, wStride, k, n)
	case 5:
		productAVX512x5(dst, dstStride, x, xStride, w, wStride, k, n)
	case 6:
		productAVX512x6(dst, dstStride, x, xStride, w, wStride, k, n)
	}
}

func productAVX2(m int, dst *float32, dstStride int, x *float32, xStride int, w *float32, wStride, k, n int) {
	switch m {
	case 2:
		productAVX2x2(dst, dstStride, x, xStride, w, wStride, k, n)
	case 3:
		productAVX2x3(dst, dstStride, x, xStride, w, wStride, k, n)
	case 4:
		productAVX2x4(dst, dstStride, x, xStride, w, wStride, k, n)
	}
}

func add(dst, x []float32) {
	switch floats() {
	case avx512:
		addAVX512(first(dst), first(x), len(x))
	case avx2:
		addAVX2(first(dst), first(x), len(x))
	default:
		addGeneric(dst, x)
	}
}

func relu(x []float32) {
	switch floats() {
	case avx512:
		reluAVX512(first(x), len(x))
	case avx2:
		reluAVX2(first(x), len(x))
	default:
		reluGeneric(x)
	}
}

func sigmoid(x []float32) {
	switch floats() {
	case avx512:
		sigmoidAVX512(first(x), len(x))
	case avx2:
		sigmoidAVX2(first(x), len(x))
	default:
		sigmoidGeneric(x)
	}
}

func ssru(dst, c, u, f []float32) {
	switch floats() {
	case avx512:
		ssruAVX512(first(dst), first(c), first(u), first(f), len(c))
	case avx2:
		ssruAVX2(first(dst), first(c), first(u), first(f), len(c))
	default:
		ssruGeneric(dst, c, u, f)
	}
}

func layerNorm(dst, x, residual, scale, bias []float32, eps float32) {
	switch {
	case active == generic || residual == nil:
		layerNormGeneric(dst, x, residual, scale, bias, eps)
	case floats() == avx512:
		layerNormAVX512(first(dst), first(x), first(residual), first(scale), first(bias), len(x), eps)
	default:
		layerNormAVX2(first(dst), first(x), first(residual), first(scale), first(bias), len(x), eps)
	}
}

func softmaxRows(x []float32, stride, rows, n int) {
	switch floats() {
	case avx512:
		softmaxRowsAVX512(first(x), stride*floatSize, rows, n)
	case avx2:
		softmaxRowsAVX2(first(x), stride*floatSize, rows, n)
	default:
		softmaxRowsGeneric(x, stride, rows, n)
	}
}

func expSum(x []float32) (max, sum float32) {
	switch floats() {
	case avx512:
		return expSumAVX512(first(x), len(x))
	case avx2:
		return expSumAVX2(first(x), len(x))
	default:
		return expSumGeneric(x)
	}
}

func peaks(dst, x []float32) {
	switch floats() {
	case avx512:
		peaksAVX512(first(dst), first(x), len(x))
	case avx2:
		peaksAVX2(first(dst), first(x), len(x))
	default:
		peaksGeneric(dst, x)
	}
}

func argMax(x []float32) int {
	i := 0
	switch floats() {
	case avx512:
		i = argMaxAVX512(first(x), len(x))
	case avx2:
		i = argMaxAVX2(first(x), len(x))
	default:
		i = argMaxGeneric(x)
	}
	return min(i, len(x)-1)
}
