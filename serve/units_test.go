package serve

import (
	"testing"
	"unicode/utf16"
)

// TestUnits: offsets become those of a script's strings, inside characters and beyond the end, too.
func TestUnits(t *testing.T) {
	const text = "aü€😀z"
	at := units(text)
	for i := range text {
		if got, want := at(i), len(utf16.Encode([]rune(text[:i]))); got != want {
			t.Errorf("byte %d is unit %d, want %d", i, got, want)
		}
	}
	if at(2) != 1 || at(7) != 3 || at(len(text)) != 6 || at(99) != 6 || at(-1) != 0 {
		t.Errorf("got %d %d %d %d %d", at(2), at(7), at(len(text)), at(99), at(-1))
	}
}
