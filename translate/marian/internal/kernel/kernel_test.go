package kernel

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// eachLevel runs f once for every implementation that this CPU has.
func eachLevel(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	for _, name := range Available() {
		t.Run(name, func(t *testing.T) {
			use(t, name)
			f(t)
		})
	}
}

func use(t testing.TB, name string) {
	t.Helper()
	old := Name()
	if err := Use(name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := Use(old); err != nil {
			t.Fatal(err)
		}
	})
}

func TestUse(t *testing.T) {
	defer use(t, Name())
	for _, name := range append(Available(), "") {
		if err := Use(name); err != nil {
			t.Errorf("Use(%q): %v", name, err)
		}
		if name != "" && Name() != name {
			t.Errorf("Name() = %q after Use(%q)", Name(), name)
		}
	}
	best := Name()
	if err := Use("sse9"); err == nil {
		t.Error("Use accepted an unknown name")
	}
	if Name() != best {
		t.Errorf("a refused Use changed the kernel from %q to %q", best, Name())
	}
}

func random8(r *rand.Rand, n int) []int8 {
	x := make([]int8, n)
	for i := range x {
		x[i] = int8(r.IntN(256))
	}
	return x
}

func randomFloats(r *rand.Rand, n int, spread float64) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64() * spread)
	}
	return x
}

func sameBits(t *testing.T, what string, got, want []float32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) && (got[i] == got[i] || want[i] == want[i]) {
			t.Fatalf("%s: value %d is %v (%08x), want %v (%08x)", what, i, got[i], math.Float32bits(got[i]), want[i], math.Float32bits(want[i]))
		}
	}
}

// near compares with a float64 computation: the generic implementation's meaning, not its bits.
func near(t *testing.T, what string, got float32, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(float64(got)-want) <= tolerance) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func TestMeaning(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for _, n := range []int{1, 7, 16, 33, 64, 256} {
			x, y, s, b := randomFloats(r, n, 2), randomFloats(r, n, 2), randomFloats(r, n, 1), randomFloats(r, n, 1)
			dotWant, expSum, max := 0.0, 0.0, math.Inf(-1)
			for i := range x {
				dotWant += float64(x[i]) * float64(y[i])
				max = math.Max(max, float64(x[i]))
			}
			for i := range x {
				expSum += math.Exp(float64(x[i]) - max)
			}
			near(t, "Dot", Dot(x, y), dotWant, 1e-4)
			near(t, "LogSumExp", LogSumExp(x), max+math.Log(expSum), 1e-5)
			if got := x[ArgMax(x)]; float64(got) != max {
				t.Errorf("ArgMax finds %v, the largest is %v", got, max)
			}
			p := append([]float32(nil), x...)
			softmax(t, p)
			q := append([]float32(nil), x...)
			sigmoid(q)
			w := append([]float32(nil), x...)
			Swish(w)
			for i := range x {
				near(t, "Softmax", p[i], math.Exp(float64(x[i])-max)/expSum, 1e-6)
				near(t, "Sigmoid", q[i], 1/(1+math.Exp(-float64(x[i]))), 1e-6)
				near(t, "Swish", w[i], float64(x[i])/(1+math.Exp(-float64(x[i]))), 1e-5)
			}
			c, u, f := append([]float32(nil), x...), y, s
			out := make([]float32, n)
			SSRU(out, c, u, f)
			for i := range x {
				g := 1 / (1 + math.Exp(-float64(f[i])))
				want := g*float64(x[i]) + (1-g)*float64(u[i])
				near(t, "SSRU state", c[i], want, 1e-5)
				near(t, "SSRU output", out[i], math.Max(want, 0), 1e-5)
			}
			var mean, variance float64
			for i := range x {
				mean += (float64(x[i]) + float64(y[i])) / float64(n)
			}
			for i := range x {
				d := float64(x[i]) + float64(y[i]) - mean
				variance += d * d / float64(n)
			}
			ln := make([]float32, n)
			LayerNorm(ln, x, y, s, b, 1e-6)
			for i := range x {
				want := (float64(x[i])+float64(y[i])-mean)/math.Sqrt(variance+1e-6)*float64(s[i]) + float64(b[i])
				near(t, "LayerNorm", ln[i], want, 1e-3)
			}
		}
	})
}

func TestArgMaxTakesTheFirst(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		for n := 1; n < 150; n++ {
			x := make([]float32, n)
			for i := range x {
				x[i] = -1
			}
			for i := n / 3; i < n; i += 5 {
				x[i] = 2
			}
			if got := ArgMax(x); got != n/3 {
				t.Errorf("ArgMax of %d values = %d, want %d", n, got, n/3)
			}
		}
		if got := ArgMax(nil); got != -1 {
			t.Errorf("ArgMax of nothing = %d", got)
		}
		if got := ArgMax([]float32{negInf, negInf}); got != 0 {
			t.Errorf("ArgMax of −Inf = %d", got)
		}
	})
}

// TestPeaks takes the values of a slice out one by one: in falling order, of equal ones the first.
func TestPeaks(t *testing.T) {
	eachLevel(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(17, 18))
		var p Peaks
		for _, n := range []int{0, 1, 127, 128, 129, 700, 256, 5} {
			x := make([]float32, n)
			for i := range x {
				x[i] = float32(r.IntN(n/2+1) - n/4)
			}
			order := make([]int, n)
			for i := range order {
				order[i] = i
			}
			slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(x[j], x[i]) })
			left := slices.Clone(x)
			p.Set(left)
			for k, want := range order {
				got, v := p.Largest(left)
				if got != want || v != x[want] {
					t.Fatalf("of %d values, number %d is %v at %d, want %v at %d", n, k, v, got, x[want], want)
				}
				p.Change(left, got, negInf)
			}
		}
	})
}

func TestQuantizeRounding(t *testing.T) {
	inf := float32(math.Inf(1))
	x := []float32{0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 126.5, 127.49, 500, -126.5, -127.5, -1e30, 1e30, inf, -inf, 0.49999997, 3.4999998, float32(math.NaN())}
	want := []int8{0, 0, 2, 2, 0, -2, -2, 126, 127, 127, -126, -127, -127, 127, 127, -127, 0, 3, -127}
	eachLevel(t, func(t *testing.T) {
		for shift := range 40 {
			in := append(make([]float32, shift), x...)
			got := make([]int8, len(in))
			Quantize(got, in, 1)
			for i := range want {
				if got[shift+i] != want[i] {
					t.Errorf("Quantize(%v) = %d, want %d", x[i], got[shift+i], want[i])
				}
			}
		}
	})
}
