package check

import (
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

func TestAnnotate(t *testing.T) {
	b := &bitext.Bitext{Header: bitext.Header{Satzpaar: 1}, Pairs: []bitext.Pair{
		*sample{"Er hat 3 Hunde.", "He has 4 dogs."}.pair(),
		*sample{"Er hat 3 Hunde.", "He has 3 dogs."}.pair(),
		{ID: "1.3", Source: "Hola", Target: "Hola", Action: bitext.Keep, State: bitext.Translated},
		*sample{"Er hat 3 Katzen.", "He has 4 cats."}.pair(),
	}}
	var accepted Baseline
	accepted.Accept("numbers", &b.Pairs[3])
	for range 2 { // again changes nothing
		Annotate(b, nil, &accepted)
		for i, want := range []int{1, 0, 0, 0} {
			if got := len(b.Pairs[i].Findings); got != want {
				t.Errorf("pair %d: %d findings, want %d", i, got, want)
			}
		}
		if r := b.Pairs[0].Risk; r == nil || *r < 0.5 {
			t.Errorf("risk of the wrong number: %v", r)
		}
		if r := b.Pairs[1].Risk; r == nil || *r > 0.2 {
			t.Errorf("risk of the right number: %v", r)
		}
		if b.Pairs[2].Risk != nil {
			t.Error("a kept pair has a risk")
		}
	}
	Annotate(b, &Env{}, nil)
	if len(b.Pairs[3].Findings) != 1 {
		t.Error("without a baseline the finding is still silenced")
	}
	if Named("numbers") != Numbers || Named("nothing") != nil {
		t.Error("Named finds the wrong check")
	}
}
