// Package hmm computes how likely each word of a sentence comes from each word of its translation, in the hidden
// Markov model of Vogel, Ney and Tillmann (1996): made words are drawn one after the other, each from a given word or
// from nothing, and where the next one is drawn from depends on how far that is from the last. It serves the word
// links of package align and the program that learns the lexicon.
package hmm

// Far is the distance from which all jumps in one direction weigh the same.
const Far = 20

// A Model describes how the given words of one direction follow each other.
type Model struct {
	Null  float64            // chance that a word is drawn from nothing
	Jumps [2*Far + 1]float64 // relative weight of a jump by d given words, at d+Far
}

// Counts sums what the next estimate of a Model is made of.
type Counts struct {
	null, words   float64
	made, offered [2*Far + 1]float64
}

// A Work holds the space that [Work.Posteriors] needs, for use with one sentence after the other. The zero value is
// ready.
type Work struct {
	Post []float64 // the result of the last call

	moves, sums, ahead, behind, next []float64
}

// unlikely is the chance of a state, given the words so far, below which it is not followed.
const unlikely = 1e-7

func bucket(d int) int { return min(max(d, -Far), Far) + Far }

// Posteriors returns [made*given] the chance that a made word comes from a given word, given all words; what is
// missing to one is the chance that it comes from nothing. chance is [made*given] the chance of the made word if it
// comes from the given word, other that of the word if it comes from nothing. The result is valid until the next
// call. Counts are added to c unless it is nil.
func (w *Work) Posteriors(m *Model, given, made int, chance, other []float64, c *Counts) []float64 {
	n := given
	// moves[from*n+to]; from n is the beginning of the sentence.
	w.moves, w.sums = sized(w.moves, (n+1)*n), sized(w.sums, n+1)
	for from := range n + 1 {
		at := from
		if from == n {
			at = -1
		}
		z := 0.0
		for to := range n {
			z += m.Jumps[bucket(to-at)]
		}
		w.sums[from] = z
		for to := range n {
			w.moves[from*n+to] = (1 - m.Null) * m.Jumps[bucket(to-at)] / z
		}
	}
	// States: 0 to n-1 drawn from that word, n to 2n drawn from nothing after it (2n: before any).
	states := 2*n + 1
	w.ahead = sized(w.ahead, (made+1)*states)
	clear(w.ahead)
	w.ahead[2*n] = 1
	for j := range made {
		last, now := w.ahead[j*states:(j+1)*states], w.ahead[(j+1)*states:(j+2)*states]
		row := chance[j*n : (j+1)*n]
		for from := range n + 1 {
			p := at(last, from, n)
			if p < unlikely {
				continue
			}
			now[n+from] += p * m.Null * other[j]
			for to, x := range w.moves[from*n : (from+1)*n] {
				now[to] += p * x
			}
		}
		for to, x := range row {
			now[to] *= x
		}
		scale(now)
	}
	w.Post = sized(w.Post, made*n)
	w.behind, w.next = sized(w.behind, states), sized(w.next, states)
	for x := range w.behind {
		w.behind[x] = 1
	}
	for j := made - 1; j >= 0; j-- {
		now, last := w.ahead[(j+1)*states:(j+2)*states], w.ahead[j*states:(j+1)*states]
		z := 0.0
		for x, p := range now {
			z += p * w.behind[x]
		}
		if z > 0 {
			z = 1 / z
		}
		for i := range n {
			w.Post[j*n+i] = now[i] * w.behind[i] * z
			w.behind[i] *= chance[j*n+i]
		}
		clear(w.next)
		for from := range n + 1 {
			before := at(last, from, n)
			if before < unlikely {
				continue
			}
			p := m.Null * other[j] * w.behind[n+from]
			for to, x := range w.moves[from*n : (from+1)*n] {
				p += x * w.behind[to]
			}
			w.next[n+from] = p
			if from < n {
				w.next[from] = p
			}
		}
		if c != nil {
			w.count(m, c, last, n, m.Null*other[j])
		}
		scale(w.next)
		w.behind, w.next = w.next, w.behind
	}
	return w.Post
}

// count adds the moves to one made word. last holds the states before it, w.behind the evidence for each state after
// it, w.next the same of the states before it; none is the chance of the word if it comes from nothing.
func (w *Work) count(m *Model, c *Counts, last []float64, n int, none float64) {
	z := 0.0
	for from := range n + 1 {
		z += at(last, from, n) * w.next[n+from]
	}
	if z <= 0 {
		return
	}
	c.words++
	for from := range n + 1 {
		before := at(last, from, n) / z
		if before*w.next[n+from] < unlikely {
			continue
		}
		c.null += before * none * w.behind[n+from]
		jumped := 0.0
		f := from
		if from == n {
			f = -1
		}
		for to, x := range w.moves[from*n : (from+1)*n] {
			p := before * x * w.behind[to]
			c.made[bucket(to-f)] += p
			jumped += p
		}
		jumped /= w.sums[from]
		for to := range n {
			c.offered[bucket(to-f)] += jumped
		}
	}
}

// Model returns the model that is likelier than the one that the counts were made with. A jump's weight is how often
// it was made over how often it could have been made, which allows for sentences that are too short for it.
func (c *Counts) Model() Model {
	var m Model
	if c.words == 0 {
		return m
	}
	m.Null = c.null / c.words
	const ahead = Far + 1 // one word ahead is the measure
	if c.offered[ahead] == 0 {
		return m
	}
	unit := c.made[ahead] / c.offered[ahead]
	for d := range m.Jumps {
		m.Jumps[d] = (c.made[d] + unit*1e-4) / (c.offered[d] + 1) / unit
	}
	return m
}

// at returns the chance that the last given word was from: whether the last made word was drawn from it or, after it,
// from nothing.
func at(states []float64, from, n int) float64 {
	if from < n {
		return states[from] + states[n+from]
	}
	return states[n+from]
}

func sized(x []float64, n int) []float64 {
	if cap(x) < n {
		return make([]float64, n, n+n/2)
	}
	return x[:n]
}

func scale(x []float64) {
	z := 0.0
	for _, v := range x {
		z += v
	}
	if z > 0 {
		z = 1 / z
		for i := range x {
			x[i] *= z
		}
	}
}
