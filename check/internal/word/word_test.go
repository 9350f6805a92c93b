package word

import (
	"slices"
	"strings"
	"testing"
)

// Scanning finds the same words as Spans, and gives equal keys to words that differ in case only.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"Das kostet 3,5 Mio. €, sagte er.", "half past two “no” www.example.org/{a}", "½ K ſ \u00a0«x» k s",
		"\xe2ab don't o’clock DON'T", "Ä ä ẞ ß ss",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<12 {
			return
		}
		var x Text
		x.Set(s)
		x.Scan()
		if want := Spans(s, nil); !slices.Equal(x.Spans, want) {
			t.Fatalf("%q: words %v, want %v", s, x.Spans, want)
		}
		for k := range x.Spans {
			for j := range x.Spans {
				if strings.EqualFold(x.Word(k), x.Word(j)) && x.Keys[k] != x.Keys[j] {
					t.Fatalf("%q: %q and %q have different keys", s, x.Word(k), x.Word(j))
				}
				if (x.Word(k) == x.Word(j)) != (x.IDs[k] == x.IDs[j]) {
					t.Fatalf("%q: %q and %q have numbers %d and %d", s, x.Word(k), x.Word(j), x.IDs[k], x.IDs[j])
				}
			}
		}
	})
}

// What a memo holds belongs to the word, whatever has been forgotten in between.
func TestMemo(t *testing.T) {
	var x Text
	var lengths Memo[int]
	for round := range 60 {
		var s strings.Builder
		s.WriteString("steht immer da ")
		for i := range 1000 {
			s.WriteString(strings.Repeat(string(rune('a'+i%26)), 1+i/26))
			s.WriteString(string(rune('a'+round%26)) + strings.Repeat("z", round/26) + " ")
		}
		x.Set(s.String())
		x.Scan()
		values := lengths.Of(&x.Vocabulary)
		for i, id := range x.IDs {
			n := len(x.Word(i))
			if values[id] != 0 && values[id] != n {
				t.Fatalf("round %d: %q has %d bytes according to the memo", round, x.Word(i), values[id])
			}
			values[id] = n
		}
		if x.Len() > maxWords+1100 {
			t.Fatalf("%d words are remembered", x.Len())
		}
	}
}

func TestAppendFold(t *testing.T) {
	for in, want := range map[string]string{"NICHT": "nicht", "Über": "über", "NIČ": "nič", "НЕ": "не", "": ""} {
		if got := string(AppendFold([]byte("X"), in)); got != "X"+want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
