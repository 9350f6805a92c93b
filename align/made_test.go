package align

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/align/internal/made"
	"github.com/satzpaar/satzpaar/internal/required"
)

// madeOf returns documents made of the training text of the shared data.
func madeOf(t testing.TB, of func(folder string) ([]made.Document, error)) []made.Document {
	t.Helper()
	docs, err := of(filepath.Join(sharedFolder(t), "data", "train"))
	if errors.Is(err, fs.ErrNotExist) {
		required.Missing(t, "shared", "the shared data lacks a file: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// TestConfidence holds that confidence is right on average, on lines as people wrote them and on changed documents.
// It logs how often beads of each confidence and kind are right before [calibrate], whose numbers come from this.
func TestConfidence(t *testing.T) {
	kinds := []string{"single", "beside", "merged", "both", "empty"}
	sure := []float64{sureSingle, sureBeside, sureMerged, sureBoth, sureEmpty}
	for _, x := range []struct {
		name string
		docs []made.Document
	}{
		{"lines", madeOf(t, func(folder string) ([]made.Document, error) { return made.Lines(folder, 120) })},
		{"changed", madeOf(t, func(folder string) ([]made.Document, error) { return made.Changed(folder, 2, 50) })},
	} {
		results := make([][]Bead, len(x.docs))
		parallel(len(x.docs), func(k int) {
			a, err := newAligner(x.docs[k].Source, x.docs[k].Target, Config{Lexicon: GermanEnglish()}, &defaultWeights)
			if err != nil {
				t.Error(err)
				return
			}
			results[k] = a.run()
		})
		before, after := map[string]*tally{}, &tally{}
		for n, d := range x.docs {
			beads := slices.Clone(results[n])
			calibrate(beads)
			after.add(d.Gold, beads)
			for k, b := range beads {
				kind := kinds[slices.IndexFunc(sure, func(s float64) bool { return results[n][k].Confidence*s == b.Confidence })]
				if before[kind] == nil {
					before[kind] = &tally{}
				}
				before[kind].add(d.Gold, results[n][k:k+1])
			}
		}
		for _, kind := range kinds {
			if y := before[kind]; y != nil {
				_, line := y.reliability()
				t.Logf("%s, %s:%s", x.name, kind, line)
			}
		}
		ece, line := after.reliability()
		t.Logf("%s, calibrated: ECE %.4f:%s", x.name, ece, line)
		if after.made < 3000 || ece > 0.025 {
			t.Errorf("%s: confidence of %d beads is off by %.4f on average, want at most 0.025", x.name, after.made, ece)
		}
	}
}

// TestInduction holds strict F1 above a floor where no lexicon is given and all has to be learned from the documents.
func TestInduction(t *testing.T) {
	docs := madeOf(t, func(folder string) ([]made.Document, error) { return made.Changed(folder, 3, 300) })
	levels := map[string]*tally{}
	for k, d := range docs {
		if k%2 > 0 {
			continue
		}
		beads, _ := mustAlign(t, d.Source, d.Target, Config{})
		y := levels[d.Level]
		if y == nil {
			y = &tally{}
			levels[d.Level] = y
		}
		y.add(d.Gold, beads)
	}
	sum := 0.0
	for l, y := range levels {
		t.Logf("%-24s %.4f", l, y.f1())
		sum += y.f1()
	}
	mean := sum / float64(len(levels))
	t.Logf("mean %.4f", mean)
	if len(levels) < 10 || mean < 0.965 {
		t.Errorf("mean strict F1 of %d levels is %.4f, want at least 0.965", len(levels), mean)
	}
}

// TestConfigWeights holds that weights that are given decide, and that the default ones are used where none are.
func TestConfigWeights(t *testing.T) {
	w := defaultWeights.Weights
	same, _ := mustAlign(t, germanText, englishText, Config{Weights: &w})
	usual, _ := mustAlign(t, germanText, englishText, Config{})
	if !slices.Equal(same, usual) {
		t.Errorf("%v with the default weights, %v without any", same, usual)
	}
	w.Single, w.Merge, w.Both = -1000, -1000, -1000
	if beads, _ := mustAlign(t, germanText, englishText, Config{Weights: &w}); shapesOf(beads) == shapesOf(usual) {
		t.Errorf("%s although nothing should be paired", shapesOf(beads))
	}
}
