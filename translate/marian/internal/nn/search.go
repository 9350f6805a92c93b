package nn

import (
	"cmp"
	"math"
	"slices"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon"
)

// A Search specifies how translations are searched for, in the sense of the Marian toolkit's options beam-size and
// normalize. The zero value is greedy search.
type Search struct {
	// Beam is the number of hypotheses that are followed at a time; up to 1, the search is greedy.
	Beam int
	// Normalize is the power of the length, end mark included, by which the log-probability of a finished hypothesis
	// is divided.
	Normalize float64
	// Penalty is what each word that the guard finds to be invented costs a hypothesis in its score, but not in its
	// log-probabilities. It is not negative.
	Penalty float32
	// All goes on until Beam hypotheses have ended, and keeps them in [Sentence.Hypotheses].
	All bool
}

// Ranks is how many translations of a sentence can be told apart: a search for any but the best follows at least as
// many hypotheses.
const Ranks = 6

// A Hypothesis is a translation that a search has found.
type Hypothesis struct {
	Target  []int32 // tokens; the end mark is the last one, as in [Sentence.Target]
	Sources []int32 // for each of them the index of the source token that the guided head looks at most
	Score   float64 // by which they are compared: see [Search]
}

// A hypothesis is the begin of a translation.
type hypothesis struct {
	word  int32   // the last one; negative for none
	node  int32   // of the last word among those of its sentence; -1 for none
	score float32 // sum of the log-probabilities of its words, less what the guard takes
	state lexicon.State
}

// A node is a word of a hypothesis: together they are the tree of all that was searched.
type node struct {
	parent  int32 // -1 for none
	word    int32
	align   int32 // row of the attention of the guided head
	past    int32 // row of its keys and values: see the type past
	logit   float32
	logProb float32
}

// An extension is a hypothesis and a word that may come next.
type extension struct {
	row     int // of the hypothesis
	cand    int // index among the candidates
	score   float32
	logit   float32
	logProb float32
	state   lexicon.State
}

// A decoding is a sentence on its way through the search.
type decoding struct {
	sentence *Sentence
	start    int // first row of the source in the batch
	cands    []int32
	bias     []float32      // of the candidates
	output   *kernel.Matrix // of a quantised model, for the last candidates: those that not all sentences share
	own      bool           // output is for these candidates alone
	values   kernel.Finish  // of output
	unknown  int            // index of the unknown word among the candidates; -1 if it is none
	known    lexicon.Source // for the guard

	beam, next []hypothesis // the open ones, the best first
	width      int          // how many there may be: one less for each that has ended
	best       []extension  // of this step
	nodes      []node
	align      []float32 // attention of the guided head: a row for each hypothesis of each step
	aligned    int32     // rows of align before this step
	first      int32     // row of past for the empty hypothesis

	found int32   // node that ends the best translation so far; -1 for none
	value float64 // its normalised log-probability
	ends  []end   // of all, if they are to be kept
	all   bool    // they are
}

// An end is a translation that was found: its last node and its normalised log-probability.
type end struct {
	node  int32
	value float64
}

func (l *decoding) begin(search Search) {
	l.width, l.all = max(1, search.Beam), search.All
	if l.sentence.Rank > 0 {
		l.width, l.all = max(l.width, Ranks), true
	}
	l.beam = append(l.beam[:0], hypothesis{word: -1, node: -1})
	l.nodes, l.align, l.aligned = l.nodes[:0], l.align[:0], 0
	l.found, l.ends = -1, l.ends[:0]
}

// follow makes word the next one of the only hypothesis.
func (l *decoding) follow(word int32) {
	h := &l.beam[0]
	l.nodes = append(l.nodes, node{parent: h.node, word: word})
	h.word, h.node = word, int32(len(l.nodes)-1)
}

