// Package nn runs Marian models: a transformer encoder, a decoder of SSRU cells or self-attention with attention over
// the source, greedy or beam search over a shortlist.
//
// The equations are those of the Marian toolkit (Junczys-Dowmunt et al. 2018) for the students of the Bergamot
// project; the cell is the SSRU of Kim et al. 2019, "From Research to Production and Back: Ludicrously Fast Neural
// Machine Translation". Everything but the affine layers of an int8 model is float32.
//
// A [Network] holds the weights, immutable and shared; a [State] holds the memory of one worker. A batch has the rows
// of its sentences one behind the other, without padding, and every operation treats its rows one by one: what a
// sentence is translated to does not depend on the others.
package nn

import (
	"fmt"
	"math"
	"sync"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon"
	"github.com/satzpaar/satzpaar/translate/marian/internal/model"
)

// MaxSource is the largest number of tokens of a sentence, the end mark included.
const MaxSource = 512

// EndOfSentence is the token that ends every sentence, unknownWord the one that is never produced. The training tools
// fix both.
const (
	EndOfSentence = 0
	unknownWord   = 1
)

// lengthFactor limits an output to so many times the tokens of its source.
const lengthFactor = 2

// normEpsilon is what layer norms add to the variance.
const normEpsilon = 1e-6

// A Network is a model ready to run.
type Network struct {
	cfg       model.Config
	encoder   []encoderLayer
	decoder   []decoderLayer
	source    embedding
	target    embedding
	bias      []float32 // of the output layer, one per target word
	alpha     float32   // quantises the decoder state for the output layer, if not 0
	mult      float32   // quantised the target embedding
	ones      []int8    // Dim of them
	quantized bool
	attScale  float32 // of attention's products
	positions *positions
	shortlist *model.Shortlist
	search    Search
	guard     *lexicon.Guard
	lengths   []float64      // their powers, by which scores are normalised
	whole     func() *output // the output layer of all words; made when first asked for
	common    func() *output // that of the first words, as many as shared; likewise
	shared    int            // how many of the first words all candidates begin with; a multiple of [kernel.Columns]
}

// An output is the output layer of a quantised model for some candidates.
type output struct {
	matrix *kernel.Matrix
	finish kernel.Finish // without the bias if the model has no multiplier for the decoder state
}

type encoderLayer struct {
	self attention
	ffn  ffn
}

type decoderLayer struct {
	w, f    linear // of the cell
	norm    model.Norm
	self    attention // in place of the cell
	context attention
	ffn     ffn
}

type attention struct {
	q, k, v, o linear
	norm       model.Norm
}

type ffn struct {
	w1, w2 linear
	norm   model.Norm
}

// A linear is an affine layer: packed int8, or float32.
type linear struct {
	in, out int
	packed  *kernel.Matrix
	alpha   float32 // quantises the input; 0 if each of its rows has a multiplier of its own
	finish  kernel.Finish
	weights []float32
	bias    []float32 // of a layer in float32, or without alpha
}

// shift sets f to turn integer sums into values, of columns that were quantised by mult for activations quantised by
// alpha. The upstream engine quantises activations to 0…254, which is 127 more than the signed values that the kernels
// take, and takes the excess off with the bias. The same sum in the same steps rounds to the same bits, and only those
// keep a near tie in the decoder from falling the other way: the offset is 127 times the sum of each column's weights,
// the bias the layer's less the share of that. A nil bias means zeros. ones are as many ones as the matrix has rows.
// Memory of f is used again.
func shift(f *kernel.Finish, m *kernel.Matrix, ones []int8, alpha, mult float32, bias []float32) {
	n := m.N()
	f.Scale = 1 / (alpha * mult)
	f.Offset, f.Bias = grow(f.Offset, n), grow(f.Bias, n)
	m.Affine(f.Offset, ones, 1, kernel.Finish{Scale: 1})
	share := -((127 / alpha) * (127 / mult)) / 127
	for j, sum := range f.Offset {
		f.Bias[j] = sum * share
		if bias != nil {
			f.Bias[j] = float32(sum*share) + bias[j]
		}
		f.Offset[j] = 127 * sum
	}
}

// ones returns n ones.
func ones(n int) []int8 {
	s := make([]int8, n)
	for i := range s {
		s[i] = 1
	}
	return s
}

// An embedding is a table of word vectors.
type embedding struct {
	table   *kernel.Table
	scale   float32 // of a quantised value
	weights []float32
}

// New makes a network. The shortlist may be nil: then every target word is a candidate at every step. The network
// refers to the embeddings, the shortlist and, if the weights own the bytes they were read from, to all of those.
func New(w *model.Weights, s *model.Shortlist, search Search) (*Network, error) {
	n := &Network{
		cfg:       w.Config,
		shortlist: s,
		search:    search,
		quantized: w.Quantized,
		alpha:     w.Output.Alpha,
		attScale:  float32(1 / math.Sqrt(float64(w.HeadDim()))),
	}
	n.source = newEmbedding(w.SourceEmbedding)
	n.target = n.source
	if !w.Shared {
		n.target = newEmbedding(w.TargetEmbedding)
	}
	if w.Quantized {
		n.mult, n.ones = w.TargetEmbedding.QuantMult, ones(w.Dim)
	}
	n.bias = w.Output.Bias
	if n.bias == nil {
		n.bias = make([]float32, w.TargetVocab)
	}
	pack := kernel.Pack
	if w.Own {
		pack = kernel.Repack
	}
	p := packer(pack)
	for _, l := range w.Encoder {
		n.encoder = append(n.encoder, encoderLayer{p.attention(l.Self), p.ffn(l.FFN, w.Swish)})
	}
	for _, l := range w.Decoder {
		d := decoderLayer{context: p.attention(l.Context), ffn: p.ffn(l.FFN, w.Swish)}
		if w.SelfAttention {
			d.self = p.attention(l.Self)
		} else {
			d.w, d.f, d.norm = p.linear(l.RNN.W), p.linear(l.RNN.F), l.RNN.Norm
		}
		n.decoder = append(n.decoder, d)
	}
	if len(n.encoder) == 0 || len(n.decoder) == 0 {
		return nil, fmt.Errorf(
			"a model needs layers: it has %d in the encoder and %d in the decoder",
			len(n.encoder),
			len(n.decoder),
		)
	}
	n.whole = sync.OnceValue(func() *output { return n.first(w.TargetVocab) })
	if s != nil && w.Quantized {
		n.shared = s.First() / kernel.Columns * kernel.Columns
		n.common = sync.OnceValue(func() *output { return n.first(n.shared) })
	}
	n.positions = newPositions(w.Dim)
	n.lengths = make([]float64, lengthFactor*MaxSource+1)
	for i := range n.lengths[1:] {
		n.lengths[i+1] = kernel.Pow64(float64(i+1), search.Normalize)
	}
	return n, nil
}

