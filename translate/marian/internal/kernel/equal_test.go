package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Every implementation is compared bit by bit with the generic one, on slices that end at unreadable memory.

// others runs f for every implementation but the generic one.
func others(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	for _, name := range Available()[1:] {
		t.Run(name, func(t *testing.T) {
			use(t, name)
			f(t)
		})
	}
}

// extremes are int8 operands at which a product saturates if it can.
func extremes(r *rand.Rand, kind, n int) []int8 {
	x := random8(r, n)
	for i := range x {
		switch kind {
		case 1:
			x[i] = 127
		case 2:
			x[i] = -128
		case 3:
			x[i] = int8(-128 + 255*(i%2))
		}
	}
	return x
}

func TestAffineIsExactEverywhere(t *testing.T) {
	type size struct{ rows, k, n int }
	sizes := []size{
		{0, 64, 64}, {1, 0, 5}, {2, 64, 0}, {1, 1, 1}, {1, 3, 63}, {2, 4, 64},
		{3, 5, 65}, {4, 31, 8}, {5, 32, 9}, {6, 33, 17}, {7, 63, 127},
		{8, 64, 128}, {9, 65, 129}, {1, 256, 256}, {13, 256, 72}, {2, 260, 200}, {3, 1536, 70}, {1, 2047, 3}, {4, 100, 100},
	}
	for rows := 1; rows <= 9; rows++ {
		sizes = append(sizes, size{rows, 68, 73})
	}
	for _, rows := range []int{4, 15, 16, 17, 31, 32, 33, 50} { // of one tile and of two
		sizes = append(sizes, size{rows, 64, 4*rows - 15}, size{rows, 192, 64 + rows})
	}
	others(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(3, 4))
		for _, s := range sizes {
			for kind := range 16 {
				a, q := extremes(r, kind%4, s.rows*s.k), extremes(r, kind/4, s.n*s.k)
				f := Finish{Offset: randomFloats(r, s.n, 1e4), Scale: 0.0037, Bias: randomFloats(r, s.n, 1)}
				if kind%3 == 0 {
					f.Bias = nil
				}
				if kind%5 == 0 {
					f.Offset = nil
				}
				checkAffine(t, s.rows, s.k, s.n, a, q, f)
			}
		}
	})
}

func checkAffine(t *testing.T, rows, k, n int, a, q []int8, f Finish) {
	t.Helper()
	for _, f.ReLU = range []bool{false, true} {
		want := make([]float32, rows*n)
		affineGeneric(want, n, a, q, rows, n, k, f)
		m := Pack(guarded(t, q), n, k)
		g := f
		if f.Offset != nil {
			g.Offset = guarded(t, f.Offset)
		}
		if f.Bias != nil {
			g.Bias = guarded(t, f.Bias)
		}
		got := guarded(t, make([]float32, rows*n))
		m.Affine(got, guarded(t, a), rows, g)
		sameBits(t, fmt.Sprintf("%d×%d times %d, relu %v", rows, k, n, f.ReLU), got, want)

		const gap = 5 // between the rows of the result; it must stay as it is
		start := make([]float32, max(0, rows*(n+gap)-gap))
		for i := range start {
			start[i] = -1
		}
		wide := guarded(t, start)
		m.AffineTo(wide, n+gap, guarded(t, a), rows, g)
		for r := range rows {
			copy(start[r*(n+gap):], want[r*n:][:n])
		}
		sameBits(t, fmt.Sprintf("%d×%d times %d, relu %v, rows apart", rows, k, n, f.ReLU), wide, start)
	}
}