// choose extends the hypotheses of every live sentence by the best words and lets those sentences leave whose search
// has ended.
func (s *State) choose(step int) {
	d := s.n.cfg.Dim
	rows, most := 0, 0
	for _, l := range s.live {
		rows += len(l.beam)
		most += l.width
	}
	s.scoreShared(rows)
	for i := range s.cells {
		s.spare[i] = grow(s.spare[i], most*d)
	}
	in, out, kept := 0, 0, 0
	for _, l := range s.live {
		s.score(l, in, len(l.beam))
		s.extend(l, step)
		last := step+1 >= lengthFactor*len(l.sentence.Source)
		l.next = l.next[:0]
		for _, e := range l.best {
			h := l.beam[e.row]
			l.nodes = append(l.nodes, node{
				parent:  h.node,
				word:    l.cands[e.cand],
				align:   l.aligned + int32(e.row),
				logit:   e.logit,
				logProb: e.logProb,
			})
			at := int32(len(l.nodes) - 1)
			ended := l.cands[e.cand] == EndOfSentence
			if ended || last {
				v := s.n.normalized(e.score, step+1)
				if l.found < 0 || v > l.value {
					l.found, l.value = at, v
				}
				if l.all {
					l.ends = append(l.ends, end{at, v})
				}
			}
			if ended {
				l.width--
				continue
			}
			for i := range s.cells {
				copy(s.spare[i][(out+len(l.next))*d:][:d], s.cells[i][(in+e.row)*d:][:d])
			}
			l.next = append(l.next, hypothesis{word: l.cands[e.cand], node: at, score: e.score, state: e.state})
		}
		l.aligned += int32(len(l.beam))
		in += len(l.beam)
		l.beam, l.next = l.next, l.beam
		if last || len(l.beam) == 0 || !l.all && s.n.decided(l) {
			l.finish(s.n.search.All)
			continue
		}
		s.live[kept] = l
		kept++
		out += len(l.beam)
	}
	s.live = s.live[:kept]
	s.cells, s.spare = s.spare, s.cells
}

// A front is the place in the extensions of a hypothesis, which are looked at one by one, the best first.
type front struct {
	logits []float32
	peaks  kernel.Peaks // of logits
	norm   float32
	left   int     // words that have not been looked at
	score  float32 // of the hypothesis with the best of them, but for what the guard takes
	cand   int     // that word
}

// next finds the best of the words that are left.
func (f *front) next(h *hypothesis) {
	c, logit := f.peaks.Largest(f.logits)
	f.cand, f.score = c, h.score+(logit-f.norm)
}

// extend leaves in l.best the best extensions of its hypotheses, as many as the beam is wide, the best first; of
// equal ones that of the better hypothesis. The prefix of the sentence is the only way as long as it lasts.
func (s *State) extend(l *decoding, step int) {
	l.best = l.best[:0]
	for len(s.fronts) < len(l.beam) {
		s.fronts = append(s.fronts, front{})
	}
	fronts := s.fronts[:len(l.beam)]
	for r := range fronts {
		f, h := &fronts[r], &l.beam[r]
		f.logits, f.left = s.logits[r*len(l.cands):][:len(l.cands)], len(l.cands)
		f.norm = kernel.LogSumExp(f.logits)
		if l.unknown >= 0 {
			f.logits[l.unknown] = -math.MaxFloat32
			f.left--
		}
		if step < len(l.sentence.Prefix) {
			f.cand, _ = slices.BinarySearch(l.cands, l.sentence.Prefix[step])
			f.score, f.left = h.score+(f.logits[f.cand]-f.norm), 1
			continue
		}
		f.peaks.Set(f.logits)
		f.next(h)
	}
	// All extensions in turn, the best first: once one has no place, no later one has. The guard can only lower scores.
	for r := ahead(fronts); r >= 0; r = ahead(fronts) {
		f, h := &fronts[r], &l.beam[r]
		logit := f.logits[f.cand]
		e := extension{row: r, cand: f.cand, score: f.score, logit: logit, logProb: logit - f.norm}
		if !l.accepts(&e) {
			break
		}
		if guard := s.n.guard; guard != nil {
			var invented int
			if e.state, invented = guard.Next(h.state, &l.known, l.cands[e.cand]); invented > 0 {
				e.score -= float32(invented) * s.n.search.Penalty
			}
		}
		l.insert(e)
		if f.left--; f.left > 0 {
			f.peaks.Change(f.logits, f.cand, -math.MaxFloat32)
			f.next(h)
		}
	}
}

