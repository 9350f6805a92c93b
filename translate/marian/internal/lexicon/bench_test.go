package lexicon

import (
	"fmt"
	"testing"

	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon/lexicontest"
)

// benchWords are as many words as the built-in model has, and about as long.
func benchWords() []string {
	words := make([]string, 100_000)
	for i := range words {
		n := i
		w := []byte{}
		for range 5 {
			w = append(w, byte('a'+n%10))
			n /= 10
		}
		words[i] = fmt.Sprintf("%sing", w)
	}
	return words
}

func BenchmarkLoadList(b *testing.B) {
	data := lexicontest.List(benchWords()...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := LoadList("list", data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadHints(b *testing.B) {
	hints := map[string]string{}
	for _, w := range benchWords() {
		hints[w] = w
	}
	data := lexicontest.Hints(hints)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := LoadHints("hints", data); err != nil {
			b.Fatal(err)
		}
	}
}
