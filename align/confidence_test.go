package align

import (
	"math"
	"slices"
	"testing"
)

// A sentence that is left out is left out whether the way passes it before or after a sentence that is left out on
// the other side.
func TestLeftOutOnBothSides(t *testing.T) {
	source := slices.Insert(slices.Clone(germanText), 3, "Im Stadion fielen am Abend drei Tore gegen die Gäste aus Bremen.")
	target := slices.Insert(slices.Clone(englishText), 3, "Add saffron and butter, stir gently and serve the rice with cheese.")
	beads, _ := mustAlign(t, source, target, Config{Lexicon: GermanEnglish()})
	alone := 0
	for _, b := range beads {
		if b.Source.Len() == 0 || b.Target.Len() == 0 {
			alone++
			if b.Confidence < 0.7 {
				t.Errorf("%+v has a low confidence", b)
			}
		}
	}
	if alone != 2 {
		t.Errorf("%d sentences left out, want 2: %+v", alone, beads)
	}
}

func TestCalibrateByKind(t *testing.T) {
	made := func(shapes ...[2]int) []Bead {
		var beads []Bead
		at := [2]int{}
		for _, s := range shapes {
			beads = append(beads, Bead{Source: Range{at[0], at[0] + s[0]}, Target: Range{at[1], at[1] + s[1]}, Confidence: 1})
			at = [2]int{at[0] + s[0], at[1] + s[1]}
		}
		return beads
	}
	for _, x := range []struct {
		name   string
		shapes [][2]int
		want   []float64
	}{
		{"none", nil, nil},
		{"singles", [][2]int{{1, 1}, {1, 1}}, []float64{sureSingle, sureSingle}},
		{"beside", [][2]int{{1, 1}, {1, 1}, {2, 1}, {1, 1}}, []float64{sureSingle, sureBeside, sureMerged, sureBeside}},
		{"several", [][2]int{{3, 2}, {0, 1}, {1, 1}, {1, 0}, {1, 3}}, []float64{sureBoth, sureEmpty, sureSingle, sureEmpty, sureMerged}},
	} {
		beads := made(x.shapes...)
		calibrate(beads)
		var got []float64
		for _, b := range beads {
			got = append(got, b.Confidence)
		}
		if !slices.EqualFunc(got, x.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }) {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}
