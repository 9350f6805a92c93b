package satzpaar_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/metric"
	"github.com/satzpaar/satzpaar/offset"
)

// Predictions count code points and number the sentences as the gold does, empty ones among them.
func TestPredict(t *testing.T) {
	s := open(t, satzpaar.Config{})
	for _, c := range []struct {
		gold *metric.Gold
		want *metric.Prediction
	}{
		{&metric.Gold{Kind: metric.GoldSplits, Text: "Schön. Übel."}, &metric.Prediction{Splits: [][2]int{{0, 6}, {7, 12}}}},
		{&metric.Gold{Kind: metric.GoldRuns, Text: "Das Wetter ist heute schön, und wir gehen an den See."},
			&metric.Prediction{Runs: []offset.Run{{Start: 0, End: 53, Lang: "de"}}}},
		{&metric.Gold{Kind: metric.GoldBeads, Source: []string{"Das Haus ist alt.", "", "Wir gehen an den See."},
			Target: []string{"The house is old.", "We are going to the lake."}},
			&metric.Prediction{Beads: []metric.Bead{{Source: []int{0}, Target: []int{0}}, {Source: []int{2}, Target: []int{1}}}}},
		{&metric.Gold{Text: "Ohne Gold."}, &metric.Prediction{}},
	} {
		got, err := s.Predict(context.Background(), c.gold)
		if err != nil {
			t.Errorf("%s: %v", c.gold.Kind, err)
		} else if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.gold.Kind, diff)
		}
	}
}
