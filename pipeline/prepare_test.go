package pipeline

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/offset"
	"pgregory.net/rapid"
)

// TestFillIns: what programs fill in is kept, also in prose; in messages more signs have a meaning.
func TestFillIns(t *testing.T) {
	for _, tt := range []struct {
		kind document.Kind
		text string
		want string
	}{
		{document.Paragraph, "Hallo {name}, 30 % von :alle", "{name}"},
		{document.Message, "Hallo {name}, 30%% von :alle", "{name}|%%|:alle"},
	} {
		var got []string
		for _, s := range tt.kind.FillIns(tt.text) {
			got = append(got, s.In(tt.text))
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%s: %q", tt.text, got)
		}
	}
}

func TestPrepared(t *testing.T) {
	with, nothing := "X", ""
	for _, tt := range []struct {
		name, source string
		marks        []mark
		want         string
	}{
		{"plain", "Guten Tag.", nil, "Guten Tag."},
		{"white space", "  Guten \n\t Tag. ", nil, "Guten Tag."},
		{"kept with its own white space", "a b  c d", []mark{{start: 2, end: 6}}, "a b  c d"},
		{"dropped", "a b c", []mark{{start: 2, end: 3, dropped: true}}, "a c"},
		{"dropped at the start", "b c", []mark{{start: 0, end: 1, dropped: true}}, "c"},
		{"replaced", "a b c", []mark{{start: 2, end: 3, with: &with}}, "a X c"},
		{"dropped before a sign", "a b.", []mark{{start: 2, end: 3, dropped: true}}, "a."},
		{"dropped before a sign that stands apart", "a b – c", []mark{{start: 2, end: 3, dropped: true}}, "a – c"},
		{"replaced by nothing", "a b c", []mark{{start: 2, end: 3, with: &nothing}}, "a c"},
		{"everything dropped", "abc", []mark{{start: 0, end: 3, dropped: true}}, ""},
		{"one mark inside another", "a b c", []mark{{start: 2, end: 5}, {start: 4, end: 5}}, "a b c"},
	} {
		p := &prepared{source: tt.source, marks: tt.marks}
		got, _ := p.build()
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Whatever is marked: kept ranges hold the source byte for byte, every character of the text that was not replaced
// comes from where the map points, and the text outside of kept ranges has no double spaces.
func TestPreparedProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := rapid.StringOfN(rapid.SampledFrom([]rune("aß 界 \n\t.")), 0, 30, -1).Draw(t, "source")
		var bounds []int
		for i := range source {
			bounds = append(bounds, i)
		}
		bounds = append(bounds, len(source))
		p := &prepared{source: source}
		var kept []string
		for at := 0; at+1 < len(bounds); {
			i := rapid.IntRange(at, len(bounds)-2).Draw(t, "start")
			j := rapid.IntRange(i+1, len(bounds)-1).Draw(t, "end")
			if rapid.Bool().Draw(t, "drop") {
				p.drop(bounds[i], bounds[j])
			} else {
				p.keep(bounds[i], bounds[j])
				kept = append(kept, source[bounds[i]:bounds[j]])
			}
			at = j
			if rapid.Bool().Draw(t, "enough") {
				break
			}
		}
		text, ranges := p.build()
		if len(ranges) != len(kept) {
			t.Fatalf("%d kept ranges, want %d", len(ranges), len(kept))
		}
		rest := []byte(text)
		for i, r := range ranges {
			if text[r.Start:r.End] != kept[i] {
				t.Fatalf("kept %q, want %q", text[r.Start:r.End], kept[i])
			}
			for k := r.Start; k < r.End; k++ {
				rest[k] = 'x'
			}
		}
		if strings.Contains(string(rest), "  ") || strings.ContainsAny(string(rest), "\n\t") {
			t.Fatalf("white space is not folded in %q", text)
		}
		for i := range len(text) {
			if text[i] == ' ' {
				continue
			}
			start, end := p.sourceRange(offset.Span{Start: i, End: i + 1})
			if source[start:end] != text[i:i+1] {
				t.Fatalf("byte %d (%q) of %q is said to come from %q", i, text[i], text, source[start:end])
			}
		}
	})
}

// Most sentences have neither marks nor white space to fold, and take a shorter way through [prepared.build].
func TestFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		source := rapid.StringOfN(rapid.SampledFrom([]rune("aß界  \n\t\r\v\f\u0085\u00a0\u2003.\ufffd")), 0, 8, -1).Draw(t,
			"source") + string(rapid.SampledFrom([]string{"", "\xff", "\xe2\x80"}).Draw(t, "rest"))
		want := strings.Join(strings.Fields(source), " ")
		p := &prepared{source: source}
		text, kept := p.build()
		if text != want || len(kept) > 0 {
			t.Fatalf("%q was built as %q, kept %v", source, text, kept)
		}
		for i := range len(text) {
			if start, end := p.sourceRange(offset.Span{Start: i, End: i + 1}); text[i] != ' ' &&
				source[start:end] != text[i:i+1] {
				t.Fatalf("byte %d of %q is said to come from %d to %d of %q", i, text, start, end, source)
			}
		}
	})
}
