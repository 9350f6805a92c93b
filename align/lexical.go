package align

import (
	"math"
	"slices"
)

// lexical is the scorer of words. It holds the words of both documents by number and, for each pair of words that may
// translate each other, the chance of that in both directions. A bead's gain is that of IBM model 1 over a unigram
// model, in the manner of Moore (2002), averaged over both directions.
type lexical struct {
	source, target words
	lexicon        *Lexicon
	weights        *weights
	base           []evidence // from form alone: lexicon, numbers, names, cognates, marks; sorted by source, target
	knownSource    []float32  // by word, the chance that the base shows its partner if there is one
	knownTarget    []float32
	forward        direction // from source words to target words
	backward       direction
}

// words are the words of a document.
type words struct {
	forms  []string
	ids    map[string]uint32
	text   [][]uint32 // by sentence
	counts []float64  // by word
	total  float64
}

// evidence is the chance that two words translate each other.
type evidence struct {
	source, target    uint32
	forward, backward float32
}

// A direction is one of the two models: words of the made side are drawn from the words of the given side.
type direction struct {
	given, made *words
	rows        []uint32 // given word w may give ids[rows[w]:rows[w+1]]
	ids         []uint32
	chance      []float32
	other       []float32 // unigram chance of each made word
	scale       []float32 // what a chance of each made word is multiplied by to be compared with that
	weights     *weights
	floor       []float32 // ratio of each made word that finds no partner: 1 where nothing is known of it
}

const longestWords = 400 // words of a sentence that are looked at; enough to know it

func newLexical(source, target []string, lexicon *Lexicon, w *weights) *lexical {
	l := &lexical{source: newWords(source), target: newWords(target), lexicon: lexicon, weights: w}
	l.base = formEvidence(&l.source, &l.target, lexicon)
	l.knownSource = known(l.source.forms, lexicon, false, w.Unknown)
	l.knownTarget = known(l.target.forms, lexicon, true, w.Unknown)
	l.index(l.base, nil)
	return l
}

// learn adds to what is known of the words from their form.
func (l *lexical) learn(more []evidence) {
	l.base = mergeEvidence(l.base, more)
	l.index(l.base, nil)
}

// known returns how well the partners of words are known from their form.
func known(forms []string, lexicon *Lexicon, target bool, unknown float64) []float32 {
	out := make([]float32, len(forms))
	for i, f := range forms {
		switch {
		case len(numberValues(f)) > 0:
			out[i] = sameNumber
		case isMark(f):
			out[i] = sameMark / 2
		case lexicon != nil:
			out[i] = float32(max(unknown, lexicon.mass(f, target)))
		}
	}
	return out
}

func newWords(texts []string) words {
	w := words{ids: map[string]uint32{}, text: make([][]uint32, len(texts))}
	for i, t := range texts {
		tokens := Words(t)
		if len(tokens) > longestWords {
			tokens = tokens[:longestWords]
		}
		ids := make([]uint32, len(tokens))
		for k, x := range tokens {
			id, ok := w.ids[x.Form]
			if !ok {
				id = uint32(len(w.forms))
				w.ids[x.Form] = id
				w.forms = append(w.forms, x.Form)
				w.counts = append(w.counts, 0)
			}
			ids[k] = id
			w.counts[id]++
		}
		w.total += float64(len(ids))
		w.text[i] = ids
	}
	return w
}

// index lays out both directions for evidence sorted by source and target; learned is the part of it that was learned
// from the documents.
func (l *lexical) index(e, learned []evidence) {
	knownSource, knownTarget := make([]float32, len(l.source.forms)), make([]float32, len(l.target.forms))
	for _, x := range learned {
		knownSource[x.source] += x.forward
		knownTarget[x.target] += x.backward
	}
	floors := func(base, learned []float32) []float32 {
		for i, x := range learned {
			learned[i] = 1 - (1-float32(l.weights.Floor))*(1-(1-min(1, x))*(1-base[i]))
		}
		return learned
	}
	l.forward = newDirection(&l.source, &l.target, l.weights, e, func(e evidence) (uint32, uint32, float32) {
		return e.source, e.target, e.forward
	})
	l.backward = newDirection(&l.target, &l.source, l.weights, e, func(e evidence) (uint32, uint32, float32) {
		return e.target, e.source, e.backward
	})
	l.forward.floor, l.backward.floor = floors(l.knownTarget, knownTarget), floors(l.knownSource, knownSource)
}

func newDirection(given, made *words, w *weights, e []evidence,
	get func(evidence) (uint32, uint32, float32)) direction {
	d := direction{
		given:   given,
		made:    made,
		weights: w,
		rows:    make([]uint32, len(given.forms)+1),
		ids:     make([]uint32, len(e)),
		chance:  make([]float32, len(e)),
	}
	for _, x := range e {
		g, _, _ := get(x)
		d.rows[g+1]++
	}
	for i := range given.forms {
		d.rows[i+1] += d.rows[i]
	}
	next := slices.Clone(d.rows)
	for _, x := range e {
		g, m, p := get(x)
		d.ids[next[g]], d.chance[next[g]] = m, p
		next[g]++
	}
	d.other, d.scale = make([]float32, len(made.forms)), make([]float32, len(made.forms))
	for i, n := range made.counts {
		d.other[i] = float32((n + 1) / (made.total + float64(len(made.forms)) + 200))
		d.scale[i] = float32(1-w.Floor) / d.other[i]
	}
	return d
}

