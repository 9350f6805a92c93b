package nn

import (
	"context"
	"math"
	"slices"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
	"github.com/satzpaar/satzpaar/translate/marian/internal/model"
)

// A Sentence is a source sentence to translate, and after [State.Translate] its translation. Its slices are used
// again if they are large enough.
type Sentence struct {
	Source []int32 // tokens; the last one is the end mark
	// Prefix are tokens that the translation has to start with, the end mark not among them; nil for none. They need
	// a model of one vocabulary.
	Prefix []int32
	// Rank selects which of the translations that are found becomes Target: 0 is the best. It is less than [Ranks]; where
	// fewer are found, the last one is taken.
	Rank int
	// Target are the tokens of the translation. The end mark is the last one, unless the output reached the length
	// limit before.
	Target []int32
	// Logits are the scores of the target tokens before normalisation, LogProbs their log-probabilities among the
	// candidates of the sentence.
	Logits, LogProbs []float32
	// Align holds, for each target token, the attention of the guided head over the source tokens: len(Target) rows
	// of len(Source) values.
	Align []float32
	// Hypotheses are all translations that were found, the best first, if [Search.All] asks for them.
	Hypotheses []Hypothesis
}

// A State is the memory that one worker needs. It grows to what the largest batch took and belongs to one goroutine.
type State struct {
	n          *Network
	candidates model.Candidates

	// Encoder: rows are source tokens.
	x, q, k, v, y []float32
	hidden        []float32 // a chunk of rows of the feed-forward layer
	narrow        []int8    // quantised input of an affine layer
	scales        []float32 // of the rows of narrow, where each has its own
	weights       []float32 // attention of one query

	// Decoder: rows are hypotheses, those of one sentence together.
	keys, values [][]float32 // per layer, rows are source tokens; the keys of each sentence are transposed
	cells, spare [][]float32 // per layer; spare takes the cells of the next step
	past         past        // of a decoder with self-attention, which has no cells
	dx, dq, dy   []float32
	logits       []float32
	shared       []float32 // logits of the words that all sentences have in common: a row for each hypothesis
	fronts       []front
	live         []*decoding
	decodings    []decoding
	outputs      *outputs

	// trace, if set, is shown every layer's output. Tests use it.
	trace func(name string, rows []float32)
}

// outputs are the output layers for some candidates that are not in use; their memory is used again.
type outputs struct{ spare []*kernel.Matrix }

// take returns one, or nil if there is none.
func (o *outputs) take() (m *kernel.Matrix) {
	if last := len(o.spare) - 1; last >= 0 {
		m, o.spare = o.spare[last], o.spare[:last]
	}
	return m
}

// release takes the output layers of decodings back.
func (o *outputs) release(decodings []decoding) {
	for i := range decodings {
		if l := &decodings[i]; l.own {
			o.spare = append(o.spare, l.output)
			l.output, l.own = nil, false
		}
	}
}

// NewState returns a State.
func (n *Network) NewState() *State { return n.newState(new(outputs)) }

// NewStateBeside returns a State for the same goroutine as another one, of another network perhaps. They share what
// memory they do not need at the same time.
func (n *Network) NewStateBeside(other *State) *State { return n.newState(other.outputs) }

func (n *Network) newState(o *outputs) *State {
	s := &State{n: n, outputs: o}
	s.keys = make([][]float32, len(n.decoder))
	s.values = make([][]float32, len(n.decoder))
	if n.cfg.SelfAttention {
		s.past.keys, s.past.values = make([][]float32, len(n.decoder)), make([][]float32, len(n.decoder))
	} else {
		s.cells, s.spare = make([][]float32, len(n.decoder)), make([][]float32, len(n.decoder))
	}
	return s
}

// grow returns a slice of length n, in the memory of s if that is large enough. Its content is undefined.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/8)
	}
	return s[:n]
}

// extended returns s with n more elements, whose content is undefined.
func extended[T any](s []T, n int) []T {
	return slices.Grow(s, n)[:len(s)+n]
}

// rowsTogether returns the number of rows of an affine layer that are computed together: few enough that what is
// between two steps stays in the second-level cache, and a multiple of what the kernels take at a time.
func rowsTogether() int {
	if kernel.Tiled() {
		return 32
	}
	return 36
}

// quantize prepares x for l and the layers that share its multiplier.
func (s *State) quantize(x []float32, l *linear) {
	if l.packed != nil {
		s.shrink(x, l.in, l.alpha)
	}
}

// shrink writes rows of width values to s.narrow, multiplied by alpha. If that is 0, each row has a multiplier of its
// own, by which its largest value becomes 127; the inverse ones are written to s.scales.
func (s *State) shrink(x []float32, width int, alpha float32) {
	s.narrow = grow(s.narrow, len(x))
	if alpha > 0 {
		kernel.Quantize(s.narrow, x, alpha)
		return
	}
	s.scales = grow(s.scales, len(x)/width)
	for r := range s.scales {
		row := x[r*width:][:width]
		largest := max(magnitude(row), leastLargest)
		s.scales[r] = largest / 127
		kernel.Quantize(s.narrow[r*width:], row, 127/largest)
	}
}

// magnitude returns the largest absolute value of x. Without the sign, values are ordered as their bits are, and
// integers compare faster.
func magnitude(x []float32) float32 {
	const sign = 1 << 31
	a, b := uint32(0), uint32(0)
	for ; len(x) >= 2; x = x[2:] {
		a = max(a, math.Float32bits(x[0])&^sign)
		b = max(b, math.Float32bits(x[1])&^sign)
	}
	if len(x) > 0 {
		a = max(a, math.Float32bits(x[0])&^sign)
	}
	return math.Float32frombits(max(a, b))
}

