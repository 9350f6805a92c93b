package verify

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// TestPlaces: parts that overlap themselves and others are counted, and cut out, alike with an index and without.
func TestPlaces(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "ab "[random.IntN(3)]
		}
		return string(b)
	}
	for range 2000 {
		s, part := text(random.IntN(40)), text(1+random.IntN(4))
		indexed := newPlaces(s, fewParts+1)
		few, many, want := newPlaces(s, 1).count(part), indexed.count(part), strings.Count(s, part)
		if few != want || many != want {
			t.Fatalf("%q in %q: %d, with an index %d, want %d", part, s, few, many, want)
		}
		few, many = newPlaces(s, 1).next(part, len(s)/2), indexed.next(part, len(s)/2)
		if few != many {
			t.Fatalf("%q in %q from its middle: %d, with an index %d", part, s, few, many)
		}
	}
	for _, tt := range []struct{ source, keep, answer, want string }{
		{"ein aa", "aa", "aaaaa", " aaa"},
		{"ein aa, ein aa", "aa aa", "aaaaa", "  a"},
		{"ein abc, ein cd", "abc cd", "cd abcd cd", "   d cd"},
		{"ein abc, ein cd", "cd abc", "abcd abc", "ab   "},
		{"ein abc, ein b", "abc b", "abc", " "},
	} {
		it := &translate.Item{Text: tt.source}
		at := map[string]int{}
		for part := range strings.FieldsSeq(tt.keep) {
			start := at[part] + strings.Index(tt.source[at[part]:], part)
			at[part] = start + len(part)
			it.Keep = append(it.Keep, offset.Span{Start: start, End: start + len(part)})
		}
		if got := answerWithoutKeep(it, tt.answer); got != tt.want {
			t.Errorf("%q without %s is %q, want %q", tt.answer, tt.keep, got, tt.want)
		}
	}
}