// TestFewLargeWeights: pairs of weights that just do and just do not fit into 16 bits, in some groups of some panels, are
// multiplied exactly, whatever the memory of the matrix held before.
func TestFewLargeWeights(t *testing.T) {
	pairs := [][2]int8{{64, 64}, {64, 65}, {-64, -64}, {-64, -65}, {127, 1}, {127, 2}, {-128, 0},
		{-128, -1}, {-128, 127}, {127, 127}}
	others(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(21, 22))
		var m *Matrix
		for _, s := range [][3]int{{3, 68, 73}, {6, 64, 64}, {1, 33, 100}, {2, 260, 16}, {5, 5, 40}, {4, 64, 17}} {
			rows, k, n := s[0], s[1], s[2]
			for large := range 6 {
				a, q := make([]int8, rows*k), make([]int8, n*k)
				for i := range a {
					a[i] = int8(-128 + 255*r.IntN(2))
				}
				for i := range q {
					q[i] = int8(r.IntN(20) - 10)
				}
				for range large {
					j, at := r.IntN(n), r.IntN(k/2)*2
					copy(q[j*k+at:], pairs[r.IntN(len(pairs))][:])
				}
				checkAffine(t, rows, k, n, a, q, Finish{Scale: 1})
				cols := make([]int32, n)
				for j := range cols {
					cols[j] = int32(j)
				}
				m = NewTable(q, n, k).Select(cols, m)
				got, want := make([]float32, rows*n), make([]float32, rows*n)
				m.Affine(got, a, rows, Finish{Scale: 1})
				affineGeneric(want, n, a, q, rows, n, k, Finish{Scale: 1})
				sameBits(t, fmt.Sprintf("%d×%d times %d with %d large weights", rows, k, n, large), got, want)
			}
		}
	})
}

// TestAffineAgainstInt64 shows that the generic product, which the others are compared with, is itself right.
func TestAffineAgainstInt64(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const rows, k, n = 9, 37, 11
	for kind := range 16 {
		a, q := extremes(r, kind%4, rows*k), extremes(r, kind/4, n*k)
		got := make([]float32, rows*n)
		affineGeneric(got, n, a, q, rows, n, k, Finish{Scale: 0.5})
		for i := range rows {
			for j := range n {
				var sum int64
				for x := range k {
					sum += int64(a[i*k+x]) * int64(q[j*k+x])
				}
				if want := float32(sum) * 0.5; got[i*n+j] != want {
					t.Fatalf("kind %d, row %d, column %d: %v, want %v", kind, i, j, got[i*n+j], want)
				}
			}
		}
	}
}

func TestLargestK(t *testing.T) {
	q := make([]int8, maxK)
	a := make([]int8, maxK)
	for _, pair := range [][2]int8{{-128, -128}, {127, -128}, {-128, 127}, {127, 127}} {
		for i := range q {
			q[i], a[i] = pair[0], pair[1]
		}
		want := float32(int(pair[0]) * int(pair[1]) * maxK)
		eachLevel(t, func(t *testing.T) {
			const rows = 5
			got := make([]float32, rows)
			Pack(q, 1, maxK).Affine(got, slices.Repeat(a, rows), rows, Finish{Scale: 1})
			for _, v := range got {
				if v != want {
					t.Errorf("%d times %d, %d times: %v, want %v", pair[0], pair[1], maxK, got, want)
					break
				}
			}
		})
	}
}

func TestSelect(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, k := range []int{1, 4, 33, 64, 100, 256} {
		const n, rows = 500, 3
		q, a := random8(r, n*k), random8(r, rows*k)
		eachLevel(t, func(t *testing.T) {
			table := NewTable(guarded(t, q), n, k)
			var m *Matrix
			for _, count := range []int{0, 1, 7, 8, 9, 63, 64, 65, 200, 17} {
				cols := make([]int32, count)
				for i := range cols {
					cols[i] = int32(r.IntN(n))
				}
				if count > 1 {
					cols[0], cols[count-1] = n-1, 0
				}
				m = table.Select(guarded(t, cols), m)
				got, want := guarded(t, make([]float32, rows*count)), make([]float32, rows*count)
				m.Affine(got, guarded(t, a), rows, Finish{Scale: 1})
				gathered := make([]int8, 0, count*k)
				for _, c := range cols {
					gathered = append(gathered, q[int(c)*k:][:k]...)
				}
				affineGeneric(want, count, a, gathered, rows, count, k, Finish{Scale: 1})
				sameBits(t, fmt.Sprintf("%d columns of %d", count, k), got, want)
			}
			row := guarded(t, make([]float32, k))
			table.Row(row, n-1, 0.25)
			for i, v := range row {
				if want := float32(q[(n-1)*k+i]) * 0.25; v != want {
					t.Fatalf("value %d of a row is %v, want %v", i, v, want)
				}
			}
		})
	}
}

