package marian

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// TestRewritten compares the links of a changed text with those that each change moves by itself, from the last one on.
func TestRewritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat("x", rapid.IntRange(0, 12).Draw(t, "length"))
		var changes []change
		for at := 0; at <= len(text); {
			start := at + rapid.IntRange(0, 4).Draw(t, "gap")
			end := start + rapid.IntRange(0, 3).Draw(t, "cut")
			if end > len(text) {
				break
			}
			changes = append(changes, change{start, end, rapid.StringMatching("[ab]{0,3}").Draw(t, "text")})
			at = end + 1 // two at one place would be one
		}
		var links, want []offset.Link
		for range rapid.IntRange(0, 4).Draw(t, "links") {
			end := rapid.IntRange(0, len(text)).Draw(t, "end")
			if start := rapid.IntRange(0, end).Draw(t, "start"); start < end {
				links = append(links, offset.Link{Target: offset.Span{Start: start, End: end}})
			}
		}
		wanted := text
		for _, c := range slices.Backward(changes) {
			wanted = wanted[:c.start] + c.text + wanted[c.end:]
		}
		for _, l := range links {
			start, end := l.Target.Start, l.Target.End
			for _, c := range slices.Backward(changes) {
				grows := len(c.text) - (c.end - c.start)
				switch {
				case c.end <= l.Target.Start:
					start += grows
				case c.start < l.Target.Start:
					start = c.start
				}
				switch {
				case c.end <= l.Target.End:
					end += grows
				case c.start < l.Target.End:
					end = c.start + len(c.text)
				}
			}
			if start < end {
				want = append(want, offset.Link{Target: offset.Span{Start: start, End: end}})
			}
		}
		got, moved := rewritten(text, links, changes)
		if got != wanted || !slices.Equal(moved, want) {
			t.Fatalf("%v of %q: %q with %v, want %q with %v", changes, text, got, moved, wanted, want)
		}
	})
}

// BenchmarkRound shows that the time grows as the text does, where each word is in quotation marks and kept.
func BenchmarkRound(b *testing.B) {
	for _, n := range []int{2500, 10000} {
		text := strings.Repeat("„a“ ", n)
		j := &job{item: translate.Item{Text: text}, care: &care{sides: sides{german: true, english: true}, text: text}}
		var links []offset.Link
		for i := range n {
			at := i * len("„a“ ")
			word := offset.Span{Start: at, End: at + len("„a“")}
			links = append(links, offset.Link{Source: word, Target: word})
			if i%2 == 0 {
				j.keep = append(j.keep, word)
			}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				d := drafted(j.item.Text)
				d.links = slices.Clone(links)
				j.round(d)
			}
		})
	}
}
