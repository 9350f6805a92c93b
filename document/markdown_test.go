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
			[]string{"heading|Das Bad", "paragraph|Es ist auf.|Es ist\nwarm.", "list-item|Seife", "list-item|Tuch",
				"quote|Schön.|Sehr.", "heading|Titel"}},
		{"inline", "Das **alte** Bad ist *auf.* Es ist [warm](http://x.y/(z) \"T\") und ~~kalt~~.\n",
			[]string{"paragraph|Das ⟦1⟧alte⟦/1⟧ Bad ist ⟦2⟧auf.⟦/2⟧|Es ist ⟦3⟧warm⟦/3⟧ und ⟦4⟧kalt⟦/4⟧.", "label|T"}},
		{"nested", "Das ***alte* Bad** ist auf.\n", []string{"paragraph|Das ⟦1⟧⟦2⟧alte⟦/2⟧ Bad⟦/1⟧ ist auf."}},
		{"around everything", "**Das Bad.**\n", []string{"paragraph|Das Bad."}},
		{"taken whole", "Die Datei `a*b` und ``x`y`` und <http://a.b> und ![Bild](c.png) und [ref] und <b>so</b>.\n\n" +
			"[ref]: http://x.y\n",
			[]string{"paragraph|Die Datei ⟦1⟧ und ⟦2⟧ und ⟦3⟧ und ⟦4⟧ und ⟦5⟧ und ⟦6⟧so⟦/6⟧.", "label|Bild"}},
		{"full reference", "Das [alte Bad][ref] ist auf.\n\n[ref]: http://x.y\n",
			[]string{"paragraph|Das ⟦1⟧alte Bad⟦/1⟧ ist auf."}},
		{"brackets behind a reference", "Siehe [alt](im Bad) und ![neu](im Hof).\n\n[alt]: a\n[neu]: b\n",
			[]string{"paragraph|Siehe ⟦1⟧(im Bad) und ⟦2⟧(im Hof)."}},
		{"left alone", "```\nCode. Hier.\n```\n\n    Code. Auch.\n\n---\n\nText.\n", []string{"paragraph|Text."}},
		{"front matter", "---\ntitle: Das Bad\nlayout: Seite\ndescription: \"Es: offen.\"\nsummary: >\n  Mehr\n" +
			"subtitle: 'x' # y\n---\nText.\n",
			[]string{"label|Das Bad", "label|Es: offen.", "label|x", "paragraph|Text."}},
		{"front matter of TOML", "+++\ntitle = \"Das Bad\"\ntags = [\"eins\"]\n+++\nText.\n",
			[]string{"label|Das Bad", "paragraph|Text."}},
		{"HTML", "<details>\n<summary>Mehr</summary>\n\nDer *Rat*.\n\n</details>\n\n" +
			"<div align=\"center\">Ein Text &amp; mehr.</div>\n\n- <p>Ein\n  <b>Absatz</b></p>\n\n> <p>Bleibt\n" +
			"> so</p>\n",
			[]string{"heading|Mehr", "paragraph|Der ⟦1⟧Rat⟦/1⟧.", "paragraph|Ein Text & mehr.",
				"paragraph|Ein\n  ⟦1⟧Absatz⟦/1⟧"}},
		{"tags in text", "Drücken Sie <kbd>Strg *a*</kbd> und <span translate=no>Haus</span>,<br> dann " +
			"<img alt=\"Ein Hund\"> und <u>unter</u>strichen.\n",
			[]string{"paragraph|Drücken Sie ⟦1⟧ und ⟦2⟧,", "paragraph|dann ⟦1⟧ und ⟦2⟧unterstrichen⟦/2⟧.", "label|Ein Hund"}},
		{"alerts", "> [!NOTE]\n> Das ist wichtig.\n\n> [!tip]- Ein Rat\n> Mehr davon.\n",
			[]string{"quote|Das ist wichtig.", "heading|Ein Rat", "quote|Mehr davon."}},
		{"fenced blocks", "::: warning\nAchtung, heiß!\n:::\n\n:::tip[Titel]\nEin Rat.\n:::\n\n" +
			"::: details Mehr lesen\n- Punkt\n::::\n\n::: {.note}\nGut.\n:::\n",
			[]string{"paragraph|Achtung, heiß!", "heading|Titel", "paragraph|Ein Rat.", "heading|Mehr lesen",
				"list-item|Punkt", "paragraph|Gut."}},
		{"slashed blocks", "/// tip | Ein Rat\n    open: True\n\nMehr [davon\n](x).\n///\n",
			[]string{"heading|Ein Rat", "paragraph|Mehr ⟦1⟧davon\n⟦/1⟧."}},
		{"admonitions", "!!! note \"Hinweis\"\n    Das ist\n    ein Hinweis.\n\n        Code\n\n??? tip\n\n" +
			"    Ein Rat.\n\n=== \"Karte\"\n\n    Text.\n\nEnde.\n",
			[]string{"heading|Hinweis", "list-item|Das ist\nein Hinweis.", "list-item|Ein Rat.", "heading|Karte",
				"list-item|Text.", "paragraph|Ende."}},
		{"no admonition", "!!! Achtung\n\nHeiß.\n\n??? wie bitte\n",
			[]string{"paragraph|!!!|Achtung", "paragraph|Heiß.", "paragraph|??? wie bitte"}},
		{"definitions", "Begriff\n: Erklärung dazu\n\nAnderer\n\n:   Zweite Erklärung\n\n    Dritte.\n",
			[]string{"paragraph|Begriff", "list-item|Erklärung dazu", "paragraph|Anderer",
				"list-item|Zweite Erklärung", "list-item|Dritte."}},
		{"footnotes", "Der Rat[^1] tagt.\n\n[^1]: Seit *gestern*.\n[^lang]: Erstens.\n\n    Zweitens.\n\n*[ÄZ]: Das Zentrum\n",
			[]string{"paragraph|Der Rat⟦1⟧ tagt.", "list-item|Seit ⟦2⟧gestern⟦/2⟧.", "list-item|Erstens.",
				"list-item|Zweitens.", "list-item|Das Zentrum"}},
		{"shortcodes", "{{< figure src=\"a.png\" >}}\n\n{{% notice %}}\nEin Hinweis.\n{{% /notice %}}\n\n" +
			"{% if x %}\n\nDer Preis ist {{ site.preis | plus: \"a\" }} Euro, siehe [Haus]({{< ref \"h.md\" >}}) " +
			"und ![Bild]({% asset b.png %}).\n",
			[]string{"paragraph|Ein Hinweis.", "paragraph|Der Preis ist ⟦1⟧ Euro, siehe ⟦2⟧Haus⟦/2⟧ und ⟦3⟧.", "label|Bild"}},
		{"attributes", "# Titel {#titel .klasse}\n\n{#anker}\n\n[Knopf]{.btn} drücken.\n\n![Ein Bild](b.png){width=50%}\n",
			[]string{"heading|Titel", "paragraph|[Knopf]⟦1⟧ drücken.", "label|Ein Bild"}},
		{"wiki links", "[[Andere Seite]] und ![[Seite|Anzeige]] und [[1]](x) [@doe99; @roe] :smile: um 12:30:45.\n\n@[toc]\n",
			[]string{"paragraph|und ⟦2⟧ und ⟦3⟧[1]⟦/3⟧ ⟦4⟧ ⟦5⟧ um 12:30:45."}},
		{"highlighted", "Das ist ==sehr *wichtig*== und a==b==c, x == y == z, `==a==`, =====, [B](x?==y==).\n",
			[]string{"paragraph|Das ist ⟦1⟧sehr ⟦2⟧wichtig⟦/2⟧⟦/1⟧ und a==b==c, x == y == z, ⟦3⟧, =====, ⟦4⟧B⟦/4⟧."}},
		{"highlighted and struck", "~~==alt==~~ neu\n\n==~~alt~~== neu\n\n~==alt==~ neu\n",
			[]string{"paragraph|⟦1⟧==alt==⟦/1⟧ neu", "paragraph|==⟦1⟧alt⟦/1⟧== neu", "paragraph|⟦1⟧==alt==⟦/1⟧ neu"}},
		{"percentages", "Von 5%% bis 7%%, %%etwa 50 % davon%% und mehr.\n", []string{"paragraph|Von 5%% bis 7%%, ⟦1⟧ und mehr."}},
		{"no field", "Ein Satz mit vielen Wörtern:: so\n", []string{"paragraph|Ein Satz mit vielen Wörtern:: so"}},
		{"notes", "Der Rat %%noch prüfen%% tagt. 100 % und 5 %% mehr. ^rat-1\n\n- Ergebnis:: Es bleibt. ^a\n\nOrt:: Bad\n\n2^3 ^hoch.\n",
			[]string{"paragraph|Der Rat ⟦1⟧ tagt.|100 % und 5 %% mehr.", "list-item|Es bleibt.", "paragraph|Bad",
				"paragraph|2^3 ^hoch."}},
		{"formulas", "Die Zahl $x_1 + y$ kostet 5$ bzw. $6 und \\(a_1\\), \\(so\\) `$a` und `$b`.\n\n$$\nx *y* z\n$$\n\nText.\n",
			[]string{"paragraph|Die Zahl ⟦1⟧ kostet 5$ bzw. $6 und ⟦2⟧, (so) ⟦3⟧ und ⟦4⟧.", "paragraph|Text."}},
		{"drawn tables", "Text\n\n+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+\n\nAlpha  Beta\n" +
			"-----  ----\nc      d\n\nEnde.\n",
			[]string{"paragraph|Text", "paragraph|Ende."}},
		{"definitions of links without spaces", "Das [Bad][a].\n\n[a]:https://x.y\n[b]:https://x.z\n",
			[]string{"paragraph|Das ⟦1⟧Bad⟦/1⟧."}},
		{"emphasis inside words", "Das **Kranken**haus ist _auf_.\n",
			[]string{"paragraph|Das ⟦1⟧Krankenhaus⟦/1⟧ ist ⟦2⟧auf⟦/2⟧."}},
		{"fences", "````md\n```\n[[a]] $$ :::\n````\n\n- ```\n  $$\n  ```\n\nText.\n", []string{"paragraph|Text."}},
		{"front matter, TOML, mark, CRLF", bom + "+++\r\nt = 1\r\n+++\r\nText.\r\n", []string{"paragraph|Text."}},
		{"escapes", "Der \\*Rat\\* &amp; das &Auml;mtchen.\n", []string{"paragraph|Der *Rat* & das Ämtchen."}},
		{"quote over lines", "> Der Rat\n> hat **heute\n> getagt**.\n", []string{"quote|Der Rat\nhat ⟦1⟧heute\ngetagt⟦/1⟧."}},
		{"hard break", "Zeile eins  \nZeile zwei\\\nZeile drei\n",
			[]string{"paragraph|Zeile eins", "paragraph|Zeile zwei", "paragraph|Zeile drei"}},
		{"table", "| Ort | Zahl |\n|---|---|\n| **Bad** | 5 \\| 6 |\n",
			[]string{"cell|Ort", "cell|Zahl", "cell|Bad", "cell|5 | 6"}},
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
		{"left alone in the source", "Ein [x] * y_ < z.\n", "An [x] * y_ < z `c`.", "An [x] * y_ < z \\`c\\`.\n"},
		{"half a word", "Das **Kranken**haus.\n", "The ⟦1⟧hospital⟦/1⟧.", "The **hospital**.\n"},
		{"highlighted", "Das ==alte== Bad. ^a\n", "The ⟦1⟧old⟦/1⟧ bath.", "The ==old== bath. ^a\n"},
		{"note", "- Ort:: das Bad %%x%% da\n", "there ⟦2⟧ bath", "- Ort:: there %%x%% bath\n"},
		{"shortcode", "Der {{ x }} da.\n", "There ⟦1⟧.", "There {{ x }}.\n"},
		{"admonition", "!!! note \"Rat\"\n    `x`\n", "Advice", "!!! note \"Advice\"\n    `x`\n"},
		{"footnote", "[^1]: Ein Rat.\n", "Advice.", "[^1]: Advice.\n"},
		{"alert", "> [!NOTE]\n> Ein\n> Rat.\n", "Some advice.", "> [!NOTE]\n> Some advice.\n"},
		{"HTML", "<p>Ein Rat.</p>\n", "A < b & *c*", "<p>A &lt; b &amp; *c*</p>\n"},
		{"picture", "![Ein Rat](x.png)\n", "a ]b", "![a \\]b](x.png)\n"},
		{"plain front matter", "---\ntitle: Rat\n---\n", "Advice: \"new\"", "---\ntitle: \"Advice: \\\"new\\\"\"\n---\n"},
		{"front matter that would be a number", "---\ntitle: Rat\n---\n", "0x1f", "---\ntitle: \"0x1f\"\n---\n"},
		{"front matter with HTML", "---\ntitle: <b>Rat\n---\n", "<b>Advice", "---\ntitle: \"<b>Advice\"\n---\n"},
		{"quoted front matter", "---\ntitle: 'Rat'\n---\n", "It's", "---\ntitle: 'It''s'\n---\n"},
		{"front matter of TOML", "+++\ntitle = 'Rat'\n+++\n", "It's", "+++\ntitle = 'It’s'\n+++\n"},
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