// first makes the output layer of the first words of the vocabulary, as many as words.
func (n *Network) first(words int) *output {
	o := &output{matrix: n.target.table.First(words)}
	n.outward(&o.finish, o.matrix, n.bias[:words])
	return o
}

// outward sets f to turn the sums of an output layer m into logits, but for what rescale does.
func (n *Network) outward(f *kernel.Finish, m *kernel.Matrix, bias []float32) {
	if n.alpha > 0 {
		shift(f, m, n.ones, n.alpha, n.mult, bias)
	} else {
		f.Scale = 1 / n.mult
	}
}

// SetGuard makes searches pay for words that guard finds to be invented; nil for none. It is called before n is used.
func (n *Network) SetGuard(guard *lexicon.Guard) { n.guard = guard }

// Beam returns the width of the beam: how many hypotheses of a sentence are followed at a time.
func (n *Network) Beam() int { return max(1, n.search.Beam) }

// Quantized reports whether the weights are int8.
func (n *Network) Quantized() bool { return n.quantized }

func newEmbedding(e *model.Embedding) embedding {
	if e.Q == nil {
		return embedding{weights: e.F}
	}
	return embedding{table: kernel.NewTable(e.Q, e.Rows, e.Dim), scale: 1 / e.QuantMult}
}

// A packer makes a matrix of the weights of a layer.
type packer func(q []int8, n, k int) *kernel.Matrix

func (p packer) attention(a model.Attention) attention {
	return attention{p.linear(a.Q), p.linear(a.K), p.linear(a.V), p.linear(a.O), a.Norm}
}

func (p packer) ffn(f model.FFN, swish bool) ffn {
	n := ffn{p.linear(f.W1), p.linear(f.W2), f.Norm}
	n.w1.finish.ReLU = !swish && n.w1.alpha > 0
	return n
}

func (p packer) linear(l model.Linear) linear {
	n := linear{in: l.In, out: l.Out, bias: l.Bias, weights: l.F}
	if l.Q != nil {
		n.packed = p(l.Q, l.Out, l.In)
		n.alpha = l.Alpha
		if l.Alpha > 0 {
			shift(&n.finish, n.packed, ones(l.In), l.Alpha, l.QuantMult, l.Bias)
		} else {
			n.finish.Scale = 1 / l.QuantMult
		}
	}
	return n
}

// positions is the table of sinusoid position codes (Vaswani et al. 2017, in the half-and-half order of
// tensor2tensor): row p has sin(p·f) in its first half and cos(p·f) in its second, f falling geometrically from 1 to
// 1/10000. Most sentences need its first rows only: it is made block by block when a row is first asked for.
type positions struct {
	frequencies []float32
	blocks      [lengthFactor * MaxSource / positionBlock]func() []float32
}

// positionBlock is the number of rows that are made at a time.
const positionBlock = 64

func newPositions(dim int) *positions {
	half := dim / 2
	step := float32(kernel.Log64(10000)) / float32(max(1, half-1))
	p := &positions{frequencies: make([]float32, half)}
	for i := range p.frequencies {
		p.frequencies[i] = float32(kernel.Exp64(float64(float32(i) * -step)))
	}
	for k := range p.blocks {
		p.blocks[k] = sync.OnceValue(func() []float32 { return p.block(k*positionBlock, dim) })
	}
	return p
}

// row returns the code of a position.
func (p *positions) row(position, dim int) []float32 {
	return p.blocks[position/positionBlock]()[position%positionBlock*dim:][:dim]
}

// block makes the rows from the first on.
func (p *positions) block(first, dim int) []float32 {
	half := len(p.frequencies)
	table := make([]float32, positionBlock*dim)
	for k := range positionBlock {
		row := table[k*dim:]
		for i, f := range p.frequencies {
			sin, cos := kernel.Sincos64(float64(float32(first+k) * f))
			row[i], row[half+i] = float32(sin), float32(cos)
		}
	}
	return table
}

// embed writes √dim · the vector of word + the position code to dst. A negative word has the zero vector.
func (n *Network) embed(dst []float32, e *embedding, word int32, position int) {
	d := n.cfg.Dim
	dst = dst[:d]
	switch {
	case word < 0:
		clear(dst)
	case e.table != nil:
		e.table.Row(dst, int(word), e.scale)
	default:
		copy(dst, e.weights[int(word)*d:][:d])
	}
	root := float32(math.Sqrt(float64(d)))
	for i := range dst {
		dst[i] *= root
	}
	kernel.Add(dst, n.positions.row(position, d))
}
