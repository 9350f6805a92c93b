package align

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
)

// Parameters of cutting long documents.
const (
	chunkLeast  = 200 // sentences of a chunk, where there is a choice
	chunkMost   = 500
	rareWords   = 40  // most tokens of a word that anchors are looked for by
	anchorLeast = 5.0 // nats
	anchorHits  = 2   // words
	repairBeads = 12  // on either side of a cut, aligned again
)

// An anchor is a pair of sentences that rare words support.
type anchor struct {
	source, target int
	weight         float64
}

// pass aligns the documents once with what is known now: as a whole where they are short, else in chunks cut at
// anchors. Around the cuts it aligns again, so that no bead is bound to end at one.
func (a *aligner) pass() []Bead {
	n, m := len(a.source), len(a.target)
	if n*m <= chunkCells {
		return a.chunk(Range{0, n}, Range{0, m})
	}
	cuts := a.cuts(a.anchors())
	parts := make([][]Bead, len(cuts)-1)
	parallel(len(parts), func(k int) {
		parts[k] = a.chunk(Range{cuts[k].source, cuts[k+1].source}, Range{cuts[k].target, cuts[k+1].target})
	})
	var beads []Bead
	for k, p := range parts {
		if k == 0 {
			beads = append(beads, p...)
			continue
		}
		before := max(0, len(beads)-repairBeads)
		after := min(len(p), repairBeads)
		start := beads[before:]
		s, t := Range{cuts[k].source, cuts[k].source}, Range{cuts[k].target, cuts[k].target}
		if len(start) > 0 {
			s.Start, t.Start = start[0].Source.Start, start[0].Target.Start
		}
		if after > 0 {
			s.End, t.End = p[after-1].Source.End, p[after-1].Target.End
		}
		beads = append(beads[:before], a.chunk(s, t)...)
		beads = append(beads, p[after:]...)
	}
	return beads
}

// parallel calls f for 0 to n-1 on all processors and returns when all calls have.
func parallel(n int, f func(k int)) {
	var wait sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for k := range next {
				f(k)
			}
		})
	}
	for k := range n {
		next <- k
	}
	close(next)
	wait.Wait()
}

// anchors returns a chain of pairs of sentences, both sides ascending, that has the most evidence from rare words.
func (a *aligner) anchors() []anchor {
	return chain(slices.Concat(a.candidates()...), len(a.target))
}

// candidates returns, for each source sentence, up to three target sentences that rare words support, best first.
func (a *aligner) candidates() [][]anchor {
	l := a.lexical
	places := make([][]int32, len(l.target.forms)) // of rare target words
	for j, text := range l.target.text {
		for _, w := range text {
			if l.target.counts[w] <= rareWords {
				if p := places[w]; len(p) == 0 || p[len(p)-1] != int32(j) {
					places[w] = append(p, int32(j))
				}
			}
		}
	}
	found := make([][]anchor, len(l.source.text))
	const block = 1000
	parallel((len(found)+block-1)/block, func(k int) {
		votes, hits := make([]float32, len(l.target.text)), make([]uint8, len(l.target.text))
		var touched []int32
		for i := k * block; i < min(len(found), (k+1)*block); i++ {
			touched = touched[:0]
			text := l.source.text[i]
			for _, w := range text {
				if l.source.counts[w] > 2*rareWords {
					continue
				}
				for e := l.forward.rows[w]; e < l.forward.rows[w+1]; e++ {
					t := l.forward.ids[e]
					ratio := l.forward.chance[e] / (float32(len(text)) * l.forward.other[t])
					gain := float32(math.Log1p(float64(ratio)))
					if len(places[t]) > 0 && gain < 1 {
						continue
					}
					for _, j := range places[t] {
						if hits[j] == 0 {
							touched = append(touched, j)
						}
						votes[j] += gain
						hits[j] = min(hits[j], 250) + 1
					}
				}
			}
			for _, j := range touched {
				if votes[j] >= anchorLeast && hits[j] >= anchorHits {
					found[i] = append(found[i], anchor{i, int(j), float64(votes[j])})
				}
				votes[j], hits[j] = 0, 0
			}
			slices.SortFunc(found[i], func(x, y anchor) int {
				return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.target, y.target))
			})
			found[i] = found[i][:min(3, len(found[i]))]
		}
	})
	return found
}

