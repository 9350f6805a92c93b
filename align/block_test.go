package align

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestAlignBlock(t *testing.T) {
	joined := slices.Concat(englishText[:2], []string{englishText[2] + " " + englishText[3]}, englishText[4:])
	for _, x := range []struct {
		name           string
		source, target []string
		certain        bool
		shapes         string
	}{
		{"equal", germanText, englishText, true, "1-1 1-1 1-1 1-1 1-1 1-1 1-1"},
		{"joined", germanText, joined, true, "1-1 1-1 2-1 1-1 1-1 1-1"},
		{"left out", germanText, slices.Delete(slices.Clone(englishText), 3, 4), false, "1-1 1-1 1-1 1-0 1-1 1-1 1-1"},
		{"one sentence", germanText[:1], []string{"On Tuesday the council met.", "It decided to build a school."}, true, "1-2"},
		{"other text", germanText[:4], cookery[:4], false, ""},
		{"nothing", germanText[:2], nil, false, "1-0 1-0"},
	} {
		t.Run(x.name, func(t *testing.T) {
			b := AlignBlock(x.source, x.target, GermanEnglish())
			cover(t, x.source, x.target, b.Beads)
			if b.Certain != x.certain || b.Certain != (b.Doubt == "") {
				t.Errorf("certain %v with doubt %q and confidence %.2f, want certain %v", b.Certain, b.Doubt, b.Confidence, x.certain)
			}
			if got := shapesOf(b.Beads); x.shapes != "" && got != x.shapes {
				t.Errorf("got %s, want %s", got, x.shapes)
			}
		})
	}
}

func TestSuspicious(t *testing.T) {
	pairs := func(source, target []string) [][2]string {
		var out [][2]string
		for i := range min(len(source), len(target)) {
			out = append(out, [2]string{source[i], target[i]})
		}
		return out
	}
	if got := Suspicious(pairs(germanText, englishText), GermanEnglish()); len(got) != 0 {
		t.Errorf("good pairs are suspicious: %+v", got)
	}
	shifted := slices.Concat(englishText[:2], englishText[3:])
	got := Suspicious(pairs(germanText, shifted), GermanEnglish())
	if len(got) < 3 || got[0].Pair != 2 || !strings.Contains(got[len(got)-1].Reason, "better") {
		t.Errorf("shifted pairs: %+v", got)
	}
	if got := Suspicious(pairs(germanText, cookery), GermanEnglish()); len(got) < 5 {
		t.Errorf("unrelated pairs: %+v", got)
	}
	if got := Suspicious([][2]string{{"", "x"}, {"\xff", "\xfe"}, {strings.Repeat("wort ", 100), "ja"}}, nil); len(got) != 1 || got[0].Pair != 2 {
		t.Errorf("odd pairs: %+v", got)
	}
}

func TestTranslationScorer(t *testing.T) {
	source := []string{"unus duo tres quattuor", "quinque sex", "septem octo", "novem decem undecim", "duodecim tredecim"}
	target := []string{"alpha beta gamma delta", "epsilon zeta eta theta", "iota kappa lambda my", "ny xi omikron pi"}
	translate := func(s []string) ([]string, error) {
		return []string{"alpha beta gamma delta", "epsilon zeta", "eta theta", "iota kappa lambda", "ny xi omikron"}, nil
	}
	beads, report := mustAlign(t, source, target, Config{Scorers: []Scorer{Translation{"test", translate}}})
	if got, want := shapesOf(beads), "1-1 2-1 1-1 1-1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !strings.Contains(report.Signature, "translation(test)") {
		t.Errorf("signature %q", report.Signature)
	}
	broken := errors.New("no network")
	for _, f := range []func([]string) ([]string, error){
		func(s []string) ([]string, error) { return nil, broken },
		func(s []string) ([]string, error) { return s[1:], nil },
	} {
		if _, _, err := Align(source, target, Config{Scorers: []Scorer{Translation{"test", f}}}); err == nil {
			t.Error("no error")
		}
	}
	g, err := Translation{"test", translate}.Bind(source, target)
	if err != nil {
		t.Fatal(err)
	}
	if good, bad := g(Range{0, 1}, Range{0, 1}), g(Range{0, 1}, Range{1, 2}); good <= bad {
		t.Errorf("gain %.2f of the right pair, %.2f of a wrong one", good, bad)
	}
}

func TestEmbeddingScorer(t *testing.T) {
	vector := func(places ...int) []float32 {
		v := make([]float32, 8)
		for _, p := range places {
			v[p] = 1
		}
		return v
	}
	source := []string{"a a a", "b b b", "c c c", "d d d", "e e e"}
	target := []string{"q q q", "r r r r r r", "s s s", "t t t"}
	e := Embedding{"test", [][]float32{vector(0), vector(1), vector(2), vector(3), vector(4)}, [][]float32{vector(0), vector(1, 2), vector(3), vector(4)}}
	beads, _ := mustAlign(t, source, target, Config{Scorers: []Scorer{e}})
	if got, want := shapesOf(beads), "1-1 2-1 1-1 1-1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, _, err := Align(source[1:], target, Config{Scorers: []Scorer{e}}); err == nil {
		t.Error("a vector too many: no error")
	}
	e.Target[1] = e.Target[1][:4]
	if _, _, err := Align(source, target, Config{Scorers: []Scorer{e}}); err == nil {
		t.Error("vectors of different sizes: no error")
	}
	e.Target[1] = []float32{float32(math.NaN()), 0, 0, 0, 0, 0, 0, 0}
	mustAlign(t, source, target, Config{Scorers: []Scorer{e}})
}
