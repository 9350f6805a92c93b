package align

import (
	"math"
	"slices"
	"unicode/utf8"
)

// length is the scorer of Gale and Church (1993) in another form: the logarithm of the ratio of lengths of a bead's
// sides is normal, with a variance that falls with the length; of unrelated sentences it is normal with a large
// variance. Its parameters are those of German and English at first and are fitted to the documents between passes.
type length struct {
	source, target []float64 // running sums of lengths in runes
	centre         float64   // mean of log(target/source)
	weights        *weights
}

const (
	lengthSmooth       = 4.0  // runes added to both sides
	lengthOther        = 0.75 // variance of unrelated beads
	lengthFloor        = -6.0
	germanEnglishRatio = -0.08 // mean of log(target/source)
)

func newLength(source, target []string, w *weights) *length {
	l := &length{source: sums(source), target: sums(target), weights: w}
	l.centre = germanEnglishRatio
	// Languages with other scripts differ far more than documents of one pair do.
	r := math.Log((l.target[len(target)] + lengthSmooth) / (l.source[len(source)] + lengthSmooth))
	if math.Abs(r) > 0.5 && len(source) > 20 && len(target) > 20 {
		l.centre = r
	}
	return l
}

func sums(texts []string) []float64 {
	s := make([]float64, len(texts)+1)
	for i, t := range texts {
		s[i+1] = s[i] + float64(utf8.RuneCountInString(t)) + 1
	}
	return s
}

func (l *length) gain(s, t Range) float64 {
	a, b := l.source[s.End]-l.source[s.Start], l.target[t.End]-l.target[t.Start]
	r := math.Log((b+lengthSmooth)/(a+lengthSmooth)) - l.centre
	v := l.weights.Spread + l.weights.PerRune/(lengthSmooth+(a+b)/2)
	return l.weights.Length * max(lengthFloor, 0.5*math.Log(lengthOther/v)-0.5*r*r*(1/v-1/lengthOther))
}

// fit sets the centre to the median of confident 1-1 beads.
func (l *length) fit(beads []Bead) {
	var ratios []float64
	for _, b := range beads {
		if b.Source.Len() == 1 && b.Target.Len() == 1 && b.Confidence > 0.5 {
			x, y := l.source[b.Source.End]-l.source[b.Source.Start], l.target[b.Target.End]-l.target[b.Target.Start]
			if x+y > 40 {
				ratios = append(ratios, math.Log((y+lengthSmooth)/(x+lengthSmooth)))
			}
		}
	}
	if len(ratios) < 20 {
		return
	}
	slices.Sort(ratios)
	l.centre = ratios[len(ratios)/2]
}
