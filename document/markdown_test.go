package document

import (
	"strings"
	"testing"
)

func TestMarkdown(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"empty", "", nil},
		{"blocks", "# Das Bad\n\nEs ist auf. Es ist\nwarm.\n\n- Seife\n- Tuch\n\n> Schön.\n> Sehr.\n\nTitel\n=====\n",
			[]string{"heading|Das Bad", "paragraph|Es ist auf.|Es ist\nwarm.", "list-item|Seife", "list-item|Tuch", "quote|Schön.|Sehr.", "heading|Titel"}},
		{"inline", "Das **alte** Bad ist *auf.* Es ist [warm](http://x.y/(z) \"T\") und ~~kalt~~.\n",
			[]string{"paragraph|Das ⟦1⟧alte⟦/1⟧ Bad ist ⟦2⟧auf.⟦/2⟧|Es ist ⟦3⟧warm⟦/3⟧ und ⟦4⟧kalt⟦/4⟧."}},
		{"nested", "Das ***alte* Bad** ist auf.\n", []string{"paragraph|Das ⟦1⟧⟦2⟧alte⟦/2⟧ Bad⟦/1⟧ ist auf."}},
		{"around everything", "**Das Bad.**\n", []string{"paragraph|Das Bad."}},
		{"taken whole", "Die Datei `a*b` und ``x`y`` und <http://a.b> und ![Bild](c.png) und [ref] und <b>so</b>.\n\n[ref]: http://x.y\n",
			[]string{"paragraph|Die Datei ⟦1⟧ und ⟦2⟧ und ⟦3⟧ und ⟦4⟧ und ⟦5⟧ und ⟦6⟧so⟦7⟧."}},
		{"full reference", "Das [alte Bad][ref] ist auf.\n\n[ref]: http://x.y\n", []string{"paragraph|Das ⟦1⟧alte Bad⟦/1⟧ ist auf."}},
		{"left alone", "```\nCode. Hier.\n```\n\n    Code. Auch.\n\n<div>\nHTML. Hier.\n</div>\n\n---\n\nText.\n", []string{"paragraph|Text."}},
		{"front matter", "---\ntitle: Das Bad\n---\nText.\n", []string{"paragraph|Text."}},
		{"front matter, TOML, mark, CRLF", bom + "+++\r\nt = 1\r\n+++\r\nText.\r\n", []string{"paragraph|Text."}},
		{"escapes", "Der \\*Rat\\* &amp; das &Auml;mtchen.\n", []string{"paragraph|Der *Rat* & das Ämtchen."}},
		{"quote over lines", "> Der Rat\n> hat **heute\n> getagt**.\n", []string{"quote|Der Rat\nhat ⟦1⟧heute\ngetagt⟦/1⟧."}},
		{"hard break", "Zeile eins  \nZeile zwei\\\nZeile drei\n", []string{"paragraph|Zeile eins", "paragraph|Zeile zwei", "paragraph|Zeile drei"}},
		{"table", "| Ort | Zahl |\n|---|---|\n| **Bad** | 5 \\| 6 |\n", []string{"cell|Ort", "cell|Zahl", "cell|Bad", "cell|5 | 6"}},
		{"tasks", "- [ ] Fenster putzen\n- [x] Tür streichen\n", []string{"list-item|Fenster putzen", "list-item|Tür streichen"}},
	} {
		verifyOutline(t, c.name, "a.md", c.in, c.want)
	}
}

func TestRenderMarkdown(t *testing.T) {
	for _, c := range []struct{ name, in, target, want string }{
		{"kept", "Das **alte** Bad.\n", "The ⟦1⟧old⟦/1⟧ bath.", "The **old** bath.\n"},
		{"lost", "Das **alte** Bad.\n", "The old⟦/1⟧ bath.", "The old bath.\n"},
		{"spaces inside", "Das **alte** Bad.\n", "The ⟦1⟧ old ⟦/1⟧ bath.", "The  **old**  bath.\n"},
		{"link", "Das [Bad](http://x.y) da.\n", "The ⟦1⟧bath⟦/1⟧ there.", "The [bath](http://x.y) there.\n"},
		{"escaped", "Das Bad.\n", "# 5 * 3_x [a] <b> `c` a_b", "\\# 5 \\* 3_x \\[a\\] \\<b> \\`c\\` a_b\n"},
		{"number", "Das Bad.\n", "1. Mai", "1\\. Mai\n"},
		{"lines", "> Das Bad\n> hier.\n", "The bath\nhere.", "> The bath here.\n"},
		{"cell", "|A|\n|-|\n", "a|b", "|a\\|b|\n|-|\n"},
	} {
		d, err := Parse("a.md", []byte(c.in), Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Render(d, func(_, _ int) string { return c.target })
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v,\n got %q\nwant %q", c.name, err, got, c.want)
		}
	}
}

// Text that looks like a placeholder stays what and where it is.
func TestMarkdownLiteralPlaceholders(t *testing.T) {
	d, err := Parse("a.md", []byte("Siehe ⟦1⟧ und *altes* ⟦ /1⟧ \\⟦/1⟧ **Bad**.\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	verify(t, d)
	if want := "Siehe ⟦1⟧ und ⟦2⟧altes⟦/2⟧ ⟦ /1⟧ \\⟦/1⟧ ⟦3⟧Bad⟦/3⟧."; d.Blocks[0].Text != want {
		t.Errorf("got %q, want %q", d.Blocks[0].Text, want)
	}
	got, err := Render(d, func(_, _ int) string { return "See ⟦1⟧ x ⟦/1⟧ and ⟦3⟧ bath ⟦/3⟧ ⟦2⟧old⟦/2⟧." })
	if want := "See ⟦1⟧ x ⟦/1⟧ and  **bath**  *old*.\n"; err != nil || string(got) != want {
		t.Errorf("%v, got %q, want %q", err, got, want)
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"# A *b* [c](d \"e\") `f` ![g](h)\n", "> a\n> **b\n> c**\n", "- [ ] x\n\n|a|b|\n|-|-|\n|c|d|\n", "---\na: b\n---\n\\*&amp;&#0;  \nx", "[a][b]\n\n[b]: c\n", "***a* b** ~~c~~ <d> <http://e>"} {
		f.Add([]byte(s), "T ⟦1⟧ *x*")
	}
	f.Fuzz(func(t *testing.T, raw []byte, target string) {
		d, err := Parse("a.md", raw, Options{})
		if err != nil {
			return
		}
		verify(t, d)
		if _, err := Render(d, func(_, _ int) string { return target }); err != nil {
			t.Fatal(err)
		}
	})
}

func TestMarkdownHostile(t *testing.T) {
	for name, in := range map[string]string{
		"brackets": strings.Repeat("[", 5_000) + "a",
		"stars":    strings.Repeat("*a ", 20_000),
		"quotes":   strings.Repeat("> ", 500) + "a",
		"ticks":    strings.Repeat("`a ", 5_000),
		"links":    strings.Repeat("[a](b) ", 5_000),
	} {
		d, err := Parse("a.md", []byte(in), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		verify(t, d)
	}
}
