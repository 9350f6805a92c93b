package denial

import (
	"testing"

	"github.com/satzpaar/satzpaar/check/internal/word"
)

func read(s, code string) []Word {
	var r Reader
	r.SetLanguage(code)
	var t word.Text
	t.Set(s)
	return r.Read(t.Scan())
}

func TestUnanswered(t *testing.T) {
	for _, c := range []struct{ german, english, lost, added string }{
		{"Er kommt nicht.", "He does not come.", "", ""},
		{"Er kommt nicht.", "He comes.", "nicht", ""},
		{"Er kommt.", "He isn't coming.", "", "isn't"},
		{"Er kommt.", "He isn’t coming.", "", "isn’t"},
		{"Das ist unmöglich.", "That is not possible.", "", ""},
		{"Nicht nur er kam.", "He was the first to come.", "", ""},
		{"Kein Hund bellte.", "No dog barked.", "", ""},
		{"Das ist nicht wahr.", "That is far from true.", "", ""},
		{"Er kam ohne Hut.", "He came without a hat.", "", ""},
		{"Niemand kam und nichts geschah.", "Nobody came, and it happened.", "nichts", ""},
	} {
		unknown := func(s, t *Word) (yes, known bool) { return false, false }
		lost, added := Unanswered(read(c.german, "de"), read(c.english, "en"), unknown)
		text := func(s string, w *Word) string {
			if w == nil {
				return ""
			}
			return w.Span.In(s)
		}
		if l, a := text(c.german, lost), text(c.english, added); l != c.lost || a != c.added {
			t.Errorf("%s = %s: lost %q, added %q, want %q and %q", c.german, c.english, l, a, c.lost, c.added)
		}
	}
}
