package nn

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
	"github.com/satzpaar/satzpaar/translate/marian/internal/model"
)

const models = "../../../../testdata/models"

// own is one of the small models with greedy search.
func own(t testing.TB, name string) *Network {
	t.Helper()
	return searching(t, name, Search{})
}

// searching is one of the small models.
func searching(t testing.TB, name string, search Search) *Network {
	t.Helper()
	small, kind, _ := strings.Cut(name, ".")
	ending := map[string]string{"float32": "bin", "int8": "intgemm.alphas.bin"}[kind]
	return load(t, filepath.Join(models, "model."+small+"."+ending), filepath.Join(models, "lex.50.50."+small+".s2t.bin"), search)
}

// sources are sentences of random tokens, of lengths from 1 to long.
func sources(n *Network, count, long int) [][]int32 {
	r := rand.New(rand.NewPCG(1, 2))
	var all [][]int32
	for i := range count {
		s := make([]int32, 1+i*long/count)
		for j := range s[:len(s)-1] {
			s[j] = 2 + r.Int32N(int32(n.cfg.SourceVocab-2))
		}
		all = append(all, s)
	}
	r.Shuffle(count, func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// translate runs batches of the given size and returns copies of the results.
func translateAll(t testing.TB, s *State, sources [][]int32, size int) []Sentence {
	t.Helper()
	var out []Sentence
	for part := range slices.Chunk(sources, size) {
		batch := make([]*Sentence, len(part))
		for i, source := range part {
			batch[i] = &Sentence{Source: source}
		}
		if err := s.Translate(context.Background(), batch); err != nil {
			t.Fatal(err)
		}
		for _, b := range batch {
			out = append(out, *b)
		}
	}
	return out
}

// searches are those that the properties of this file are tested with.
var searches = []Search{{}, {Beam: 4, Normalize: 1}}

// TestBatch checks that a sentence's result, to the last bit, does not depend on the batch or on what the state did
// before.
func TestBatch(t *testing.T) {
	for _, name := range []string{"mini.float32", "mini.int8", "pair.int8", "self.float32", "self.int8"} {
		for _, search := range searches {
			n := searching(t, name, search)
			all := sources(n, 40, 60)
			want := translateAll(t, n.NewState(), all, 1)
			for _, size := range []int{2, 3, 7, 16, 40} {
				if got := translateAll(t, n.NewState(), all, size); !reflect.DeepEqual(got, want) {
					t.Errorf("%s, %v: batches of %d give other results than single sentences", name, search, size)
				}
			}
			used := n.NewState()
			translateAll(t, used, sources(n, 9, 90), 9)
			slices.Reverse(all)
			slices.Reverse(want)
			if got := translateAll(t, used, all, 5); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %v: a used state gives other results", name, search)
			}
		}
	}
}

// TestKernels checks that all implementations of the arithmetic give the same bits.
func TestKernels(t *testing.T) {
	defer kernel.Use("")
	for _, name := range []string{"mini.float32", "mini.int8", "pair.int8", "self.float32", "self.int8"} {
		for _, search := range searches {
			var want []Sentence
			for _, k := range kernel.Available() {
				if err := kernel.Use(k); err != nil {
					t.Fatal(err)
				}
				n := searching(t, name, search)
				got := translateAll(t, n.NewState(), sources(n, 24, 50), 8)
				if want == nil {
					want = got
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s, %v: kernel %s gives other results than %s", name, search, k, kernel.Available()[0])
				}
			}
		}
	}
}

// TestCommonOutput checks that nothing changes where the first candidates have an output layer for all sentences.
func TestCommonOutput(t *testing.T) {
	for _, name := range []string{"mini.int8", "pair.int8"} {
		for _, search := range searches {
			for _, alpha := range []bool{true, false} {
				var want []Sentence
				for _, shared := range []int{0, 1, 40, 50} {
					n := searching(t, name, search)
					n.shared = shared
					if !alpha {
						n.alpha = 0
					}
					got := translateAll(t, n.NewState(), sources(n, 24, 50), 8)
					if want == nil {
						want = got
					}
					if !reflect.DeepEqual(got, want) {
						t.Errorf("%s, %v, alpha %v: %d common candidates change the results",
							name, search, alpha, shared)
					}
				}
			}
		}
	}
}

// TestLimits checks where an output ends, and that nothing but candidates is in it.
func TestLimits(t *testing.T) {
	var all []Sentence
	for _, search := range searches {
		n := searching(t, "mini.int8", search)
		all = append(all, translateAll(t, n.NewState(), sources(n, 60, 80), 20)...)
	}
	for _, s := range all {
		last := s.Target[len(s.Target)-1]
		switch {
		case len(s.Target) > lengthFactor*len(s.Source):
			t.Errorf("%d tokens for %d", len(s.Target), len(s.Source))
		case last != EndOfSentence && len(s.Target) != lengthFactor*len(s.Source):
			t.Errorf("output ends after %d of %d tokens without an end mark", len(s.Target), lengthFactor*len(s.Source))
		case slices.Contains(s.Target[:len(s.Target)-1], EndOfSentence):
			t.Error("an end mark within the output")
		case slices.Contains(s.Target, unknownWord):
			t.Error("an unknown word in the output")
		case len(s.Align) != len(s.Source)*len(s.Target) || len(s.Logits) != len(s.Target) || len(s.LogProbs) != len(s.Target):
			t.Errorf("%d weights, %d logits and %d log-probabilities for %d × %d tokens", len(s.Align), len(s.Logits), len(s.LogProbs), len(s.Source), len(s.Target))
		}
		for row := range slices.Chunk(s.Align, len(s.Source)) {
			sum := 0.0
			for _, w := range row {
				sum += float64(w)
			}
			if math.Abs(sum-1) > 1e-4 {
				t.Errorf("weights of one token add up to %v", sum)
			}
		}
		for _, p := range s.LogProbs {
			if !(p <= 1e-5) || math.IsInf(float64(p), 0) {
				t.Errorf("log-probability %v", p)
			}
		}
	}
}

// TestReference compares tokens, logits, alignments and activations with those of the numpy reference: see
// reference.py in testdata/models.
func TestReference(t *testing.T) {
	for _, c := range []struct {
		name      string
		tolerance float64
	}{{"mini.float32", 2e-4}, {"mini.int8", 3e-2}} {
		t.Run(c.name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(models, "reference."+c.name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var want struct {
				Sentences []struct {
					Source, Target []int32
					Logits         []float64
					Align          [][]float64
				}
				Activations []struct {
					Name        string
					Rows        int
					First, Last []float64
				}
			}
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			if len(want.Sentences) != 12 || len(want.Activations) != 12 {
				t.Fatalf("%d sentences, %d activations", len(want.Sentences), len(want.Activations))
			}
			far := func(what string, got float32, want float64) {
				t.Helper()
				if math.Abs(float64(got)-want) > c.tolerance {
					t.Errorf("%s: %v, want %v", what, got, want)
				}
			}
			n := own(t, c.name)
			s := n.NewState()
			d := n.cfg.Dim
			seen := 0
			s.trace = func(name string, rows []float32) {
				if name == "embedding" || seen == len(want.Activations) {
					return
				}
				w := want.Activations[seen]
				seen++
				if name != w.Name || len(rows) != w.Rows*d {
					t.Errorf("activation %d is %s with %d rows, want %s with %d", seen, name, len(rows)/d, w.Name, w.Rows)
					return
				}
				for i := range w.First {
					far(name+", first row", rows[i], w.First[i])
					far(name+", last row", rows[len(rows)-d+i], w.Last[i])
				}
			}
			for i, w := range want.Sentences {
				got := translateAll(t, s, [][]int32{w.Source}, 1)[0]
				s.trace = nil
				if !slices.Equal(got.Target, w.Target) {
					t.Errorf("sentence %d: tokens\n%d, want\n%d", i, got.Target, w.Target)
					continue
				}
				for j := range w.Target {
					far("logit", got.Logits[j], w.Logits[j])
					for k, a := range w.Align[j] {
						far("alignment", got.Align[j*len(w.Source)+k], a)
					}
				}
			}
			if seen != len(want.Activations) {
				t.Errorf("%d activations seen, want %d", seen, len(want.Activations))
			}
		})
	}
}

// A context that is cancelled after some looks at it.
type fading struct {
	context.Context
	looks int
}

func (f *fading) Err() error {
	if f.looks--; f.looks < 0 {
		return context.Canceled
	}
	return nil
}

func TestCancel(t *testing.T) {
	for _, name := range []string{"mini.int8", "self.int8"} {
		n := own(t, name)
		all := sources(n, 4, 40)
		want := translateAll(t, n.NewState(), all, 4)
		s := n.NewState()
		stopped := 0
		for looks := 0; looks < 200; looks += 3 {
			var batch []*Sentence
			for _, source := range all {
				batch = append(batch, &Sentence{Source: source})
			}
			err := s.Translate(&fading{context.Background(), looks}, batch)
			switch {
			case errors.Is(err, context.Canceled):
				stopped++
			case err != nil:
				t.Fatal(err)
			}
		}
		if stopped < 5 {
			t.Errorf("%s: only %d of the runs were stopped", name, stopped)
		}
		if got := translateAll(t, s, all, 4); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: after cancelled runs a state gives other results", name)
		}
	}
}

