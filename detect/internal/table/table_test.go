package table

import (
	"slices"
	"strings"
	"testing"
)

// sample returns the weights of a small table: 1<<6 rows of 3 languages.
func sample() ([]string, int, []int8) {
	const bits = 6
	w := make([]int8, Lanes<<bits)
	for i := range 1 << bits {
		for l := range 3 {
			w[i*Lanes+l] = int8((i*37+l*101)%255 - 127)
		}
	}
	return []string{"de", "en", "fr"}, bits, w
}

// TestLogits compares the sums in lanes of 16 bits with plain sums, for words up to more features than fit.
func TestLogits(t *testing.T) {
	langs, bits, w := sample()
	b, err := Encode(langs, bits, w)
	if err != nil {
		t.Fatal(err)
	}
	tab, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(tab.Langs, " ") != "de en fr" {
		t.Errorf("languages are %q", tab.Langs)
	}
	for _, word := range []string{"", "a", "haus", "straße", "чай", strings.Repeat("äöü", 5), strings.Repeat("donaudampfschiff", 10), strings.Repeat("ж", 500)} {
		var want [Lanes]int32
		n := 0
		Features([]rune(word), true, func(h uint32) {
			if n++; n > 255 {
				return
			}
			for l := range Lanes {
				want[l] += int32(w[int(h>>(32-bits))*Lanes+l])
			}
		})
		if got := tab.Logits([]rune(word)); got != want {
			t.Errorf("%q: %v, want %v", word, got, want)
		}
	}
}

func TestFeatures(t *testing.T) {
	count := func(word string, edges bool) (n int) {
		Features([]rune(word), edges, func(uint32) { n++ })
		return n
	}
	// "^ab$": three bigrams, two trigrams, one quadrigram, the word.
	if n := count("ab", true); n != 7 {
		t.Errorf("ab has %d features", n)
	}
	// "aé" without edges: one bigram and the letter outside ASCII.
	if n := count("aé", false); n != 2 {
		t.Errorf("the fragment aé has %d features", n)
	}
}

func TestDecodeDamaged(t *testing.T) {
	langs, bits, w := sample()
	good, err := Encode(langs, bits, w)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(nil); err == nil {
		t.Error("nothing is taken as a table")
	}
	for n := range good {
		if _, err := Decode(good[:n]); err == nil {
			t.Fatalf("a table cut at byte %d of %d is accepted", n, len(good))
		}
	}
	whole, err := Decode(good)
	if err != nil {
		t.Fatal(err)
	}
	header := len(magic) + 2
	for _, l := range langs {
		header += 1 + len(l)
	}
	for i := header; i < len(good); i++ {
		bad := slices.Clone(good)
		bad[i] ^= 0x10
		// The packed form has bits that mean nothing; any other must be noticed.
		if tab, err := Decode(bad); err == nil && !slices.Equal(tab.rows, whole.rows) {
			t.Errorf("a table with a changed bit in byte %d of %d is accepted", i, len(good))
		}
	}
	for i, v := range map[int]byte{0: 'x', len(magic): 40, len(magic) + 1: 99} {
		bad := slices.Clone(good)
		bad[i] = v
		if _, err := Decode(bad); err == nil {
			t.Errorf("a table with byte %d changed to %d is accepted", i, v)
		}
	}
}
