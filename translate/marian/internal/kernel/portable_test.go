package kernel

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"testing"
)

// TestBitsAreTheSameOnEveryCPU compares a digest of the results of all operations with one constant: where the other tests compare the implementations of
// one machine, this one compares machines, also those whose compiler likes to fuse multiplications with additions.
func TestBitsAreTheSameOnEveryCPU(t *testing.T) {
	const want = "24d2d6b0ba4c56ae1dfd5686d04c919f05e14ad066d7c9facb662c9593b09e9d"
	eachLevel(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(15, 16))
		// Quotients of integers: the same everywhere.
		floats := func(n int) []float32 {
			x := make([]float32, n)
			for i := range x {
				x[i] = float32(r.IntN(200_001)-100_000) / 12_345
			}
			return x
		}
		sum := sha256.New()
		put := func(x ...float32) {
			for _, v := range x {
				_ = binary.Write(sum, binary.LittleEndian, math.Float32bits(v))
			}
		}
		for _, n := range []int{1, 9, 16, 23, 32, 48, 100, 256, 384} {
			x, y, s, b := floats(n), floats(n), floats(n), floats(n)
			out := make([]float32, n)
			put(Dot(x, y), LogSumExp(x), float32(ArgMax(x)))
			LayerNorm(out, x, y, s, b, 1e-6)
			put(out...)
			SSRU(out, x, y, s)
			put(out...)
			put(x...)
			softmax(t, s)
			put(s...)
			sigmoid(b)
			put(b...)
			Add(b, x)
			ReLU(b)
			put(b...)
			rows := floats(n * 5)
			weights := make([]float32, 5)
			Scores(weights, y, rows, n, 0.17)
			put(weights...)
			Product(out, n, weights, 5, 1, rows, n, 5, n)
			put(out...)
			q := make([]int8, n)
			Quantize(q, y, 14.3)
			weight := random8(r, 7*n)
			scores := make([]float32, 7)
			Pack(weight, 7, n).Affine(scores, q, 1, Finish{floats(7), 0.0123, floats(7), true})
			put(scores...)
			NewTable(weight, 7, n).Row(out, 3, 0.031)
			put(out...)
			for _, v := range x {
				sin, cos := Sincos64(math.Abs(float64(v)) * 100)
				for _, v := range []float64{sin, cos, Exp64(float64(v)), Log64(math.Abs(float64(v)) + 1e-3), Pow64(float64(n), 0.6)} {
					_ = binary.Write(sum, binary.LittleEndian, math.Float64bits(v))
				}
			}
			MatMul(scores, y, 1, floats(7*n), n, 7, floats(7))
			put(scores...)
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != want {
			t.Errorf("digest %s, want %s", got, want)
		}
	})
}
