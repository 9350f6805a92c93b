package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/align"
)

// A text is a pair of sentences as word numbers; 0 is the unknown word.
type text struct{ source, target []uint32 }

// A model holds word translation probabilities in both directions over the pairs of words that stand together in at least one text.
type model struct {
	texts                      []text
	source, target             []string
	sourceIDs, targetIDs       map[string]uint32
	sourceTokens, targetTokens []float64
	rows                       []uint32 // entries of source word s: rows[s] to rows[s+1]
	ids                        []uint32
	forward, backward          []float32 // p(target|source), p(source|target)
	forwardCounts, backCounts  []float32
	forwardNull, backNull      []float32 // p(target|nothing), p(source|nothing)
	forwardNullC, backNullC    []float64
	tension, null              float64
	entry                      []int32 // of a text: source × target, -1 where there is none
	forwardPost, backwardPost  []float64
	weights                    []float64 // of prior
}

const (
	longest = 60 // words; longer sentences teach little and cost much
	minimum = 3  // tokens of a word
)

// newModel counts words and lays out the entries. Words seen less than three times are unknown, except those of the first gold pairs.
func newModel(pairs [][2]string, gold int) *model {
	m := &model{tension: 4, null: 0.08}
	var words [2][][]string
	counts := [2]map[string]float64{{}, {}}
	for k, p := range pairs {
		var forms [2][]string
		for side := range 2 {
			forms[side] = tokens(p[side])
			if k >= gold && len(forms[side]) > longest {
				forms[side] = nil
			}
		}
		if len(forms[0]) == 0 || len(forms[1]) == 0 {
			forms = [2][]string{{"."}, {"."}} // keeps the lines of a gold in step
		}
		for side := range 2 {
			for _, f := range forms[side] {
				counts[side][f]++
				if k < gold {
					counts[side][f] += minimum
				}
			}
			words[side] = append(words[side], forms[side])
		}
	}
	m.source, m.sourceIDs, m.sourceTokens = number(counts[0])
	m.target, m.targetIDs, m.targetTokens = number(counts[1])
	for i := range words[0] {
		m.texts = append(m.texts, text{encode(words[0][i], m.sourceIDs), encode(words[1][i], m.targetIDs)})
		words[0][i], words[1][i] = nil, nil
	}
	m.layOut()
	return m
}

// tokens returns the word forms of a sentence.
func tokens(s string) []string {
	var forms []string
	for _, w := range align.Words(s) {
		forms = append(forms, w.Form)
	}
	return forms
}

func number(counts map[string]float64) ([]string, map[string]uint32, []float64) {
	forms := []string{""}
	for f, n := range counts {
		if n >= minimum {
			forms = append(forms, f)
		}
	}
	slices.SortFunc(forms[1:], func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	ids, n := map[string]uint32{}, make([]float64, len(forms))
	for i, f := range forms {
		ids[f], n[i] = uint32(i), counts[f]
	}
	return forms, ids, n
}

func encode(forms []string, ids map[string]uint32) []uint32 {
	out := make([]uint32, len(forms))
	for i, f := range forms {
		out[i] = ids[f]
	}
	return out
}

// layOut finds all pairs of words that stand together, a share of the source words at a time to bound the memory.
func (m *model) layOut() {
	const shares = 16
	perSource := make([][]uint32, len(m.source))
	for share := range uint32(shares) {
		var keys []uint64
		for _, x := range m.texts {
			for _, s := range x.source {
				if s%shares == share && s != 0 {
					for _, t := range x.target {
						if t != 0 {
							keys = append(keys, uint64(s)<<32|uint64(t))
						}
					}
				}
			}
			if len(keys) > 1<<25 && len(keys) > cap(keys)*9/10 {
				slices.Sort(keys)
				keys = slices.Compact(keys)
			}
		}
		slices.Sort(keys)
		keys = slices.Compact(keys)
		for i := 0; i < len(keys); {
			j := i
			for j < len(keys) && keys[j]>>32 == keys[i]>>32 {
				j++
			}
			row := make([]uint32, 0, j-i)
			for _, k := range keys[i:j] {
				row = append(row, uint32(k))
			}
			perSource[keys[i]>>32] = row
			i = j
		}
	}
	m.rows = make([]uint32, len(m.source)+1)
	n := 0
	for _, r := range perSource {
		n += len(r)
	}
	m.ids = make([]uint32, 0, n)
	for s, r := range perSource {
		m.ids = append(m.ids, r...)
		m.rows[s+1] = uint32(len(m.ids))
		perSource[s] = nil
	}
	m.forward, m.backward = filled(n, 1), filled(n, 1) // uniform: the first round's posteriors depend on the prior alone
	m.forwardCounts, m.backCounts = make([]float32, n), make([]float32, n)
	m.forwardNull, m.backNull = filled(len(m.target), 1), filled(len(m.source), 1)
	m.forwardNullC, m.backNullC = make([]float64, len(m.target)), make([]float64, len(m.source))
}

func filled(n int, v float32) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = v
	}
	return x
}

