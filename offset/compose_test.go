package offset_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/satzpaar/satzpaar/offset"
)

func link(a, b, c, d int) offset.Link {
	return offset.Link{Source: offset.Span{Start: a, End: b}, Target: offset.Span{Start: c, End: d}}
}

func TestCompose(t *testing.T) {
	for _, c := range []struct {
		name                string
		first, second, want []offset.Link
	}{
		{"nothing", nil, []offset.Link{link(0, 1, 0, 1)}, nil},
		// "Das Haus" → "the house" → "la maison"
		{"a word each", []offset.Link{link(0, 3, 0, 3), link(4, 8, 4, 9)}, []offset.Link{link(0, 3, 0, 2), link(4, 9, 3, 9)},
			[]offset.Link{link(0, 3, 0, 2), link(4, 8, 3, 9)}},
		// "Rathaus" → "town hall" → "mairie"
		{"two words in the middle", []offset.Link{link(0, 7, 0, 4), link(0, 7, 5, 9)},
			[]offset.Link{link(0, 4, 0, 6), link(5, 9, 0, 6)}, []offset.Link{link(0, 7, 0, 6)}},
		{"words that change places", []offset.Link{link(0, 2, 5, 8), link(3, 6, 0, 4)},
			[]offset.Link{link(5, 8, 0, 1), link(0, 4, 2, 3)}, []offset.Link{link(0, 2, 0, 1), link(3, 6, 2, 3)}},
		{"a word without a partner", []offset.Link{link(0, 2, 0, 2)}, []offset.Link{link(2, 4, 0, 2)}, nil},
		{"other borders of words", []offset.Link{link(0, 5, 0, 5)}, []offset.Link{link(0, 3, 0, 3), link(3, 7, 4, 6)},
			[]offset.Link{link(0, 5, 0, 3), link(0, 5, 4, 6)}},
	} {
		if got := offset.Compose(c.first, c.second); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestComposeAll compares with all pairs of links that touch, whatever links a backend gives.
func TestComposeAll(t *testing.T) {
	span := rapid.Custom(func(t *rapid.T) offset.Span {
		start := rapid.IntRange(0, 12).Draw(t, "start")
		return offset.Span{Start: start, End: start + rapid.IntRange(0, 4).Draw(t, "length")}
	})
	links := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) offset.Link {
		return offset.Link{Source: span.Draw(t, "source"), Target: span.Draw(t, "target")}
	}), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		first, second := links.Draw(t, "first"), links.Draw(t, "second")
		want := map[offset.Link]bool{}
		for _, a := range first {
			for _, b := range second {
				if b.Source.Start < a.Target.End && b.Source.End > a.Target.Start {
					want[offset.Link{Source: a.Source, Target: b.Target}] = true
				}
			}
		}
		got := offset.Compose(first, second)
		if len(got) != len(want) {
			t.Fatalf("%v and %v give %v", first, second, got)
		}
		for _, l := range got {
			if !want[l] {
				t.Fatalf("%v and %v give %v", first, second, got)
			}
		}
	})
}
