package model

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"unsafe"
)

// Weights are all parameters of a model, by the place where the forward pass needs them. Slices of int8 share
// memory with the bytes that were read: those must stay as they are for as long as the weights are used.
type Weights struct {
	Config
	Quantized bool // weights of the affine layers are int8, else float32
	// Own reports whether the bytes that were read belong to the weights: whoever packs them may overwrite them.
	Own bool
	// SourceEmbedding and TargetEmbedding are equal if Config.Shared. The target embedding is the output layer too.
	SourceEmbedding, TargetEmbedding *Embedding
	Output                           Output
	Encoder                          []EncoderLayer
	Decoder                          []DecoderLayer
}

// An Embedding is a table of Rows × Dim. Of a quantised one, an element is Q[i] / QuantMult.
type Embedding struct {
	Rows, Dim int
	Q         []int8
	QuantMult float32
	F         []float32
}

// Output is what the output layer has beside the target embedding.
type Output struct {
	Bias  []float32 // one per target word; nil if the model omits it
	Alpha float32   // multiplier that quantises the decoder state; 0 in a float32 model, or if there are none
}

// An EncoderLayer is self attention followed by a feed-forward layer.
type EncoderLayer struct {
	Self Attention
	FFN  FFN
}

// A DecoderLayer is an SSRU cell or attention over what was written before, attention over the source and a
// feed-forward layer.
type DecoderLayer struct {
	RNN     SSRU      // unless Config.SelfAttention
	Self    Attention // if Config.SelfAttention
	Context Attention
	FFN     FFN
}

// Attention holds the four projections of a multi-head attention and the layer norm after it.
type Attention struct {
	Q, K, V, O Linear
	Norm       Norm
}

// SSRU is the simpler simple recurrent unit: W makes the candidate state, F (with bias) the forget gate.
type SSRU struct {
	W, F Linear
	Norm Norm
}

// FFN is a feed-forward layer with one hidden layer.
type FFN struct {
	W1, W2 Linear
	Norm   Norm
}

// Norm is the scale and bias of a layer norm.
type Norm struct{ Scale, Bias []float32 }

// A Linear is an affine map of In to Out values. Quantised, Q is Out × In (row j makes output j), a weight is Q /
// QuantMult and Alpha quantises the input; it is 0 in a model that has no such multipliers, where every row is to be
// quantised by what its own largest value wants. In float32, F is In × Out.
type Linear struct {
	In, Out          int
	Q                []int8
	QuantMult, Alpha float32
	F                []float32
	Bias             []float32 // nil if there is none
}

// Load reads a Marian binary file. name is used in errors.
func Load(name string, data []byte) (*Weights, error) {
	w, err := load(data)
	if err != nil {
		return nil, fmt.Errorf("model file %s: %w", name, err)
	}
	return w, nil
}

func load(data []byte) (*Weights, error) {
	items, err := readItems(data)
	if err != nil {
		return nil, err
	}
	return assemble(items, false)
}

// assemble puts the items in their places, each of which must be there and filled. If only checked, the weights have
// no elements of float32.
func assemble(items []item, checked bool) (*Weights, error) {
	l := loader{items: make(map[string]*item, len(items)), checked: checked, dynamic: true}
	for i := range items {
		if l.items[items[i].name] != nil {
			return nil, fmt.Errorf("item %s occurs twice", items[i].name)
		}
		l.items[items[i].name] = &items[i]
		l.dynamic = l.dynamic && !strings.HasSuffix(items[i].name, multiplierSuffix)
	}
	yml := l.take("special:model.yml")
	if yml == nil {
		return nil, fmt.Errorf("special:model.yml is missing: the file says nothing of its architecture")
	}
	if yml.typ != typeInt8 || len(yml.data) > 1<<20 {
		return nil, fmt.Errorf("special:model.yml: %s of %d bytes is not a configuration", yml.typ, len(yml.data))
	}
	w := &Weights{}
	var err error
	if w.Config, err = parseConfig(bytes.TrimRight(yml.data, "\x00")); err != nil {
		return nil, err
	}
	l.fill(w)
	if l.err != nil {
		return nil, l.err
	}
	for i := range items {
		if !items[i].used {
			return nil, fmt.Errorf("item %s has no place in the architecture that special:model.yml announces", items[i].name)
		}
	}
	return w, nil
}

