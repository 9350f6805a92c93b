package align

import (
	"fmt"
	"math"
	"unicode/utf8"
)

// A Suspicion is a pair of a bitext that may not be a pair of translations.
type Suspicion struct {
	Pair   int     // number in the list
	Score  float64 // how sure, 0 to 1
	Reason string  // for people
}

// Parameters of the second opinion.
const (
	coverageLow    = 0.12 // share of informative words with a partner, below which a pair is suspicious
	coverageMargin = 0.25 // by how much a neighbour must cover more
	coverageEnough = 0.35 // and at least
	coverageLeast  = 0.02 // chance from which on a word counts as a partner
	coverageWeight = 12.0 // nats of informative words that a pair needs to be judged
	// movedWeight is how many nats of informative words must have their partners in the pair beside, with these, for a
	// piece to have moved there.
	movedWeight  = 12.0
	movedShare   = 0.2 // of the informative words of their side
	lengthFar    = 2.2 // logarithm of the ratio of lengths
	lengthJudged = 40  // runes of the longer side of a pair to be judged by length
)

// Suspicious is a second opinion on pairs of source and target text in the order of a document. It knows nothing of
// how they were made and uses neither the costs nor the method of [Align]: it counts which informative words of a
// pair have a partner on the other side and whether the text next to it would fit better, or holds a piece of it.
// Pairs with an empty side and very short ones are left alone.
func Suspicious(pairs [][2]string, lexicon *Lexicon) []Suspicion {
	if len(pairs) == 0 {
		return nil
	}
	source, target := make([]string, len(pairs)), make([]string, len(pairs))
	for i, p := range pairs {
		source[i], target[i] = p[0], p[1]
	}
	c := newCoverage(source, target, lexicon)
	var out []Suspicion
	for i, p := range pairs {
		if p[0] == "" || p[1] == "" {
			continue
		}
		own, weight := c.of(i, i)
		near, at := 0.0, 0
		for _, k := range []int{i - 1, i + 1} {
			if k < 0 || k >= len(pairs) {
				continue
			}
			// The source here with the target there, or the other way round.
			if x, w := c.of(i, k); x > near && w >= coverageWeight {
				near, at = x, k
			}
			if x, w := c.of(k, i); x > near && w >= coverageWeight {
				near, at = x, k
			}
		}
		moved, to := 0.0, 0
		for _, k := range []int{i - 1, i + 1} {
			if k >= 0 && k < len(pairs) {
				if x := c.moved(i, k); x > moved {
					moved, to = x, k
				}
			}
		}
		a, b := utf8.RuneCountInString(p[0]), utf8.RuneCountInString(p[1])
		ratio := math.Abs(math.Log(float64(b+lengthJudged/4) / float64(a+lengthJudged/4)))
		suspect := func(score float64, reason string, args ...any) {
			out = append(out, Suspicion{i, score, fmt.Sprintf(reason, args...)})
		}
		switch {
		case near >= coverageEnough && near > own+coverageMargin:
			suspect(min(1, 0.5+near-own), "the text fits the pair %s better: "+
				"%.0f %% of the informative words have a partner there, %.0f %% here", where(i, at), 100*near, 100*own)
		case weight >= coverageWeight && own < coverageLow:
			suspect(0.5+0.5*(1-own/coverageLow),
				"only %.0f %% of the informative words have a partner on the other side", 100*own)
		case moved > 0:
			suspect(min(1, 0.5+moved/2),
				"%.0f %% of the informative words have their partner only in the pair %s", 100*moved, where(i, to))
		case ratio > lengthFar && max(a, b) > lengthJudged:
			suspect(min(1, ratio/4), "%d characters stand against %d", a, b)
		}
	}
	return out
}

func where(i, k int) string {
	if k < i {
		return "before"
	}
	return "after"
}

// coverage finds which words of a text have a partner in another.
type coverage struct {
	l              *lexical
	source, target []float64 // weight of each word: how informative it is
}

