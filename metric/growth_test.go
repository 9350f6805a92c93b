package metric

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/growthtest"
)

// TestTERMemory: the edits of long texts take memory in proportion to their words. As a full table, 20,000 words took
// 1.7 GB.
func TestTERMemory(t *testing.T) {
	words := func(n, step int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = strconv.Itoa(i * step % 997)
		}
		return out
	}
	taken := func(n int) uint64 {
		h, r := words(n, 7), words(n, 11)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d := newDistance(h, r)
		d.run(d.source)
		runtime.ReadMemStats(&after)
		if d.edits == 0 || d.edits > n {
			t.Errorf("%d edits of %d words", d.edits, n)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	small, large := taken(10_000), taken(20_000)
	if large > 8<<20 || large > 3*small {
		t.Errorf("%d bytes for 10,000 words, %d for 20,000", small, large)
	}
}

// TestTERGrowth: four times the words take about four times as long, whether there is much to shift in them or nothing.
func TestTERGrowth(t *testing.T) {
	for _, tt := range []struct {
		name string
		n    int
		word func(i int) int // of the hypothesis; that of the reference is i
	}{
		{"equal", 5_000, func(i int) int { return i }},
		{"different", 5_000, func(i int) int { return -i }},
		{"neighbours", 5_000, func(i int) int { return i ^ 1 }},
		{"groups", 1_000, func(i int) int { return i ^ 16 }},
	} {
		growthtest.Linear(t, tt.name, tt.n, func(n int) func() {
			h, r := make([]string, n), make([]string, n)
			for i := range n {
				h[i], r[i] = strconv.Itoa(tt.word(i)), strconv.Itoa(i)
			}
			hypothesis, references := strings.Join(h, " "), []string{strings.Join(r, " ")}
			return func() { TER{}.Counts(hypothesis, references) }
		})
	}
}

// TestAgreeGrowth: a file may name any number of people who have judged one translation, or of systems.
func TestAgreeGrowth(t *testing.T) {
	for name, rate := range map[string]func(i int) []Rating{
		"raters": func(i int) []Rating { return []Rating{{"a", "1", strconv.Itoa(i), float64(i % 7)}} },
		"systems": func(i int) []Rating {
			s := strconv.Itoa(i)
			return []Rating{{s, "1", "x", float64(i % 101)}, {s, "1", "y", float64(i % 89)}}
		},
	} {
		growthtest.Linear(t, name, 2_000, func(n int) func() {
			var ratings []Rating
			for i := range n {
				ratings = append(ratings, rate(i)...)
			}
			return func() { Agree(ratings) }
		})
	}
}

// TestTry: the edits of an order that is tried are those that all of its words give.
func TestTry(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	words := func(n, kinds int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = strconv.Itoa(random.IntN(kinds))
		}
		return out
	}
	early := 0
	for range 3000 {
		kinds := 2 + random.IntN(60)
		h := words(1+random.IntN(90), kinds)
		r := append(slices.Clone(h[random.IntN(len(h)):]), words(random.IntN(90), kinds)...)
		tried, whole := newDistance(h, r), newDistance(h, r)
		tried.run(tried.source)
		start := random.IntN(len(h))
		length := 1 + random.IntN(min(terShiftSize, len(h)-start))
		moved, from, end := tried.shift(tried.source, start, length, random.IntN(len(h)+1))
		whole.run(moved)
		if got := tried.try(moved, from, end); got != whole.edits {
			t.Fatalf("%v for %v, [%d, %d) moved: %d edits, want %d", h, r, from, end, got, whole.edits)
		}
		if i := min(len(h), end+5); i < len(h) {
			if _, same := apart(whole.rows[i], tried.rows[i]); same {
				early++
			}
		}
	}
	if early < 100 {
		t.Errorf("rows became the same but for a number in %d of the cases", early)
	}
}
