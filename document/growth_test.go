package document

import (
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/offset"
)

// uncut takes a whole block for one sentence.
func uncut(text string) []offset.Span { return []offset.Span{span(0, len(text))} }

// TestMarkdownGrowth: four times the text takes about four times as long, whatever is repeated. Where the parser
// searched for what never comes, it took sixteen times as long, and half a minute for 320 kB.
func TestMarkdownGrowth(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	for _, unit := range []string{
		"[a](", "[a](<b ", "[a](b (c ", "[a](b \"c ", "[a] ", "> ", "+ ", "1. ", "Wort <b>x</b> ", "<a b=\" ",
		"x <!-- ", "*a **b ", "![a](b) ",
	} {
		once := func(n int) time.Duration {
			least := time.Hour
			for range 3 { // others use the machine too
				start := time.Now()
				if _, err := Markdown.Parse("x.md", []byte(strings.Repeat(unit, n)), uncut); err != nil {
					t.Fatal(err)
				}
				least = min(least, time.Since(start))
			}
			return least
		}
		const n, attempts = 5000, 4
		for attempt := 1; ; attempt++ {
			small, large := once(n), once(4*n)
			if large <= 200*time.Millisecond || large <= 10*small {
				break
			}
			if attempt == attempts { // a busy machine is not so busy all the time
				t.Errorf("%q: %v for %d, %v for %d", unit, small, n, large, 4*n)
				break
			}
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
