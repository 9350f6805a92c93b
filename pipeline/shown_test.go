package pipeline

import (
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// TestShown: the sentences of a cue share the time that it is shown.
func TestShown(t *testing.T) {
	d, err := document.Parse("a.srt", []byte("1\n00:00:01,000 --> 00:00:04,000\nJa. Gut so.\n"), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &bitext.Bitext{Pairs: []bitext.Pair{{Block: 1, Target: "Yes."}, {Block: 1, Target: "Well so."}}}
	setShown(d, b)
	if *b.Pairs[0].Seconds != 1 || *b.Pairs[1].Seconds != 2 {
		t.Errorf("%v, %v seconds, want 1 and 2", *b.Pairs[0].Seconds, *b.Pairs[1].Seconds)
	}
}
