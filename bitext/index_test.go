package bitext

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestIndex(t *testing.T) {
	var x Index
	if got := x.Find("Der Hund bellt.", 0, 5); got != nil {
		t.Errorf("an empty index found %v", got)
	}
	for _, s := range []string{"Der Hund bellt laut.", "Die Katze schläft.", "", "Der Hund bellt laut.", "der hund bellt laut!", "Ein Hund bellt sehr laut."} {
		x.Add(s)
	}
	tests := []struct {
		text  string
		least float64
		n     int
		want  []int
	}{
		{"Der Hund bellt laut.", 1, 9, []int{0, 3}},
		{"Der Hund bellt laut.", 0.6, 9, []int{0, 3, 4, 5}},
		{"Der Hund bellt laut.", 0.6, 1, []int{0}},
		{"Der Hund bellt leise.", 0.6, 9, []int{0, 3, 4}},
		{"Die Kätze schläft.", 0.9, 9, []int{1}},
		{"Die Kätze schläft.", 0.99, 9, nil},
		{"", 0, 9, nil},
		{"...", 0, 9, nil},
	}
	for _, test := range tests {
		var got []int
		for _, f := range x.Find(test.text, test.least, test.n) {
			got = append(got, f.Number)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q, %v: %s", test.text, test.least, diff)
		}
	}
}

// TestIndexComplete compares the index with a search through all texts.
func TestIndexComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sentence := rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"der", "die", "Hund", "Katze", "läuft", "schläft", "heute", "Ä."}), 0, 7).Draw(t, "words"), " ")
		})
		texts := rapid.SliceOfN(sentence, 0, 30).Draw(t, "texts")
		text, least := sentence.Draw(t, "text"), rapid.SampledFrom([]float64{0.3, 0.5, 0.7, 0.9, 1}).Draw(t, "least")
		var x Index
		want := map[int]float64{}
		for i, s := range texts {
			x.Add(s)
			words, shared := differentWords(text), 0
			for _, w := range words {
				for _, v := range differentWords(s) {
					if v == w {
						shared++
					}
				}
			}
			switch sim := similarity(text, s); {
			case s == "":
			case s == text:
				want[i] = 1
			case sim >= least && least < 1 && shared > 0 && float64(shared) >= wordShare*least*float64(len(words)):
				want[i] = sim
			}
		}
		got, last := map[int]float64{}, 1.0
		for _, f := range x.Find(text, least, len(texts)) {
			if f.Similarity > last {
				t.Fatalf("similarity %v after %v", f.Similarity, last)
			}
			got[f.Number], last = f.Similarity, f.Similarity
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// BenchmarkIndex looks up slightly changed sentences among 100,000.
func BenchmarkIndex(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(random, 1.1, 3, 50_000)
	word := func() string { return fmt.Sprintf("w%d", zipf.Uint64()) }
	var x Index
	var asked []string
	for i := range 100_000 {
		words := make([]string, 5+random.IntN(20))
		for k := range words {
			words[k] = word()
		}
		x.Add(strings.Join(words, " "))
		if i%100 == 0 {
			words[len(words)/2] = "anders"
			asked = append(asked, strings.Join(words, " "))
		}
	}
	found := 0
	for i := 0; b.Loop(); i++ {
		if len(x.Find(asked[i%len(asked)], 0.7, 20)) > 0 {
			found++
		}
	}
	b.ReportMetric(float64(found)/float64(b.N), "found/op")
}
