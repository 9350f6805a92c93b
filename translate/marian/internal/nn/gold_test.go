package nn

import (
	"bufio"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/satzpaar/satzpaar/internal/required"
	"github.com/satzpaar/satzpaar/translate/marian/internal/model"
)

// shared returns a path in the shared data folder and skips the test if it is absent.
func shared(t testing.TB, parts ...string) string {
	root := os.Getenv("SATZPAAR_SHARED")
	if root == "" {
		root = "../shared"
	}
	if !filepath.IsAbs(root) {
		root = filepath.Join("../../../..", root)
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		required.Missing(t, "shared", "no shared data: %v (set SATZPAAR_SHARED)", err)
	}
	return path
}

func load(t testing.TB, file, lex string, search Search) *Network {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w, err := model.Load(file, data)
	if err != nil {
		t.Fatal(err)
	}
	var s *model.Shortlist
	if lex != "" {
		data, err := os.ReadFile(lex)
		if err != nil {
			t.Fatal(err)
		}
		if s, err = model.LoadShortlist(lex, data, w.SourceVocab, w.TargetVocab); err != nil {
			t.Fatal(err)
		}
	}
	n, err := New(w, s, search)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A gold is what the upstream engine made of one sentence.
type gold struct {
	Text   string      `json:"src"`
	Source []int32     `json:"src_ids"`
	Target []int32     `json:"ids"`
	Scores []float64   `json:"scores"`
	Align  [][]float64 `json:"align"`
}

func golds(t testing.TB, file string) []gold {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var all []gold
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var g gold
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		all = append(all, g)
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
	return all
}

// TestGold compares tokens, logits and alignments with those of the upstream engine.
func TestGold(t *testing.T) {
	// One activation that is rounded to its other neighbour by the last bit of a float moves a logit by up to a
	// hundredth.
	for _, c := range []struct {
		name, file, gold string
		tolerance        float64
	}{
		{"float32", "model.deen.bin", "mini_float.jsonl.zst", 1e-3},
		{"int8", "model.deen.intgemm.alphas.bin", "mini_int8.jsonl.zst", 2e-2},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := shared(t, "oracle", "models", "mini")
			n := load(t, filepath.Join(dir, c.file), filepath.Join(dir, "lex.50.50.deen.s2t.bin"), Search{})
			want := golds(t, shared(t, "oracle", "gold", c.gold))
			if len(want) != 50 {
				t.Fatalf("%d gold sentences, want 50", len(want))
			}
			s := n.NewState()
			worstLogit, worstAlign := 0.0, 0.0
			for i, w := range want {
				got := &Sentence{Source: w.Source}
				if err := s.Translate(context.Background(), []*Sentence{got}); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(got.Target, w.Target) {
					t.Errorf("sentence %d (%s): tokens\n%d, want\n%d", i, w.Text, got.Target, w.Target)
					continue
				}
				for j := range w.Scores {
					worstLogit = max(worstLogit, math.Abs(float64(got.Logits[j])-w.Scores[j]))
					for k, a := range w.Align[j] {
						worstAlign = max(worstAlign, math.Abs(float64(got.Align[j*len(w.Source)+k])-a))
					}
				}
			}
			t.Logf("largest difference: logits %.2g, alignments %.2g", worstLogit, worstAlign)
			if worstLogit > c.tolerance || worstAlign > c.tolerance {
				t.Errorf("largest difference: logits %.2g, alignments %.2g; want at most %g", worstLogit, worstAlign, c.tolerance)
			}
		})
	}
}
