package marian

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

func vocabulary(t testing.TB) *spm.Processor {
	t.Helper()
	p, err := spm.New("vocab.mini.spm", read(t, "vocab.mini.spm"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{" \n\t", ""},
		{"ein Wort", "ein Wort"},
		{"  ein\n\u00a0 Wort\t", "ein Wort"},
		{"a\u2028b", "a b"},
		{"a\xffb  c", "a\xffb c"},
	} {
		got := fold(identity(c.in, 0))
		if got.text != c.want {
			t.Errorf("fold(%q) = %q, want %q", c.in, got.text, c.want)
		}
		if len(got.from) != len(got.text)+1 {
			t.Fatalf("fold(%q): %d offsets for %d bytes", c.in, len(got.from), len(got.text))
		}
		for i := range len(got.text) {
			if got.text[i] != ' ' && c.in[got.from[i]] != got.text[i] {
				t.Errorf("fold(%q): byte %d is said to come from %d", c.in, i, got.from[i])
			}
		}
		if end := strings.TrimRight(c.in, " \n\t\u00a0"); c.want != "" && got.from[len(got.text)] != len(end) {
			t.Errorf("fold(%q): the end is said to be at %d, want %d", c.in, got.from[len(got.text)], len(end))
		}
	}
}

func TestTidy(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"clean text, ä €", "clean text, ä €"},
		{" a  b ", "a b"},
		{"a\x00b\uFFFDc\u0085d", "abcd"},
		{"\n", ""},
		{"👩\u200d🚀 e\u0301 ❤\ufe0f", "👩\u200d🚀 e\u0301 ❤\ufe0f"},
		{"a\u00a0b", "ab"},
		{"\xffa\xe2\x82 \xc3", "a"},
	} {
		// One token for each character.
		var ranges []offset.Span
		for i := range c.in {
			_, n := utf8.DecodeRuneInString(c.in[i:])
			ranges = append(ranges, offset.Span{Start: i, End: i + n})
		}
		want := strings.ReplaceAll(c.want, " ", "")
		got, ranges := tidy(c.in, ranges)
		if got != c.want {
			t.Errorf("tidy(%q) = %q, want %q", c.in, got, c.want)
			continue
		}
		var joined strings.Builder
		for _, r := range ranges {
			joined.WriteString(strings.TrimSpace(got[r.Start:r.End]))
		}
		if joined.String() != want {
			t.Errorf("tidy(%q): the ranges hold %q, want %q", c.in, joined.String(), want)
		}
	}
}

func TestCut(t *testing.T) {
	e := vocabulary(t).NewEncoder()
	filler := func(n int) string { return strings.TrimSpace(strings.Repeat("das Fenster ", n)) }
	for _, c := range []struct {
		name, text string
		ends       string // of the first part
	}{
		{"short", "Der Zug öffnet das Fenster.", "Der Zug öffnet das Fenster."},
		{"at a full stop", filler(28) + ". " + filler(2) + ", " + filler(30), "."},
		{"at a semicolon", filler(28) + ", " + filler(1) + "; " + filler(30), ";"},
		{"at a dash", filler(28) + " – " + filler(30), "–"},
		{"at a comma", filler(28) + ", " + filler(30), ","},
		{"after a quote", filler(28) + "!“ " + filler(30), "!“"},
		{"before a conjunction", filler(28) + " und " + filler(30), "Fenster"},
		{"between words", filler(60), "Fenster"},
		{"one word", strings.Repeat("Straßenbahn", 80), ""},
		{"characters without a piece", strings.Repeat("漢", 500), "漢"},
		{"no tokens", strings.Repeat("\u200b", 5000), ""},
		{"many words", filler(3000), "Fenster"},
	} {
		parts := cut(e, fold(identity(c.text, 0)))
		if len(parts) == 0 || !strings.HasSuffix(parts[0].text, c.ends) {
			t.Errorf("%s: %d parts, want the first to end in %q", c.name, len(parts), c.ends)
			continue
		}
		var joined strings.Builder
		for _, p := range parts {
			joined.WriteString(p.text)
			if n := len(e.Encode(nil, p.text)); n > maxPieces {
				t.Errorf("%s: a part has %d tokens", c.name, n)
			}
			if !utf8.ValidString(p.text) || p.text == "" {
				t.Errorf("%s: part %q", c.name, p.text)
			}
			if got := c.text[p.from[0]:p.from[len(p.text)]]; got != p.text {
				t.Errorf("%s: part %.40q is said to be %.40q", c.name, p.text, got)
			}
		}
		if got, want := strings.ReplaceAll(joined.String(), " ", ""), strings.ReplaceAll(c.text, " ", ""); got != want {
			t.Errorf("%s: the parts hold %d bytes, want %d", c.name, len(got), len(want))
		}
		if len(c.text) > 600 && len(parts) > len(c.text)/100 && c.name == "many words" {
			t.Errorf("%s: %d parts", c.name, len(parts))
		}
	}
}

