package align

import (
	"fmt"
	"slices"
	"testing"
)

var gapSource = []string{
	"Der Bäcker öffnet seinen Laden um sechs Uhr.", "Seine Tochter trägt die Zeitungen aus.",
	"Auf dem Markt kosten die Äpfel zwei Euro.", "Der Bus fährt heute nicht.",
	"Die Kinder gehen zu Fuß in die Schule.", "Am Mittag beginnt der Regen.", "Die Lehrerin schließt alle Fenster.",
	"Der Hund schläft unter dem Tisch.", "Am Abend spielt die Kapelle im Park.",
	"Die Bürgermeisterin hält eine kurze Rede.", "Um neun Uhr ist das Fest zu Ende.",
	"Der Mond steht über dem Fluss.",
}

var gapTarget = []string{
	"The baker opens his shop at six o'clock.", "His daughter delivers the newspapers.",
	"At the market the apples cost two euros.", "The bus is not running today.", "The children walk to school.",
	"The rain begins at noon.", "The teacher closes all the windows.", "The dog sleeps under the table.",
	"In the evening the band plays in the park.", "The mayor gives a short speech.",
	"At nine o'clock the party is over.", "The moon stands above the river.",
}

// TestGaps: where a part of one side is missing, the report lists which sentences of the other have no partner, and
// nothing where all is there.
func TestGaps(t *testing.T) {
	n := len(gapSource)
	for _, tt := range []struct {
		name           string
		source, target []string
		want           []Gap
		says           string
	}{
		{"nothing missing", gapSource, gapTarget, nil, ""},
		{"the second half of the target", gapSource, gapTarget[:6], []Gap{{false, Range{6, 12}, 6, 12, 6}},
			"sentences 7 to 12 of 12 of the source have no partner: the target ends before them"},
		{"the first half of the target", gapSource, gapTarget[6:], []Gap{{false, Range{0, 6}, 0, 12, 6}},
			"sentences 1 to 6 of 12 of the source have no partner: the target begins after them"},
		{"the second half of the source", gapSource[:6], gapTarget, []Gap{{true, Range{6, 12}, 6, 12, 6}},
			"sentences 7 to 12 of 12 of the target have no partner: the source ends before them"},
		{"a part in the middle", gapSource, slices.Concat(gapTarget[:3], gapTarget[8:]), []Gap{{false, Range{3, 8}, 3, 12, 7}},
			"sentences 4 to 8 of 12 of the source have no partner: nothing stands for them between sentences 3 and 4 of the target"},
		{"a single sentence", gapSource, slices.Delete(slices.Clone(gapTarget), 4, 5), nil, ""},
		{"other parts on both sides", gapSource[:n-4], gapTarget[4:],
			[]Gap{{false, Range{0, 4}, 0, 8, 8}, {true, Range{4, 8}, 8, 8, 8}}, ""},
	} {
		_, report, err := Align(tt.source, tt.target, Config{Lexicon: GermanEnglish()})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(report.Gaps, tt.want) {
			t.Errorf("%s: gaps %v, want %v", tt.name, report.Gaps, tt.want)
		}
		if tt.says != "" && !slices.Contains(report.Warnings, tt.says) {
			t.Errorf("%s: warnings %q, want %q among them", tt.name, report.Warnings, tt.says)
		}
	}
}

// TestGapBeads: one weak bead does not end a gap, a strong one does.
func TestGapBeads(t *testing.T) {
	for _, tt := range []struct {
		confidence float64
		want       string
	}{
		{0.3, "[{false {0 7} 1 7 1}]"},
		{0.9, "[]"},
	} {
		var beads []Bead
		for i := range 7 {
			b := Bead{Source: Range{i, i + 1}, Target: Range{0, 0}, Confidence: 1}
			switch {
			case i == 3:
				b.Target, b.Confidence = Range{0, 1}, tt.confidence
			case i > 3:
				b.Target = Range{1, 1}
			}
			beads = append(beads, b)
		}
		var got []string
		for _, g := range gaps(beads, 7, 1) {
			got = append(got, fmt.Sprintf("{%v %v %d %d %d}", g.OfTarget, g.Sentences, g.At, g.Own, g.Other))
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("confidence %v: %v, want %s", tt.confidence, got, tt.want)
		}
	}
}

// TestSharedGaps: half of a real document is missed on either side; where nothing was taken out of one, nothing is.
func TestSharedGaps(t *testing.T) {
	cut, found, whole := 0, 0, 0
	for _, d := range goldDocuments(t, sharedFile(t, "wmt19_deen.jsonl.zst")) {
		if d.Level != "natural" && d.Level != "easy" || len(d.Src) < 16 || cut == 60 {
			continue
		}
		for _, ofTarget := range []bool{false, true} {
			s, g := d.Src, d.Tgt[:len(d.Tgt)/2]
			if ofTarget {
				s, g = d.Src[:len(d.Src)/2], d.Tgt
			}
			_, report, err := Align(s, g, Config{Lexicon: GermanEnglish()})
			if err != nil {
				t.Fatal(err)
			}
			cut++
			if slices.ContainsFunc(report.Gaps, func(x Gap) bool {
				return x.OfTarget == ofTarget && x.Own-x.Sentences.End <= 2 && 3*x.Sentences.Len() > x.Own
			}) {
				found++
			}
		}
		if _, report, err := Align(d.Src, d.Tgt, Config{Lexicon: GermanEnglish()}); err != nil || len(report.Gaps) > 0 {
			t.Logf("%s: whole, and gaps %v, %v", d.ID, report.Gaps, err)
			whole++
		}
	}
	t.Logf("%d of %d missing halves found, %d of %d whole documents suspected", found, cut, whole, cut/2)
	if cut == 0 || 100*found < 95*cut || 20*whole > cut/2 {
		t.Errorf("%d of %d missing halves found, %d of %d whole documents suspected", found, cut, whole, cut/2)
	}
}
