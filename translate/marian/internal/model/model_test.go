package model

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const models = "../../../../testdata/models"

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(models, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLoad(t *testing.T) {
	for _, c := range []struct {
		file      string
		quantized bool
		want      Config
	}{
		{"model.mini.bin", false, Config{Dim: 64, FFN: 64, Heads: 4, EncoderLayers: 2, DecoderLayers: 1,
			SourceVocab: 528, TargetVocab: 528, Shared: true}},
		{"model.mini.intgemm.alphas.bin", true, Config{Dim: 64, FFN: 64, Heads: 4, EncoderLayers: 2, DecoderLayers: 1,
			SourceVocab: 528, TargetVocab: 528, Shared: true}},
		{"model.pair.intgemm.alphas.bin", true, Config{Dim: 64, FFN: 128, Heads: 2, EncoderLayers: 1, DecoderLayers: 2,
			SourceVocab: 240, TargetVocab: 224}},
		{"model.self.intgemm.alphas.bin", true, Config{
			Dim: 64, FFN: 64, Heads: 4, EncoderLayers: 1, DecoderLayers: 2, SourceVocab: 528, TargetVocab: 528, Shared: true,
			SelfAttention: true, Swish: true,
		}},
	} {
		w, err := Load(c.file, read(t, c.file))
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		if w.Config != c.want || w.Quantized != c.quantized {
			t.Errorf("%s: %+v, quantised %t; want %+v, %t", c.file, w.Config, w.Quantized, c.want, c.quantized)
		}
		if len(w.Encoder) != c.want.EncoderLayers || len(w.Decoder) != c.want.DecoderLayers ||
			len(w.Output.Bias) != c.want.TargetVocab {
			t.Errorf("%s: %d encoder and %d decoder layers, %d output biases", c.file,
				len(w.Encoder), len(w.Decoder), len(w.Output.Bias))
		}
	}
}

// TestQuantized checks that the int8 file is the float32 file, quantised: shapes, transposition and multipliers.
func TestQuantized(t *testing.T) {
	f, err := Load("float", read(t, "model.mini.bin"))
	if err != nil {
		t.Fatal(err)
	}
	q, err := Load("int8", read(t, "model.mini.intgemm.alphas.bin"))
	if err != nil {
		t.Fatal(err)
	}
	near := func(name string, exact, quantised, step float32) {
		if d := exact - quantised; d > 0.51*step || -d > 0.51*step {
			t.Fatalf("%s: %v is stored as %v", name, exact, quantised)
		}
	}
	a, b := f.Encoder[1].FFN.W1, q.Encoder[1].FFN.W1
	for i := range a.In {
		for j := range a.Out {
			near("W1", a.F[i*a.Out+j], float32(b.Q[j*b.In+i])/b.QuantMult, 1/b.QuantMult)
		}
	}
	for i, v := range f.TargetEmbedding.F {
		near("Wemb", v, float32(q.TargetEmbedding.Q[i])/q.TargetEmbedding.QuantMult, 1/q.TargetEmbedding.QuantMult)
	}
	if !slices.Equal(f.Decoder[0].RNN.F.Bias, q.Decoder[0].RNN.F.Bias) {
		t.Error("biases differ")
	}
	// The activation multipliers come in both encodings: this one as an intgemm8 item.
	if got := q.Output.Alpha; math.Abs(float64(got)-127/4.5) > 1e-4 {
		t.Errorf("multiplier of the output layer %v, want %v", got, 127/4.5)
	}
}

// edit returns a copy of the file with one occurrence of old replaced by new of the same length.
func edit(t *testing.T, data []byte, old, new string) []byte {
	t.Helper()
	if len(old) != len(new) || bytes.Count(data, []byte(old)) != 1 {
		t.Fatalf("%q cannot be replaced by %q: it occurs %d times", old, new, bytes.Count(data, []byte(old)))
	}
	return bytes.Replace(data, []byte(old), []byte(new), 1)
}

// TestNoCell checks that a decoder without cells need not have those that the engine implements: the toolkit writes
// its default.
func TestNoCell(t *testing.T) {
	own := read(t, "model.self.intgemm.alphas.bin")
	if _, err := Load("x.bin", edit(t, own, "dec-cell: ssru", "dec-cell: gru ")); err != nil {
		t.Error(err)
	}
}

// set returns a copy of the file with a u64 overwritten.
func set(data []byte, at int, v uint64) []byte {
	data = bytes.Clone(data)
	binary.LittleEndian.PutUint64(data[at:], v)
	return data
}

func TestLoadRefuses(t *testing.T) {
	good, own := read(t, "model.mini.intgemm.alphas.bin"), read(t, "model.self.intgemm.alphas.bin")
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "truncated: the header"},
		{"text", []byte("<html>this is not a model but a page</html>"), "not a Marian binary file"},
		{"version", set(good, 0, 2), "not a Marian binary file of version 1"},
		{"no items", set(good, 8, 0), "announces 0 items"},
		{"items", set(good, 8, 1<<40), "announces 1099511627776 items"},
		{"more items than bytes", set(good, 8, 1<<13), "truncated: the item table"},
		{"name length", set(good, 16, 1<<40), "makes no sense"},
		{"dimensions", set(good, 32, 1<<40), "makes no sense"},
		{"data length", set(good, 40, 1<<60), "truncated: the data"},
		{"cut by a byte", good[:len(good)-1], "truncated: the data of special:model.yml"},
		{"half", good[:len(good)/2], "truncated: the data"},
		{"header only", good[:64], "truncated"},
		{"longer", append(bytes.Clone(good), 0), "1 bytes follow"},
		{"name", edit(t, good, "encoder_l1_self_Wq\x00", "encoder_l1_self_Wx\x00"), "encoder_l1_self_Wq is missing"},
		{"alpha", edit(t, good, "encoder_l1_self_Wq_QuantMultA\x00", "encoder_l1_self_Wq_QuantMultX\x00"),
			"of all its layers, or of none"},
		{"twice", edit(t, good, "encoder_l1_self_bq\x00", "encoder_l1_self_bk\x00"), "occurs twice"},
		{"depth", edit(t, good, "enc-depth: 2", "enc-depth: 1"), "has no place in the architecture"},
		{"deeper", edit(t, good, "enc-depth: 2", "enc-depth: 3"), "encoder_l3_self_bq is missing"},
		{"width", edit(t, good, "dim-emb: 64", "dim-emb: 32"), "Wemb has shape [528 64]"},
		{"heads", edit(t, good, "transformer-heads: 4", "transformer-heads: 3"),
			"dim-emb: 64 cannot be divided into transformer-heads: 3"},
		{"number", edit(t, good, "dim-emb: 64", "dim-emb: -4"), "dim-emb"},
		{"cell", edit(t, good, "dec-cell: ssru", "dec-cell: gruu"), `dec-cell: "gruu" is not supported`},
		{"type", edit(t, good, "type: transformer\n", "type: transfurmer\n"), `type: "transfurmer"`},
		{"activation", edit(t, good, "activation: relu", "activation: gelu"), `transformer-ffn-activation: "gelu"`},
		{"tied layers", edit(t, good, "tied-layers: []", "tied-layers: 12"), `transformer-tied-layers: "12"`},
		{"preprocess", edit(t, good, `preprocess: ""`, `preprocess: n `), `transformer-preprocess: "n"`},
		{"decoder", edit(t, good, "autoreg: rnn", "autoreg: aan"), `transformer-decoder-autoreg: "aan"`},
		{"self-attention", edit(t, own, "autoreg: self-attention", "autoreg: self-attentiom"),
			`transformer-decoder-autoreg: "self-attentiom" is not supported, only "rnn" or "self-attention"`},
		{"no self-attention", edit(t, own, "decoder_l2_self_Wk\x00", "decoder_l2_self_Wx\x00"), "decoder_l2_self_Wk is missing"},
		{"no kind of decoder", edit(t, own, "decoder-autoreg: self", "decoder-autorex: self"),
			`transformer-decoder-autoreg is missing; only "rnn" or "self-attention" is supported`},
		{"no cells", edit(t, own, "autoreg: self-attention", "autoreg: rnn           "), "decoder_l1_rnn_W is missing"},
		{"activations", edit(t, own, "activation: swish", "activation: mish "),
			`"mish" is not supported, only "relu" or "swish"`},
		{"tied", edit(t, good, "tied-embeddings-all: true", "tied-embeddings-all: nope"), "must be on"},
		{"YAML", edit(t, good, "enc-depth: 2", "enc-depth: {"), "special:model.yml"},
		{"no YAML", edit(t, good, "special:model.yml\x00", "special:model.xml\x00"), "special:model.yml is missing"},
		{"too low", weight(t, good, 0x80), "element 7 is -128"},
		{"multiplier", multiplier(t, good, float32(math.NaN())), "multiplier is NaN"},
		{"bias", bias(t, good, float32(math.Inf(1))), "element 0 is +Inf"},
		{"type of an item", kind(t, good, 0x4102), "intgemm16, want intgemm8"},
	} {
		_, err := Load("x.bin", c.data)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "x.bin") {
			t.Errorf("%s: error %v, want one about %q in x.bin", c.name, err, c.want)
		}
	}
}

