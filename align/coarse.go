package align

import "math"

// Parameters of the coarse pass.
const (
	chunkCells  = 1_200_000 // pairs of sentences looked at one by one at once
	bandWidth   = 4         // positions on either side of the coarse path that the fine programme visits
	coarseSkip  = -1.5      // gain of leaving a sentence out
	coarseShare = 0.3       // part of a pair's gain that counts when one of the two was paired before
)

// chunk aligns a part of both documents whose borders are given: a coarse path over all pairs of sentences, then the
// fine programme along it.
func (a *aligner) chunk(s, t Range) []Bead {
	if s.Len() == 0 || t.Len() == 0 {
		var beads []Bead
		for _, b := range empty(s.Len(), t.Len()) {
			b.Source.Start, b.Source.End = b.Source.Start+s.Start, b.Source.End+s.Start
			b.Target.Start, b.Target.End = b.Target.Start+t.Start, b.Target.End+t.Start
			b.Confidence = 0.5
			beads = append(beads, b)
		}
		return beads
	}
	return a.fine(s, t, a.coarse(s, t))
}

// coarse finds the best monotone way through all pairs of single sentences, where a sentence may go with several, and
// returns the positions near it.
func (a *aligner) coarse(s, t Range) path {
	n, m := s.Len(), t.Len()
	gain := make([]float32, n*m)
	a.lexical.pairs(s, t, gain)
	for _, l := range a.translated {
		l.pairs(s, t, gain)
	}
	for i := range n {
		si := Range{s.Start + i, s.Start + i + 1}
		for j := range m {
			tj := Range{t.Start + j, t.Start + j + 1}
			g := gain[i*m+j] + float32(a.length.gain(si, tj))
			for _, f := range a.gains {
				g += float32(f(si, tj))
			}
			gain[i*m+j] = g
		}
	}
	// way[i][j]: 0 both sides advance and pair, 1 the source alone, 2 the target alone.
	way := make([]uint8, (n+1)*(m+1))
	last, now := make([]float32, m+1), make([]float32, m+1)
	for j := 1; j <= m; j++ {
		last[j] = last[j-1] + coarseSkip
		way[j] = 2
	}
	for i := 1; i <= n; i++ {
		now[0] = last[0] + coarseSkip
		way[i*(m+1)] = 1
		for j := 1; j <= m; j++ {
			g := gain[(i-1)*m+j-1]
			extend := max(coarseSkip, coarseShare*g+coarseSkip)
			b, w := last[j-1]+max(g, 2*coarseSkip), uint8(0)
			if v := last[j] + extend; v > b {
				b, w = v, 1
			}
			if v := now[j-1] + extend; v > b {
				b, w = v, 2
			}
			now[j], way[i*(m+1)+j] = b, w
		}
		last, now = now, last
	}
	p := make(path, n+1)
	for i := range p {
		p[i] = Range{math.MaxInt, 0}
	}
	for i, j := n, m; ; {
		p[i].Start, p[i].End = min(p[i].Start, j), max(p[i].End, j+1)
		if i == 0 && j == 0 {
			break
		}
		switch way[i*(m+1)+j] {
		case 0:
			i, j = i-1, j-1
		case 1:
			i--
		case 2:
			j--
		}
	}
	return p.widen(bandWidth, m)
}

// widen lets the path visit everything within w positions in either direction, up to m.
func (p path) widen(w, m int) path {
	out := make(path, len(p))
	for i := range p {
		lo, hi := p[max(0, i-w)].Start, p[min(len(p)-1, i+w)].End
		out[i] = Range{max(0, lo-w), min(m+1, hi+w)}
	}
	return out
}
