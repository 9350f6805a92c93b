package align

import "fmt"

// What makes sentences without a partner a part that is missing, not a translator's freedom.
const (
	gapLeast = 4    // sentences
	gapShare = 0.08 // of the sentences of their side
	gapWeak  = 0.6  // confidence below which a bead between sentences without a partner may be chance
)

// A Gap is a stretch of sentences that have no partner, long enough for a part of the other side to be missing.
type Gap struct {
	OfTarget  bool  // the sentences are those of the target
	Sentences Range // numbers from 0
	At        int   // the number of the sentence of the other side that follows
	// How many sentences both sides have: the one with the gap, and the other.
	Own, Other int
}

// String describes which sentences, counted from 1, and where the other side has nothing for them.
func (g Gap) String() string {
	own, other := "source", "target"
	if g.OfTarget {
		own, other = other, own
	}
	where := fmt.Sprintf("nothing stands for them between sentences %d and %d of the %s", g.At, g.At+1, other)
	switch g.At {
	case g.Other:
		where = fmt.Sprintf("the %s ends before them", other)
	case 0:
		where = fmt.Sprintf("the %s begins after them", other)
	}
	return fmt.Sprintf("sentences %d to %d of %d of the %s have no partner: %s",
		g.Sentences.Start+1, g.Sentences.End, g.Own, own, where)
}

// gaps returns the gaps in an alignment. A single weak bead in a stretch of sentences without a partner does not end
// it: by chance two sentences fit a little.
func gaps(beads []Bead, source, target int) []Gap {
	var out []Gap
	for _, ofTarget := range []bool{false, true} {
		all, other := source, target
		if ofTarget {
			all, other = target, source
		}
		sides := func(b Bead) (own, rest Range) {
			if ofTarget {
				return b.Target, b.Source
			}
			return b.Source, b.Target
		}
		alone := func(b Bead) bool {
			own, rest := sides(b)
			return own.Len() > 0 && rest.Len() == 0
		}
		for i := 0; i < len(beads); {
			if !alone(beads[i]) {
				i++
				continue
			}
			end, n := i, 0
			for k := i; k < len(beads); k++ {
				switch {
				case alone(beads[k]):
					own, _ := sides(beads[k])
					n += own.Len()
					end = k + 1
					continue
				case k == end && beads[k].Confidence < gapWeak && k+1 < len(beads) && alone(beads[k+1]):
					continue
				}
				break
			}
			if n >= gapLeast && float64(n) >= gapShare*float64(all) {
				first, _ := sides(beads[i])
				last, at := sides(beads[end-1])
				out = append(out, Gap{ofTarget, Range{first.Start, last.End}, at.Start, all, other})
			}
			i = end
		}
	}
	return out
}
