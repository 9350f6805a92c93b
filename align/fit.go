package align

import "math"

// Fit returns how well each of some target texts would do as the translation of each of some source texts: row i,
// column j holds by how many nats target j is more likely given source i than as an unrelated text. It is meant for
// comparing a few texts with each other, such as the answers of one request, which may have changed places or
// borders: words by lexicon (which may be nil), names, numbers, words that look alike, and lengths.
func Fit(source, target []string, lexicon *Lexicon) [][]float64 {
	fit := make([][]float64, len(source))
	if len(source) == 0 || len(target) == 0 {
		return fit
	}
	l := newLexical(source, target, lexicon, &defaultWeights)
	l.forward.unrelated(lexicon, true)
	l.backward.unrelated(lexicon, false)
	gain := make([]float32, len(source)*len(target))
	l.pairs(Range{0, len(source)}, Range{0, len(target)}, gain)
	lengths := length{source: sums(source), target: sums(target), centre: germanEnglishRatio, weights: &defaultWeights}
	for i := range fit {
		fit[i] = make([]float64, len(target))
		for j := range fit[i] {
			fit[i][j] = float64(gain[i*len(target)+j]) + lengths.gain(Range{i, i + 1}, Range{j, j + 1})
		}
	}
	return fit
}

// unrelated sets the chance of each made word in an unrelated text to the mean of what these texts and the lexicon
// give: a few texts alone know too little.
func (d *direction) unrelated(lexicon *Lexicon, target bool) {
	if lexicon == nil {
		return
	}
	const rare = 1e-6
	for i, f := range d.made.forms {
		d.other[i] = float32(math.Sqrt(max(lexicon.share(f, target), rare) * float64(d.other[i])))
		d.scale[i] = float32(1-d.weights.Floor) / d.other[i]
	}
}
