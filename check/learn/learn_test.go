package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/internal/parallel"
)

// The fit finds the weights that labels were drawn with.
func TestFit(t *testing.T) {
	want := map[string]float64{"bias": -1, "a": 2, "b": -0.5}
	r := rand.New(rand.NewPCG(1, 1))
	var rows []map[string]float64
	var labels []bool
	var worth []float64
	for range 20000 {
		row := map[string]float64{"a": r.Float64(), "b": 3 * r.Float64()}
		sum := want["bias"]
		for name, v := range row {
			sum += v * want[name]
		}
		rows, labels, worth = append(rows, row), append(labels, r.Float64() < 1/(1+math.Exp(-sum))), append(worth, 1)
	}
	known := make([]float64, len(rows)) // of a part of it
	for i, row := range rows {
		known[i] = -3 + row["a"]
	}
	if got := fit(rows, labels, worth, known); math.Abs(got["a"]-1) > 0.15 || math.Abs(got["bias"]-2) > 0.15 {
		t.Errorf("beside what is known: %v, want a bias of 2 and 1 for a", got)
	}
	got := fit(rows, labels, worth, nil)
	for name, w := range want {
		if g, ok := got[name]; !ok || math.Abs(g-w) > 0.15 {
			t.Errorf("weight of %s is %.2f, want %.2f", name, g, w)
		}
	}
}

// A table holds the translations that the lexicon has for words of the text, and knows that they are seldom found in
// unrelated text.
func TestPartners(t *testing.T) {
	entries := []align.Entry{
		{Source: "hund", Target: "dog", Count: 40},
		{Source: "katze", Target: "cat", Count: 40},
		{Source: "pferd", Target: "horse", Count: 40},
	}
	lexicon := align.NewLexicon(entries, map[string]float64{"hund": 40, "katze": 40, "pferd": 40},
		map[string]float64{"dog": 40, "cat": 40, "horse": 40})
	b := &partnerTexts{
		forms:         map[string]float64{"hund": 40, "katze": 40, "seltenes": 1},
		englishTokens: map[uint32]float64{stemHash("dog", false): 40, stemHash("cat", false): 40},
	}
	pairs := [2]parallel.Pair{{German: "der Hund", English: "the dog"}, {German: "die Katze", English: "the cat"}}
	for i := range 80 {
		b.pairs = append(b.pairs, pairs[i/2%2])
		b.heldOut = append(b.heldOut, i >= 70)
	}
	p := b.entries(lexicon)
	if len(p.German.Hashes) != 2 || len(p.English.Hashes) != 2 || len(p.IDs) != 2 {
		t.Fatalf("%d German and %d English words with %d entries, want two of each: no text has the horse",
			len(p.German.Hashes), len(p.English.Hashes), len(p.IDs))
	}
	b.estimate(p, func(string, ...any) {})
	dog := p.German.Chances[p.German.Find(stemHash("hunde", true))]
	if dog.Related <= dog.Unrelated || dog.Related < lexical.QuantiseChance(0.6) {
		t.Errorf("chances of Hund: %+v", dog)
	}
}
