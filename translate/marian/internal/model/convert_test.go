package model

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// array returns a numpy array as its library writes it.
func array(descr, shape string, data []byte) []byte {
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, shape)
	text += strings.Repeat(" ", 117-len(text)) + "\n"
	out := append([]byte("\x93NUMPY\x01\x00"), byte(len(text)), 0)
	return append(append(out, text...), data...)
}

// archive writes arrays by name, in order.
func archive(t testing.TB, arrays ...any) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(arrays); i += 2 {
		w, err := z.Create(arrays[i].(string) + ".npy")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(arrays[i+1].([]byte)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// packed returns the small float32 model as a numpy archive, as training leaves it.
func packed(t testing.TB) []byte { return spoilt(t, "") }

// spoilt is packed, with something that is not a number in one item.
func spoilt(t testing.TB, name string) []byte {
	t.Helper()
	items, err := readItems(read(t, "model.self.bin"))
	if err != nil {
		t.Fatal(err)
	}
	var arrays []any
	for _, it := range items {
		descr, shape := "<f4", strings.Trim(strings.ReplaceAll(fmt.Sprint(it.shape), " ", ", "), "[]")
		if it.typ == typeInt8 {
			descr, shape = "|i1", shape+","
		}
		if it.name == name {
			it.data = slices.Clone(it.data)
			binary.LittleEndian.PutUint32(it.data, math.Float32bits(float32(math.NaN())))
		}
		size := it.elements() * int(it.typ&0xff)
		arrays = append(arrays, it.name, array(descr, shape, it.data[:size]))
	}
	return archive(t, arrays...)
}

func convert(data []byte, quantized bool) ([]byte, error) {
	return Convert("x.npz", bytes.NewReader(data), int64(len(data)), quantized)
}

// TestConvert: the weights of an archive are those of the binary file, or the nearest of 255 steps.
func TestConvert(t *testing.T) {
	data := packed(t)
	want, err := Load("want", read(t, "model.self.bin"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := convert(data, false)
	if err != nil {
		t.Fatal(err)
	}
	exact, err := Load("exact", file)
	if err != nil {
		t.Fatal(err)
	}
	if exact.Quantized || exact.Config != want.Config || !slices.Equal(exact.Decoder[1].FFN.W1.F, want.Decoder[1].FFN.W1.F) {
		t.Error("the float32 model is another one")
	}
	if file, err = convert(data, true); err != nil {
		t.Fatal(err)
	}
	small, err := Load("small", file)
	if err != nil {
		t.Fatal(err)
	}
	if !small.Quantized || small.Output.Alpha != 0 || !slices.Equal(small.Output.Bias, want.Output.Bias) {
		t.Errorf("quantised: %t, multiplier of the output layer %v", small.Quantized, small.Output.Alpha)
	}
	near := func(name string, exact float32, q int8, mult float32) {
		if d := exact - float32(q)/mult; math.Abs(float64(d)) > 0.5001/float64(mult) {
			t.Fatalf("%s: %v is stored as %v", name, exact, float32(q)/mult)
		}
	}
	a, b := want.Encoder[0].FFN.W1, small.Encoder[0].FFN.W1
	if b.Alpha != 0 || slices.Max(b.Q) != 127 && slices.Min(b.Q) != -127 {
		t.Errorf("W1 has the multiplier %v and values from %d to %d", b.Alpha, slices.Min(b.Q), slices.Max(b.Q))
	}
	for i := range a.In {
		for j := range a.Out {
			near("W1", a.F[i*a.Out+j], b.Q[j*b.In+i], b.QuantMult)
		}
	}
	for i, v := range want.TargetEmbedding.F {
		near("Wemb", v, small.TargetEmbedding.Q[i], small.TargetEmbedding.QuantMult)
	}
}

func TestConvertRefuses(t *testing.T) {
	one := make([]byte, 4)
	scalar := array("<f4", "1, 1", one)
	whole := packed(t)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"text", []byte("<html>"), "not a numpy archive"},
		{"empty", archive(t), "an archive of 0 arrays"},
		{"no array", archive(t, "x", []byte("hello, world")), "not an array: it starts with"},
		{"cut", archive(t, "x", scalar[:40]), "array x: unexpected EOF"},
		{"no data", archive(t, "x", scalar[:128]), "wants 4 bytes"},
		{"more data", archive(t, "x", append(bytes.Clone(scalar), 0)), "wants 4 bytes"},
		{"double", archive(t, "x", array("<f8", "1, 1", make([]byte, 8))), "its elements are <f8"},
		{"object", archive(t, "x", array("|O8", "1,", nil)), "is not that of an array by rows"},
		{"expression", archive(t, "x", array("<f4", "__import__('os')", nil)), "is not that of an array by rows"},
		{"columns", archive(t, "x", bytes.Replace(scalar, []byte("False"), []byte("True "), 1)),
			"is not that of an array by rows"},
		{"huge", archive(t, "x", array("<f4", "16777215, 16777215", nil)), "its shape"},
		{"huge but within bounds", archive(t, "x", array("<f4", "1024, 1024, 1024", one)), "more than 2147483648 bytes together"},
		{"nothing", archive(t, "x", array("<f4", "0, 4", nil)), "its shape"},
		{"dimensions", archive(t, "x", array("<f4", "1, 1, 1, 1, 1, 1, 1, 1, 1", one)), "its shape"},
		{"no name", archive(t, "", scalar), "cannot be the name"},
		{"twice", archive(t, "x", scalar, "x", scalar), "occurs twice"},
		{"no configuration", archive(t, "x", scalar), "special:model.yml is missing"},
		{"half", whole[:len(whole)/2], "not a numpy archive"},
		{"not a number", spoilt(t, "encoder_l1_self_bq"), "encoder_l1_self_bq: element 0 is NaN"},
		{"another configuration", archive(t, "special:model.yml", array("|i1", "3,", []byte("a: "))), "special:model.yml"},
	} {
		if _, err := convert(c.data, true); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}

// FuzzConvert: what is converted can be loaded.
func FuzzConvert(f *testing.F) {
	f.Add(packed(f))
	f.Add(archive(f, "x", array("<f4", "1, 1", make([]byte, 4))))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := convert(data, true)
		if err != nil {
			return
		}
		if _, err := Load("converted", file); err != nil {
			t.Error(err)
		}
	})
}

// FuzzHeader reads headers of arrays alone: the sums of a zip archive keep a fuzzer from them.
func FuzzHeader(f *testing.F) {
	f.Add(array("<f4", "12, 34", nil))
	f.Add(array("|i1", "5,", nil))
	f.Add([]byte("\x93NUMPY\x02\x00\x10\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		it, err := readHeader(bytes.NewReader(data))
		if err == nil && (len(it.shape) == 0 || it.elements() < 1 || it.elements() > maxElements) {
			t.Errorf("the shape %v", it.shape)
		}
	})
}
