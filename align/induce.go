package align

import (
	"cmp"
	"math"
	"slices"
)

// Parameters of the lexicon that is learned from the documents.
const (
	inducedRounds   = 4
	inducedDiscount = 0.5   // links taken off each count: what is seen once is not evidence for itself
	inducedPrior    = 0.001 // chance of a pair of words before anything is known
	inducedNull     = 0.15  // share of words without a partner
	inducedTrust    = 0.3   // least confidence of a bead that words are learned from
	inducedLongest  = 120   // words of the longer side of such a bead
	inducedMost     = 20_000
	// inducedTension keeps words near the place of their partners: the default of fast_align (Dyer, Chahuneau and
	// Smith, 2013).
	inducedTension = 4
	// inducedFew is how many examples it takes for places and stems to mean anything. Among fewer, they make words that
	// are seen once evidence for themselves.
	inducedFew = 40
)

// An example is a pair of texts that words are learned from, as word numbers.
type example struct {
	source, target []uint32
	weight         float32
}

// induce learns from the beads which words translate each other, in the manner of IBM model 1 with places, trained in
// both directions, and adds it to what is known from the form of the words.
func (l *lexical) induce(beads []Bead) {
	var examples []example
	for _, b := range beads {
		if b.Source.Len() == 0 || b.Target.Len() == 0 || b.Confidence < inducedTrust {
			continue
		}
		examples = append(examples, example{l.source.join(b.Source), l.target.join(b.Target), float32(b.Confidence)})
	}
	examples = slices.DeleteFunc(examples, func(x example) bool {
		return min(len(x.source), len(x.target)) == 0 || max(len(x.source), len(x.target)) > inducedLongest
	})
	if len(examples) < 3 {
		return
	}
	if n := len(examples); n > inducedMost { // evenly from all of the document
		for k := range inducedMost {
			examples[k] = examples[k*n/inducedMost]
		}
		examples = examples[:inducedMost]
	}
	learned := newInduction(len(l.source.forms), len(l.target.forms), l.base, examples).learn()
	if l.lexicon == nil && len(examples) >= inducedFew {
		learned = mergeEvidence(learned, l.induceStems(examples))
	}
	l.index(mergeEvidence(l.base, learned), learned)
}

// join returns the words of neighbouring sentences.
func (w *words) join(r Range) []uint32 {
	if r.Len() == 1 {
		return w.text[r.Start]
	}
	var ids []uint32
	for i := r.Start; i < r.End; i++ {
		ids = append(ids, w.text[i]...)
	}
	return ids
}

// An induction is the model while it is learned: one entry for each pair of words that stands in an example.
type induction struct {
	examples          []example
	rows              []uint32
	ids               []uint32
	forward, backward []float32 // chances
	prior             []float32 // chance from the form of the words
	sourceN, targetN  []float32 // words in the examples
	near              [nearSteps + 1]float32
}

// nearSteps is how many distances are told apart, of the length of a text.
const nearSteps = 64

// newInduction lays out a model for numbers of source and target words; base is known before.
func newInduction(sources, targets int, base []evidence, examples []example) *induction {
	m := &induction{examples: examples, sourceN: make([]float32, sources), targetN: make([]float32, targets)}
	for k := range m.near {
		m.near[k] = 1
		if len(examples) >= inducedFew {
			m.near[k] = float32(math.Exp(-inducedTension * float64(k) / nearSteps))
		}
	}
	bySource := make([][]int32, sources) // examples
	for k, x := range examples {
		for _, s := range x.source {
			m.sourceN[s] += x.weight
			if r := bySource[s]; len(r) == 0 || r[len(r)-1] != int32(k) {
				bySource[s] = append(r, int32(k))
			}
		}
		for _, t := range x.target {
			m.targetN[t] += x.weight
		}
	}
	m.rows = make([]uint32, len(bySource)+1)
	seen := make([]int32, targets)
	for s, ks := range bySource {
		start := len(m.ids)
		for _, k := range ks {
			for _, t := range examples[k].target {
				if seen[t] != int32(s)+1 {
					seen[t] = int32(s) + 1
					m.ids = append(m.ids, t)
				}
			}
		}
		row := m.ids[start:]
		slices.Sort(row)
		m.rows[s+1] = uint32(len(m.ids))
		for len(base) > 0 && base[0].source < uint32(s) {
			base = base[1:]
		}
		e := base
		for _, t := range row {
			for len(e) > 0 && e[0].source == uint32(s) && e[0].target < t {
				e = e[1:]
			}
			p := float32(inducedPrior)
			if len(e) > 0 && e[0].source == uint32(s) && e[0].target == t {
				p += max(e[0].forward, e[0].backward)
			}
			m.prior = append(m.prior, p)
		}
	}
	m.forward, m.backward = slices.Clone(m.prior), slices.Clone(m.prior)
	return m
}

