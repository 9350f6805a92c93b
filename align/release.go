package align

import "slices"

const (
	// releaseWords is how many words and marks a sentence must have to be released: of shorter ones, such as "You
	// know?", it means little that nothing shows them on the other side.
	releaseWords = 4
	// releaseTrust bounds the confidence of a released sentence and of the bead that it was in: among documents made of
	// training text about half of the releases are right.
	releaseTrust = 0.5
)

// release parts sentences from the ends of beads where they explain nothing of the other side: where its words and
// length are as likely without them. They were left out of the other text, and joined a neighbour because beads with
// two sides are likelier beforehand. Without a lexicon too little is known of the words for this.
func (a *aligner) release(all []grids, beads []Bead) []Bead {
	if a.cfg.Lexicon == nil {
		return beads
	}
	var out []Bead
	for _, b := range beads {
		var after []Bead
		for {
			p, ok := a.idle(all, b)
			if !ok {
				break
			}
			b = p.rest
			if p.first {
				out = append(out, p.alone)
			} else {
				after = append(after, p.alone)
			}
		}
		slices.Reverse(after)
		out = append(append(out, b), after...)
	}
	return out
}

// A parting is a bead without the first or last sentence of a side, and that sentence alone.
type parting struct {
	rest, alone Bead
	first       bool
}

// partings returns the ways to part a sentence from a bead of which something is left.
func partings(b Bead) []parting {
	s, t, trust := b.Source, b.Target, min(b.Confidence, releaseTrust)
	part := func(source, target, alone, other Range, first bool) parting {
		return parting{
			Bead{Source: source, Target: target, Confidence: trust},
			Bead{Source: alone, Target: other, Confidence: trust}, first,
		}
	}
	var out []parting
	if min(s.Len(), t.Len()) > 0 && s.Len() > 1 {
		out = append(out,
			part(Range{s.Start + 1, s.End}, t, Range{s.Start, s.Start + 1}, Range{t.Start, t.Start}, true),
			part(Range{s.Start, s.End - 1}, t, Range{s.End - 1, s.End}, Range{t.End, t.End}, false))
	}
	if min(s.Len(), t.Len()) > 0 && t.Len() > 1 {
		out = append(out,
			part(s, Range{t.Start + 1, t.End}, Range{s.Start, s.Start}, Range{t.Start, t.Start + 1}, true),
			part(s, Range{t.Start, t.End - 1}, Range{s.End, s.End}, Range{t.End - 1, t.End}, false))
	}
	return out
}

// idle returns the parting from b of the sentence that explains least of the other side, if that is nothing.
func (a *aligner) idle(all []grids, b Bead) (best parting, ok bool) {
	least := 0.0
	for _, p := range partings(b) {
		if 2*a.words(p.alone) < releaseWords {
			continue
		}
		ofTarget := p.alone.Source.Len() > 0
		if x := a.explained(all, b, ofTarget) - a.explained(all, p.rest, ofTarget); x <= least {
			best, least, ok = p, x, true
		}
	}
	if ok {
		best.rest.Cost = -a.gain(all, best.rest.Source, best.rest.Target) / a.words(best.rest)
	}
	return best, ok
}

// explained returns how well the words of one side of a bead, and the lengths, are explained by the other side, and what
// those who judge beside them think of it.
func (a *aligner) explained(all []grids, b Bead, ofTarget bool) float64 {
	g := a.length.gain(b.Source, b.Target)
	for _, x := range all {
		if ofTarget {
			g += x.weight * x.forward.gain(b.Source, b.Target)
		} else {
			g += x.weight * x.backward.gain(b.Target, b.Source)
		}
	}
	for _, f := range a.gains {
		g += f(b.Source, b.Target)
	}
	return g
}
