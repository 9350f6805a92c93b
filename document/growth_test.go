package document

import (
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/offset"
)

// uncut takes a whole block for one sentence.
func uncut(text string) []offset.Span { return []offset.Span{span(0, len(text))} }

// verifyGrowth reports an error where four times n takes more than about four times as long.
func verifyGrowth(t *testing.T, what string, n int, do func(n int) error) {
	t.Helper()
	once := func(n int) time.Duration {
		least := time.Hour
		for range 3 { // others use the machine too
			start := time.Now()
			if err := do(n); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			least = min(least, time.Since(start))
		}
		return least
	}
	const attempts = 4
	for attempt := 1; ; attempt++ {
		small, large := once(n), once(4*n)
		if large <= 200*time.Millisecond || large <= 10*small {
			return
		}
		if attempt == attempts { // a busy machine is not so busy all the time
			t.Errorf("%s: %v for %d, %v for %d", what, small, n, large, 4*n)
			return
		}
	}
}

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
		verifyGrowth(t, unit, 5000, func(n int) error {
			_, err := Markdown.Parse("x.md", []byte(strings.Repeat(unit, n)), uncut)
			return err
		})
	}
}

// TestLocalisationGrowth: the same for localisation files, translations included. Where each tag, line break or sign in
// a text looked at all of the text again, and each note counted the lines before it, 400 kB took seconds.
func TestLocalisationGrowth(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	for _, c := range []struct {
		format            *Format
		start, unit, stop string
	}{
		{JSON, `{"a":"b `, "c <b>", `"}`},
		{JSON, `{"a":"b `, `\n`, `c"}`},
		{JSON, `{"a":"b `, `\n\u00a0`, `c"}`},
		{JSON, `{"a":"`, "{n, plural, one {#}}", `b c"}`},
		{JSON, `{"a":"`, strings.Repeat("{n, plural, one {", 8), `b c"}`},
		{JSON, `{"a":"b c"`, `,"d":"{n, plural, e"`, `}`},
		{JSON, `{"a":"b c"`, `,"d":{"e":"f"}`, `}`},
		{PO, "msgid \"b\"\nmsgstr \"\"\n\nmsgid \"", "a&b", "\"\nmsgstr \"\"\n"},
		{PO, "msgid \"A", "a&b_c", "\"\nmsgstr \"\"\n"},
		{PO, "msgid \"Ab &c ", "%s {d} ", "\"\nmsgstr \"\"\n"},
		{PO, "msgid \"a\"\nmsgid_plural \"b\"\n", "msgstr[1] \"\"\n", ""},
		{PO, "msgid \"a \"\n", "\"\\n\"\n", "msgstr \"\"\n"},
		{Properties, "a=b {0} ", "''", "\n"},
		{Properties, "a=b ", "\\\n", "\n"},
		{Properties, "", "a=b {c, plural, d\n", ""},
		{YAML, "", "a: b\n\n\n", ""},
		{YAML, "a: b\n", "\n", "c"},
		{YAML, "a: b\n", " c d\n", "e: f g\n"},
		{YAML, "a: 'b", " \n c", "'"},
		{YAML, "a: \"b", "\\\n c", "\""},
		{YAML, "a: ", "- ", "b c"},
		{YAML, "a: ", "[ b, ", ""},
		{YAML, "", "a: \"b c\n", ""},
		{YAML, "a: b c\n", "d: &e f g\n", ""},
		{Android, "<resources><string name='a'>b ", "&c;", "</string></resources>"},
		{Android, "<resources><string name='a'>b ", "<c d='e'/>f", "</string></resources>"},
		{Android, "<resources>", "<string>a <![CDATA[b]]></string>", "</resources>"},
		{XLIFF, "<xliff version='1.2'><trans-unit><source>a ", "&amp;b ", "</source></trans-unit></xliff>"},
		{XLIFF, "<xliff version='1.2'>", "<trans-unit><source>a <![CDATA[b]]></source></trans-unit>", "</xliff>"},
		{XLIFF, "<xliff version='2'>", "<unit><segment><source>a</source></segment></unit>", "</xliff>"},
		{Strings, "", "a = \"b c\";/**/ ", ""},
	} {
		verifyGrowth(t, c.format.Name+" "+c.start+c.unit, 20000/len(c.unit)*5, func(n int) error {
			d, err := c.format.Parse("x", []byte(c.start+strings.Repeat(c.unit, n)+c.stop), uncut)
			if err != nil {
				return err
			}
			_, err = c.format.Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) + "!" })
			return err
		})
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
