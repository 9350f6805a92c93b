package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

const modelDir = "../../builtin"

// stream encodes records as run reads them.
func stream(records ...record) []byte {
	var out []byte
	for _, r := range records {
		out = binary.LittleEndian.AppendUint32(out, r.index)
		for _, tokens := range [][]int32{r.source, r.reference} {
			out = binary.LittleEndian.AppendUint16(out, uint16(len(tokens)))
			for _, t := range tokens {
				out = binary.LittleEndian.AppendUint16(out, uint16(t))
			}
		}
	}
	return out
}

func TestRun(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(modelDir, "vocab.deen.spm"))
	if err != nil {
		t.Fatal(err)
	}
	vocab, err := spm.New("vocab", data)
	if err != nil {
		t.Fatal(err)
	}
	encoder := vocab.NewEncoder()
	encode := func(s string) []int32 {
		var out []int32
		for _, token := range encoder.Encode(nil, s) {
			out = append(out, token.ID)
		}
		return append(out, nn.EndOfSentence)
	}
	in := stream(
		record{index: 7, source: encode("Guten Morgen, mein Freund.")},
		record{index: 8, source: encode("Guten Morgen."), reference: encode("Morning.")},
	)
	var out bytes.Buffer
	if err := run(t.Context(), modelDir, "", 6, bytes.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	got := map[uint32]string{}
	for b := out.Bytes(); len(b) > 0; {
		index, n := binary.LittleEndian.Uint32(b), int(binary.LittleEndian.Uint16(b[12:]))
		alike := math.Float32frombits(binary.LittleEndian.Uint32(b[4:]))
		if (index == 8) != (alike > 0) {
			t.Errorf("record %d: similarity %v", index, alike)
		}
		var ids []int32
		for i := range n {
			ids = append(ids, int32(binary.LittleEndian.Uint16(b[14+2*i:])))
		}
		got[index], _ = vocab.Decode(ids, nil)
		b = b[14+4*n:]
	}
	if want := "Good morning, my friend."; got[7] != want || len(got) != 2 {
		t.Errorf("record 7: %q, want %q", got[7], want)
	}
	if err := run(t.Context(), modelDir, "", 1, bytes.NewReader(in[:len(in)-1]), &out); err == nil {
		t.Error("the last record is not complete: no error")
	}
}

// TestReverse checks that all hypotheses of a record come out, the best first, each with how well a model reads the
// source from it: the built-in one does for that.
func TestReverse(t *testing.T) {
	in := stream(record{index: 9, source: []int32{100, 200, 300, 0}}, record{index: 3, source: []int32{400, 0}})
	var out bytes.Buffer
	if err := run(t.Context(), modelDir, modelDir, 4, bytes.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	type found struct{ back, score float32 }
	got := map[uint32][]found{}
	for b := out.Bytes(); len(b) > 0; {
		float := func(at int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b[at:])) }
		index, n := binary.LittleEndian.Uint32(b), int(binary.LittleEndian.Uint16(b[12:]))
		got[index] = append(got[index], found{float(4), float(8)})
		b = b[14+4*n:]
	}
	for _, index := range []uint32{3, 9} {
		all := got[index]
		if len(all) != 4 || !slices.IsSortedFunc(all, func(a, b found) int { return cmp.Compare(b.score, a.score) }) {
			t.Errorf("record %d: %v", index, all)
		}
		backs := map[float32]bool{}
		for _, f := range all {
			backs[f.back] = true
			if f.back >= 0 {
				t.Errorf("record %d: log-probability %v", index, f.back)
			}
		}
		if len(backs) < 2 {
			t.Errorf("record %d: all hypotheses are read alike: %v", index, all)
		}
	}
}

// TestChoose checks that the reference decides, and the search where there is none.
func TestChoose(t *testing.T) {
	hypotheses := []nn.Hypothesis{
		{Target: []int32{5, 6, 7, 8, 0}}, {Target: []int32{5, 6, 9, 8, 0}}, {Target: []int32{0}},
	}
	for _, test := range []struct {
		reference []int32
		want      int
	}{
		{nil, 0}, {[]int32{5, 6, 9, 8, 0}, 1}, {[]int32{5, 6, 7, 8, 4, 0}, 0}, {[]int32{0}, 0}, {[]int32{1, 1, 1, 0}, 0},
	} {
		got, quality := choose(hypotheses, test.reference)
		if !slices.Equal(got.Target, hypotheses[test.want].Target) || quality < 0 || quality > 1 {
			t.Errorf("for reference %d: %d with %v, want %d", test.reference, got.Target, quality, hypotheses[test.want].Target)
		}
	}
}
