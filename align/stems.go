package align

import "unicode/utf8"

const (
	stemLetters = 4   // of a folded word
	stemTrust   = 0.8 // in what is learned of stems, for their words
	stemMost    = 40  // words with one stem; of more, each stands for itself
)

// induceStems learns which words translate each other while words that begin alike count as one. A document shows few
// forms of a word often enough to learn from them alone.
func (l *lexical) induceStems(examples []example) []evidence {
	source, target := newStems(&l.source), newStems(&l.target)
	var base []evidence
	for _, e := range l.base {
		base = append(base, evidence{source.of[e.source], target.of[e.target], e.forward, e.backward})
	}
	base = merge(base)
	of := make([]example, len(examples))
	for k, x := range examples {
		of[k] = example{source.all(x.source), target.all(x.target), x.weight}
	}
	var out []evidence
	for _, e := range newInduction(len(source.words), len(target.words), base, of).learn() {
		for _, s := range source.words[e.source] {
			b := stemTrust * e.backward * float32(l.source.counts[s]/source.counts[e.source])
			for _, t := range target.words[e.target] {
				f := stemTrust * e.forward * float32(l.target.counts[t]/target.counts[e.target])
				if max(f, b) >= chanceLeast {
					out = append(out, evidence{s, t, f, b})
				}
			}
		}
	}
	return merge(out)
}

// stems are what the words of a document begin with.
type stems struct {
	of     []uint32   // by word
	words  [][]uint32 // by stem
	counts []float64  // by stem
}

func newStems(w *words) *stems {
	s := &stems{of: make([]uint32, len(w.forms))}
	ids := map[string]uint32{}
	for i, f := range w.forms {
		stem := f
		if g := fold(f); g != "" {
			stem = beginning(g, stemLetters)
		}
		id, ok := ids[stem]
		if !ok || len(s.words[id]) == stemMost {
			id = uint32(len(s.words))
			s.words, s.counts = append(s.words, nil), append(s.counts, 0)
			if !ok {
				ids[stem] = id
			}
		}
		s.of[i] = id
		s.words[id] = append(s.words[id], uint32(i))
		s.counts[id] += w.counts[i]
	}
	return s
}

// beginning returns the first n letters of a word, or all of a shorter one.
func beginning(w string, n int) string {
	end := 0
	for range n {
		_, size := utf8.DecodeRuneInString(w[end:])
		end += size
	}
	return w[:end]
}

// all returns the stems of words.
func (s *stems) all(words []uint32) []uint32 {
	out := make([]uint32, len(words))
	for i, w := range words {
		out[i] = s.of[w]
	}
	return out
}
