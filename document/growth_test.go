package document

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/growthtest"
	"github.com/satzpaar/satzpaar/offset"
)

// uncut takes a whole block for one sentence.
func uncut(text string) []offset.Span { return []offset.Span{span(0, len(text))} }

// TestGrowth: four times the text takes about four times as long, whatever is repeated. Where a parser searched for
// what never comes, it took sixteen times as long, and minutes for 320 kB.
func TestGrowth(t *testing.T) {
	const srt, vtt = "00:00:01,000 --> 00:00:02,500\n", "WEBVTT\n\n00:01.000 --> 00:02.500\n"
	for _, c := range []struct {
		name, before string
		n            int
		units        []string
	}{
		{"a.md", "", 5000, []string{
			"[a](", "[a](<b ", "[a](b (c ", "[a](b \"c ", "[a] ", "> ", "+ ", "1. ", "Wort <b>x</b> ", "<a b=\" ",
			"x <!-- ", "*a **b ", "![a](b) ", "<kbd>a ", "<i translate=no>*a* ", "[^a",
		}},
		{"a.md", "[a]: b\n\n", 10_000, []string{"[a](\n\n", "![a](\n\n"}},
		{"a.md", "Ein Wort ", 10_000, []string{"![](a) "}},
		{"a.md", "", 3000, []string{
			"{a=b", "{a=\"b ", "==a b== ", "%%a ", "[[a]] ", "> [!note] a\n", "Wort ^ab\n\n", "a b:: c\n",
		}},
		{"a.html", "<meta ", 10_000, []string{"content=a "}},
		{"a.html", "<p>", 20_000, []string{
			"<b>x</b> ", "<b>x ", "x</b> ", "<i class=a>", "<!-- x --> ", "<a href=#>1",
			"<sup><a b>",
		}},
		{"a.html", "<p>", 3000, []string{
			"<ruby>a<rt>b ", "<svg><text>a", "<button>a ", "<blockquote>a — N (@n) <a href=x>1. Mai</a><p>",
		}},
		{"a.txt", "", 3000, []string{"a\n— N (@n) 1. Mai 2020\n\n", "— N (@n) "}},
		{"a.txt", "", 20_000, []string{
			"Kurz.\n", "kurz\n\n", "ein langes wort ", "Ort\tTag\n", "Ort   Tag\n----\n", "Ort.  \t", "ein langes wei-\n",
		}},
		{"a.html", "<input ", 20_000, []string{"value=a "}},
		{"a.srt", srt, 300_000, []string{"<a", "{\\"}},
		{"a.vtt", vtt, 300_000, []string{"<a"}},
		{"a.ass", "[Events]\nDialogue: 0,1,2,a,b,0,0,0,,", 300_000, []string{"{a"}},
	} {
		for _, unit := range c.units {
			growthtest.Linear(t, c.name+": "+unit, c.n, func(n int) func() {
				raw := []byte(c.before + strings.Repeat(unit, n))
				return func() {
					d, err := Parse(c.name, raw, Options{Split: uncut})
					if err != nil {
						t.Fatal(err)
					}
					if _, err := Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) + " T" }); err != nil {
						t.Fatal(err)
					}
				}
			})
		}
	}
}

// TestMarkdownLimits: what lies beyond the limits is text, and all of it comes back.
func TestMarkdownLimits(t *testing.T) {
	tooMany := "[Text](" + strings.Repeat("(", 40) + strings.Repeat(")", 40) + ") Ende"
	for _, tt := range []struct{ in, want string }{
		{"[Text](a(b)c) Ende", "⟦1⟧Text⟦/1⟧ Ende"},
		{"[Text](<a b> \"c\") Ende", "⟦1⟧Text⟦/1⟧ Ende"},
		{"[Text](a (c)) Ende", "⟦1⟧Text⟦/1⟧ Ende"},
		{"[Text](a\\(b) Ende", "⟦1⟧Text⟦/1⟧ Ende"},
		{tooMany, tooMany},
		{"[Text](a (c Ende", "[Text](a (c Ende"},
	} {
		d, err := Markdown.Parse("x.md", []byte(tt.in), uncut)
		if err != nil || len(d.Blocks) == 0 || d.Blocks[0].Text != tt.want {
			t.Errorf("%q: %v, %+v", tt.in, err, d)
		}
	}
	deep := strings.Repeat("> ", 5000) + "Ein Wort"
	d, err := Markdown.Parse("x.md", []byte(deep), uncut)
	if err != nil || len(d.Blocks) != 1 || !strings.HasSuffix(d.Blocks[0].Text, "Ein Wort") {
		t.Fatalf("%v, %d blocks", err, len(d.Blocks))
	}
	out, err := Markdown.Render(d, func(block, sentence int) string { return d.Blocks[block].Sentence(sentence) })
	if err != nil || !strings.HasSuffix(string(out), "Ein Wort") {
		t.Errorf("%v, %q", err, out[max(0, len(out)-50):])
	}
}