// learn trains the model and returns its evidence, sorted by source and target.
func (m *induction) learn() []evidence {
	cf, cb := make([]float32, len(m.ids)), make([]float32, len(m.ids))
	for round := range inducedRounds {
		clear(cf)
		clear(cb)
		last := round == inducedRounds-1
		m.expect(func(e int, f, b float32) {
			if last {
				cf[e] += f * b
			} else {
				cf[e] += f
				cb[e] += b
			}
		})
		if last {
			break
		}
		for s := range m.sourceN {
			for k := m.rows[s]; k < m.rows[s+1]; k++ {
				m.forward[k] = (cf[k] + m.prior[k]) / (m.sourceN[s] + 1)
				m.backward[k] = (cb[k] + m.prior[k]) / (m.targetN[m.ids[k]] + 1)
			}
		}
	}
	var out []evidence
	for s := range m.sourceN {
		for k := m.rows[s]; k < m.rows[s+1]; k++ {
			c := cf[k] - inducedDiscount
			if c <= 0 {
				continue
			}
			f, b := c/(m.sourceN[s]+0.5), c/(m.targetN[m.ids[k]]+0.5)
			if max(f, b) >= chanceLeast {
				out = append(out, evidence{uint32(s), m.ids[k], min(1, f), min(1, b)})
			}
		}
	}
	return out
}

// expect calls f for each pair of words of each example with the posteriors of both directions.
func (m *induction) expect(f func(entry int, forward, backward float32)) {
	var entry []int
	var near, post []float32 // of each pair of words: how near their places are, and the posterior of the target word
	for _, x := range m.examples {
		S, T := len(x.source), len(x.target)
		entry = slices.Grow(entry[:0], S*T)[:S*T]
		post = slices.Grow(post[:0], S*T)[:S*T]
		near = slices.Grow(near[:0], S*T)[:S*T]
		for i, s := range x.source {
			row := m.ids[m.rows[s]:m.rows[s+1]]
			for j, t := range x.target {
				k, _ := slices.BinarySearch(row, t)
				entry[i*T+j] = int(m.rows[s]) + k
				near[i*T+j] = m.near[abs((2*i+1)*T-(2*j+1)*S)*nearSteps/(2*S*T)]
			}
		}
		for j := range T {
			z := float32(inducedNull) * m.targetN[x.target[j]] / 1000
			for i := range S {
				z += near[i*T+j] * m.forward[entry[i*T+j]]
			}
			for i := range S {
				post[i*T+j] = near[i*T+j] * m.forward[entry[i*T+j]] / z
			}
		}
		for i := range S {
			z := float32(inducedNull) * m.sourceN[x.source[i]] / 1000
			for j := range T {
				z += near[i*T+j] * m.backward[entry[i*T+j]]
			}
			for j := range T {
				f(entry[i*T+j], x.weight*post[i*T+j], near[i*T+j]*m.backward[entry[i*T+j]]/z)
			}
		}
	}
}

// mergeEvidence unites two sorted lists; of a pair in both the chances are united as those of independent causes.
func mergeEvidence(a, b []evidence) []evidence {
	out := make([]evidence, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch cmp.Or(cmp.Compare(a[0].source, b[0].source), cmp.Compare(a[0].target, b[0].target)) {
		case -1:
			out, a = append(out, a[0]), a[1:]
		case 1:
			out, b = append(out, b[0]), b[1:]
		default:
			x, y := a[0], b[0]
			x.forward = 1 - (1-x.forward)*(1-y.forward)
			x.backward = 1 - (1-x.backward)*(1-y.backward)
			out, a, b = append(out, x), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}
