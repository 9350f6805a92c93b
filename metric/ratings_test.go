package metric

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(want) != math.IsNaN(got) || math.Abs(got-want) > 5e-4 {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestMQMWeight(t *testing.T) {
	for _, c := range []struct {
		category, severity string
		want               float64
	}{
		{"Accuracy/Mistranslation", "major", 5},
		{"Accuracy/Mistranslation", "minor", 1},
		{"Accuracy/Mistranslation", "neutral", 0},
		{"Accuracy/Mistranslation", "critical", 25},
		{"Fluency/Punctuation", "minor", 0.1},
		{"Fluency/Punctuation", "major", 5},
		{"Non-translation!", "major", 25},
		{"Non-translation!", "neutral", 0},
	} {
		if got := MQMWeight(c.category, c.severity); got != c.want {
			t.Errorf("%s, %s: %v, want %v", c.category, c.severity, got, c.want)
		}
	}
}

func rating(system, segment, rater string, score float64) Rating {
	return Rating{System: system, Segment: segment, Rater: rater, Score: score}
}

func TestNormalized(t *testing.T) {
	got := Normalized([]Rating{
		rating("a", "1", "x", 10), rating("b", "1", "x", 30), rating("a", "1", "y", 80), rating("b", "1", "y", 84),
		rating("a", "1", "z", 50),
	})
	for i, want := range []float64{-1, 1, -1, 1, 0} {
		near(t, fmt.Sprint("z score ", i), got[i].Score, want)
	}
}

func TestRateSystems(t *testing.T) {
	var ratings []Rating
	for i := range 200 {
		segment := fmt.Sprint(i)
		ratings = append(ratings, rating("bad", segment, "x", float64(40+i%20)), rating("good", segment, "x", float64(70+i%20)))
	}
	ratings = append(ratings, rating("good", "0", "y", 90)) // its mean with that of x is 80
	systems := RateSystems(ratings, 1000)
	if len(systems) != 2 || systems[0].System != "bad" || systems[1].Ratings != 201 || systems[1].Segments != 200 {
		t.Fatalf("%+v", systems)
	}
	near(t, "mean of bad", systems[0].Mean, 49.5)
	near(t, "mean of good", systems[1].Mean, 79.55)
	// The standard error of the mean is 5.77/√200 = 0.41.
	if s := systems[0]; s.Low < 48.4 || s.Low > 49 || s.High < 50 || s.High > 50.6 {
		t.Errorf("bounds %.2f and %.2f", s.Low, s.High)
	}
	c, err := CompareRated(ratings, "ESA", "good", "bad", 1000)
	if err != nil || c.P > 0.01 || c.Low < 29 || c.High > 31 || c.Segments != 200 {
		t.Errorf("%v, %v", c, err)
	}
	if _, err := CompareRated(ratings, "ESA", "good", "none", 1000); err == nil {
		t.Error("a system without ratings was compared")
	}
}

// The data of Krippendorff's own example (Computing Krippendorff's Alpha-Reliability, 2011, section C), whose alpha for
// interval data is 0.849.
func TestAlpha(t *testing.T) {
	const missing = -1
	values := [][]float64{
		{1, 2, 3, 3, 2, 1, 4, 1, 2, missing, missing, missing},
		{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, missing, 3},
		{missing, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, missing},
		{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, missing},
	}
	var ratings []Rating
	for rater, list := range values {
		for segment, v := range list {
			if v != missing {
				ratings = append(ratings, rating("s", fmt.Sprint(segment), fmt.Sprint(rater), v))
			}
		}
	}
	a := Agree(ratings)
	near(t, "alpha", a.Alpha, 0.849)
	if a.Translations != 11 {
		t.Errorf("%d translations have several raters, want 11", a.Translations)
	}
	near(t, "alpha without ratings", Agree(nil).Alpha, math.NaN())
}

func TestPairwise(t *testing.T) {
	var ratings []Rating
	add := func(segment string, x, y [2]float64) {
		ratings = append(ratings, rating("a", segment, "x", x[0]), rating("b", segment, "x", x[1]),
			rating("a", segment, "y", y[0]), rating("b", segment, "y", y[1]))
	}
	add("1", [2]float64{1, 2}, [2]float64{3, 9}) // both prefer b
	add("2", [2]float64{1, 2}, [2]float64{5, 5}) // b, neither
	add("3", [2]float64{4, 4}, [2]float64{5, 5}) // neither
	add("4", [2]float64{4, 1}, [2]float64{5, 6}) // they differ
	a := Agree(ratings)
	near(t, "accuracy", a.Accuracy, 0.5)
	if a.Comparisons != 4 {
		t.Errorf("%d comparisons, want 4", a.Comparisons)
	}
}

// Tau and the accuracy agree with their definitions, counted pair by pair.
func TestKendall(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		pairs := make([][2]float64, 2+r.IntN(12))
		for i := range pairs {
			pairs[i] = [2]float64{float64(r.IntN(4)), float64(r.IntN(4))}
		}
		var agree, differ, first, second, same, all float64
		for i, a := range pairs {
			for _, b := range pairs[i+1:] {
				x, y := a[0]-b[0], a[1]-b[1]
				all++
				if x*y > 0 || x == 0 && y == 0 {
					same++
				}
				switch {
				case x*y > 0:
					agree++
				case x*y < 0:
					differ++
				}
				if x != 0 {
					first++
				}
				if y != 0 {
					second++
				}
			}
		}
		want := (agree - differ) / math.Sqrt(first*second) // NaN where one side has only equal values
		near(t, fmt.Sprint("tau of ", pairs), kendall(pairs), want)
		_, accuracy := pairwise(map[side][][2]float64{{}: pairs})
		near(t, fmt.Sprint("accuracy of ", pairs), accuracy, same/all)
	}
}
