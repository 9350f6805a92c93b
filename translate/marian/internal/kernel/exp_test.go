package kernel

import (
	"math"
	"testing"
)

func TestExpIsWithinOneUlp(t *testing.T) {
	worst, at := 0.0, float32(0)
	for x := float32(-87); x <= 88; x += 0.00037 {
		want := math.Exp(float64(x))
		ulp := float64(math.Nextafter32(float32(want), math.MaxFloat32)) - float64(float32(want))
		if e := math.Abs(float64(Exp(x))-want) / ulp; e > worst {
			worst, at = e, x
		}
	}
	t.Logf("largest error: %.3f ulp at %v", worst, at)
	if worst > 1 {
		t.Errorf("Exp(%v) is off by %.3f ulp", at, worst)
	}
}

func TestExpLimits(t *testing.T) {
	inf := float32(math.Inf(1))
	top := Exp(88)
	for _, c := range []struct{ x, want float32 }{
		{0, 1}, {float32(math.Copysign(0, -1)), 1}, {-87.01, 0}, {-inf, 0}, {-1e30, 0}, {89, top}, {1e30, top}, {inf, top},
	} {
		if got := Exp(c.x); got != c.want {
			t.Errorf("Exp(%v) = %v, want %v", c.x, got, c.want)
		}
	}
	if got := Exp(float32(math.NaN())); got == got {
		t.Errorf("Exp(NaN) = %v", got)
	}
}

func TestLogOf(t *testing.T) {
	for v := 1.0; v < 1e6; v *= 1.0137 {
		if got, want := logOf(v), math.Log(v); math.Abs(got-want) > 1e-13*(1+want) {
			t.Errorf("logOf(%v) = %v, want %v", v, got, want)
		}
	}
}