// locate finds an item's data in a file.
func locate(t *testing.T, data []byte, name string) (index, offset int, it item) {
	t.Helper()
	items, err := readItems(data)
	if err != nil {
		t.Fatal(err)
	}
	at := len(data)
	for i := len(items) - 1; i >= 0; i-- {
		at -= len(items[i].data)
		if items[i].name == name {
			return i, at, items[i]
		}
	}
	t.Fatalf("no item %s", name)
	return 0, 0, item{}
}

func weight(t *testing.T, data []byte, v byte) []byte {
	_, at, _ := locate(t, data, "encoder_l1_ffn_W1")
	data = bytes.Clone(data)
	data[at+7] = v
	return data
}

func multiplier(t *testing.T, data []byte, v float32) []byte {
	_, at, it := locate(t, data, "encoder_l1_ffn_W1")
	data = bytes.Clone(data)
	binary.LittleEndian.PutUint32(data[at+it.elements():], math.Float32bits(v))
	return data
}

func bias(t *testing.T, data []byte, v float32) []byte {
	_, at, _ := locate(t, data, "encoder_l1_ffn_b1")
	data = bytes.Clone(data)
	binary.LittleEndian.PutUint32(data[at:], math.Float32bits(v))
	return data
}

func kind(t *testing.T, data []byte, v uint64) []byte {
	i, _, _ := locate(t, data, "encoder_l1_ffn_W1")
	return set(data, 16+32*i+8, v)
}

