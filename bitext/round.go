package bitext

import (
	"math"
	"strconv"
)

// Round keeps four decimals of a score, cost, confidence or risk: more would be noise.
func Round(x float64) float64 {
	if f := x * 1e4; math.Abs(f) < 1e9 {
		// Not near the middle between two the quotient is what parsing would give.
		if r := math.Round(f); math.Abs(f-r) < 0.499 {
			return r / 1e4
		}
	}
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 4, 64), 64)
	if err != nil {
		return x
	}
	return y
}