func newCoverage(source, target []string, lexicon *Lexicon) *coverage {
	l := newLexical(source, target, lexicon, &defaultWeights)
	weigh := func(w *words, known []float32, isTarget bool) []float64 {
		out := make([]float64, len(w.forms))
		for i, f := range w.forms {
			p := w.counts[i] / w.total
			if lexicon != nil {
				p = max(p/10, lexicon.share(f, isTarget))
			}
			if !isMark(f) {
				out[i] = max(0, -math.Log(p)-4) * float64(known[i]) // words as frequent as one in fifty mean nothing
			}
		}
		return out
	}
	return &coverage{l, weigh(&l.source, l.knownSource, false), weigh(&l.target, l.knownTarget, true)}
}

// moved returns the larger share, by weight, of the words of a side of pair i that have no partner in i but one in
// pair k, which finds none in k for its part: a piece of a sentence that stands in the wrong pair. It is 0 where
// these words are too few to judge by.
func (c *coverage) moved(i, k int) float64 {
	source := side{c.l.source.text, c.source, &c.l.forward}
	target := side{c.l.target.text, c.target, &c.l.backward}
	return max(source.moved(&target, i, k), target.moved(&source, i, k))
}

// A side holds the texts of one side, the weights of its words, and the direction that gives their partners.
type side struct {
	text    [][]uint32
	weights []float64
	given   *direction
}

// moved returns that share of the words of text i of s, whose partners on the other side are sought in texts i and k.
func (s *side) moved(other *side, i, k int) float64 {
	known, taken := partners(other.given, other.text[i]), partners(s.given, s.text[k])
	var sum, all, found float64
	free := map[uint32]bool{} // words there that nothing in their own pair explains
	for _, t := range other.text[k] {
		if !taken[t] {
			free[t] = true
		}
	}
	counted := map[uint32]bool{}
	for _, w := range s.text[i] {
		all += s.weights[w]
		if known[w] {
			continue
		}
		has := false
		for n := s.given.rows[w]; n < s.given.rows[w+1]; n++ {
			if t := s.given.ids[n]; free[t] {
				has = true
				if !counted[t] {
					counted[t] = true
					found += other.weights[t]
				}
			}
		}
		if has {
			sum += s.weights[w]
		}
	}
	if sum+found < movedWeight || sum < movedShare*all {
		return 0
	}
	return sum / all
}

// partners returns the words that words of a text may be translated by.
func partners(d *direction, text []uint32) map[uint32]bool {
	out := map[uint32]bool{}
	for _, w := range text {
		for k := d.rows[w]; k < d.rows[w+1]; k++ {
			out[d.ids[k]] = true
		}
	}
	return out
}

// of returns the share, by weight, of the words of source text i and target text j that have a partner in the other,
// and that weight.
func (c *coverage) of(i, j int) (share, weight float64) {
	forward, backward := map[uint32]bool{}, map[uint32]bool{}
	for _, w := range c.l.source.text[i] {
		for k := c.l.forward.rows[w]; k < c.l.forward.rows[w+1]; k++ {
			if c.l.forward.chance[k] >= coverageLeast {
				forward[c.l.forward.ids[k]] = true
			}
		}
	}
	for _, w := range c.l.target.text[j] {
		for k := c.l.backward.rows[w]; k < c.l.backward.rows[w+1]; k++ {
			if c.l.backward.chance[k] >= coverageLeast {
				backward[c.l.backward.ids[k]] = true
			}
		}
	}
	sum := 0.0
	for _, w := range c.l.source.text[i] {
		weight += c.source[w]
		if backward[w] {
			sum += c.source[w]
		}
	}
	for _, w := range c.l.target.text[j] {
		weight += c.target[w]
		if forward[w] {
			sum += c.target[w]
		}
	}
	if weight == 0 {
		return 0, 0
	}
	return sum / weight, weight
}
