package hmm

import (
	"math"
	"math/rand/v2"
	"testing"
)

func randomModel(r *rand.Rand) *Model {
	m := &Model{Null: 0.1 + 0.3*r.Float64()}
	for i := range m.Jumps {
		m.Jumps[i] = 0.1 + r.Float64()
	}
	return m
}

// byHand sums over all ways to draw the made words. It returns the chance of all of them together, too.
func byHand(m *Model, given, made int, chance, other []float64) (post []float64, all float64) {
	post = make([]float64, given*made)
	choice := make([]int, made)
	var draw func(j, last int, p float64)
	draw = func(j, last int, p float64) {
		if j == made {
			all += p
			for j, i := range choice {
				if i >= 0 {
					post[j*given+i] += p
				}
			}
			return
		}
		choice[j] = -1
		draw(j+1, last, p*m.Null*other[j])
		z := 0.0
		for i := range given {
			z += m.Jumps[bucket(i-last)]
		}
		for i := range given {
			choice[j] = i
			draw(j+1, i, p*(1-m.Null)*m.Jumps[bucket(i-last)]/z*chance[j*given+i])
		}
	}
	draw(0, -1, 1)
	for i := range post {
		post[i] /= all
	}
	return post, all
}

func randomSentence(r *rand.Rand) (given, made int, chance, other []float64) {
	given, made = 1+r.IntN(4), 1+r.IntN(5)
	for range given * made {
		chance = append(chance, r.Float64())
	}
	for range made {
		other = append(other, 0.01+r.Float64())
	}
	return given, made, chance, other
}

func TestPosteriors(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var w Work
	for range 300 {
		m := randomModel(r)
		given, made, chance, other := randomSentence(r)
		want, _ := byHand(m, given, made, chance, other)
		got := w.Posteriors(m, given, made, chance, other, nil)
		if len(got) != len(want) {
			t.Fatalf("%d posteriors, want %d", len(got), len(want))
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-6 {
				t.Fatalf("%d given, %d made: posterior %d is %v, want %v", given, made, i, got[i], want[i])
			}
		}
	}
}

// TestCounts holds that each model made of counts explains the sentences better than the one before.
func TestCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	type sentence struct {
		given, made   int
		chance, other []float64
	}
	var sentences []sentence
	for range 40 {
		given, made, chance, other := randomSentence(r)
		sentences = append(sentences, sentence{given, made, chance, other})
	}
	m, last := randomModel(r), math.Inf(-1)
	var w Work
	for round := range 6 {
		likelihood := 0.0
		var c Counts
		for _, s := range sentences {
			_, all := byHand(m, s.given, s.made, s.chance, s.other)
			likelihood += math.Log(all)
			w.Posteriors(m, s.given, s.made, s.chance, s.other, &c)
		}
		if likelihood < last-0.01 {
			t.Errorf("round %d: log-likelihood %v after %v", round, likelihood, last)
		}
		last = likelihood
		next := c.Model()
		m = &next
	}
	if c := (Counts{}); c.Model() != (Model{}) {
		t.Error("a model of no counts")
	}
}

func TestNothingPossible(t *testing.T) {
	var w Work
	m := randomModel(rand.New(rand.NewPCG(5, 6)))
	for _, p := range w.Posteriors(m, 2, 3, make([]float64, 6), make([]float64, 3), &Counts{}) {
		if p != 0 {
			t.Errorf("posterior %v of what cannot be", p)
		}
	}
	if got := w.Posteriors(m, 0, 0, nil, nil, nil); len(got) != 0 {
		t.Errorf("%v of no words", got)
	}
}