// TestRepack: a matrix packed where its weights lie is the same, keeps to their memory, and owes nothing to those of Pack.
func TestRepack(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	eachLevel(t, func(t *testing.T) {
		for _, shape := range [][2]int{{64, 64}, {256, 256}, {1536, 256}, {100, 36}, {7, 5}, {1, 1}, {0, 3}, {3, 0}} {
			n, k := shape[0], shape[1]
			q, a := random8(r, n*k), random8(r, 5*k)
			var want, got, again = make([]float32, 5*n), make([]float32, 5*n), make([]float32, 5*n)
			first := Pack(q, n, k)
			first.Affine(want, a, 5, Finish{Scale: 1})
			room := append(slices.Clone(q), 1, 2, 3) // what follows belongs to somebody else
			Repack(room[:n*k], n, k).Affine(got, a, 5, Finish{Scale: 1})
			sameBits(t, "repacked", got, want)
			if !slices.Equal(room[n*k:], []int8{1, 2, 3}) {
				t.Fatalf("%v: wrote beyond the weights", shape)
			}
			clear(q)
			first.Affine(again, a, 5, Finish{Scale: 1})
			sameBits(t, "packed, after the weights changed", again, want)
		}
	})
}

func TestSelectRefusesRowsThatAreNotThere(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		for _, c := range []int32{-1, 4, math.MaxInt32, math.MinInt32} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("row %d of 4 was selected", c)
					}
				}()
				NewTable(make([]int8, 4*64), 4, 64).Select([]int32{0, c}, nil)
			}()
		}
	})
}

// inputs returns n values: kind 0 normal, 1 wide, 2 with ties, zeros of both signs, subnormals and −∞, 3 with all that,
// +∞, the limits of [Exp] and NaNs.
func inputs(r *rand.Rand, kind, n int) []float32 {
	x := randomFloats(r, n, []float64{1, 60, 1, 1}[kind])
	if kind >= 2 {
		special := []float32{0, float32(math.Copysign(0, -1)), 1, -1, negInf, 1e-40, -1e-40, 100, -100, 3e38}
		if kind == 3 {
			special = append(special, -negInf, -87, -87.00001, 88, 88.00001, math.MaxFloat32, -math.MaxFloat32,
				math.SmallestNonzeroFloat32)
			if r.IntN(2) == 0 { // one of them makes all of a sum NaN
				special = append(special, float32(math.NaN()), -float32(math.NaN()))
			}
		}
		for i := range x {
			if r.IntN(3) == 0 {
				x[i] = special[r.IntN(len(special))]
			}
		}
	}
	return x
}

