package printer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEscape(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain", "Grüße, 世界 👩‍💻 \\n", "Grüße, 世界 👩‍💻 \\n"},
		{"window title", "a\x1b]0;x\ab", `a\x1b]0;x\x07b`},
		{"C1 as a byte", "a\x9b2J", `a\x9b2J`},
		{"C1 as a character", "a\u009b2J", `a\x9b2J`},
		{"forged line", "a\r\nsatzpaar: error: b", `a\r\nsatzpaar: error: b`},
		{"separators", "a\u2028b\u2029c\u0085d", `a\u2028b\u2029c\x85d`},
		{"override", "a\u202etxt.exe\u2066\u200f", `a\u202etxt.exe\u2066\u200f`},
		{"tags", "a\U000e0041", `a\U000e0041`},
		{"tab and DEL", "a\tb\x7f", `a\tb\x7f`},
		{"replacement character", "a\ufffdb", "a\ufffdb"},
	} {
		if got := Escape(tt.in); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

type name string

func (n name) String() string { return "<" + string(n) + ">" }

func TestPrintf(t *testing.T) {
	bad := "a\nsatzpaar: error: b\x1b"
	joined := errors.Join(errors.New("first\x1b"), errors.New(bad))
	for _, tt := range []struct {
		name   string
		format string
		args   []any
		want   string
	}{
		{"string", "x: %s\n", []any{bad}, `x: a\nsatzpaar: error: b\x1b` + "\n"},
		{"error", "%v", []any{errors.New(bad)}, `a\nsatzpaar: error: b\x1b`},
		{"stringer", "%s", []any{name(bad)}, `<a\nsatzpaar: error: b\x1b>`},
		{"bytes", "%s", []any{[]byte(bad)}, `a\nsatzpaar: error: b\x1b`},
		{"list", "%v", []any{[]string{"a\a", "b"}}, `[a\x07 b]`},
		{"width", "%-5s|%*d|%5.1f", []any{"ab", 4, 7, 1.25}, "ab   |   7|  1.2"},
		{"quoted", "%q", []any{"a\x1b\u202e"}, `"a\x1b\u202e"`},
		{"text", "%s", []any{Sprintf("%s\n%s", "a", "b\n")}, "a\n" + `b\n`},
		{"joined", "%v", []any{joined}, `first\x1b` + "\n  " + `a\nsatzpaar: error: b\x1b`},
		{"wrapped", "%v", []any{fmt.Errorf("in\nx: %w", joined)}, `in\nx: first\x1b` + "\n  " + `a\nsatzpaar: error: b\x1b`},
		{"two", "%v", []any{fmt.Errorf("%w: %w", errors.New("a\n"), errors.New("b"))}, `a\n: b`},
		{"nil", "%v", []any{error(nil)}, "<nil>"},
	} {
		var w strings.Builder
		if _, err := Printf(&w, tt.format, tt.args...); err != nil {
			t.Fatal(err)
		}
		if w.String() != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, w.String(), tt.want)
		}
	}
}

// TestWriters writes the same text in two pieces, cut everywhere.
func TestWriters(t *testing.T) {
	text := "a\tb\nc\x1bd\u009b\u202eü\U000e0041世\x7f"
	want := "a\tb\nc" + `\x1bd\x9b\u202eü\U000e0041世\x7f`
	value := "C1 \u009b bidi \u202e\u2066 tag \U000e0041 DEL \x7f ü世\u2028"
	encoded, _ := json.Marshal(map[string]string{"v": value})
	encoded = append(encoded, '\n')
	for cut := range max(len(text), len(encoded)) {
		var w bytes.Buffer
		plain := Writer(&w)
		at := min(cut, len(text))
		for _, piece := range []string{text[:at], text[at:]} {
			if n, err := plain.Write([]byte(piece)); err != nil || n != len(piece) {
				t.Fatalf("wrote %d of %d: %v", n, len(piece), err)
			}
		}
		if w.String() != want {
			t.Errorf("cut at %d: %q, want %q", at, w.String(), want)
		}
		w.Reset()
		inJSON := JSON(&w)
		at = min(cut, len(encoded))
		inJSON.Write(encoded[:at])
		inJSON.Write(encoded[at:])
		var back map[string]string
		if err := json.Unmarshal(w.Bytes(), &back); err != nil || back["v"] != value {
			t.Errorf("cut at %d: %q read as %q: %v", at, w.String(), back["v"], err)
		}
		if i := strings.IndexFunc(strings.TrimSuffix(w.String(), "\n"), obeyed); i >= 0 {
			t.Errorf("cut at %d: byte %d of %q is not escaped", at, i, w.String())
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "a\x1b]0;x\a", "\xf3\xa0", "ü\u202e", "\xff\xfe\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Escape(s)
		if i := strings.IndexFunc(got, obeyed); i >= 0 || !utf8.ValidString(got) {
			t.Fatalf("%q gave %q", s, got)
		}
		if again := Escape(got); again != got {
			t.Fatalf("%q gave %q, and that %q", s, got, again)
		}
	})
}
