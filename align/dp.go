package align

import (
	"math"
	"slices"
)

// A shape is a number of source and of target sentences in a bead.
type shape struct{ source, target int }

// shapes are the beads that the programme can make.
var shapes = [...]shape{
	{1, 1}, {1, 0}, {0, 1}, {1, 2}, {2, 1}, {2, 2}, {1, 3}, {3, 1}, {2, 3}, {3, 2}, {1, 4}, {4, 1}, {3, 3}, {2, 4},
	{4, 2}, {1, 5}, {5, 1},
}

const (
	shapeSourceAlone, shapeTargetAlone = 1, 2 // numbers of 1-0 and 0-1 in shapes
	longestSide                        = 5    // of a shape
)

// A path is, for each source position of a chunk (borders between sentences, so one more than sentences), the target
// positions that the programme may visit there. Both ends do not fall from one source position to the next.
type path []Range

// fine finds the best beads inside a chunk along a path and their confidence. The path must visit (0,0) and the last
// position of both sides; positions are relative to the chunk.
func (a *aligner) fine(s, t Range, p path) []Bead {
	n, m := s.Len(), t.Len()
	// Sentences that may go together: those between visited positions.
	band := make([]Range, n)
	for i := range n {
		lo, hi := p[max(0, i-longestSide)].Start, p[min(n, i+longestSide)].End-1
		band[i] = Range{t.Start + max(0, lo-longestSide), t.Start + min(m, hi+longestSide)}
	}
	back := make([]Range, m)
	for j := range back {
		back[j] = Range{s.End, s.Start}
	}
	for i, b := range band {
		for j := b.Start; j < b.End; j++ {
			r := &back[j-t.Start]
			r.Start, r.End = min(r.Start, s.Start+i), max(r.End, s.Start+i+1)
		}
	}
	for j, r := range back {
		if r.Start >= r.End {
			back[j] = Range{s.Start, s.Start}
		}
	}
	all := []grids{a.lexical.grids(s, t, band, back)}
	for _, l := range a.translated {
		all = append(all, l.grids(s, t, band, back))
	}

	c := cells{path: p, starts: make([]int, n+2)}
	for i, r := range p {
		c.starts[i+1] = c.starts[i] + r.Len()
	}
	size := c.starts[n+1]
	best, from := make([]float64, size), make([]int8, size)
	scores := make([]float32, size*len(shapes)) // of the shape that ends at a cell
	for i := range p {
		for j := p[i].Start; j < p[i].End; j++ {
			k := c.at(i, j)
			best[k], from[k] = math.Inf(-1), -1
			if i == 0 && j == 0 {
				best[k] = 0
			}
			for x, sh := range shapes {
				score := math.Inf(-1)
				if q := c.at(i-sh.source, j-sh.target); q >= 0 && !math.IsInf(best[q], -1) {
					bs, bt := Range{s.Start + i - sh.source, s.Start + i}, Range{t.Start + j - sh.target, t.Start + j}
					score = a.priors[x] + a.borders(bs, bt)
					if sh.source > 0 && sh.target > 0 {
						score += a.gain(all, bs, bt)
					}
					if v := best[q] + score; v > best[k] {
						best[k], from[k] = v, int8(x)
					}
				}
				scores[k*len(shapes)+x] = float32(score)
			}
		}
	}
	confidence := c.posteriors(scores, a.weights.Temperature)
	var beads []Bead
	for i, j := n, m; i > 0 || j > 0; {
		k := c.at(i, j)
		x := from[k]
		sh := shapes[x]
		b := Bead{Source: Range{s.Start + i - sh.source, s.Start + i},
			Target: Range{t.Start + j - sh.target, t.Start + j}}
		b.Confidence = confidence(k, int(x))
		if sh.source > 0 && sh.target > 0 {
			b.Cost = -a.gain(all, b.Source, b.Target) / a.words(b)
		}
		beads = append(beads, b)
		i, j = i-sh.source, j-sh.target
	}
	slices.Reverse(beads)
	return a.release(all, beads)
}

