package learn

import (
	"cmp"
	"slices"
	"sync"

	"github.com/satzpaar/satzpaar/align"
)

// A text is a pair of sentences as word numbers; 0 is the unknown word.
type text struct {
	source, target []uint32
	entries        []int32 // [source*target], -1 where the words have no entry
}

// A model holds the words of parallel texts and an entry for each pair of words that stand together in at least one of
// them. Each direction has its own chances of the entries.
type model struct {
	texts                      []text
	source, target             []string // in order of their tokens, most first; 0 is the unknown word
	sourceIDs, targetIDs       map[string]uint32
	sourceTokens, targetTokens []float64
	rows                       []uint32 // entries of source word s: rows[s] to rows[s+1]
	ids                        []uint32 // target word of an entry, ascending within a row
	forward, backward          *direction
}

const (
	longest = 60 // words; longer sentences teach little and cost much
	minimum = 3  // tokens of a word
)

// newModel counts words and lays out the entries. Words seen less than three times are unknown, except those of the
// first gold pairs.
func newModel(pairs [][2]string, gold int) *model {
	m := &model{}
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
		m.texts = append(m.texts, text{source: encode(words[0][i], m.sourceIDs),
			target: encode(words[1][i], m.targetIDs)})
		words[0][i], words[1][i] = nil, nil
	}
	m.layOut()
	m.find()
	m.forward, m.backward = newDirection(m, false), newDirection(m, true)
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
	slices.SortFunc(forms[1:], func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
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
}

// find looks up the entries of all texts.
func (m *model) find() {
	for k := range m.texts {
		x := &m.texts[k]
		x.entries = make([]int32, 0, len(x.source)*len(x.target))
		for _, s := range x.source {
			row := m.ids[m.rows[s]:m.rows[s+1]]
			for _, t := range x.target {
				e := int32(-1)
				if at, ok := slices.BinarySearch(row, t); ok && s != 0 && t != 0 {
					e = int32(m.rows[s]) + int32(at)
				}
				x.entries = append(x.entries, e)
			}
		}
	}
}

// both runs f for the two directions at the same time.
func (m *model) both(f func(d *direction)) {
	var wait sync.WaitGroup
	wait.Go(func() { f(m.backward) })
	f(m.forward)
	wait.Wait()
}

// diagonalRound is a round of expectation and maximisation of IBM model 2; it returns the log-likelihood a word before
// it.
func (m *model) diagonalRound() float64 {
	m.both(func(d *direction) {
		d.clear()
		for i := range m.texts {
			x := &m.texts[i]
			d.learn(x, d.diagonal(x))
		}
		d.maximise(m)
	})
	words := 0.0
	for _, x := range m.texts {
		words += float64(len(x.source) + len(x.target))
	}
	return (m.forward.likelihood + m.backward.likelihood) / words
}

// jumpsEvery is how many texts go by for each one that the jumps are learned from: they are few numbers.
const jumpsEvery = 16

// agree counts with the hidden Markov models of both directions what both agree on: the product of their posteriors
// (Liang, Taskar and Klein, 2006). It works on some texts at a time, so that each direction can have a processor of its
// own.
func (m *model) agree() {
	m.both((*direction).clear)
	const some = 1 << 12
	for block := range slices.Chunk(m.texts, some) {
		m.both(func(d *direction) {
			d.posts = d.posts[:0]
			for i := range block {
				d.posts = append(d.posts, d.ordered(&block[i], i%jumpsEvery == 0)...)
			}
		})
		m.both(func(d *direction) {
			own, other := d.posts, m.other(d).posts
			for i := range block {
				x := &block[i]
				n := len(x.entries)
				d.learn(x, d.product(x, own[:n], other[:n]))
				own, other = own[n:], other[n:]
			}
		})
	}
}

func (m *model) other(d *direction) *direction {
	if d == m.forward {
		return m.backward
	}
	return m.forward
}

// agreementRound is a round of expectation and maximisation of the models that agree.
func (m *model) agreementRound() {
	m.agree()
	m.both(func(d *direction) {
		d.maximise(m)
		d.order = d.jumps.Model()
	})
}
