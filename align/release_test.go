package align

import (
	"slices"
	"testing"
)

// TestRelease holds that sentences that explain nothing of the other side leave the bead that they joined, at either
// end and on either side, that the others stay, and that nothing is released without a lexicon.
func TestRelease(t *testing.T) {
	joined := slices.Clone(englishText)
	joined[4] += " " + joined[5]
	for _, x := range []struct {
		name           string
		source, target []string
		bead           Bead
		cfg            Config
		want           string
	}{
		{"first of the source", germanText, englishText, Bead{Source: Range{2, 4}, Target: Range{3, 4}},
			Config{Lexicon: GermanEnglish()}, "1-0 1-1"},
		{"last of the source", germanText, englishText, Bead{Source: Range{2, 4}, Target: Range{2, 3}},
			Config{Lexicon: GermanEnglish()}, "1-1 1-0"},
		{"first of the target", germanText, englishText, Bead{Source: Range{3, 4}, Target: Range{2, 4}},
			Config{Lexicon: GermanEnglish()}, "0-1 1-1"},
		{"both ends of the target", germanText, englishText, Bead{Source: Range{3, 4}, Target: Range{2, 5}},
			Config{Lexicon: GermanEnglish()}, "0-1 1-1 0-1"},
		{"no lexicon", germanText, englishText, Bead{Source: Range{2, 4}, Target: Range{3, 4}}, Config{}, "2-1"},
		{"joined", germanText, joined, Bead{Source: Range{4, 6}, Target: Range{4, 5}},
			Config{Lexicon: GermanEnglish()}, "2-1"},
		{"single", germanText, englishText, Bead{Source: Range{2, 3}, Target: Range{3, 4}},
			Config{Lexicon: GermanEnglish()}, "1-1"},
		{"alone", germanText, englishText, Bead{Source: Range{2, 3}, Target: Range{3, 3}},
			Config{Lexicon: GermanEnglish()}, "1-0"},
	} {
		a, err := newAligner(x.source, x.target, x.cfg, &defaultWeights)
		if err != nil {
			t.Fatal(err)
		}
		s, u := Range{0, len(x.source)}, Range{0, len(x.target)}
		all := []grids{a.lexical.grids(s, u, slices.Repeat([]Range{u}, s.Len()), slices.Repeat([]Range{s}, u.Len()))}
		x.bead.Confidence = 0.9
		beads := a.release(all, []Bead{x.bead})
		if got := shapesOf(beads); got != x.want {
			t.Errorf("%s: released to %s, want %s", x.name, got, x.want)
		}
		if x.bead.Source.Start != beads[0].Source.Start || x.bead.Target.End != beads[len(beads)-1].Target.End {
			t.Errorf("%s: %+v do not cover what the bead did", x.name, beads)
		}
		if len(beads) > 1 && beads[0].Confidence > releaseTrust {
			t.Errorf("%s: confidence %v after a release", x.name, beads[0].Confidence)
		}
	}
}