// leastLargest keeps multipliers of rows of zeros finite.
const leastLargest = 1e-30

// rescale makes the values of a layer of rows whose scales those are, which lack their share and the bias. A product
// is rounded before the bias is added.
func rescale(dst, scales, bias []float32, width int) {
	for r, scale := range scales {
		row := dst[r*width:][:width]
		if bias == nil {
			for j, v := range row {
				row[j] = v * scale
			}
			continue
		}
		bias := bias[:len(row)]
		for j, v := range row {
			row[j] = float32(v*scale) + bias[j]
		}
	}
}

// apply computes l for rows of x. Of a quantised layer, x has been given to quantize.
func (s *State) apply(dst []float32, l *linear, x []float32, rows int) {
	if l.packed == nil {
		kernel.MatMul(dst, x, rows, l.weights, l.in, l.out, l.bias)
		return
	}
	l.packed.Affine(dst, s.narrow, rows, l.finish)
	if l.alpha == 0 {
		rescale(dst, s.scales[:rows], l.bias, l.out)
	}
}

// project is apply with its own quantisation, unless the one before was made of the same x with the same multiplier.
func (s *State) project(dst []float32, l *linear, x []float32, rows int, before *linear) {
	if before == nil || before.alpha != l.alpha {
		s.quantize(x[:rows*l.in], l)
	}
	s.apply(dst, l, x, rows)
}

// normalize writes the layer norm of each row of y + x to x.
func (s *State) normalize(x, y []float32, norm *model.Norm) {
	d := s.n.cfg.Dim
	for i := 0; i+d <= len(x); i += d {
		kernel.LayerNorm(x[i:i+d], y[i:i+d], x[i:i+d], norm.Scale, norm.Bias, normEpsilon)
	}
}

// feedForward replaces the rows of x by the norm of x + W2·a(W1·x); the activation a is ReLU or swish.
func (s *State) feedForward(x, y []float32, f *ffn) {
	d := s.n.cfg.Dim
	rows := len(x) / d
	chunk := rowsTogether()
	s.hidden = grow(s.hidden, min(rows, chunk)*f.w1.out)
	for at := 0; at < rows; at += chunk {
		n := min(chunk, rows-at)
		in, out := x[at*d:][:n*d], y[at*d:][:n*d]
		hidden := s.hidden[:n*f.w1.out]
		s.project(hidden, &f.w1, in, n, nil)
		switch {
		case s.n.cfg.Swish:
			kernel.Swish(hidden)
		case !f.w1.finish.ReLU:
			kernel.ReLU(hidden)
		}
		s.project(out, &f.w2, hidden, n, nil)
		s.normalize(in, out, &f.norm)
	}
}

// keyRoom is the number of values that there must be behind transposed keys: attention reads the last row of keys up
// to a whole vector, less than 16 values beyond its end. What they are does not matter.
const keyRoom = 16

// queryRows is the number of queries that attention computes together.
const queryRows = 12

// attend computes attention of the queries q over the keys and values of one sentence and writes the contexts to dst,
// which may be q. Keys are transposed and scaled: one row for each column of the model, and keyRoom values more. If
// first is not nil, the weights of the first head are copied there: for each query one per key.
func (s *State) attend(dst, q, keys, values []float32, first []float32) {
	d, dh := s.n.cfg.Dim, s.n.cfg.HeadDim()
	length := len(values) / d
	width := kernel.Padded(length)
	s.weights = grow(s.weights, queryRows*width)
	for len(q) > 0 {
		rows := min(queryRows, len(q)/d)
		w := s.weights[:rows*width]
		for h := 0; h < d; h += dh {
			// A product of queries and all keys is a sum of rows of transposed keys: no sums across a vector. Rows are
			// computed up to whole vectors, since a load that covers a partial store has to wait for that store.
			kernel.Product(w, width, q[h:], d, rows, keys[h*length:], length, dh, width)
			kernel.Softmax(w, width, rows, length)
			if h == 0 && first != nil {
				for r := range rows {
					first = first[copy(first, w[r*width:][:length]):]
				}
			}
			kernel.Product(dst[h:], d, w, width, rows, values[h:], d, length, dh)
		}
		q, dst = q[rows*d:], dst[rows*d:]
	}
}

// transpose writes the keys of each sentence in x to dst with rows and columns exchanged and divided by the square
// root of a head's width, as attention wants its products to be.
func (s *State) transpose(dst, x []float32, sentences []*Sentence) {
	d, factor := s.n.cfg.Dim, s.n.attScale
	for _, sentence := range sentences {
		length := len(sentence.Source)
		in, out := x[:length*d], dst[:length*d]
		x, dst = x[length*d:], dst[length*d:]
		for i := range length {
			at := i
			for _, v := range in[i*d:][:d] {
				out[at] = v * factor
				at += length
			}
		}
	}
}

func (s *State) show(name string, rows []float32) {
	if s.trace != nil {
		s.trace(name, rows)
	}
}

// Translate translates the sentences, each as if it were alone. It stops between two steps if ctx is cancelled and
// returns the context's error. Every Source must have 1 to [MaxSource] tokens, all of them in the vocabulary.
func (s *State) Translate(ctx context.Context, sentences []*Sentence) error {
	if len(sentences) == 0 {
		return ctx.Err()
	}
	if err := s.encode(ctx, sentences); err != nil {
		return err
	}
	defer s.outputs.release(s.decodings)
	return s.decode(ctx, sentences)
}