func TestLoops(t *testing.T) {
	repeat := func(n int, phrase ...int32) []int32 { return slices.Repeat(phrase, n) }
	distinct := func(n int) []int32 {
		var s []int32
		for i := range n {
			s = append(s, int32(100+i))
		}
		return s
	}
	for _, c := range []struct {
		name           string
		source, target []int32
		want           bool
		kept           int
	}{
		{"none", distinct(20), distinct(20), false, 20},
		{"a word three times", distinct(9), append(distinct(6), 7, 7, 7, 0), false, 10},
		{"a word many times", distinct(9), append(distinct(6), repeat(12, 7)...), true, 7},
		{"a phrase", distinct(9), append(distinct(6), repeat(5, 7, 8, 9)...), true, 9},
		{"in the middle", distinct(9), append(append(distinct(6), repeat(5, 7, 8, 9)...), distinct(3)...), true, 9},
		{"the source does it too", repeat(14, 3), repeat(14, 7), false, 1},
		{"few phrases", distinct(40), slices.Concat(distinct(9), distinct(10), distinct(8), distinct(10), distinct(9), distinct(7)), true, 53},
	} {
		if got := looped(c.source, c.target); got != c.want {
			t.Errorf("%s: looped = %t, want %t", c.name, got, c.want)
		}
		if got := unloop(c.target); got != c.kept {
			t.Errorf("%s: unloop = %d, want %d", c.name, got, c.kept)
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"", nil},
		{"Der Zug.", []string{"Der", "Zug", "."}},
		{"„Ja“, 3,14 € u.a. E-Mail’s", []string{"„", "Ja", "“,", "3,14", "€", "u", ".", "a", ".", "E-Mail’s"}},
		{"a – b…", []string{"a", "–", "b", "…"}},
		{"-x- 5-", []string{"-", "x", "-", "5", "-"}},
	} {
		var got []string
		for _, w := range words(nil, c.in) {
			got = append(got, c.in[w.start:w.end])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("words(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestLinks(t *testing.T) {
	source, target := "Er rief an.", "He called."
	tokens := []spm.Token{{ID: 5, Start: 0, End: 2}, {ID: 6, Start: 2, End: 5}, {ID: 7, Start: 5, End: 7}, {ID: 8, Start: 7, End: 10}, {ID: 9, Start: 10, End: 11}}
	ranges := []offset.Span{
		{Start: 0, End: 2}, {Start: 2, End: 7}, {Start: 7, End: 9}, {Start: 9, End: 10}, {Start: 10, End: 10},
	}
	align := []float32{
		0.9, 0, 0, 0, 0.1, 0, // He
		0, 0.3, 0.3, 0.4, 0, 0, // cal
		0, 0.2, 0.3, 0.4, 0.1, 0, // led
		0.3, 0.3, 0, 0, 0.25, 0.15, // .
		0, 0, 0, 0, 0, 1, // end mark
	}
	var got []string
	for _, l := range new(linker).links(source, target, tokens, ranges, align) {
		got = append(got, source[l.Source.Start:l.Source.End]+"="+target[l.Target.Start:l.Target.End])
	}
	if want := []string{"Er=He", "rief=called", "an=called", ".=."}; !slices.Equal(got, want) {
		t.Errorf("links %q, want %q", got, want)
	}
}

func TestMask(t *testing.T) {
	text := "A{x}b X1 {y}{z}, c"
	keep := ranges(text, "{x}", "{y}", "{z}")
	m, marks := mask(text, keep, standIns[1])
	if want := "A X2 b X1 X3 X4, c"; m.text != want {
		t.Fatalf("masked %q, want %q", m.text, want)
	}
	for _, c := range []struct {
		name, target, want string
	}{
		{"in order", "A X2 b X1 X3 X4, c", text},
		{"other order", "X4 and X3 a X2 b.", "{z} and {y} a{x}b."},
		{"missing", "X4 and X3", ""},
		{"twice", "X4 and X3 X2 X2", ""},
		{"in a word", "X4 and X3 X22", ""},
	} {
		d := &draft{}
		d.text.WriteString(c.target)
		out, ok := unmask(d, text, marks)
		if ok != (c.want != "") || ok && out.text.String() != c.want {
			t.Errorf("%s: %q, %t; want %q", c.name, out.text.String(), ok, c.want)
		}
		for _, l := range out.links {
			if got := out.text.String()[l.Target.Start:l.Target.End]; got != text[l.Source.Start:l.Source.End] {
				t.Errorf("%s: link to %q", c.name, got)
			}
		}
	}
}
