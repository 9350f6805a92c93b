package main

import (
	"cmp"
	"log"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/satzpaar/satzpaar/detect/internal/table"
)

// A set holds the examples of one language to draw from: words with their edges, and fragments of words without.
type set struct {
	examples []example
	upto     []float64 // cumulative weights, the last is 1
}

type example struct {
	text  []rune
	edges bool
}

// The shares of the kinds of examples, and the power that flattens word counts: rare words must be learned too.
const (
	textShare     = 0.60
	listShare     = 0.12
	fragmentShare = 0.28
	flatten       = 0.65
)

// newSet weighs the words of c and the fragments. Words that are far commoner in en, where that is not nil or c itself,
// are left-over English and dropped.
func newSet(c, en *corpus, frag map[string]float64, lang string) *set {
	s := &set{}
	sum := float64(total(c.text))
	var enSum float64
	if en != nil {
		enSum = float64(total(en.text))
	}
	add := func(m map[string]float64, share float64, edges bool) {
		keys := make([]string, 0, len(m))
		var z float64
		for k := range m {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			z += m[k]
		}
		at := 0.0
		if n := len(s.upto); n > 0 {
			at = s.upto[n-1]
		}
		for _, k := range keys {
			at += share * m[k] / z
			s.examples = append(s.examples, example{[]rune(k), edges})
			s.upto = append(s.upto, at)
		}
	}
	words := map[string]float64{}
	for w, n := range c.text {
		if n < 2 && !c.list[w] {
			continue
		}
		if lang != "en" && en != nil && !c.list[w] && len(w) > 2 && float64(en.text[w])/enSum > 0.5*float64(n)/sum {
			continue
		}
		words[w] = math.Pow(float64(n), flatten)
	}
	if len(words) > 0 {
		add(words, textShare, true)
	}
	list := map[string]float64{}
	for w := range c.list {
		list[w] = 1
	}
	if len(list) > 0 {
		add(list, listShare, true)
	}
	type kv struct {
		k string
		v float64
	}
	var best []kv
	for k, v := range frag {
		best = append(best, kv{k, v})
	}
	slices.SortFunc(best, func(a, b kv) int { return cmp.Or(cmp.Compare(b.v, a.v), cmp.Compare(a.k, b.k)) })
	f := map[string]float64{}
	for _, e := range best[:min(len(best), 80_000)] {
		f[e.k] = math.Pow(e.v, 0.9)
	}
	if len(f) > 0 {
		add(f, fragmentShare, false)
	}
	z := s.upto[len(s.upto)-1]
	for i := range s.upto {
		s.upto[i] /= z
	}
	return s
}

func (s *set) draw(r *rand.Rand) example {
	i, _ := slices.BinarySearch(s.upto, r.Float64())
	return s.examples[min(i, len(s.examples)-1)]
}

// fit trains a multinomial logistic regression over hashed features by stochastic gradient descent (AdaGrad with one
// step size a row) and returns the weights in steps of 1/table.Unit. Equal inputs give equal weights.
func fit(sets []*set, bits, steps int) []int8 {
	r := rand.New(rand.NewPCG(20261122, 7))
	shift := 32 - bits
	k := len(sets)
	w := make([]float32, table.Lanes<<bits)
	g2 := make([]float32, 1<<bits)
	var feats []uint32
	var loss float64
	var z [table.Lanes]float64
	for step := range steps {
		lang := r.IntN(k)
		ex := sets[lang].draw(r)
		feats = feats[:0]
		table.Features(ex.text, ex.edges, func(h uint32) { feats = append(feats, h>>shift) })
		if len(feats) == 0 {
			continue
		}
		z = [table.Lanes]float64{}
		for _, f := range feats {
			row := w[int(f)*table.Lanes:][:table.Lanes]
			for l := range k {
				z[l] += float64(row[l])
			}
		}
		top := slices.Max(z[:k])
		var sum float64
		for l := range k {
			z[l] = math.Exp(z[l] - top)
			sum += z[l]
		}
		var g [table.Lanes]float32
		var norm float32
		for l := range k {
			p := z[l] / sum
			g[l] = float32(p)
			if l == lang {
				g[l] -= 1
				loss -= math.Log(p + 1e-9)
			}
			norm += g[l] * g[l]
		}
		rate := 0.35 * (1 - 0.9*float64(step)/float64(steps))
		for _, f := range feats {
			g2[f] += norm
			eta := float32(rate / math.Sqrt(float64(g2[f])+1))
			row := w[int(f)*table.Lanes:][:table.Lanes]
			for l := range k {
				row[l] -= eta * (g[l] + 1e-5*row[l])
			}
		}
		if step%1_000_000 == 999_999 {
			log.Printf("step %d: mean loss %.4f", step+1, loss/1e6)
			loss = 0
		}
	}
	out := make([]int8, len(w))
	for i := range 1 << bits {
		row := w[i*table.Lanes:][:k]
		var mean float32
		for _, v := range row {
			mean += v / float32(k)
		}
		for l, v := range row {
			out[i*table.Lanes+l] = int8(max(-127, min(127, math.Round(float64(v-mean)*table.Unit))))
		}
	}
	return out
}
