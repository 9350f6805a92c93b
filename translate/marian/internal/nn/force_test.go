package nn

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
)

// TestForce holds that forcing what a search found gives the search's own attention and scores.
func TestForce(t *testing.T) {
	for _, name := range []string{"mini.float32", "mini.int8", "pair.int8", "self.float32", "self.int8"} {
		n := own(t, name)
		var batch []*Sentence
		found := translateAll(t, n.NewState(), sources(n, 12, 30), 4)
		for _, f := range found {
			batch = append(batch, &Sentence{Source: f.Source, Target: f.Target})
		}
		state := n.NewState()
		for range 2 { // a used state does the same
			if err := state.Force(context.Background(), batch); err != nil {
				t.Fatal(err)
			}
			for i, b := range batch {
				f := found[i]
				if !slices.Equal(b.Align, f.Align) {
					t.Errorf("%s, sentence %d: other attention than in the search", name, i)
				}
				if len(b.Logits) != len(f.Logits) || len(b.LogProbs) != len(f.LogProbs) {
					t.Fatalf("%s, sentence %d: %d logits and %d log-probabilities of %d tokens", name, i, len(b.Logits), len(b.LogProbs), len(f.Target))
				}
				for k := range f.Logits {
					if math.Abs(float64(b.Logits[k]-f.Logits[k])) > 1e-4 {
						t.Errorf("%s, sentence %d, token %d: logit %v, in the search %v", name, i, k, b.Logits[k], f.Logits[k])
					}
					// There are more words to choose from than in the search.
					if b.LogProbs[k] > f.LogProbs[k]+1e-4 || b.LogProbs[k] > 0 {
						t.Errorf("%s, sentence %d, token %d: log-probability %v, in the search %v", name, i, k, b.LogProbs[k], f.LogProbs[k])
					}
				}
			}
		}
		translateAll(t, state, sources(n, 3, 9), 3) // and goes on to search
	}
}

func TestForceStops(t *testing.T) {
	n := own(t, "mini.int8")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s := &Sentence{Source: []int32{5, EndOfSentence}, Target: []int32{7, EndOfSentence}}
	if err := n.NewState().Force(ctx, []*Sentence{s}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := n.NewState().Force(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("nothing to do: got %v", err)
	}
}
