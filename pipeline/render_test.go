package pipeline

import (
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// TestRenderCut: pairs that people have merged or split stand where their sentences did.
func TestRenderCut(t *testing.T) {
	const text = "Er kam am Abend. Es regnete und er ging. Ende.\n"
	d, err := document.Parse("a.txt", []byte(text), document.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pair := func(id, source, target string) bitext.Pair {
		return bitext.Pair{ID: id, Block: 1, Source: source, Target: target, Action: bitext.Translate,
			State: bitext.Translated}
	}
	part := func(source, target string, state bitext.State) bitext.Part {
		return bitext.Part{Source: source, Target: target, State: state}
	}
	merge := bitext.Edit{State: bitext.Recut, Takes: 1,
		Parts: []bitext.Part{part("Er kam am Abend. Es regnete und er ging.", "He came and went.", bitext.Reviewed)}}
	split := func(first, second bitext.Part) bitext.Edit {
		return bitext.Edit{State: bitext.Recut, Parts: []bitext.Part{first, second}}
	}
	for name, test := range map[string]struct {
		at   int
		edit bitext.Edit
		want string
	}{
		"merged": {0, merge, "He came and went. End.\n"},
		"split": {1, split(part("Es regnete", "It rained", bitext.Reviewed),
			part("und er ging.", "and he went.", bitext.Reviewed)), "He came. It rained and he went. End.\n"},
		"one half translated": {1, split(part("Es regnete", "It rained", bitext.Reviewed),
			part("und er ging.", "", bitext.Initial)), "He came. It rained und er ging. End.\n"},
		"neither half translated": {1, split(part("Es regnete", "", bitext.Initial),
			part("und er ging.", "", bitext.Initial)), "He came. Es regnete und er ging. End.\n"},
	} {
		b := &bitext.Bitext{Pairs: []bitext.Pair{pair("1.1", "Er kam am Abend.", "He came."),
			pair("1.2", "Es regnete und er ging.", "It rained, he went."), pair("1.3", "Ende.", "End.")}}
		test.edit.Key = bitext.Keys(b)[test.at]
		if stale := bitext.Apply(b, []bitext.Edit{test.edit}); len(stale) > 0 {
			t.Fatalf("%s: %v", name, stale)
		}
		got, err := Render(d, b)
		if err != nil || string(got) != test.want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, test.want)
		}
	}
}