// A loader takes items by name and keeps the first error.
type loader struct {
	items     map[string]*item
	quantized bool
	dynamic   bool // there are no activation multipliers
	checked   bool // elements of float32 are looked at, but not kept
	err       error
}

// multiplierSuffix follows the name of a weight in that of its activation multiplier.
const multiplierSuffix = "_QuantMultA"

func (l *loader) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf(format, args...)
	}
}

func (l *loader) take(name string) *item {
	it := l.items[name]
	if it != nil {
		it.used = true
	}
	return it
}

func (l *loader) fill(w *Weights) {
	target := "Wemb"
	if !w.Shared {
		target = "decoder_Wemb"
	}
	if it := l.items[target]; it != nil {
		l.quantized = it.typ == typeIntgemm8
	}
	w.Quantized = l.quantized
	w.TargetEmbedding = l.embedding(target, w.TargetVocab, w.Dim)
	w.SourceEmbedding = w.TargetEmbedding
	if !w.Shared {
		w.SourceEmbedding = l.embedding("encoder_Wemb", w.SourceVocab, w.Dim)
		if it := l.take("encoder_Wemb" + multiplierSuffix); it != nil {
			l.multiplier("encoder_Wemb" + multiplierSuffix)
		}
	}
	if !w.OmitBias {
		w.Output.Bias = l.vector("decoder_ff_logit_out_b", w.TargetVocab)
	}
	if l.quantized && !l.dynamic {
		none := l.take("none" + multiplierSuffix)
		if l.items[target+multiplierSuffix] != nil || none == nil {
			w.Output.Alpha = l.multiplier(target + multiplierSuffix)
		}
		if none != nil && w.Output.Alpha == 0 {
			w.Output.Alpha = l.multiplier("none" + multiplierSuffix)
		}
	}
	// The counts of layers are bounded, and the first layer that is missing ends the loop: a small file cannot ask
	// for much.
	for i := 1; i <= w.EncoderLayers && l.err == nil; i++ {
		p := fmt.Sprintf("encoder_l%d", i)
		w.Encoder = append(w.Encoder, EncoderLayer{Self: l.attention(p+"_self", w.Dim), FFN: l.ffn(p+"_ffn", w.Dim, w.FFN)})
	}
	for i := 1; i <= w.DecoderLayers && l.err == nil; i++ {
		p := fmt.Sprintf("decoder_l%d", i)
		d := DecoderLayer{Context: l.attention(p+"_context", w.Dim), FFN: l.ffn(p+"_ffn", w.Dim, w.FFN)}
		if w.SelfAttention {
			d.Self = l.attention(p+"_self", w.Dim)
		} else {
			d.RNN = SSRU{
				W:    l.linear(p+"_rnn_W", "", w.Dim, w.Dim),
				F:    l.linear(p+"_rnn_Wf", p+"_rnn_bf", w.Dim, w.Dim),
				Norm: l.norm(p+"_rnn_ffn", w.Dim),
			}
		}
		w.Decoder = append(w.Decoder, d)
	}
}

func (l *loader) attention(p string, d int) Attention {
	return Attention{
		Q:    l.linear(p+"_Wq", p+"_bq", d, d),
		K:    l.linear(p+"_Wk", p+"_bk", d, d),
		V:    l.linear(p+"_Wv", p+"_bv", d, d),
		O:    l.linear(p+"_Wo", p+"_bo", d, d),
		Norm: l.norm(p+"_Wo", d),
	}
}

func (l *loader) ffn(p string, d, f int) FFN {
	return FFN{
		W1:   l.linear(p+"_W1", p+"_b1", d, f),
		W2:   l.linear(p+"_W2", p+"_b2", f, d),
		Norm: l.norm(p+"_ffn", d),
	}
}

func (l *loader) norm(p string, d int) Norm {
	return Norm{Scale: l.vector(p+"_ln_scale", d), Bias: l.vector(p+"_ln_bias", d)}
}

// linear takes a weight of in × out, its bias (unless the name is empty) and, in a quantised model, its multiplier.
func (l *loader) linear(name, bias string, in, out int) Linear {
	w := Linear{In: in, Out: out}
	if bias != "" {
		w.Bias = l.vector(bias, out)
	}
	it := l.shaped(name, in, out)
	if it == nil {
		return w
	}
	it.role = matrix
	if l.quantized {
		w.Q, w.QuantMult = l.int8s(it)
		w.Alpha = l.multiplier(name + multiplierSuffix)
	} else {
		w.F = l.floats(it)
	}
	return w
}