// TestAllocations checks that a state that has grown needs next to no new memory.
func TestAllocations(t *testing.T) {
	if kernel.Name() == "generic" {
		t.Skip("the generic products allocate")
	}
	for _, name := range []string{"mini.int8", "self.int8"} {
		for _, search := range searches {
			n := searching(t, name, search)
			s := n.NewState()
			var batch []*Sentence
			for _, source := range sources(n, 16, 40) {
				batch = append(batch, &Sentence{Source: source})
			}
			run := func() {
				if err := s.Translate(context.Background(), batch); err != nil {
					t.Fatal(err)
				}
			}
			run()
			if got := testing.AllocsPerRun(10, run); got > 10 {
				t.Errorf("%s, %v: %v allocations for a batch of %d sentences", name, search, got, len(batch))
			}
		}
	}
}

// TestOverflow checks that a model whose values overflow, and become infinite or none, still comes to an end: a file
// may hold any weight that is a number.
func TestOverflow(t *testing.T) {
	for _, file := range []string{"model.mini.bin", "model.self.bin"} {
		data, err := os.ReadFile(filepath.Join(models, file))
		if err != nil {
			t.Fatal(err)
		}
		w, err := model.Load(file, data)
		if err != nil {
			t.Fatal(err)
		}
		for i := range w.Decoder {
			for j, v := range w.Decoder[i].FFN.W1.F {
				w.Decoder[i].FFN.W1.F[j] = float32(math.Copysign(math.MaxFloat32, float64(v)))
			}
		}
		for _, search := range searches {
			n, err := New(w, nil, search)
			if err != nil {
				t.Fatal(err)
			}
			for i, source := range sources(n, 6, 20) {
				got := &Sentence{Source: source, Rank: i % 2}
				if err := n.NewState().Translate(context.Background(), []*Sentence{got}); err != nil {
					t.Fatal(err)
				}
				if len(got.Target) == 0 || len(got.Target) > lengthFactor*len(source) {
					t.Errorf("%s, %v: %d tokens for %d", file, search, len(got.Target), len(source))
				}
				if p := got.LogProbs[0]; p-p == 0 {
					t.Errorf("%s, %v: log-probability %v, although the values overflow", file, search, p)
				}
			}
		}
	}
}

func TestLargestSource(t *testing.T) {
	for _, name := range []string{"pair.int8", "self.int8"} {
		n := own(t, name)
		source := make([]int32, MaxSource)
		for i := range source[:MaxSource-1] {
			source[i] = int32(2 + i%100)
		}
		got := translateAll(t, n.NewState(), [][]int32{source}, 1)[0]
		if len(got.Target) == 0 || len(got.Target) > lengthFactor*MaxSource {
			t.Errorf("%s: %d tokens", name, len(got.Target))
		}
	}
}

func TestMagnitude(t *testing.T) {
	for _, c := range []struct {
		x    []float32
		want float32
	}{
		{nil, 0}, {[]float32{0, 0}, 0}, {[]float32{-3}, 3}, {[]float32{1, -2}, 2}, {[]float32{-2.5, 1, 2}, 2.5},
		{[]float32{1, 2, -1e20}, 1e20}, {[]float32{1e-20, -1e-30}, 1e-20},
	} {
		if got := magnitude(c.x); got != c.want {
			t.Errorf("%v: %v, want %v", c.x, got, c.want)
		}
	}
}
