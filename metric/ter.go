package metric

import (
	"fmt"
	"math"
	"slices"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// TER is the translation edit rate (Snover et al., 2006) with the limits of Tercom as sacreBLEU has them:
// lower-cased, split at white space, shifts of at most ten words over at most fifty, edit distance within a band
// around the diagonal.
type TER struct{}

const (
	terShiftSize = 10
	terShiftFar  = 50
	terBand      = 25
	terShifts    = 1000 // candidates looked at in a sentence
)

// Counts returns the edits against the closest reference and the mean length of the references.
func (TER) Counts(hypothesis string, references []string) []float64 {
	lower := cases.Lower(language.Und)
	words := func(s string) []string { return fields(lower.String(trimRight(s))) }
	h := words(hypothesis)
	best, length := math.MaxInt, 0
	for _, reference := range references {
		r := words(reference)
		best = min(best, edits(h, r))
		length += len(r)
	}
	return []float64{float64(best), float64(length) / float64(len(references))}
}

// Score returns TER of summed counts.
func (TER) Score(counts []float64, references int) Score {
	s := Score{
		Name: "TER",
		Signature: fmt.Sprintf("nrefs:%d|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:%s", references,
			Version),
	}
	switch {
	case counts == nil:
	case counts[1] > 0:
		s.Value = 100 * (counts[0] / counts[1])
	case counts[0] > 0:
		s.Value = 100
	}
	return s
}

// edits returns the number of shifts and edits that make h into r.
func edits(h, r []string) int {
	if len(r) == 0 {
		return len(h)
	}
	d := newDistance(h, r)
	current := d.source
	shifts, seen := 0, 0
	for {
		gain, shifted, n := d.bestShift(current, seen)
		seen = n
		if seen >= terShifts || gain <= 0 {
			break
		}
		shifts++
		current = shifted
	}
	d.run(current)
	return shifts + d.edits
}

// A distance computes banded edit distances of many orders of the same words to one reference. Words are numbers. It
// takes memory in proportion to the words.
type distance struct {
	source, target []int32
	// above and row are the costs by reference position of two rows of hypothesis positions, infinite outside of their
	// bands.
	above, row []int32
	ops        [][]byte
	first      []int // by hypothesis position: the reference position of the first of ops
	edits      int
}

const terInfinity = math.MaxInt32 / 2

// Operations on the way from hypothesis to reference.
const (
	terKeep byte = iota
	terSubstitute
	terDelete // a word of the hypothesis
	terInsert // a word of the reference
)

func newDistance(h, r []string) *distance {
	ids := map[string]int32{}
	number := func(words []string) []int32 {
		out := make([]int32, len(words))
		for i, w := range words {
			id, ok := ids[w]
			if !ok {
				id = int32(len(ids))
				ids[w] = id
			}
			out[i] = id
		}
		return out
	}
	d := &distance{source: number(h), target: number(r)}
	d.above, d.row = make([]int32, len(r)+1), make([]int32, len(r)+1)
	d.ops, d.first = make([][]byte, len(h)+1), make([]int, len(h)+1)
	ratio, band := d.band(len(h))
	for i := 1; i <= len(h); i++ {
		first, last := d.bounds(i, len(h), ratio, band)
		d.first[i], d.ops[i] = first, make([]byte, max(0, last-first))
	}
	d.ops[0] = make([]byte, len(r)+1)
	for j := range d.ops[0] {
		d.ops[0][j] = terInsert
	}
	return d
}

// band returns how many words of the reference there are for one of n of the hypothesis, and how far from that the
// edit distance looks.
func (d *distance) band(n int) (ratio float64, band int) {
	ratio, band = 1, terBand
	if n > 0 {
		ratio = float64(len(d.target)) / float64(n)
	}
	if terBand < ratio/2 {
		band = int(math.Ceil(ratio/2 + terBand))
	}
	return ratio, band
}

// bounds returns which reference positions are looked at for position i of n of the hypothesis.
func (d *distance) bounds(i, n int, ratio float64, band int) (first, last int) {
	middle := int(math.Floor(float64(i) * ratio))
	first, last = max(0, middle-band), min(len(d.target)+1, middle+band)
	if i == n {
		last = len(d.target) + 1
	}
	return first, last
}

// run finds the edits for h, which has the words of the source in some order, and the operations that lead there.
func (d *distance) run(h []int32) {
	for j := range d.above {
		d.above[j], d.row[j] = int32(j), terInfinity
	}
	dirty := 0 // where what row holds of two rows ago begins
	for i := 1; i <= len(h); i++ {
		above, row, ops, first := d.above, d.row, d.ops[i], d.first[i]
		if i == 2 { // row holds that of position 0, which has no band
			first = len(row)
		}
		for j := dirty; j < first; j++ {
			row[j] = terInfinity
		}
		first = d.first[i]
		for k := range ops {
			j := first + k
			if j == 0 {
				row[0], ops[0] = above[0]+1, terDelete
				continue
			}
			c, o := above[j-1]+1, terSubstitute
			if h[i-1] == d.target[j-1] {
				c, o = above[j-1], terKeep
			}
			if x := above[j] + 1; x < c {
				c, o = x, terDelete
			}
			left := int32(terInfinity)
			if k > 0 {
				left = row[j-1]
			}
			if x := left + 1; x < c {
				c, o = x, terInsert
			}
			row[j], ops[k] = min(c, terInfinity), o
		}
		dirty = d.first[i-1]
		d.above, d.row = row, above
	}
	d.edits = int(d.above[len(d.target)])
}

// trace returns, for each reference word, the hypothesis word it stands at or after (-1 before the first), and which
// words of either side are wrong.
func (d *distance) trace(n int) (at []int, wrongTarget, wrongSource []bool) {
	i, j := n, len(d.target)
	at, wrongTarget, wrongSource = make([]int, j), make([]bool, j), make([]bool, i)
	for i > 0 || j > 0 {
		switch op := d.ops[i][j-d.first[i]]; op {
		case terKeep, terSubstitute:
			wrong := op == terSubstitute
			i, j = i-1, j-1
			at[j], wrongTarget[j], wrongSource[i] = i, wrong, wrong
		case terInsert:
			j--
			at[j], wrongTarget[j] = i-1, true
		case terDelete:
			i--
			wrongSource[i] = true
		}
	}
	return at, wrongTarget, wrongSource
}

// bestShift looks for the shift of words that takes most off the edit distance; among equals it prefers the longest,
// the first, and the earliest target. seen counts the candidates of a sentence.
func (d *distance) bestShift(h []int32, seen int) (gain int, shifted []int32, total int) {
	d.run(h)
	before := d.edits
	at, wrongTarget, wrongSource := d.trace(len(h))
	type rank struct{ gain, length, start, to int }
	var best rank
	found := false
	for start := range h {
		for from := range d.target {
			if from-start > terShiftFar || start-from > terShiftFar {
				continue
			}
			for length := 1; length <= terShiftSize && start+length <= len(h) && from+length <= len(d.target); length++ {
				if h[start+length-1] != d.target[from+length-1] {
					break
				}
				if !slices.Contains(wrongSource[start:start+length], true) ||
					!slices.Contains(wrongTarget[from:from+length], true) ||
					start <= at[from] && at[from] < start+length {
					continue
				}
				last := -1
				for offset := -1; offset < length; offset++ {
					to := 0
					if from+offset >= 0 {
						to = at[from+offset] + 1
					}
					if to == last {
						continue
					}
					last = to
					words := shift(h, start, length, to)
					d.run(words)
					seen++
					r := rank{before - d.edits, length, -start, -to}
					if !found ||
						slices.Compare(
							[]int{r.gain, r.length, r.start, r.to},
							[]int{best.gain, best.length, best.start, best.to},
						) > 0 {
						best, shifted, found = r, words, true
					}
				}
				if seen >= terShifts {
					return best.gain, shifted, seen
				}
			}
		}
	}
	return best.gain, shifted, seen
}

// shift moves length words from start to before position to; a target inside the words moves them on by as much.
func shift(h []int32, start, length, to int) []int32 {
	moved := h[start : start+length]
	switch {
	case to < start:
		return slices.Concat(h[:to], moved, h[to:start], h[start+length:])
	case to > start+length:
		return slices.Concat(h[:start], h[start+length:to], moved, h[to:])
	}
	end := min(len(h), length+to)
	return slices.Concat(h[:start], h[start+length:end], moved, h[end:])
}