func (a *aligner) gain(all []grids, s, t Range) float64 {
	g := a.length.gain(s, t)
	for _, x := range all {
		g += x.weight * (x.forward.gain(s, t) + x.backward.gain(t, s))
	}
	for _, f := range a.gains {
		g += f(s, t)
	}
	return g
}

// words returns the mean number of words of the sides of a bead.
func (a *aligner) words(b Bead) float64 {
	n := 0
	for i := b.Source.Start; i < b.Source.End; i++ {
		n += len(a.lexical.source.text[i])
	}
	for j := b.Target.Start; j < b.Target.End; j++ {
		n += len(a.lexical.target.text[j])
	}
	return max(1, float64(n)/2)
}

// cells number the positions of a path.
type cells struct {
	path   path
	starts []int
}

// at returns the number of a position, or -1 outside the path.
func (c *cells) at(i, j int) int {
	if i < 0 || j < 0 || j < c.path[i].Start || j >= c.path[i].End {
		return -1
	}
	return c.starts[i] + j - c.path[i].Start
}

// posteriors returns a function that gives the share, among all ways through the cells, of those with shape x ending
// at cell k; of those, for a shape with one side, that leave out its sentence anywhere. Ways are weighted by their
// score over the temperature, which makes up for scores that count dependent words as independent.
func (c *cells) posteriors(scores []float32, temperature float64) func(k, x int) float64 {
	n := len(c.path) - 1
	size := c.starts[n+1]
	ahead, behind := make([]float64, size), make([]float64, size)
	for k := range ahead {
		ahead[k], behind[k] = math.Inf(-1), math.Inf(-1)
	}
	m := c.path[n].End - 1
	behind[size-1] = 0
	ahead[0] = 0
	origin := make([]int32, size) // of the cell, its source position
	for i := range c.path {
		for j := c.path[i].Start; j < c.path[i].End; j++ {
			k := c.at(i, j)
			origin[k] = int32(i)
			for x, sh := range shapes {
				if q := c.at(i-sh.source, j-sh.target); q >= 0 {
					ahead[k] = logAdd(ahead[k], ahead[q]+float64(scores[k*len(shapes)+x])/temperature)
				}
			}
		}
	}
	for i := n; i >= 0; i-- {
		for j := c.path[i].End - 1; j >= c.path[i].Start; j-- {
			k := c.at(i, j)
			for x, sh := range shapes {
				if q := c.at(i-sh.source, j-sh.target); q >= 0 {
					behind[q] = logAdd(behind[q], behind[k]+float64(scores[k*len(shapes)+x])/temperature)
				}
			}
		}
	}
	all := ahead[c.at(n, m)]
	share := func(k, x int) float64 {
		i := int(origin[k])
		q := c.at(i-shapes[x].source, k-c.starts[i]+c.path[i].Start-shapes[x].target)
		if q < 0 {
			return 0
		}
		return math.Exp(ahead[q] + float64(scores[k*len(shapes)+x])/temperature + behind[k] - all)
	}
	// A sentence that is left out is so wherever the way passes it.
	sourceAlone, targetAlone := make([]float64, n+1), make([]float64, m+1)
	for k := range size {
		i := int(origin[k])
		j := k - c.starts[i] + c.path[i].Start
		sourceAlone[i] += share(k, shapeSourceAlone)
		targetAlone[j] += share(k, shapeTargetAlone)
	}
	return func(k, x int) float64 {
		i := int(origin[k])
		switch x {
		case shapeSourceAlone:
			return min(1, sourceAlone[i])
		case shapeTargetAlone:
			return min(1, targetAlone[k-c.starts[i]+c.path[i].Start])
		}
		return min(1, share(k, x))
	}
}

func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if b-a < -30 || math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}
