package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/check/internal/fluency"
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

// The table of word order holds the ratios that the counts of a text give, worked out by hand.
func TestFluency(t *testing.T) {
	var pairs [][2]string
	for range 20 {
		pairs = append(pairs, [2]string{"", "the dog sees a cat"}, [2]string{"", "a cat sees the dog"})
	}
	c := newClassCounter(pairs)
	table := fluency.NewTable(100)
	kept := c.learn(c.count(pairs), table)
	the, dog, sees, cat := fluency.Exact("the"), fluency.Exact("dog"), fluency.Exact("sees"), fluency.Exact("cat")
	// Every word stands 40 times in 200. Discounts of 0.7 are left for what was never seen.
	behindDog := 0.7/20 + 19.3/20/0.2
	for name, x := range map[string]struct {
		hash uint64
		want float64
	}{
		"anything behind the":     {fluency.Rest1(the), math.Log(0.7 / 40)},
		"dog behind the":          {fluency.Pair(the, dog), math.Log(0.7/40 + 39.3/40/0.2)},
		"anything behind the dog": {fluency.Rest2(the, dog), math.Log(0.7 / 20)},
		"sees behind the dog":     {fluency.Triple(the, dog, sees), math.Log(0.7/20*behindDog + 19.3/20/0.2)},
	} {
		if got, ok := table.Get(x.hash); !ok || got != fluency.Quantise(x.want) {
			t.Errorf("%s: %d, %v, want %d", name, got, ok, fluency.Quantise(x.want))
		}
	}
	if _, ok := table.Get(fluency.Pair(the, cat)); ok || kept == 0 {
		t.Errorf("of %d entries, one has a cat behind the, which no text has", kept)
	}
}