// checkFloats runs every float operation on x, y, s, b and compares with the generic implementation. All have the same length.
func checkFloats(t *testing.T, x, y, s, b []float32) {
	t.Helper()
	n := len(x)
	g := func(v []float32) []float32 { return guarded(t, v) }
	for name, pair := range map[string][2]func(v []float32){
		"Add":     {func(v []float32) { Add(v, g(y)) }, func(v []float32) { addGeneric(v, y) }},
		"ReLU":    {ReLU, reluGeneric},
		"Sigmoid": {sigmoid, sigmoidGeneric},
		"Swish": {Swish, func(v []float32) {
			for i, x := range v {
				v[i] = x * float32(1/(1+Exp(-x)))
			}
		}},
		"Softmax": {func(v []float32) { softmax(t, v) }, func(v []float32) {
			if n > 0 {
				softmaxGeneric(v)
			}
		}},
		"LayerNorm": {func(v []float32) { LayerNorm(v, v, g(y), g(s), g(b), 1e-6) }, func(v []float32) {
			if n > 0 {
				layerNormGeneric(v, v, y, s, b, 1e-6)
			}
		}},
		"LayerNorm without residual": {func(v []float32) { LayerNorm(v, v, nil, g(s), g(b), 1e-6) }, func(v []float32) {
			if n > 0 {
				layerNormGeneric(v, v, nil, s, b, 1e-6)
			}
		}},
		"Quantize": {
			func(v []float32) { quantizeInto(t, v, Quantize) },
			func(v []float32) { quantizeInto(t, v, quantizeGeneric) },
		},
	} {
		got, want := g(x), slices.Clone(x)
		pair[0](got)
		pair[1](want)
		sameBits(t, fmt.Sprintf("%s of %d values", name, n), got, want)
	}
	got, want := [2][]float32{g(x), g(x)}, [2][]float32{slices.Clone(x), slices.Clone(x)}
	SSRU(got[0], got[1], g(y), g(s))
	ssruGeneric(want[0], want[1], y, s)
	sameBits(t, "SSRU output", got[0], want[0])
	sameBits(t, "SSRU state", got[1], want[1])
	sameBits(t, fmt.Sprintf("Dot of %d values", n), []float32{Dot(g(x), g(y))}, []float32{dotGeneric(x, y)})
	if n == 0 {
		return
	}
	got1, want1 := ArgMax(g(x)), argMaxGeneric(x)
	if isNaN := func(v float32) bool { return v != v }; slices.ContainsFunc(x, isNaN) {
		want1 = min(max(got1, 0), n-1) // left open which
	}
	if got1 != want1 {
		t.Errorf("ArgMax of %d values = %d, want %d", n, got1, want1)
	}
	gotPeaks, wantPeaks := g(make([]float32, (n+peakSize-1)/peakSize)), make([]float32, (n+peakSize-1)/peakSize)
	peaks(gotPeaks, g(x))
	peaksGeneric(wantPeaks, x)
	if !slices.Equal(gotPeaks, wantPeaks) { // zeros of either sign are equal
		t.Errorf("peaks of %d values = %v, want %v", n, gotPeaks, wantPeaks)
	}
	gotMax, gotSum := expSum(g(x))
	wantMax, wantSum := expSumGeneric(x)
	if gotMax != wantMax {
		t.Errorf("largest of %d values = %v, want %v", n, gotMax, wantMax)
	}
	sameBits(t, "sum of exponentials", []float32{gotSum}, []float32{wantSum})
}

// softmax is [Softmax] of one row.
func softmax(t testing.TB, x []float32) {
	room := guarded(t, make([]float32, Padded(len(x))))
	copy(room, x)
	Softmax(room, len(room), 1, len(x))
	copy(x, room)
}

// quantizeInto writes what quantize makes of v back to v.
func quantizeInto(t *testing.T, v []float32, quantize func([]int8, []float32, float32)) {
	q := guarded(t, make([]int8, len(v)))
	quantize(q, v, 31.7)
	for i := range q {
		v[i] = float32(q[i])
	}
}

func TestFloatsAreEqualEverywhere(t *testing.T) {
	others(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(9, 10))
		for n := range 70 {
			for kind := range 4 {
				checkFloats(t, inputs(r, kind, n), inputs(r, kind, n), inputs(r, 0, n), inputs(r, 0, n))
			}
		}
		for _, n := range []int{255, 256, 257, 384, 512, 1000, 1536} {
			checkFloats(t, inputs(r, 0, n), inputs(r, 1, n), inputs(r, 0, n), inputs(r, 2, n))
		}
	})
}

