package space

import (
	"strings"
	"testing"
)

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", " ", "a", " a", "a ", "a b", "a  b", "a\tb", "a\u00a0b", "a\u2003b", "\xff a", "a\n\nb"} {
		f.Add(s)
	}
	// Fold is what the standard library makes of the words, and what it makes is folded.
	f.Fuzz(func(t *testing.T, s string) {
		want := strings.Join(strings.Fields(s), " ")
		if got := Fold(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
		if IsFolded(s) != (s == want) {
			t.Errorf("IsFolded(%q) = %t", s, IsFolded(s))
		}
	})
}
