package metric

import (
	"fmt"
	"math"
	"slices"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// TER is the translation edit rate (Snover et al., 2006) with the limits of Tercom as sacreBLEU has them: lower-cased, split at white space, shifts
// of at most ten words over at most fifty, edit distance within a band around the diagonal.
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
	s := Score{Name: "TER", Signature: fmt.Sprintf("nrefs:%d|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:%s", references, Version)}
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

// A distance computes banded edit distances of many orders of the same words to one reference. Words are numbers.
type distance struct {
	source, target []int32
	cost           [][]int32 // by hypothesis position and reference position
	op             [][]byte
	edits          int
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
	d.cost, d.op = make([][]int32, len(h)+1), make([][]byte, len(h)+1)
	for i := range d.cost {
		d.cost[i], d.op[i] = make([]int32, len(r)+1), make([]byte, len(r)+1)
	}
	for j := range d.cost[0] {
		d.cost[0][j], d.op[0][j] = int32(j), terInsert
	}
	return d
}

// run fills cost and op for h.
func (d *distance) run(h []int32) {
	n := len(d.target)
	ratio := 1.0
	if len(h) > 0 {
		ratio = float64(n) / float64(len(h))
	}
	band := terBand
	if terBand < ratio/2 {
		band = int(math.Ceil(ratio/2 + terBand))
	}
	for i := 1; i <= len(h); i++ {
		row, above, ops := d.cost[i], d.cost[i-1], d.op[i]
		for j := range row {
			row[j] = terInfinity
		}
		middle := int(math.Floor(float64(i) * ratio))
		first, last := max(0, middle-band), min(n+1, middle+band)
		if i == len(h) {
			last = n + 1
		}
		for j := first; j < last; j++ {
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
			if x := row[j-1] + 1; x < c {
				c, o = x, terInsert
			}
			row[j], ops[j] = min(c, terInfinity), o
		}
	}
	d.edits = int(d.cost[len(h)][n])
}

// trace returns, for each reference word, the hypothesis word it stands at or after (-1 before the first), and which words of either side are
// wrong.
func (d *distance) trace(n int) (at []int, wrongTarget, wrongSource []bool) {
	i, j := n, len(d.target)
	at, wrongTarget, wrongSource = make([]int, j), make([]bool, j), make([]bool, i)
	for i > 0 || j > 0 {
		switch d.op[i][j] {
		case terKeep, terSubstitute:
			wrong := d.op[i][j] == terSubstitute
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

// bestShift looks for the shift of words that takes most off the edit distance; among equals it prefers the longest, the first, and the earliest
// target. seen counts the candidates of a sentence.
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
				if !slices.Contains(wrongSource[start:start+length], true) || !slices.Contains(wrongTarget[from:from+length], true) ||
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
					if !found || slices.Compare([]int{r.gain, r.length, r.start, r.to}, []int{best.gain, best.length, best.start, best.to}) > 0 {
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
