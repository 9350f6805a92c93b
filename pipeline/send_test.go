package pipeline

import (
	"slices"
	"strconv"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
)

// TestWindows: every unit is in one part, equal texts are in the same, and no part has more texts than it may.
func TestWindows(t *testing.T) {
	var units []*unit
	for i := range 1000 {
		units = append(units, &unit{text: strconv.Itoa(i * i % 317)})
	}
	parts := windows(units, 20)
	if all := slices.Concat(parts...); len(parts) < 3 || len(all) != len(units) {
		t.Fatalf("%d parts with %d of %d units", len(parts), len(all), len(units))
	}
	where := map[string]int{}
	for n, part := range parts {
		texts := map[string]bool{}
		for _, u := range part {
			texts[u.text] = true
			if before, known := where[u.text]; known && before != n {
				t.Errorf("%q is in parts %d and %d", u.text, before, n)
			}
			where[u.text] = n
		}
		if len(texts) > 20 {
			t.Errorf("part %d has %d texts", n, len(texts))
		}
	}
	if parts := windows(units[:20], 20); len(parts) != 1 || !slices.Equal(parts[0], units[:20]) {
		t.Errorf("%d parts of 20 units", len(parts))
	}
}

// TestHolds: links go over as they are where the text is its source, unless they are wrong.
func TestHolds(t *testing.T) {
	link := func(start, end int) []offset.Link {
		return []offset.Link{{Source: offset.Span{Start: start, End: end}}}
	}
	for _, tt := range []struct {
		source     string
		start, end int
		want       bool
	}{
		{"Guten Tag.", 6, 10, true},
		{"Guten Tag.", 6, 11, false},
		{"Guten Tag.", 6, 6, false},
		{"Guten Tag.", -1, 3, false},
		{"Guten  Tag.", 0, 5, false},
		{"", 0, 0, false},
	} {
		p := &prepared{source: tt.source}
		p.build()
		if got := p.holds(link(tt.start, tt.end)); got != tt.want {
			t.Errorf("%q, %d to %d: %v", tt.source, tt.start, tt.end, got)
		}
	}
}
