package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// eachBench runs f for every implementation.
func eachBench(b *testing.B, f func(b *testing.B)) {
	for _, name := range Available() {
		b.Run(name, func(b *testing.B) {
			use(b, name)
			f(b)
		})
	}
}

// cycle measures the clock: a chain of multiplications, each of which takes three cycles on every amd64 CPU of the last ten years.
func cycle() time.Duration {
	best := time.Duration(1 << 62)
	const steps = 1 << 20
	for range 5 {
		start := time.Now()
		x := uint64(start.Nanosecond()) | 1
		for range steps / 8 {
			x *= x
			x *= x
			x *= x
			x *= x
			x *= x
			x *= x
			x *= x
			x *= x
		}
		if x != 0 {
			best = min(best, time.Since(start))
		}
	}
	return best * 1000 / (3 * steps) // in thousandths of a nanosecond
}

// best runs f in batches and returns the shortest time that one call took, in nanoseconds: on a machine with other work, what the code can do.
func best(b *testing.B, f func()) float64 {
	const batch = 16
	shortest := time.Duration(1 << 62)
	for b.Loop() {
		start := time.Now()
		for range batch {
			f()
		}
		shortest = min(shortest, time.Since(start))
	}
	return float64(shortest.Nanoseconds()) / batch
}

// BenchmarkAffine reports billions of operations a second in the best batch, an operation being a multiplication or an addition, and operations per clock
// cycle. The limit of a CPU with two 512-bit VPDPBUSD units is 256 per cycle.
func BenchmarkAffine(b *testing.B) {
	for _, s := range [][2]int{{256, 256}, {256, 1536}, {1536, 256}, {256, 1024}, {384, 384}, {512, 2048}} {
		k, n := s[0], s[1]
		for _, rows := range []int{1, 2, 4, 6, 16, 23, 64} {
			b.Run(fmt.Sprintf("%dx%d/M=%d", k, n, rows), func(b *testing.B) {
				eachBench(b, func(b *testing.B) {
					r := rand.New(rand.NewPCG(1, 1))
					m := Pack(random8(r, n*k), n, k)
					a, bias, dst := random8(r, rows*k), randomFloats(r, n, 1), make([]float32, rows*n)
					unit := cycle()
					rate := 2 * float64(rows*k*n) / best(b, func() { m.Affine(dst, a, rows, Finish{bias, 0.01, bias, false}) })
					b.ReportMetric(rate, "GOP/s")
					b.ReportMetric(rate*float64(unit)/1000, "op/cycle")
				})
			})
		}
	}
}

// BenchmarkPack packs as many weights as the tiny architecture has.
func BenchmarkPack(b *testing.B) {
	const n, k = 66000, 256
	q := random8(rand.New(rand.NewPCG(1, 1)), n*k)
	eachBench(b, func(b *testing.B) {
		shortest := time.Duration(1 << 62)
		for b.Loop() {
			start := time.Now()
			Pack(q, n, k)
			shortest = min(shortest, time.Since(start))
		}
		b.ReportMetric(float64(shortest.Microseconds())/1000, "best-ms")
	})
}

func BenchmarkSelect(b *testing.B) {
	const n, k = 32000, 256
	r := rand.New(rand.NewPCG(1, 1))
	table := NewTable(random8(r, n*k), n, k)
	for _, count := range []int{500, 1000, 3000} {
		cols := make([]int32, count)
		for i := range cols {
			cols[i] = int32(i * n / count)
		}
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			eachBench(b, func(b *testing.B) {
				var m *Matrix
				b.ReportMetric(best(b, func() { m = table.Select(cols, m) }), "best-ns")
			})
		})
	}
}

func BenchmarkFloat(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	const dim, head, length = 256, 32, 23
	x, y, s, t := randomFloats(r, dim, 1), randomFloats(r, dim, 1), randomFloats(r, dim, 1), randomFloats(r, dim, 1)
	dst, q := make([]float32, dim), make([]int8, dim)
	rows, weights := randomFloats(r, length*dim, 1), randomFloats(r, length, 1)
	room := randomFloats(r, 6*32, 1)
	logits, six := randomFloats(r, 1024, 1), make([]float32, 6*(head+length))
	for _, op := range []struct {
		name string
		run  func()
	}{
		{"Quantize256", func() { Quantize(q, x, 30) }},
		{"Row256", func() { NewTable(q, 1, dim).Row(dst, 0, 0.1) }},
		{"LayerNorm256", func() { LayerNorm(dst, x, y, s, t, 1e-6) }},
		{"SSRU256", func() { SSRU(dst, x, y, s) }},
		{"Softmax6x23", func() { Softmax(room, 32, 6, 23) }},
		{"Scores23x32", func() { Scores(weights, x[:head], rows, dim, 0.1) }},
		{"Product1x23x32", func() { Product(dst, head, weights, 23, 1, rows, dim, 23, head) }},
		{"Product6x23x32", func() { Product(six, head, six[6*head:], 23, 6, rows, dim, 23, head) }},
		{"Product6x32x23", func() { Product(six, 23, x, head, 6, rows, 23, head, 23) }},
		{"ArgMax1024", func() { ArgMax(logits) }},
		{"LogSumExp1024", func() { LogSumExp(logits) }},
		{"Add256", func() { Add(dst, x) }},
		{"Dot256", func() { Dot(x, y) }},
	} {
		b.Run(op.name, func(b *testing.B) {
			eachBench(b, func(b *testing.B) {
				b.ReportMetric(best(b, op.run), "best-ns")
			})
		})
	}
}