func TestSoftmaxIsEqualEverywhere(t *testing.T) {
	others(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(19, 20))
		for rows := range 14 {
			for n := 1; n < 70; n += 1 + n%3 {
				stride := Padded(n) + r.IntN(3)*5
				start := inputs(r, r.IntN(4), max(0, (rows-1)*stride+Padded(n)))
				got, want := guarded(t, start), slices.Clone(start)
				Softmax(got, stride, rows, n)
				softmaxRowsGeneric(want, stride, rows, n)
				for i := range got {
					if at := i % stride; at >= n && at < Padded(n) { // left open
						got[i] = want[i]
					}
				}
				sameBits(t, fmt.Sprintf("Softmax of %d rows of %d", rows, n), got, want)
			}
		}
	})
}

// upTo returns 1 … n.
func upTo(n int) []int {
	var list []int
	for i := range n {
		list = append(list, i+1)
	}
	return list
}

func TestAttentionIsEqualEverywhere(t *testing.T) {
	others(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(11, 12))
		for _, count := range []int{0, 1, 2, 3, 4, 5, 7, 8, 23, 130} {
			for _, dim := range slices.Concat(upTo(70), []int{96, 128, 256, 300}) {
				stride := dim + r.IntN(3)*dim
				total := 0
				if count > 0 {
					total = (count-1)*stride + dim
				}
				kind := count % 4
				query, rows := inputs(r, kind, dim), inputs(r, kind, total)
				got, want := guarded(t, make([]float32, count)), make([]float32, count)
				if count > 0 {
					Scores(got, guarded(t, query), guarded(t, rows), stride, 0.176)
				}
				scoresGeneric(want, query, rows, stride, 0.176)
				sameBits(t, fmt.Sprintf("Scores of %d rows of %d", count, dim), got, want)
				weights := got
				out, wantOut := guarded(t, inputs(r, 0, dim)), make([]float32, dim)
				Product(out, dim, weights, count, 1, guarded(t, rows), stride, count, dim)
				weightedSumGeneric(wantOut, want, rows, stride)
				sameBits(t, fmt.Sprintf("a sum of %d rows of %d", count, dim), out, wantOut)
			}
		}
	})
}

func TestProductIsEqualEverywhere(t *testing.T) {
	others(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(15, 16))
		for rows := range 14 {
			for _, n := range slices.Concat(upTo(36), []int{47, 48, 49, 63, 64, 65, 100}) {
				k := r.IntN(40)
				more := func(n int) int { return n + r.IntN(3)*7 }
				xStride, wStride, dstStride := more(k), more(n), more(n)
				size := func(rows, stride, n int) int { return max(0, (rows-1)*stride+n) }
				x, w := inputs(r, n%4, size(rows, xStride, k)), inputs(r, rows%4, size(k, wStride, n))
				start := inputs(r, 0, size(rows, dstStride, n))
				got, want := guarded(t, slices.Clone(start)), start
				Product(got, dstStride, guarded(t, x), xStride, rows, guarded(t, w), wStride, k, n)
				productGeneric(want, dstStride, x, xStride, rows, w, wStride, k, n)
				sameBits(t, fmt.Sprintf("%d×%d times %d", rows, k, n), got, want)
			}
		}
	})
}

func TestMatMulIsEqualEverywhere(t *testing.T) {
	for _, s := range [][3]int{
		{0, 4, 4}, {1, 0, 3}, {1, 1, 1}, {3, 17, 35}, {2, 64, 64}, {5, 33, 130}, {4, 256, 96}, {9, 40, 65},
	} {
		rows, k, n := s[0], s[1], s[2]
		r := rand.New(rand.NewPCG(13, 14))
		x, w, b := inputs(r, 0, rows*k), inputs(r, 0, k*n), inputs(r, 0, n)
		want := make([]float32, rows*n)
		for i := range rows {
			for j := range n {
				for l := range k {
					want[i*n+j] += float32(x[i*k+l] * w[l*n+j])
				}
				want[i*n+j] += b[j]
			}
		}
		eachLevel(t, func(t *testing.T) {
			got := guarded(t, make([]float32, rows*n))
			MatMul(got, guarded(t, x), rows, guarded(t, w), k, n, guarded(t, b))
			sameBits(t, fmt.Sprintf("%d×%d times %d", rows, k, n), got, want)
		})
	}
}