// posteriors sets entry, forwardPost[j*S+i] and backwardPost[i*T+j] for a text and returns the log-likelihood of both directions.
func (m *model) posteriors(x text) float64 {
	S, T := len(x.source), len(x.target)
	m.entry = slices.Grow(m.entry[:0], S*T)[:S*T]
	m.forwardPost = slices.Grow(m.forwardPost[:0], S*T)[:S*T]
	m.backwardPost = slices.Grow(m.backwardPost[:0], S*T)[:S*T]
	for i, s := range x.source {
		row := m.ids[m.rows[s]:m.rows[s+1]]
		for j, t := range x.target {
			m.entry[i*T+j] = -1
			if s != 0 && t != 0 {
				if k, ok := slices.BinarySearch(row, t); ok {
					m.entry[i*T+j] = int32(int(m.rows[s]) + k)
				}
			}
		}
	}
	sum := 0.0
	for j, t := range x.target {
		prior := m.prior(j, T, S)
		z := m.null * float64(m.forwardNull[t])
		for i := range S {
			p := 1e-9
			if e := m.entry[i*T+j]; e >= 0 {
				p = max(p, float64(m.forward[e]))
			}
			p *= (1 - m.null) * prior[i]
			m.forwardPost[j*S+i] = p
			z += p
		}
		for i := range S {
			m.forwardPost[j*S+i] /= z
		}
		sum += math.Log(z)
	}
	for i, s := range x.source {
		prior := m.prior(i, S, T)
		z := m.null * float64(m.backNull[s])
		for j := range T {
			p := 1e-9
			if e := m.entry[i*T+j]; e >= 0 {
				p = max(p, float64(m.backward[e]))
			}
			p *= (1 - m.null) * prior[j]
			m.backwardPost[i*T+j] = p
			z += p
		}
		for j := range T {
			m.backwardPost[i*T+j] /= z
		}
		sum += math.Log(z)
	}
	return sum
}

// prior returns the chance of each of n positions for word j of length words: highest on the diagonal.
func (m *model) prior(j, length, n int) []float64 {
	m.weights = m.weights[:0]
	z := 0.0
	for i := range n {
		p := math.Exp(-m.tension * math.Abs((float64(j)+0.5)/float64(length)-(float64(i)+0.5)/float64(n)))
		m.weights = append(m.weights, p)
		z += p
	}
	for i := range m.weights {
		m.weights[i] /= z
	}
	return m.weights
}

// round is one round of expectation and maximisation; it returns the log-likelihood a word before it.
func (m *model) round() float64 {
	clear(m.forwardCounts)
	clear(m.backCounts)
	clear(m.forwardNullC)
	clear(m.backNullC)
	sum, n := 0.0, 0.0
	for _, x := range m.texts {
		S, T := len(x.source), len(x.target)
		sum += m.posteriors(x)
		n += float64(S + T)
		for j, t := range x.target {
			rest := 1.0
			for i := range S {
				p := m.forwardPost[j*S+i]
				rest -= p
				if e := m.entry[i*T+j]; e >= 0 {
					m.forwardCounts[e] += float32(p)
				}
			}
			m.forwardNullC[t] += max(0, rest)
		}
		for i, s := range x.source {
			rest := 1.0
			for j := range T {
				p := m.backwardPost[i*T+j]
				rest -= p
				if e := m.entry[i*T+j]; e >= 0 {
					m.backCounts[e] += float32(p)
				}
			}
			m.backNullC[s] += max(0, rest)
		}
	}
	backSums := make([]float64, len(m.target))
	for s := range m.source {
		z := 0.0
		for k := m.rows[s]; k < m.rows[s+1]; k++ {
			z += float64(m.forwardCounts[k])
			backSums[m.ids[k]] += float64(m.backCounts[k])
		}
		for k := m.rows[s]; k < m.rows[s+1]; k++ {
			m.forward[k] = float32(float64(m.forwardCounts[k]) / max(z, 1e-9))
		}
	}
	for k, t := range m.ids {
		m.backward[k] = float32(float64(m.backCounts[k]) / max(backSums[t], 1e-9))
	}
	normalise(m.forwardNull, m.forwardNullC)
	normalise(m.backNull, m.backNullC)
	return sum / n
}