// ahead returns the row whose next extension is the best, of equal ones the first; -1 if nothing is left.
func ahead(fronts []front) int {
	best := -1
	for r := range fronts {
		if f := &fronts[r]; f.left > 0 && (best < 0 || f.score > fronts[best].score) {
			best = r
		}
	}
	return best
}

// accepts reports whether an extension belongs in l.best.
func (l *decoding) accepts(e *extension) bool {
	return len(l.best) < l.width || e.before(&l.best[len(l.best)-1])
}

// before reports whether e comes before another extension that was looked at earlier. Equal ones of one hypothesis
// stay in the order in which they were looked at.
func (e *extension) before(other *extension) bool {
	return e.score > other.score || e.score == other.score && e.row < other.row
}

// insert puts e in its place in l.best if it belongs there.
func (l *decoding) insert(e extension) {
	if !l.accepts(&e) {
		return
	}
	if len(l.best) == l.width {
		l.best = l.best[:len(l.best)-1]
	}
	l.best = append(l.best, e)
	for i := len(l.best) - 1; i > 0 && l.best[i].before(&l.best[i-1]); i-- {
		l.best[i], l.best[i-1] = l.best[i-1], l.best[i]
	}
}

// normalized is the score of a hypothesis of so many words as it is compared with others of other lengths.
func (n *Network) normalized(score float32, length int) float64 {
	return float64(score) / n.lengths[length]
}

// decided reports whether no open hypothesis of l can become better than what was found: a log-probability only falls,
// and the longest translation divides it by most.
func (n *Network) decided(l *decoding) bool {
	return l.found >= 0 && n.normalized(l.beam[0].score, lengthFactor*len(l.sentence.Source)) < l.value
}

// finish writes the translation of its rank to the sentence, and all of them if they are wanted.
func (l *decoding) finish(all bool) {
	t := l.sentence
	slices.SortStableFunc(l.ends, func(a, b end) int { return cmp.Compare(b.value, a.value) })
	t.Hypotheses = t.Hypotheses[:0]
	if all {
		for _, e := range l.ends {
			t.Hypotheses = append(t.Hypotheses, l.hypothesis(e))
		}
	}
	if t.Rank > 0 {
		l.found = l.ends[min(t.Rank, len(l.ends)-1)].node
	}
	l.write()
}

// Take makes a hypothesis the translation of its sentence, in the place of the one that the search chose. Sentence i
// is that of the batch which [State.Translate] was given last, k the index in its Hypotheses.
func (s *State) Take(i, k int) {
	l := &s.decodings[i]
	l.found = l.ends[k].node
	l.write()
}

// write writes the translation that ends in l.found to the sentence.
func (l *decoding) write() {
	t := l.sentence
	length := 0
	for at := l.found; at >= 0; at = l.nodes[at].parent {
		length++
	}
	width := len(t.Source)
	t.Target, t.Logits, t.LogProbs = grow(t.Target, length), grow(t.Logits, length), grow(t.LogProbs, length)
	t.Align = grow(t.Align, length*width)
	for at := l.found; at >= 0; at = l.nodes[at].parent {
		length--
		n := &l.nodes[at]
		t.Target[length], t.Logits[length], t.LogProbs[length] = n.word, n.logit, n.logProb
		copy(t.Align[length*width:], l.align[int(n.align)*width:][:width])
	}
}

// hypothesis reads a translation from its last node back.
func (l *decoding) hypothesis(e end) Hypothesis {
	h := Hypothesis{Score: e.value}
	width := len(l.sentence.Source)
	for at := e.node; at >= 0; at = l.nodes[at].parent {
		n := &l.nodes[at]
		h.Target = append(h.Target, n.word)
		h.Sources = append(h.Sources, int32(kernel.ArgMax(l.align[int(n.align)*width:][:width])))
	}
	slices.Reverse(h.Target)
	slices.Reverse(h.Sources)
	return h
}
