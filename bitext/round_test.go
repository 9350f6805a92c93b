package bitext_test

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/satzpaar/satzpaar/bitext"
)

func TestRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.OneOf(rapid.Float64Range(-1, 1), rapid.Float64Range(-200, 200), rapid.Float64(),
			rapid.Map(rapid.IntRange(-30000, 30000), func(n int) float64 { return float64(n) / 20000 })).Draw(t, "x")
		want, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 4, 64), 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := bitext.Round(x); got != want || math.Signbit(got) != math.Signbit(want) {
			t.Fatalf("Round(%g) = %g, want %g", x, got, want)
		}
	})
}