func normalise(p []float32, counts []float64) {
	z := 0.0
	for _, c := range counts {
		z += c
	}
	for i, c := range counts {
		p[i] = float32(c / max(z, 1e-9))
	}
}

// joint sets forwardCounts to the expected number of links that both directions agree on.
func (m *model) joint() {
	clear(m.forwardCounts)
	for _, x := range m.texts {
		S, T := len(x.source), len(x.target)
		m.posteriors(x)
		for i := range S {
			for j := range T {
				if e := m.entry[i*T+j]; e >= 0 {
					m.forwardCounts[e] += float32(m.forwardPost[j*S+i] * m.backwardPost[i*T+j])
				}
			}
		}
	}
}

var linkPattern = regexp.MustCompile(`(\d+)[-?](\d+)`)

// errorRates prints the alignment error rate of the model's best links on the first n texts: each direction, intersection, union and the
// usual compromise grow-diag.
func (m *model) errorRates(prefix string, pairs [][2]string) error {
	b, err := os.ReadFile(prefix + ".pharaoh")
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimRight(string(b), "\n"), "\n")
	names := []string{"forward", "backward", "intersection", "union", "grow-diag"}
	var right, made [5]int
	sure := 0
	for k, p := range pairs {
		gold := map[[2]int]bool{}
		for _, g := range linkPattern.FindAllStringSubmatch(lines[k], -1) {
			i, _ := strconv.Atoi(g[1])
			j, _ := strconv.Atoi(g[2])
			gold[[2]int{i, j}] = true
		}
		sure += len(gold)
		source, target := places(p[0]), places(p[1])
		for v, links := range m.best(m.texts[k]) {
			joined := map[[2]int]bool{}
			for l := range links {
				joined[[2]int{source[l[0]], target[l[1]]}] = true
			}
			made[v] += len(joined)
			for l := range joined {
				if gold[l] {
					right[v]++
				}
			}
		}
	}
	for v, name := range names {
		fmt.Printf("%-12s precision %.2f recall %.2f AER %.2f\n", name, 100*float64(right[v])/float64(made[v]), 100*float64(right[v])/float64(sure),
			100*(1-2*float64(right[v])/float64(made[v]+sure)))
	}
	return nil
}

func (m *model) best(x text) [5]map[[2]int]bool {
	S, T := len(x.source), len(x.target)
	m.posteriors(x)
	f, b := map[[2]int]bool{}, map[[2]int]bool{}
	for j := range T {
		arg, p, rest := -1, 0.0, 1.0
		for i := range S {
			q := m.forwardPost[j*S+i]
			rest -= q
			if q > p {
				arg, p = i, q
			}
		}
		if arg >= 0 && p > rest {
			f[[2]int{arg, j}] = true
		}
	}
	for i := range S {
		arg, p, rest := -1, 0.0, 1.0
		for j := range T {
			q := m.backwardPost[i*T+j]
			rest -= q
			if q > p {
				arg, p = j, q
			}
		}
		if arg >= 0 && p > rest {
			b[[2]int{i, arg}] = true
		}
	}
	both, any, grown := map[[2]int]bool{}, map[[2]int]bool{}, map[[2]int]bool{}
	rowUsed, colUsed := map[int]bool{}, map[int]bool{}
	for l := range f {
		any[l] = true
		if b[l] {
			both[l], grown[l] = true, true
			rowUsed[l[0]], colUsed[l[1]] = true, true
		}
	}
	for l := range b {
		any[l] = true
	}
	for added := true; added; {
		added = false
		for i := range S {
			for j := range T {
				if !grown[[2]int{i, j}] {
					continue
				}
				for _, d := range [][2]int{{-1, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}} {
					l := [2]int{i + d[0], j + d[1]}
					if any[l] && !grown[l] && (!rowUsed[l[0]] || !colUsed[l[1]]) {
						grown[l], rowUsed[l[0]], colUsed[l[1]], added = true, true, true, true
					}
				}
			}
		}
	}
	return [5]map[[2]int]bool{f, b, both, any, grown}
}

// places returns, for each word of a sentence of the gold, the number of the token that it is in; the gold has its tokens between spaces.
func places(s string) []int {
	var out []int
	for _, w := range align.Words(s) {
		out = append(out, strings.Count(s[:w.Start], " "))
	}
	return out
}
