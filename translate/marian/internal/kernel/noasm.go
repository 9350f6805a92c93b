//go:build (!amd64 && !arm64) || purego

package kernel

import "slices"

func available() []level { return []level{generic} }

func pack(m *Matrix, q []int8) { m.rows = slices.Clone(q) }

func affine(*Matrix, []float32, int, []int8, int, Finish) {}

func selectRows(m *Matrix, q []int8, cols []int32) { selectRowsGeneric(m, q, cols) }

func dequantize(dst []float32, q []int8, scale float32) { dequantizeGeneric(dst, q, scale) }

func quantize(dst []int8, x []float32, qa float32) { quantizeGeneric(dst, x, qa) }

func dot(a, b []float32) float32 { return dotGeneric(a, b) }

func add(dst, x []float32) { addGeneric(dst, x) }

func relu(x []float32) { reluGeneric(x) }

func sigmoid(x []float32) { sigmoidGeneric(x) }

func ssru(dst, c, u, f []float32) { ssruGeneric(dst, c, u, f) }

func layerNorm(dst, x, residual, scale, bias []float32, eps float32) {
	layerNormGeneric(dst, x, residual, scale, bias, eps)
}

func softmaxRows(x []float32, stride, rows, n int) { softmaxRowsGeneric(x, stride, rows, n) }

func expSum(x []float32) (max, sum float32) { return expSumGeneric(x) }

func peaks(dst, x []float32) { peaksGeneric(dst, x) }

func argMax(x []float32) int { return argMaxGeneric(x) }

func scores(dst, query, keys []float32, stride int, scale float32) {
	scoresGeneric(dst, query, keys, stride, scale)
}

func product(dst []float32, dstStride int, x []float32, xStride, rows int, w []float32, wStride, k, n int) {
	productGeneric(dst, dstStride, x, xStride, rows, w, wStride, k, n)
}

func weightedSum(dst, w, rows []float32, stride int) { weightedSumGeneric(dst, w, rows, stride) }
