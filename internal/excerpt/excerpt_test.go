package excerpt

import "testing"

func TestOf(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"", 3, ""}, {"abc", 3, "abc"}, {"abcd", 3, "abc…"}, {"äöü", 2, "äö…"}, {"a\xffb", 2, "a\xff…"}, {"a", 0, "…"},
	} {
		if got := Of(c.text, c.n); got != c.want {
			t.Errorf("Of(%q, %d) = %q, want %q", c.text, c.n, got, c.want)
		}
	}
}
