package lexicon

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// spell cuts a text into pieces of the vocabulary: | is where.
func spell(vocab *[]string, text string) []int32 {
	var ids []int32
	for _, p := range strings.Split(text, "|") {
		i := slices.Index(*vocab, p)
		if i < 0 {
			i = len(*vocab)
			*vocab = append(*vocab, p)
		}
		ids = append(ids, int32(i))
	}
	return ids
}

// follow returns the number of invented words after each piece of target; the last piece writes nothing.
func follow(g *Guard, source, target []int32) []int {
	var s Source
	g.Read(&s, source)
	var state State
	var out []int
	for _, id := range target {
		var n int
		state, n = g.Next(state, &s, id)
		out = append(out, n)
	}
	return out
}

func TestGuard(t *testing.T) {
	l := list(t, "a", "car", "carpet", "dog", "s", "the", "Cologne", "Mcdonald", "straße", "Élan")
	for _, c := range []struct {
		name, source, target string
		want                 []int
	}{
		{"known", "", " the| dog||", []int{0, 0, 0, 0}},
		{"known in pieces", "", " the| c|ar|pet|.|", []int{0, 0, 0, 0, 0, 0}},
		{"the begin of a known word", "", " the| carp|", []int{0, 0, 1}},
		{"goes on from a known word", "", " dog|gle| the|", []int{0, 1, 0, 0}},
		{"told once", "", " dog|gl|es|.|", []int{0, 1, 0, 0, 0}},
		{"begins as no known word", "", " xy|z| a|", []int{1, 0, 0, 0}},
		{"two at a time", "", " ca| xy|", []int{0, 2, 0}},
		{"single letters", "", " d|o|g|", []int{0, 0, 0, 0}},
		{"letters of no word", "", " d|o|c|", []int{0, 0, 1, 0}},
		{"in the source", " Die| Kuh|weide|", " kuh|weide|", []int{0, 0, 0}},
		{"begin of a word of the source", " Kuh|weide|", " kuh|", []int{0, 1}},
		{"across words of the source", " Kuh| weide|", " kuh|weide|", []int{0, 1, 0}},
		{"name of the source", " Merk|els|", " Merk|el|", []int{0, 0, 0}},
		{"no name of the source", " Merk|els|", " merk|el|", []int{0, 0, 1}},
		{"ending too long", " Merkels|", " Merk|", []int{0, 1}},
		{"hyphen", "", " dog|-|car|", []int{0, 0, 0, 0}},
		{"hyphen before no word", "", " dog|-|cxr|", []int{0, 0, 1, 0}},
		{"apostrophe", "", " dog|'|s|", []int{0, 0, 0, 0}},
		{"known name", "", " Cologne| Co|log|ne|", []int{0, 0, 0, 0, 0}},
		{"name without capital", "", " cologne|", []int{1, 0}},
		{"known word with capital", "", " The| DOG|", []int{0, 0, 0}},
		{"no name", "", " Colo|gna|", []int{0, 1, 0}},
		{"capital inside a name", "", " Mc|Don|ald| McDon|", []int{0, 0, 0, 0, 1}},
		{"capital behind small letters", "", " i|Phone| mPeg|", []int{1, 0, 0, 0}},
		{"digits", "", " mp|3| 3|rd|", []int{1, 0, 0, 0, 0}},
		{"begins without a blank", "", "dog|(|car|)|", []int{0, 0, 0, 0, 0}},
		{"boundary inside a piece", "", " dog|s.xy|", []int{0, 2, 0}},
		{"letters beyond ASCII", "", " stra|ße| Él|an| stral|", []int{0, 0, 0, 0, 1, 0}},
		{"bytes", "", " dog|\xc5|\x99|", []int{0, 1, 0, 0}},
		{"bytes of the source", " Dvo|\xc5|\x99|ák|", " dvo|\xc5|\x99|ák|", []int{0, 0, 0, 0, 0}},
		{"nothing", "", "|", []int{0, 0}},
	} {
		vocab := []string{""}
		source, target := spell(&vocab, c.source), spell(&vocab, c.target)
		if got := follow(NewGuard(l, vocab, vocab), source, target); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q after %q gives %d, want %d", c.name, c.target, c.source, got, c.want)
		}
	}
}

// TestGuardText compares what the guard finds in a text, however it is cut into pieces, with what holds for its
// words.
func TestGuardText(t *testing.T) {
	l := list(t, random(3, 300)...)
	source := random(4, 20)
	known := map[string]bool{}
	for _, w := range source {
		known[w] = true
	}
	r := rand.New(rand.NewPCG(5, 5))
	words := random(6, 600)
	for range 500 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString([]string{" ", "-", ", ", " "}[r.IntN(4)])
			if r.IntN(8) == 0 {
				b.WriteString(source[r.IntN(len(source))])
			} else {
				b.WriteString(words[r.IntN(len(words))])
			}
		}
		text := b.String()
		want := 0
		for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if !l.Has(w) && !known[w] {
				want++
			}
		}
		var cut strings.Builder
		for i, c := range text {
			if i > 0 && (!unicode.IsLetter(c) || r.IntN(2) == 0) { // no piece holds a whole word between two boundaries
				cut.WriteByte('|')
			}
			cut.WriteRune(c)
		}
		cut.WriteByte('|')
		vocab := []string{""}
		from, to := spell(&vocab, " "+strings.Join(source, "| ")+"|"), spell(&vocab, cut.String())
		got := 0
		for _, n := range follow(NewGuard(l, vocab, vocab), from, to) {
			got += n
		}
		if got != want {
			t.Errorf("%q: %d invented words, want %d", cut.String(), got, want)
		}
	}
}

// TestGuardAllocates holds that following a text takes no memory, once the words of the source are read.
func TestGuardAllocates(t *testing.T) {
	vocab := []string{""}
	source, target := spell(&vocab, " Kuh|weide|"), spell(&vocab, " the| Kuh|weide| xy|z|.|")
	g := NewGuard(list(t, "the"), vocab, vocab)
	var s Source
	g.Read(&s, source)
	if n := testing.AllocsPerRun(100, func() {
		g.Read(&s, source)
		var state State
		for _, id := range target {
			state, _ = g.Next(state, &s, id)
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
