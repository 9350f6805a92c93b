package lexicon

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon/lexicontest"
)

func list(t testing.TB, words ...string) *List {
	t.Helper()
	l, err := LoadList("words", lexicontest.List(words...))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// random returns words over few letters, so that they share much.
func random(seed uint64, n int) []string {
	r := rand.New(rand.NewPCG(seed, 1))
	words := map[string]bool{}
	for range n {
		var b strings.Builder
		for range 1 + r.IntN(7) {
			b.WriteRune([]rune("abcä")[r.IntN(4)])
		}
		words[b.String()] = true
	}
	return slices.Sorted(maps.Keys(words))
}

func TestList(t *testing.T) {
	all := random(1, 4000)
	var in []string
	for i, w := range all {
		if i%3 > 0 {
			in = append(in, w)
		}
	}
	l := list(t, in...)
	for i, w := range all {
		if l.Has(w) != (i%3 > 0) {
			t.Errorf("Has(%q) = %t", w, l.Has(w))
		}
	}
	for _, w := range []string{"", "z", "A", in[len(in)-1] + "a"} {
		if l.Has(w) {
			t.Errorf("Has(%q)", w)
		}
	}
	if list(t).Has("a") {
		t.Error("an empty list has a word")
	}
	umlauts := []string{"Äcker", "fließt", "cä", "cö", "ő"}
	l = list(t, umlauts...)
	for _, w := range umlauts {
		if !l.Has(w) {
			t.Errorf("Has(%q) = false", w)
		}
	}
}

func TestHints(t *testing.T) {
	for _, n := range []int{0, 1, 2, 15, 16, 17, 32, 33, 1000} {
		all := random(2, 3*n)
		hints := map[string]string{}
		for i, w := range all {
			if i%2 == 1 {
				hints[w] = strings.ToUpper(w) + " of it"
			}
		}
		h, err := LoadHints("hints", lexicontest.Hints(hints))
		if err != nil {
			t.Fatal(err)
		}
		if h.Len() != len(hints) {
			t.Errorf("%d hints, want %d", h.Len(), len(hints))
		}
		for _, w := range append(all, "", "z", "\x00", "ä") {
			got, ok := h.Lookup(w)
			if want, in := hints[w]; got != want || ok != in {
				t.Errorf("of %d: Lookup(%q) = %q, %t; want %q, %t", len(hints), w, got, ok, want, in)
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	words := lexicontest.FrontCoded([]string{"car", "cart", "dog"})
	good := lexicontest.Pack(listMagic, 3, words)
	damaged := slices.Clone(good)
	damaged[16]++
	huge := slices.Clone(good)
	huge[14] = 0xff
	for _, c := range []struct {
		name string
		data []byte
		err  string
	}{
		{"empty", nil, "does not start as"},
		{"another kind", lexicontest.Hints(nil), "does not start as"},
		{"huge", huge, "it announces"},
		{"checksum", damaged, "its checksum"},
		{"truncated", good[:len(good)-3], "truncated"},
		{"no stream", append(slices.Clone(good[:headerSize]), 0xff, 0xff), "damaged"},
		{"more content than announced", lexicontest.Pack(listMagic, 2, words), "follow the last of 2"},
		{"fewer words than announced", lexicontest.Pack(listMagic, 4, words), "ends before word 3"},
		{"word cut off", lexicontest.Pack(listMagic, 1, []byte{0, 3, 'c', 'a'}), "ends within word 0"},
		{"shares too much", lexicontest.Pack(listMagic, 1, []byte{1, 1, 'c'}), "word 0 takes 1 bytes of a word of 0"},
		{"nothing added", lexicontest.Pack(listMagic, 2, []byte{0, 1, 'c', 1, 0}), "word 1 takes"},
		{"out of order", lexicontest.Pack(listMagic, 2, []byte{0, 1, 'c', 0, 1, 'b'}), "does not come after"},
		{"twice", lexicontest.Pack(listMagic, 2, []byte{0, 1, 'c', 0, 1, 'c'}), "does not come after"},
		{"shares too little", lexicontest.Pack(listMagic, 2, []byte{0, 1, 'c', 0, 2, 'c', 'a'}), "does not come after"},
		{"not UTF-8", lexicontest.Pack(listMagic, 1, []byte{0, 1, 0xff}), "not UTF-8"},
		{"half a letter", lexicontest.Pack(listMagic, 2, []byte{0, 3, 'c', 0xc3, 0xa4, 2, 2, 0xc4, 0x84}), "not UTF-8"},
		{"no letters", lexicontest.Pack(listMagic, 1, []byte{0, 2, 'c', '-'}), "more than letters"},
		{"capital inside", lexicontest.Pack(listMagic, 1, []byte{0, 2, 'c', 'A'}), "capital letter inside"},
		{"capital umlaut inside", lexicontest.Pack(listMagic, 1, []byte{0, 3, 'c', 0xc3, 0x84}), "capital letter inside"},
		{"sign of Latin-1", lexicontest.Pack(listMagic, 1, []byte{0, 3, 'c', 0xc3, 0x97}), "more than letters"},
		{"other sign of Latin-1", lexicontest.Pack(listMagic, 1, []byte{0, 3, 'c', 0xc3, 0xb7}), "more than letters"},
		{"half a letter at the end", lexicontest.Pack(listMagic, 1, []byte{0, 2, 'c', 0xc3}), "not UTF-8"},
		{"capital behind", lexicontest.Pack(listMagic, 2, []byte{0, 1, 'c', 1, 1, 'A'}), "capital letter inside"},
	} {
		_, err := LoadList("w.bin", c.data)
		if err == nil || !strings.Contains(err.Error(), c.err) || !strings.HasPrefix(err.Error(), "word list w.bin: ") {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.err)
		}
	}
	for _, c := range []struct {
		name    string
		content []byte
		err     string
	}{
		{"no translation", []byte{0, 1, 'c'}, "translation 0 of 1"},
		{"empty translation", []byte{0, 1, 'c', 0}, "translation 0 of 1"},
		{"translation cut off", []byte{0, 1, 'c', 2, 'd'}, "translation 0 of 1"},
		{"translation not UTF-8", []byte{0, 1, 'c', 1, 0xff}, "not UTF-8"},
		// Its length and its first byte would be a letter together.
		{"translation that begins within a letter",
			append([]byte{0, 1, 'c', 0xc3, 0xa4}, bytes.Repeat([]byte("x"), 0xc3-1)...), "not UTF-8"},
		{"sign of Latin-1", []byte{0, 3, 'c', 0xc3, 0x97, 1, 'd'}, "more than letters"},
		{"more", []byte{0, 1, 'c', 1, 'd', 1}, "1 bytes follow"},
	} {
		_, err := LoadHints("h.bin", lexicontest.Pack(hintsMagic, 1, c.content))
		if err == nil || !strings.Contains(err.Error(), c.err) || !strings.HasPrefix(err.Error(), "hint file h.bin: ") {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.err)
		}
	}
}

// FuzzList looks at contents behind a header that fits them: what is accepted must be what is there, spelt in the one
// way that the format allows.
func FuzzList(f *testing.F) {
	f.Add(3, lexicontest.FrontCoded([]string{"car", "cart", "dog"}))
	f.Add(2, lexicontest.FrontCoded([]string{"Köln", "äh"}))
	f.Add(2, lexicontest.FrontCoded([]string{"cä", "cö"}))
	f.Add(1, []byte{0, 255, 'a'})
	f.Fuzz(func(t *testing.T, entries int, content []byte) {
		if entries < 0 || entries > maxEntries || len(content) > maxContent {
			return
		}
		l, err := LoadList("f", lexicontest.Pack(listMagic, entries, content))
		if err != nil {
			return
		}
		r := reader{rest: content}
		var all []string
		for range entries {
			if _, err := r.next(); err != nil {
				t.Fatal(err)
			}
			all = append(all, string(r.word))
			if !l.Has(string(r.word)) {
				t.Errorf("%q is missing", r.word)
			}
		}
		if !bytes.Equal(lexicontest.FrontCoded(all), content) {
			t.Errorf("%q is accepted, but those words are written %q", content, lexicontest.FrontCoded(all))
		}
	})
}

func FuzzHints(f *testing.F) {
	f.Add(1, append(lexicontest.FrontCoded([]string{"car"}), 1, 'c'), "car")
	f.Add(2, append(lexicontest.FrontCoded([]string{"car", "cart"}), 1, 'c', 1, 'd'), "cart")
	f.Fuzz(func(t *testing.T, entries int, content []byte, word string) {
		if entries < 0 || entries > maxEntries || len(content) > maxContent {
			return
		}
		h, err := LoadHints("f", lexicontest.Pack(hintsMagic, entries, content))
		if err != nil {
			return
		}
		r := reader{rest: content}
		in := false
		for range entries {
			if _, err := r.next(); err != nil {
				t.Fatal(err)
			}
			if _, ok := h.Lookup(string(r.word)); !ok {
				t.Errorf("%q is missing", r.word)
			}
			in = in || string(r.word) == word
		}
		if _, ok := h.Lookup(word); ok != in {
			t.Errorf("Lookup(%q) says %t", word, ok)
		}
	})
}

func FuzzRaw(f *testing.F) {
	f.Add(lexicontest.List("car", "dog"))
	f.Add(lexicontest.Hints(map[string]string{"a": "b"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		LoadList("f", data)
		LoadHints("f", data)
	})
}
