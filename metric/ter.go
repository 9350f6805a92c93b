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
	first          []int // by hypothesis position: the first reference position in its band
	// rows are the costs of the order that run was given last, by hypothesis position and from the first reference
	// position on; costs outside of the band are infinite. ops are the operations that lead there.
	rows  [][]int32
	ops   [][]byte
	edits int        // of that order
	moved []int32    // an order that is tried
	spare [2][]int32 // the last rows of it
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
	n := len(h)
	d.first, d.rows, d.ops = make([]int, n+1), make([][]int32, n+1), make([][]byte, n+1)
	ratio, band := d.band(n)
	width, total, widest := make([]int, n+1), 0, 0
	for i := range width {
		last := len(r) + 1
		if i > 0 {
			d.first[i], last = d.bounds(i, n, ratio, band)
		}
		width[i] = max(0, last-d.first[i])
		total, widest = total+width[i], max(widest, width[i])
	}
	costs, ops := make([]int32, total), make([]byte, total)
	for i, w := range width {
		d.rows[i], costs = costs[:w:w], costs[w:]
		d.ops[i], ops = ops[:w:w], ops[w:]
	}
	for j := range d.rows[0] {
		d.rows[0][j], d.ops[0][j] = int32(j), terInsert
	}
	d.spare = [2][]int32{make([]int32, widest), make([]int32, widest)}
	d.moved = make([]int32, n)
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
	for i := 1; i <= len(h); i++ {
		d.fill(i, h[i-1], d.rows[i-1], d.rows[i], d.ops[i])
	}
	d.edits = end(d.rows[len(h)])
}

// end returns the edits of an order whose costs at the last hypothesis position are row.
func end(row []int32) int { return int(row[len(row)-1]) }

// fill computes the costs of hypothesis position i, where word stands, from those of the position above. It writes the
// operations too, unless ops is nil.
func (d *distance) fill(i int, word int32, above, row []int32, ops []byte) {
	first, shift := d.first[i], d.first[i]-d.first[i-1]
	left := int32(terInfinity)
	for k := range row {
		c, o := int32(terInfinity), terSubstitute
		j, at := first+k, k+shift // at is the place of j in above
		if j > 0 && at > 0 && at <= len(above) {
			c = above[at-1]
		}
		if j > 0 && word == d.target[j-1] {
			o = terKeep
		} else {
			c++
		}
		if j == 0 || at < len(above) && above[at]+1 < c {
			c, o = above[at]+1, terDelete
		}
		if left+1 < c {
			c, o = left+1, terInsert
		}
		left = min(c, terInfinity)
		row[k] = left
		if ops != nil {
			ops[k] = o
		}
	}
}

// try returns the edits for h, which differs in [from, to) only from the order that run was given last. Behind that
// range it stops where all costs differ by the same from those of that order, as all that follow then do.
func (d *distance) try(h []int32, from, to int) int {
	above := d.rows[from]
	for i := from + 1; i <= len(h); i++ {
		row := d.spare[i%2][:len(d.rows[i])]
		d.fill(i, h[i-1], above, row, nil)
		if i >= to {
			if by, same := apart(row, d.rows[i]); same {
				return d.edits + by
			}
		}
		above = row
	}
	return end(above)
}

// apart reports whether all finite costs of two rows differ by the same, and by how much.
func apart(a, b []int32) (by int, same bool) {
	known := false
	for k, x := range a {
		switch y := b[k]; {
		case x == terInfinity || y == terInfinity:
			if x != y {
				return 0, false
			}
		case !known:
			by, known = int(x-y), true
		case by != int(x-y):
			return 0, false
		}
	}
	return by, known
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
		for from := max(0, start-terShiftFar); from < min(len(d.target), start+terShiftFar+1); from++ {
			longest := min(terShiftSize, len(h)-start, len(d.target)-from)
			for length := 1; length <= longest; length++ {
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
					edits := d.try(d.shift(h, start, length, to))
					seen++
					r := rank{before - edits, length, -start, -to}
					if !found ||
						slices.Compare(
							[]int{r.gain, r.length, r.start, r.to},
							[]int{best.gain, best.length, best.start, best.to},
						) > 0 {
						best, found = r, true
						shifted = append(shifted[:0], d.moved...)
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

// shift writes to d.moved the words of h, of which length move from start to before position to; a target inside the
// words moves them on by as much. The two differ in [from, end) only.
func (d *distance) shift(h []int32, start, length, to int) (moved []int32, from, end int) {
	from, middle, end := start, start+length, to
	switch {
	case to < start:
		from, middle, end = to, start, start+length
	case to <= start+length:
		end = min(len(h), length+to)
	}
	at := copy(d.moved, h[:from])
	at += copy(d.moved[at:], h[middle:end])
	at += copy(d.moved[at:], h[from:middle])
	copy(d.moved[at:], h[end:])
	return d.moved, from, end
}