// Signs at the start of a line are escaped where they would make something else of it, and only there; what is written
// is read as the same text.
func TestMarkdownLineStarts(t *testing.T) {
	for target, want := range map[string]string{
		"1.5 percent":        "1.5 percent",
		"1 km. Really.":      "1 km. Really.",
		"2) So":              "2\\) So",
		"2)x":                "2)x",
		"1.":                 "1\\.",
		"1234567890. Number": "1234567890. Number",
		"+49 30":             "+49 30",
		"+ more":             "\\+ more",
		"-5 degrees":         "-5 degrees",
		"- Yes.":             "\\- Yes.",
		"-":                  "\\-",
		"---":                "\\---",
		"-- -":               "\\-- -",
		"--x":                "--x",
		"==":                 "\\==",
		"=1+1":               "=1+1",
		"#hashtag":           "#hashtag",
		"## Heading":         "\\## Heading",
		"#":                  "\\#",
		"####### no heading": "####### no heading",
		"> 5":                "\\> 5",
		">5":                 "\\>5",
	} {
		d, err := Parse("a.md", []byte("Das Bad.\n"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Render(d, func(_, _ int) string { return target })
		if err != nil || string(got) != want+"\n" {
			t.Errorf("%q: %v, got %q, want %q", target, err, got, want)
		}
		back, err := Parse("a.md", append([]byte("Satz davor.\n\n"), got...), Options{})
		if err != nil || len(back.Blocks) != 2 || back.Blocks[1].Kind != Paragraph || back.Blocks[1].Text != target {
			t.Errorf("%q: %q is read as %q", target, got, outline(back))
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
	for _, s := range []string{"::: a b\n!!! c \"d\"\n    e\n\n> [!F] g\n\n[^1]: h[^1]\n: i\n*[J]: k\n",
		"{{< a >}} {% b %} {#c} [[d]] $e$ \\(f_g\\) :h: [@i]\n$$\nj\n$$\n",
		"+-+\n|a|\n+-+\n\n<p title=\"{{x}}\">{{y}} Ab<b>c</b></p>\n\n<b>a</b>b <kbd>c</kbd> ![d](e \"f\")\n",
		"---\ntitle: a\n---\n{{a\nb}} `c` ```\n$$\n",
		"# A *b* [c](d \"e\") `f` ![g](h)\n", "> a\n> **b\n> c**\n", "- [ ] x\n\n|a|b|\n|-|-|\n|c|d|\n",
		"---\na: b\n---\n\\*&amp;&#0;  \nx", "[a][b]\n\n[b]: c\n", "***a* b** ~~c~~ <d> <http://e>"} {
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
		"brackets":  strings.Repeat("[", 5_000) + "a",
		"stars":     strings.Repeat("*a ", 20_000),
		"quotes":    strings.Repeat("> ", 500) + "a",
		"ticks":     strings.Repeat("`a ", 5_000),
		"shortcode": strings.Repeat("{{ ", 20_000),
		"formulas":  strings.Repeat("$a ", 20_000) + strings.Repeat("\n\n$$a ", 20_000),
		"markers":   strings.Repeat("::: a\n!!! b\n[^c]: d\n: e\n", 3_000),
		"pictures":  strings.Repeat("![Ein Hund](b \"Titel\") ", 3_000),
		"links":     strings.Repeat("[a](b) ", 5_000),
	} {
		d, err := Parse("a.md", []byte(in), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		verify(t, d)
	}
}
