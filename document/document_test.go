package document

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/internal/required"
	"github.com/satzpaar/satzpaar/offset"
)

// verify fails the test unless d keeps what the package promises of every document: pieces tile the text of their
// block and lie in order in the source, sentences are ordered, trimmed, never empty and cover all but white space,
// and the identity translation gives the source back.
func verify(t *testing.T, d *Document) {
	t.Helper()
	running := 0           // where the pieces of running text end so far
	var gaps []offset.Span // between them, and their placeholders: where values may stand
	for bi := range d.Blocks {
		b := &d.Blocks[bi]
		if b.how().value != nil || b.how().variants != nil {
			continue
		}
		for _, p := range b.Pieces {
			gaps = append(gaps, span(running, p.Source.Start))
			if running = p.Source.End; p.Placeholder || p.Text.Len() == 0 {
				gaps = append(gaps, p.Source)
			}
		}
	}
	gaps = append(gaps, span(running, len(d.Source)))
	done, inner := 0, 0
	for bi := range d.Blocks {
		b := &d.Blocks[bi]
		done := &done
		if b.how().value != nil {
			done = &inner
			hull := b.hull(span(0, len(b.Text)))
			if !slices.ContainsFunc(gaps, func(g offset.Span) bool { return g.Start <= hull.Start && hull.End <= g.End }) {
				t.Fatalf("block %d, a value, lies at %v in the text of another", bi, hull)
			}
		}
		own := 0
		if v := b.how().variants; v != nil { // they share what stands around a choice
			own = v.source.Start
			done = &own
		}
		if b.Kind == "" {
			t.Fatalf("block %d has no kind", bi)
		}
		at := 0
		for pi, p := range b.Pieces {
			if p.Text.Start != at || p.Text.End < p.Text.Start ||
				p.Source.Start < *done || p.Source.End < p.Source.Start || p.Source.End > len(d.Source) {
				t.Fatalf("block %d, piece %d: %v does not follow text offset %d and source offset %d", bi, pi, p, at, *done)
			}
			at, *done = p.Text.End, p.Source.End
			text, source := p.Text.In(b.Text), string(d.Source[p.Source.Start:p.Source.End])
			if !p.Placeholder && p.Text.Len() == p.Source.Len() && text != source {
				t.Fatalf("block %d, piece %d: text %q is not source %q", bi, pi, text, source)
			}
		}
		if at != len(b.Text) {
			t.Fatalf("block %d: pieces cover %d of %d bytes", bi, at, len(b.Text))
		}
		times := map[string]int{}
		for i := range b.Text {
			times[b.Text[i:i+placeholder.Prefix(b.Text[i:])]]++
		}
		for _, p := range b.Pieces {
			if name := p.Text.In(b.Text); p.Placeholder && times[name] != 1 {
				t.Fatalf("block %d: the placeholder %s stands %d times in %q", bi, name, times[name], b.Text)
			}
		}
		verifySpans(t, b.Text, b.Sentences)
	}
	got, err := Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) })
	if err != nil {
		t.Fatalf("identity rendering: %v", err)
	}
	want := d.Source
	if d.Format == "properties" || d.Format == "strings" { // written in the encoding of the file
		if want, err = encodedAs(d.Source, d.Encoding); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("identity rendering gave\n%q\nwant\n%q", got, want)
	}
}

// outline lists the blocks of d as "kind|sentence|sentence".
func outline(d *Document) []string {
	var out []string
	for i := range d.Blocks {
		b := &d.Blocks[i]
		s := string(b.Kind)
		for j := range b.Sentences {
			s += "|" + b.Sentence(j)
		}
		out = append(out, s)
	}
	return out
}

// verifyOutline parses a text as the file of that name, which sets its format, and fails the test unless the document
// has the blocks that want lists in the form of outline.
func verifyOutline(t *testing.T, what, file, in string, want []string) {
	t.Helper()
	d, err := Parse(file, []byte(in), Options{})
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	verify(t, d)
	if got := outline(d); !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

// span returns [start, end).
func span(start, end int) offset.Span { return offset.Span{Start: start, End: end} }

// verifySpans fails the test unless spans keep the contract of a [Splitter].
func verifySpans(t *testing.T, text string, spans []offset.Span) {
	t.Helper()
	valid := utf8.ValidString(text)
	at := 0
	for i, s := range spans {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("sentence %d: %v after offset %d of %d", i, s, at, len(text))
		}
		if gap := text[at:s.Start]; trimSpan(gap, span(0, len(gap))).Len() > 0 {
			t.Fatalf("sentence %d: %q before it belongs to no sentence", i, gap)
		}
		if trimSpan(text, s) != s {
			t.Fatalf("sentence %d: white space around %q", i, s.In(text))
		}
		if valid && !utf8.ValidString(s.In(text)) {
			t.Fatalf("sentence %d: %v cuts a character", i, s)
		}
		at = s.End
	}
	if gap := text[at:]; trimSpan(gap, span(0, len(gap))).Len() > 0 {
		t.Fatalf("%q at the end belongs to no sentence", gap)
	}
}

// shared returns the folder of the shared data, or skips the test.
func shared(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("SATZPAAR_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", dir) // relative to the root of the repository
	}
	if _, err := os.Stat(dir); err != nil {
		required.Missing(t, "shared", "no shared data: %v (set SATZPAAR_SHARED)", err)
	}
	return dir
}

func TestSourceSpans(t *testing.T) {
	b := Block{
		Text: "Ein ⟦1⟧gutes⟦2⟧ Buch & mehr",
	}
	// "Ein <b>gutes</b> Buch &amp; mehr"
	add := func(text string, source offset.Span, placeholder bool) {
		at := 0
		if n := len(b.Pieces); n > 0 {
			at = b.Pieces[n-1].Text.End
		}
		b.Pieces = append(b.Pieces, Piece{Text: span(at, at+len(text)), Source: source, Placeholder: placeholder})
	}
	add("Ein ", span(0, 4), false)
	add("⟦1⟧", span(4, 7), true)
	add("gutes", span(7, 12), false)
	add("⟦2⟧", span(12, 16), true)
	add(" Buch ", span(16, 22), false)
	add("&", span(22, 27), false)
	add(" mehr", span(27, 32), false)
	i := strings.Index(b.Text, "gutes")
	for _, c := range []struct {
		text offset.Span
		want offset.Span
	}{
		{span(0, 3), span(0, 3)},
		{span(i, i+5), span(7, 12)},
		{span(i+1, i+4), span(8, 11)},
		{span(i-1, i+2), span(4, 9)},
		{span(0, len(b.Text)), span(0, 32)},
		{span(len(b.Text)-6, len(b.Text)), span(22, 32)},
	} {
		got := b.SourceSpans(c.text)
		if len(got) != 1 || got[0] != c.want {
			t.Errorf("SourceSpans(%v) = %v, want [%v]", c.text, got, c.want)
		}
	}
}