// spread adds the chances of all words of given sentence g to sum, by made word, and appends the words that it touched.
func (d *direction) spread(g int, sum []float32, touched []uint32) []uint32 {
	for _, w := range d.given.text[g] {
		for k := d.rows[w]; k < d.rows[w+1]; k++ {
			m := d.ids[k]
			if sum[m] == 0 {
				touched = append(touched, m)
			}
			sum[m] += d.chance[k]
		}
	}
	return touched
}

// A product multiplies many ratios and takes few logarithms.
type product struct{ mantissa, log float64 }

// times multiplies by a number between 1e-100 and 1e200: at most [ratiosAtOnce] ratios.
func (p *product) times(x float64) {
	p.mantissa *= x
	if p.mantissa > 1e100 || p.mantissa < 1e-100 {
		p.log += math.Log(p.mantissa)
		p.mantissa = 1
	}
}

const ratiosAtOnce = 50 // each between the floor and the largest ratio

func (p *product) sum() float64 { return p.log + math.Log(p.mantissa) }

// pairs fills gain[i*len(columns)+j] for all pairs of single sentences of two ranges.
func (l *lexical) pairs(s, t Range, gain []float32) {
	columns := t.Len()
	l.forward.pairs(s, t, func(g, m int, x float64) {
		gain[(g-s.Start)*columns+m-t.Start] += float32(x * l.weights.Lexical / 2)
	})
	l.backward.pairs(t, s, func(g, m int, x float64) {
		gain[(m-s.Start)*columns+g-t.Start] += float32(x * l.weights.Lexical / 2)
	})
}

func (d *direction) pairs(given, made Range, add func(g, m int, gain float64)) {
	sum, most := make([]float32, len(d.made.forms)), float32(d.weights.Most)
	var touched []uint32
	for g := given.Start; g < given.End; g++ {
		touched = d.spread(g, sum, touched[:0])
		share := 1 / float32(max(1, len(d.given.text[g])))
		for m := made.Start; m < made.End; m++ {
			p := product{mantissa: 1}
			for words := d.made.text[m]; len(words) > 0; {
				n := min(len(words), ratiosAtOnce)
				x := 1.0
				for _, w := range words[:n] {
					x *= float64(min(most, d.floor[w]+sum[w]*d.scale[w]*share))
				}
				p.times(x)
				words = words[n:]
			}
			add(g, m, p.sum())
		}
		for _, w := range touched {
			sum[w] = 0
		}
	}
}

// A grid holds, for the pairs of sentences in a band, the summed chance of each word of one side given the other,
// divided by the chance of the word without it, so that the gain of any bead in the band is a matter of additions.
type grid struct {
	d       *direction
	given   Range
	starts  []int   // by given sentence, the first made sentence of its band
	offsets [][]int // by given sentence and made sentence in its band: where its words start in sums
	sums    []float32
}

// grids are those of both directions.
type grids struct {
	forward, backward *grid
	weight            float64 // of each
}

// grids fills both for parts of the documents: band holds which target sentences may stand with a source sentence,
// back the reverse.
func (l *lexical) grids(s, t Range, band, back []Range) grids {
	return grids{l.forward.newGrid(s, band), l.backward.newGrid(t, back), l.weights.Lexical / 2}
}

// newGrid fills a grid; band holds which made sentences may stand with a given one.
func (d *direction) newGrid(given Range, band []Range) *grid {
	g := &grid{d: d, given: given, starts: make([]int, given.Len()), offsets: make([][]int, given.Len())}
	size := 0
	for _, b := range band {
		for m := b.Start; m < b.End; m++ {
			size += len(d.made.text[m])
		}
	}
	g.sums = make([]float32, 0, size)
	sum := make([]float32, len(d.made.forms))
	var touched []uint32
	for i, b := range band {
		touched = d.spread(given.Start+i, sum, touched[:0])
		offsets := make([]int, b.Len())
		for m := b.Start; m < b.End; m++ {
			offsets[m-b.Start] = len(g.sums)
			for _, w := range d.made.text[m] {
				g.sums = append(g.sums, sum[w]*d.scale[w])
			}
		}
		g.starts[i], g.offsets[i] = b.Start, offsets
		for _, w := range touched {
			sum[w] = 0
		}
	}
	return g
}

// row returns the values of the words of made sentence m given sentence i.
func (g *grid) row(i, m int) []float32 {
	i -= g.given.Start
	start := g.offsets[i][m-g.starts[i]]
	return g.sums[start : start+len(g.d.made.text[m])]
}

// gain returns the log-likelihood ratio of the made sentences given the others; all pairs of the two ranges must be
// in the band.
func (g *grid) gain(given, made Range) float64 {
	n := 0
	for i := given.Start; i < given.End; i++ {
		n += len(g.d.given.text[i])
	}
	share, most := 1/float32(max(1, n)), float32(g.d.weights.Most)
	p := product{mantissa: 1}
	var values [longestWords]float32
	for m := made.Start; m < made.End; m++ {
		sums := g.row(given.Start, m)
		if given.Len() > 1 {
			sums = values[:copy(values[:], sums)]
			for i := given.Start + 1; i < given.End; i++ {
				for k, x := range g.row(i, m) {
					sums[k] += x
				}
			}
		}
		for text := g.d.made.text[m][:len(sums)]; len(text) > 0; {
			n := min(len(text), ratiosAtOnce)
			x := 1.0
			for k, w := range text[:n] {
				x *= float64(min(most, g.d.floor[w]+sums[k]*share))
			}
			p.times(x)
			text, sums = text[n:], sums[n:]
		}
	}
	return p.sum()
}
