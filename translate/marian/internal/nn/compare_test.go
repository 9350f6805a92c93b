package nn

import (
	"context"
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"
)

var allModels = []string{"mini.float32", "mini.int8", "pair.int8", "self.float32", "self.int8"}

// comparisons are texts and what a search finds for each, read in the other direction where the model has one
// vocabulary: what they mean does not matter.
func comparisons(t *testing.T, n *Network, count, long int) []*Comparison {
	t.Helper()
	var all []*Comparison
	for i, source := range sources(n, count, long) {
		target := slices.Clone(source)
		for j, w := range target {
			target[j] = w % int32(n.cfg.TargetVocab)
		}
		c := &Comparison{Target: target}
		for k := range 1 + i%4 {
			c.Sources = append(c.Sources, slices.Concat(source[:min(k, len(source)-1)], source))
		}
		all = append(all, c)
	}
	return all
}

// compared returns the log-probabilities of copies of comparisons that are read so many at a time.
func compared(t *testing.T, s *State, all []*Comparison, size int) (out [][]float64) {
	t.Helper()
	for part := range slices.Chunk(all, size) {
		batch := make([]*Comparison, len(part))
		for i, c := range part {
			batch[i] = &Comparison{Sources: c.Sources, Target: c.Target}
		}
		if err := s.Compare(context.Background(), batch); err != nil {
			t.Fatal(err)
		}
		for _, b := range batch {
			out = append(out, b.LogProbs)
		}
	}
	return out
}

// TestCompareAlone holds that a comparison does not depend, to the last bit, on the others of its batch, on what the
// state did before, or on another state that it shares memory with.
func TestCompareAlone(t *testing.T) {
	for _, name := range allModels {
		n := own(t, name)
		all := comparisons(t, n, 20, 40)
		want := compared(t, n.NewState(), all, 1)
		used := n.NewState()
		for _, size := range []int{2, 7, 20} {
			if got := compared(t, used, all, size); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: batches of %d give other results than single comparisons", name, size)
			}
			translateAll(t, used, sources(n, 5, 9), 5)
		}
		other := own(t, "pair.int8").NewState()
		beside := n.NewStateBeside(other)
		for _, size := range []int{20, 3} {
			translateAll(t, other, sources(other.n, 9, 20), 9)
			if got := compared(t, beside, all, size); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: beside another state the results are others", name)
			}
		}
	}
}

// TestCompare compares the log-probabilities with those of [State.Force]: equal where no shortlist leaves words out,
// not lower where one does.
func TestCompare(t *testing.T) {
	for _, name := range allModels {
		for _, shortlist := range []bool{true, false} {
			n := own(t, name)
			if !shortlist {
				n.shortlist = nil
			}
			all := comparisons(t, n, 12, 30)
			differ := 0
			for i, got := range compared(t, n.NewState(), all, 12) {
				for k, source := range all[i].Sources {
					forced := Sentence{Source: source, Target: all[i].Target}
					if err := n.NewState().Force(context.Background(), []*Sentence{&forced}); err != nil {
						t.Fatal(err)
					}
					want := 0.
					for _, p := range forced.LogProbs {
						want += float64(p)
					}
					switch room := 1e-3 * (1 + math.Abs(want)); {
					case got[k] < want-room, !shortlist && got[k] > want+room:
						t.Errorf("%s, shortlist %v: %v after source %d of %d, forced %v", name, shortlist, got[k], k, i, want)
					case got[k] > want+room:
						differ++
					}
				}
			}
			if shortlist && differ == 0 {
				t.Errorf("%s: the shortlist left nothing out", name)
			}
		}
	}
}

func TestCompareStops(t *testing.T) {
	n := own(t, "mini.int8")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := n.NewState().Compare(ctx, comparisons(t, n, 3, 5)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestCompareMemory holds that what is read at a time is bounded, however large the batch is.
func TestCompareMemory(t *testing.T) {
	n := own(t, "mini.int8")
	s := n.NewState()
	if err := s.Compare(context.Background(), comparisons(t, n, 200, 60)); err != nil {
		t.Fatal(err)
	}
	if rows := len(s.x) / n.cfg.Dim; cap(s.x)/n.cfg.Dim > 2*comparisonRows || rows == 0 {
		t.Errorf("memory of %d rows, %d at a time are enough", cap(s.x)/n.cfg.Dim, comparisonRows)
	}
}

// TestTake holds that any hypothesis can be taken, and is then what a search for that rank gives.
func TestTake(t *testing.T) {
	for _, name := range allModels {
		n := searching(t, name, Search{Beam: Ranks, Normalize: 1, All: true})
		for _, source := range sources(n, 6, 12) {
			all := &Sentence{Source: source}
			s := n.NewState()
			if err := s.Translate(context.Background(), []*Sentence{{Source: []int32{5, EndOfSentence}}, all}); err != nil {
				t.Fatal(err)
			}
			for k := range all.Hypotheses {
				s.Take(1, k)
				want := &Sentence{Source: source, Rank: k}
				if err := n.NewState().Translate(context.Background(), []*Sentence{want}); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(all.Target, all.Hypotheses[k].Target) || !slices.Equal(all.Target, want.Target) ||
					!slices.Equal(all.LogProbs, want.LogProbs) || !slices.Equal(all.Align, want.Align) {
					t.Errorf("%s: hypothesis %d taken: %d, want %d", name, k, all.Target, want.Target)
				}
			}
		}
	}
}
