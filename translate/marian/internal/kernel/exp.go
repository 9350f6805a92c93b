package kernel

import "math"

// The exponential: x = n·ln 2 + r with |r| ≤ ln 2/2, exp x = 2ⁿ·exp r. ln 2 is split in two so that n·ln2Hi is exact. The polynomial is a minimax fit of
// (exp r − 1 − r)/r² over that range, relative error 3.1e-9 before rounding.
const (
	expLow  float32 = -87 // below, Exp is 0
	expHigh float32 = 88  // above, Exp is exp(88)
	log2E   float32 = 1.4426950216293335
	ln2Hi   float32 = 0.693359375
	ln2Lo   float32 = -0.00021219444170128554
	// roundMagic added to a value below 2²² leaves its nearest integer in the low bits.
	roundMagic float32 = 1.5 * (1 << 23)
	exp2       float32 = 0.4999999403953552
	exp3       float32 = 0.1666651964187622
	exp4       float32 = 0.041668396443128586
	exp5       float32 = 0.0083688385784626
	exp6       float32 = 0.0013814782723784447
)

var negInf = float32(math.Inf(-1))

// Exp is the exponential that all functions of this package use. It is within one unit in the last place of the true value for −87 ≤ x ≤ 88; below it is 0,
// above it stays exp(88), about 1.65e38.
func Exp(x float32) float32 {
	if x < expLow {
		return 0
	}
	if x > expHigh {
		x = expHigh
	}
	t := float32(x*log2E) + roundMagic
	n := t - roundMagic
	r := x - float32(n*ln2Hi)
	r = r - float32(n*ln2Lo)
	p := float32(exp6*r) + exp5
	p = float32(p*r) + exp4
	p = float32(p*r) + exp3
	p = float32(p*r) + exp2
	p = float32(p*float32(r*r)) + r
	p = p + 1
	return p * math.Float32frombits((math.Float32bits(t)+127)<<23)
}

// logOf is the natural logarithm of a normal positive v in float64, by the series of atanh, with fixed steps on every CPU.
func logOf(v float64) float64 {
	frac, e := math.Frexp(v)
	if frac < math.Sqrt2/2 {
		frac, e = frac*2, e-1
	}
	s := (frac - 1) / (frac + 1) // |s| ≤ 0.1716
	s2 := float64(s * s)
	sum := 0.0
	for i := 17; i >= 1; i -= 2 {
		sum = float64(sum*s2) + 1/float64(i)
	}
	return float64(2*s*sum) + float64(float64(e)*math.Ln2)
}
