package kernel

import (
	"math"
	"testing"
)

// close64 reports whether two values are at most a few units in the last place of 1 or of the larger one apart.
func close64(a, b float64) bool {
	return math.Abs(a-b) <= 4*0x1p-53*max(1, math.Abs(b))
}

func TestExact64(t *testing.T) {
	for i := range 200_000 {
		x := float64(i) * 0.00731
		sin, cos := math.Sincos(x)
		if s, c := Sincos64(x); !close64(s, sin) || !close64(c, cos) {
			t.Fatalf("sine and cosine of %v: %v and %v, want %v and %v", x, s, c, sin, cos)
		}
		y := float64(i-100_000) * 0.00031
		if got, want := Exp64(y), math.Exp(y); math.Abs(got-want) > 4*0x1p-53*want {
			t.Fatalf("exp %v: %v, want %v", y, got, want)
		}
		z := 1e-3 + float64(i)
		if got, want := Log64(z), math.Log(z); !close64(got, want) {
			t.Fatalf("log %v: %v, want %v", z, got, want)
		}
		if got, want := Pow64(z, 0.6), math.Pow(z, 0.6); math.Abs(got-want) > 1e-14*want {
			t.Fatalf("%v to the power of 0.6: %v, want %v", z, got, want)
		}
		if Pow64(z, 1) != z || Pow64(z, 0) != 1 {
			t.Fatalf("%v: powers of 1 and 0: %v and %v", z, Pow64(z, 1), Pow64(z, 0))
		}
	}
}
