package kernel

import "math"

// The functions below are those of the math package, but with the same bits on every CPU: math has assembly for some CPUs, and where a CPU can multiply and
// add at once the compiler makes use of that, unless each product is converted before it is added. They are within two units in the last place of float64 over
// the ranges that they state: enough that rounding to float32 all but always gives the value that is closest to the truth.

// Exp64 is the exponential for |x| ≤ 700.
func Exp64(x float64) float64 {
	const hi, lo = 6.93147180369123816490e-01, 1.90821492927058770002e-10 // ln 2; n·hi is exact
	n := math.Floor(x/math.Ln2 + 0.5)
	r := float64(x-float64(n*hi)) - float64(n*lo)
	// Taylor's series to the 17th power of |r| ≤ ln 2/2.
	sum := 1.0
	for i := 17; i >= 1; i-- {
		sum = 1 + float64(float64(r*sum)/float64(i))
	}
	return math.Ldexp(sum, int(n))
}

// Log64 is the natural logarithm of a normal positive v.
func Log64(v float64) float64 { return logOf(v) }

// Pow64 is v to the power of p, for normal positive v and results that [Exp64] can give. Powers of zero and one are exact.
func Pow64(v, p float64) float64 {
	switch p {
	case 0:
		return 1
	case 1:
		return v
	}
	return Exp64(float64(p * Log64(v)))
}

// Sincos64 is the sine and cosine of 0 ≤ x ≤ 1e5.
func Sincos64(x float64) (sin, cos float64) {
	// π/2 in three parts; n times the first two is exact.
	const first, second, third = 1.57079632673412561417e+00, 6.07710050630396597660e-11, 2.02226624879595063154e-21
	n := math.Floor(x/(math.Pi/2) + 0.5)
	r := float64(float64(x-float64(n*first))-float64(n*second)) - float64(n*third)
	// Taylor's series to the 19th power of |r| ≤ π/4.
	r2 := float64(r * r)
	s, c := 1.0, 1.0
	for i := 18; i >= 2; i -= 2 {
		s = 1 - float64(float64(r2*s)/float64(i*(i+1)))
		c = 1 - float64(float64(r2*c)/float64(i*(i-1)))
	}
	s = float64(r * s)
	switch int64(n) & 3 {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	}
	return -c, s
}