// chain returns the heaviest part of the anchors that ascends strictly on both sides. Anchors come in the order of
// their source.
func chain(anchors []anchor, targets int) []anchor {
	slices.SortStableFunc(anchors, func(x, y anchor) int {
		return cmp.Or(cmp.Compare(x.source, y.source), cmp.Compare(y.target, x.target))
	})
	type end struct {
		weight float64
		anchor int32
	}
	tree := make([]end, targets+1) // Fenwick tree of the heaviest chain that ends at or before a target
	for k := range tree {
		tree[k].anchor = -1
	}
	before := make([]int32, len(anchors))
	for k, x := range anchors {
		best := end{0, -1}
		for j := x.target; j > 0; j -= j & -j {
			if tree[j].weight > best.weight {
				best = tree[j]
			}
		}
		before[k] = best.anchor
		now := end{best.weight + x.weight, int32(k)}
		for j := x.target + 1; j <= targets; j += j & -j {
			if now.weight > tree[j].weight {
				tree[j] = now
			}
		}
	}
	best := end{0, -1}
	for j := targets; j > 0; j -= j & -j {
		if tree[j].weight > best.weight {
			best = tree[j]
		}
	}
	var out []anchor
	for k := best.anchor; k >= 0; k = before[k] {
		out = append(out, anchors[k])
	}
	slices.Reverse(out)
	return out
}

// cuts chooses where to cut: at anchors whose neighbours in the chain agree with them, else in proportion.
func (a *aligner) cuts(anchors []anchor) []anchor {
	n, m := len(a.source), len(a.target)
	support := make([]float64, len(anchors))
	for k, x := range anchors {
		for q := max(0, k-10); q < min(len(anchors), k+11); q++ {
			y := anchors[q]
			ds, dt := abs(y.source-x.source), abs(y.target-x.target)
			if ds <= 40 && abs(ds-dt) <= 2+ds/4 {
				support[k] += y.weight
			}
		}
	}
	cuts := []anchor{{}}
	k := 0
	for {
		last := cuts[len(cuts)-1]
		ds, dt := n-last.source, m-last.target
		if max(ds, dt) <= chunkMost || ds*dt <= chunkLeast*chunkMost {
			return append(cuts, anchor{source: n, target: m})
		}
		for k < len(anchors) && (anchors[k].source <= last.source || anchors[k].target <= last.target) {
			k++
		}
		best, weight := -1, 0.0
		q := k
		for ; q < len(anchors) && max(anchors[q].source-last.source, anchors[q].target-last.target) <= chunkMost; q++ {
			near := min(1, float64(max(anchors[q].source-last.source, anchors[q].target-last.target))/chunkLeast)
			if w := support[q] * near; w > weight && near > 0.25 {
				best, weight = q, w
			}
		}
		if best >= 0 && weight > 4*anchorLeast {
			cuts = append(cuts, anchors[best])
			continue
		}
		// Nothing to go by: in proportion to what is left before the next anchor that has support.
		next := anchor{source: n, target: m}
		for ; q < len(anchors); q++ {
			if support[q] > 4*anchorLeast && anchors[q].source > last.source && anchors[q].target > last.target {
				next = anchors[q]
				break
			}
		}
		ds, dt = next.source-last.source, next.target-last.target
		if max(ds, dt) <= 2*chunkMost && next.source < n {
			cuts = append(cuts, next)
			continue
		}
		part := float64(chunkMost) / float64(max(ds, dt))
		if part >= 1 {
			cuts = append(cuts, next)
			if next.source == n && next.target == m {
				return cuts
			}
			continue
		}
		cuts = append(cuts,
			anchor{source: last.source + int(float64(ds)*part), target: last.target + int(float64(dt)*part)})
	}
}

func abs(x int) int { return max(x, -x) }
