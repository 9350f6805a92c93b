package control

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/growthtest"
)

func TestAdded(t *testing.T) {
	for _, c := range []struct {
		text, source string
		want         rune
		found        bool
	}{
		{"a\tb\r\n", "a", 0, false},
		{"a\x1bb", "a", 0x1b, true},
		{"a\x1bb\x1b", "\x1b", 0, false},
		{"a\x1b\x07", "\x1b", 0x07, true},
		{"\u0085", "", 0x85, true},
		{"\u202e", "", 0, false},
	} {
		if r, found := Added(c.text, c.source, Is); r != c.want || found != c.found {
			t.Errorf("Added(%q, %q) = %q, %v; want %q, %v", c.text, c.source, r, found, c.want, c.found)
		}
	}
}

func TestAddedGrowth(t *testing.T) {
	growthtest.Linear(t, "controls", 200_000, func(n int) func() {
		source, text := strings.Repeat("a", n)+"\x01", strings.Repeat("\x01", n)
		return func() { Added(text, source, Is) }
	})
}