func (l *loader) embedding(name string, rows, dim int) *Embedding {
	e := &Embedding{Rows: rows, Dim: dim}
	it := l.shaped(name, rows, dim)
	if it == nil {
		return e
	}
	it.role = table
	if l.quantized {
		e.Q, e.QuantMult = l.int8s(it)
	} else {
		e.F = l.floats(it)
	}
	return e
}

func (l *loader) vector(name string, n int) []float32 {
	it := l.shaped(name, 1, n)
	if it == nil {
		return nil
	}
	return l.floats(it)
}

// shaped takes an item that must be there in the shape rows × cols.
func (l *loader) shaped(name string, rows, cols int) *item {
	it := l.take(name)
	switch {
	case l.err != nil:
	case it == nil:
		l.fail("%s is missing", name)
	case len(it.shape) != 2 || it.shape[0] != rows || it.shape[1] != cols:
		l.fail("%s has shape %v, the architecture needs [%d %d]", name, it.shape, rows, cols)
	default:
		return it
	}
	return nil
}

// multiplier reads a _QuantMultA item: float32, or intgemm8 of one element whose value is the byte divided by the
// stored multiplier. The upstream converter writes the second form for every name that holds "Wemb".
func (l *loader) multiplier(name string) float32 {
	if l.err != nil || l.dynamic {
		return 0
	}
	it := l.take(name)
	if it == nil {
		l.fail("%s is missing: an int8 model needs the activation multipliers of all its layers, or of none", name)
		return 0
	}
	if it.elements() != 1 {
		l.fail("%s has shape %v, not one element", name, it.shape)
		return 0
	}
	var v float32
	if it.typ == typeIntgemm8 {
		q, mult := l.int8s(it)
		if l.err != nil {
			return 0
		}
		v = float32(q[0]) * (1 / mult)
	} else {
		f := l.floats(it)
		if l.err != nil {
			return 0
		}
		v = f[0]
	}
	if !(v > 0) || math.IsInf(float64(v), 0) {
		l.fail("%s is %v, not a positive number", name, v)
		return 0
	}
	return v
}

// floats copies the elements of a float32 item.
func (l *loader) floats(it *item) []float32 {
	if it.typ != typeFloat32 {
		l.fail("%s is %s, want float32", it.name, it.typ)
		return nil
	}
	n := it.elements()
	if len(it.data) < 4*n {
		l.fail("%s: %d bytes do not hold %d float32", it.name, len(it.data), n)
		return nil
	}
	var out []float32
	if !l.checked {
		out = make([]float32, n)
	}
	for i := range n {
		v := math.Float32frombits(binary.LittleEndian.Uint32(it.data[4*i:]))
		if v-v != 0 {
			l.fail("%s: element %d is %v", it.name, i, v)
			return nil
		}
		if !l.checked {
			out[i] = v
		}
	}
	return out
}

// int8s returns the elements of an intgemm8 item, not copied, and the multiplier that stands behind them.
func (l *loader) int8s(it *item) ([]int8, float32) {
	if it.typ != typeIntgemm8 {
		l.fail("%s is %s, want intgemm8", it.name, it.typ)
		return nil, 0
	}
	n := it.elements()
	if len(it.data) < n+4 {
		l.fail("%s: %d bytes do not hold %d int8 and a multiplier", it.name, len(it.data), n)
		return nil, 0
	}
	mult := math.Float32frombits(binary.LittleEndian.Uint32(it.data[n:]))
	if !(mult > 0) || math.IsInf(float64(mult), 0) || math.IsInf(float64(1/mult), 0) {
		l.fail("%s: its multiplier is %v, not a positive number", it.name, mult)
		return nil, 0
	}
	// Quantisation clamps to ±127, and the kernels rely on it.
	if i := bytes.IndexByte(it.data[:n], 0x80); i >= 0 {
		l.fail("%s: element %d is -128, which no quantised weight can be", it.name, i)
		return nil, 0
	}
	return unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(it.data))), n), mult
}
