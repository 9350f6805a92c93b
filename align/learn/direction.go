package learn

import (
	"math"

	"github.com/satzpaar/satzpaar/align/internal/hmm"
)

// A direction is a model that makes the words of one side from the given words of the other. All posteriors are
// [made*given].
type direction struct {
	backward bool // source words are made of target words

	table, counts []float32 // by entry: chance of the made word from the given word
	null          []float32 // chance of a made word from nothing
	nullCounts    []float64
	order         hmm.Model
	jumps         hmm.Counts
	likelihood    float64 // logarithm, of the last round of model 2

	work                       hmm.Work
	chance, other, post, prior []float64
	posts                      []float64 // of several texts
}

const (
	tension = 4    // how fast words off the diagonal lose, in model 2
	none    = 0.08 // chance of a word from nothing, in model 2
	least   = 1e-7 // chance of a word from another for which there is no evidence
	// sparse is the Dirichlet prior on the translations of a word: far below one, it keeps a rare word from explaining
	// whatever stands around it.
	sparse = 0.01
)

// newDirection starts from uniform chances, so that the first round's posteriors depend on the diagonal alone, and from
// jumps that are mostly one ahead.
func newDirection(m *model, backward bool) *direction {
	n, made := len(m.ids), len(m.target)
	if backward {
		made = len(m.source)
	}
	d := &direction{backward: backward, table: make([]float32, n), counts: make([]float32, n),
		null: make([]float32, made), nullCounts: make([]float64, made)}
	for i := range d.table {
		d.table[i] = 1
	}
	for i := range d.null {
		d.null[i] = 1
	}
	d.order.Null = 0.2
	for i := range d.order.Jumps {
		off := i - hmm.Far - 1
		d.order.Jumps[i] = 0.02 + 1/float64(1+off*off)
	}
	return d
}

// sides returns the given and made words of a text, and the place of an entry in it: made*ms + given*gs.
func (d *direction) sides(x *text) (given, made []uint32, ms, gs int) {
	if d.backward {
		return x.target, x.source, len(x.target), 1
	}
	return x.source, x.target, 1, len(x.target)
}

func (d *direction) clear() {
	clear(d.counts)
	clear(d.nullCounts)
	d.likelihood, d.jumps = 0, hmm.Counts{}
}

// diagonal returns the posteriors of model 2 with the prior of Dyer, Chahuneau and Smith (2013).
func (d *direction) diagonal(x *text) []float64 {
	given, made, ms, gs := d.sides(x)
	n := len(given)
	d.post = sized(d.post, n*len(made))
	d.prior = sized(d.prior, n)
	for j, w := range made {
		sum := 0.0
		for i := range n {
			d.prior[i] = math.Exp(-tension * math.Abs((float64(j)+0.5)/float64(len(made))-(float64(i)+0.5)/float64(n)))
			sum += d.prior[i]
		}
		z := none * float64(d.null[w])
		row := d.post[j*n : (j+1)*n]
		for i := range row {
			p := least
			if e := x.entries[j*ms+i*gs]; e >= 0 {
				p += float64(d.table[e])
			}
			row[i] = p * (1 - none) * d.prior[i] / sum
			z += row[i]
		}
		for i := range row {
			row[i] /= z
		}
		d.likelihood += math.Log(z)
	}
	return d.post
}

// ordered returns the posteriors of the hidden Markov model, and counts jumps on demand.
func (d *direction) ordered(x *text, count bool) []float64 {
	given, made, ms, gs := d.sides(x)
	n := len(given)
	d.chance, d.other = sized(d.chance, n*len(made)), sized(d.other, len(made))
	for j, w := range made {
		d.other[j] = float64(d.null[w])
		for i := range n {
			p := least
			if e := x.entries[j*ms+i*gs]; e >= 0 {
				p += float64(d.table[e])
			}
			d.chance[j*n+i] = p
		}
	}
	var jumps *hmm.Counts
	if count {
		jumps = &d.jumps
	}
	return d.work.Posteriors(&d.order, n, len(made), d.chance, d.other, jumps)
}

// product multiplies own posteriors with those of the other direction.
func (d *direction) product(x *text, own, other []float64) []float64 {
	given, made, _, _ := d.sides(x)
	d.post = sized(d.post, len(own))
	for j := range made {
		for i := range given {
			d.post[j*len(given)+i] = own[j*len(given)+i] * other[i*len(made)+j]
		}
	}
	return d.post
}

// learn adds the posteriors of a text to the counts.
func (d *direction) learn(x *text, post []float64) {
	given, made, ms, gs := d.sides(x)
	for j, w := range made {
		rest := 1.0
		for i, p := range post[j*len(given) : (j+1)*len(given)] {
			rest -= p
			if e := x.entries[j*ms+i*gs]; e >= 0 {
				d.counts[e] += float32(p)
			}
		}
		d.nullCounts[w] += max(0, rest)
	}
}

// maximise makes chances of the counts, by variational Bayes: the exponential of the digamma function in the place of
// the counts takes most from the smallest.
func (d *direction) maximise(m *model) {
	words := len(m.source)
	given := func(s int, _ uint32) int { return s }
	if d.backward {
		words = len(m.target)
		given = func(_ int, t uint32) int { return int(t) }
	}
	sums := make([]float64, words)
	for s := range m.source {
		for k := m.rows[s]; k < m.rows[s+1]; k++ {
			sums[given(s, m.ids[k])] += float64(d.counts[k]) + sparse
		}
	}
	for i := range sums {
		sums[i] = digamma(sums[i])
	}
	for s := range m.source {
		for k := m.rows[s]; k < m.rows[s+1]; k++ {
			d.table[k] = float32(math.Exp(digamma(float64(d.counts[k])+sparse) - sums[given(s, m.ids[k])]))
		}
	}
	z := 0.0
	for _, c := range d.nullCounts {
		z += c
	}
	for w, c := range d.nullCounts {
		d.null[w] = float32(c / max(z, 1e-9))
	}
}

// digamma returns the derivative of the logarithm of the gamma function at x: by recurrence up to 6, then by the
// asymptotic series. Words without entries have a sum of 0, whose value nobody uses.
func digamma(x float64) float64 {
	if x <= 0 {
		return 0
	}
	sum := 0.0
	for ; x < 6; x++ {
		sum -= 1 / x
	}
	y := 1 / (x * x)
	return sum + math.Log(x) - 0.5/x - y*(1.0/12-y*(1.0/120-y*(1.0/252-y/240)))
}

func sized(x []float64, n int) []float64 {
	if cap(x) < n {
		return make([]float64, n, n+n/2)
	}
	return x[:n]
}