func TestShortlist(t *testing.T) {
	// Three source words, ten target words; word 0 has none, 1 has {7}, 2 has {4, 7, 9}.
	good := encodeShortlist(2, []uint64{0, 0, 1, 4}, []uint32{7, 4, 7, 9})
	s, err := LoadShortlist("lex", good, 3, 10)
	if err != nil {
		t.Fatal(err)
	}
	var c Candidates
	for _, k := range []struct {
		words, also []int32
		shared      bool
		want        []int32
	}{
		{[]int32{0}, nil, false, []int32{0, 1, 2, 3, 4, 5, 6, 7}},
		{[]int32{1, 0}, nil, false, []int32{0, 1, 2, 3, 4, 5, 6, 7}},
		{[]int32{2, 2, 0}, nil, false, []int32{0, 1, 2, 3, 4, 5, 7, 9}},
		{[]int32{2, 1, 0}, nil, true, []int32{0, 1, 2, 3, 4, 5, 7, 9}},
		{[]int32{2, 0}, []int32{8, 8, 9, 6}, false, []int32{0, 1, 2, 4, 6, 7, 8, 9}},
	} {
		if got := c.Append(nil, s, k.words, k.also, 10, k.shared); !slices.Equal(got, k.want) {
			t.Errorf("candidates of %d and %d: %d, want %d", k.words, k.also, got, k.want)
		}
	}
	none, err := LoadShortlist("lex", encodeShortlist(0, []uint64{0, 0}, nil), 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Append(nil, none, []int32{0}, nil, 10, false); !slices.Equal(got, []int32{0, 1, 2, 3, 4, 5, 6, 7}) {
		t.Errorf("candidates of a list without frequent words and entries: %d, want eight", got)
	}
	if got := c.Append([]int32{-1}, nil, []int32{1}, nil, 3, true); !slices.Equal(got, []int32{-1, 0, 1, 2}) {
		t.Errorf("without a shortlist: %d, want all words", got)
	}
}

// encodeShortlist makes a file.
func encodeShortlist(first uint64, offsets []uint64, entries []uint32) []byte {
	b := binary.LittleEndian.AppendUint64(nil, first)
	b = binary.LittleEndian.AppendUint64(b, 50)
	b = binary.LittleEndian.AppendUint64(b, uint64(len(offsets)))
	b = binary.LittleEndian.AppendUint64(b, uint64(len(entries)))
	for _, v := range offsets {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	for _, v := range entries {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	head := binary.LittleEndian.AppendUint64(nil, shortlistMagic)
	return append(binary.LittleEndian.AppendUint64(head, checksum(b)), b...)
}

func TestShortlistRefuses(t *testing.T) {
	good := read(t, "lex.50.50.mini.s2t.bin")
	if _, err := LoadShortlist("good", good, 528, 528); err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(good)
	damaged[len(damaged)/2] ^= 1
	for _, c := range []struct {
		name           string
		data           []byte
		source, target int
		want           string
	}{
		{"empty", nil, 528, 528, "truncated"},
		{"magic", set(good, 0, 1), 528, 528, "not a binary shortlist"},
		{"one bit", damaged, 528, 528, "damaged"},
		{"short", good[:len(good)-4], 528, 528, "do not hold"},
		{"offsets", set(good, 32, 1<<62), 528, 528, "do not hold"},
		{"entries", set(good, 40, 1<<62), 528, 528, "do not hold"},
		{"other source", good, 527, 528, "made for 528 source words"},
		{"other target", good, 528, 100, "target word"},
		{"first", encodeShortlist(11, []uint64{0, 0}, nil), 1, 10, "11 most frequent"},
		{"order", encodeShortlist(1, []uint64{0, 2, 1, 2}, []uint32{1, 2}), 3, 10, "out of order"},
		{"end", encodeShortlist(1, []uint64{0, 1}, []uint32{1, 2}), 1, 10, "end at 1"},
	} {
		_, err := LoadShortlist("x.lex", c.data, c.source, c.target)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "x.lex") {
			t.Errorf("%s: error %v, want one about %q in x.lex", c.name, err, c.want)
		}
	}
}

// TestTruncated cuts a model file at many places: an error each time, and nothing else.
func TestTruncated(t *testing.T) {
	good := read(t, "model.pair.intgemm.alphas.bin")
	for n := 0; n < len(good); n += 1 + n/50 {
		if _, err := Load("cut", good[:n]); err == nil {
			t.Errorf("the first %d of %d bytes load", n, len(good))
		}
	}
}

func FuzzLoad(f *testing.F) {
	data := read(f, "model.pair.intgemm.alphas.bin")
	items, err := readItems(data)
	if err != nil {
		f.Fatal(err)
	}
	header := len(data)
	for _, it := range items {
		header -= len(it.data)
	}
	// A change to a weight is of no interest: fuzz the header and the configuration.
	yml := items[len(items)-1].data
	f.Add(data[:header], yml)
	f.Add(data[:100], []byte("type: transformer"))
	f.Add(data[:header], bytes.Replace(yml, []byte("autoreg: rnn"), []byte("autoreg: self-attention"), 1))
	body := data[header : len(data)-len(yml)]
	f.Fuzz(func(t *testing.T, head, config []byte) {
		if w, err := Load("fuzz", slices.Concat(head, body, config)); err == nil &&
			(len(w.Encoder) != w.EncoderLayers || len(w.Decoder) != w.DecoderLayers) {
			t.Fatal("a model without its layers was accepted")
		}
	})
}

func FuzzShortlist(f *testing.F) {
	f.Add([]byte{2, 0, 1, 4, 7, 4, 7, 9})
	f.Fuzz(func(t *testing.T, raw []byte) {
		// The bytes are numbers of a file whose checksum is right.
		half := len(raw) / 2
		var offsets []uint64
		var entries []uint32
		for _, b := range raw[:half] {
			offsets = append(offsets, uint64(b))
		}
		for _, b := range raw[half:] {
			entries = append(entries, uint32(b))
		}
		s, err := LoadShortlist("fuzz", encodeShortlist(uint64(len(raw)), offsets, entries), len(offsets)-1, 200)
		if err != nil {
			return
		}
		var c Candidates
		for w := range len(offsets) - 1 {
			got := c.Append(nil, s, []int32{int32(w)}, nil, 200, false)
			if !slices.IsSorted(got) || len(got) < len(raw) || len(got)%8 != 0 && len(got) != 200 {
				t.Fatalf("candidates %d", got)
			}
		}
	})
}
