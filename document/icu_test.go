package document

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

// TestChoices: of a message with choices every branch is a whole sentence, and what is written has the text around a
// choice in its branches. A message of which nothing is translated stays as it is, which verifyLocalisation makes sure
// of.
func TestChoices(t *testing.T) {
	json := func(s string) string { return `{"a": "` + s + `"}` }
	verifyLocalisation(t, "de.json", []localisationCase{
		{"text around a plural", json("du hast {n, plural, one {# ding} other {# dinge}} in {ort}."),
			[]string{"message|du hast {#} ding in {ort}.", "message|du hast {#} dinge in {ort}."},
			json("{n, plural, one {DU HAST # DING IN {ORT}.} other {DU HAST # DINGE IN {ORT}.}}")},
		{"nothing around", json("{n, plural, offset:1 =0 {keiner} other { # mehr }} "),
			[]string{"message|keiner", "message|{#} mehr"},
			json("{n, plural, offset:1 =0 {KEINER} other { # MEHR }} ")},
		{"a plural in a select", json("{g, select, f {sie hat {n, plural, other {# tage}}} other {er}}"),
			[]string{"message|sie hat {#} tage", "message|er"},
			json("{g, select, f {{n, plural, other {SIE HAT # TAGE}}} other {ER}}")},
		{"a select in a plural", json("{n, plural, other {# {g, select, f {ärztin} other {arzt}} hier}}"),
			[]string{"message|{#} ärztin hier", "message|{#} arzt hier"},
			json("{n, plural, other {{g, select, f {# äRZTIN HIER} other {# ARZT HIER}}}}")},
		{"one that cannot be named", json("{a, plural, offset:1 other {# tage}} und {b, plural, other {# h}}"),
			[]string{"message|{#} tage", "message|und", "message|{#} h"},
			json("{a, plural, offset:1 other {# TAGE}} UND {b, plural, other {# H}}")},
		{"a sign that is not a number", json("platz #1: {n, plural, other {# tage}}"),
			[]string{"message|platz #1:", "message|{#} tage"},
			json("PLATZ #1: {n, plural, other {# TAGE}}")},
		{"a place in an order", json("der {n, selectordinal, one {#.} other {#.}} tag"),
			[]string{"message|der {#}. tag", "message|der {#}. tag"},
			json("{n, selectordinal, one {DER #. TAG} other {DER #. TAG}}")},
		{"apostrophes", json("geht''s '{so}' {n, plural, other {los}}?"),
			[]string{"message|geht's ⟦1⟧ los?"},
			json("{n, plural, other {GEHT'S '{so}' LOS?}}")},
		{"quoted words", json("nimm '{das hier}' {n, plural, other {mit}}"),
			[]string{"message|nimm ⟦1⟧das hier⟦/1⟧ mit"},
			json("{n, plural, other {NIMM '{DAS HIER}' MIT}}")},
		{"arguments of other kinds", json("{l, list} {n, plural, other {sind da}}"),
			[]string{"message|sind da"},
			json("{n, plural, other {{l, list} SIND DA}}")},
		{"markup and escapes", json(`ein <b>{n, plural, other {\u00fcbel}}</b> \"ende\"`),
			[]string{`message|ein ⟦1⟧übel⟦/1⟧ "ende"`},
			json(`{n, plural, other {EIN <b>\u00fcBEL</b> \"ENDE\"}}`)},
		{"two sentences", json("eins. zwei {n, plural, other {drei}}.\\n\\nvier"),
			[]string{"message|eins.|zwei drei.", "message|vier"},
			json("{n, plural, other {EINS. ZWEI DREI.\\n\\nVIER}}")},
	})
	verifyLocalisation(t, "de.arb", []localisationCase{
		{"Flutter does not quote", json("geht's {n, plural, other {'{name}'}}"),
			[]string{"message|geht's '{name}'"}, json("{n, plural, other {GEHT'S '{NAME}'}}")},
	})
	verifyLocalisation(t, "de.properties", []localisationCase{
		{"a choice of Java", "a=es sind {0,choice,0#keine|1#eine|1<{0,number} viele} in {1}.\n",
			[]string{"message|es sind keine in {1}.", "message|es sind eine in {1}.", "message|es sind {0,number} viele in {1}."},
			"a={0,choice,0#ES SIND KEINE IN {1}.|1#ES SIND EINE IN {1}.|1<ES SIND {0,NUMBER} VIELE IN {1}.}\n"},
	})
	verifyLocalisation(t, "de.po", []localisationCase{
		{"PO", "msgid \"um {n, plural, other {# uhr}}\"\nmsgstr \"\"\n", []string{"message|um {#} uhr"},
			"msgid \"um {n, plural, other {# uhr}}\"\nmsgstr \"{n, plural, other {UM # UHR}}\"\n"},
	})
	verifyLocalisation(t, "de.yml", []localisationCase{
		{"YAML", "a: um {n, plural, other {# uhr}}\n", []string{"message|um {#} uhr"},
			"a: \"{n, plural, other {UM # UHR}}\"\n"},
	})
	verifyLocalisation(t, "de.xlf", []localisationCase{
		{"codes in branches", `<xliff version="1.2"><file><body><trans-unit id="a"><source>{N, plural, ` +
			`=0 {<x id="START_B_1"/>kein<x id="CLOSE_B"/> haus} other {<g id="1">viele &amp; große</g> häuser}}</source>` +
			`</trans-unit></body></file></xliff>`,
			[]string{"message|⟦1⟧kein⟦/1⟧ haus", "message|⟦1⟧viele & große⟦/1⟧ häuser"},
			`<xliff version="1.2"><file><body><trans-unit id="a"><source>{N, plural, ` +
				`=0 {<x id="START_B_1"/>kein<x id="CLOSE_B"/> haus} other {<g id="1">viele &amp; große</g> häuser}}</source>` +
				`<target state="translated" state-qualifier="mt-suggestion">{N, plural, ` +
				`=0 {<x id="START_B_1"/>KEIN<x id="CLOSE_B"/> HAUS} other {<g id="1">VIELE &amp; GROßE</g> HäUSER}}` +
				`</target></trans-unit></body></file></xliff>`},
	})
	verifyLocalisation(t, "strings.xml", []localisationCase{
		{"elements in branches",
			`<resources><string name="a">{n, plural, one {<b>#</b> tag} other {&u; tage}}</string></resources>`,
			[]string{"message|⟦1⟧{#}⟦/1⟧ tag", "message|tage"},
			`<resources><string name="a">{n, plural, one {<b>#</b> TAG} other {&u; TAGE}}</string></resources>`},
		{"beside an element", `<resources><string name="a"><i>x</i> um {n, plural, other {# uhr}}</string></resources>`,
			[]string{"message|⟦1⟧x⟦/1⟧ um", "message|{#} uhr"},
			`<resources><string name="a"><i>X</i> UM {n, plural, other {# UHR}}</string></resources>`},
	})
}

// TestNumberOfAnotherPlural: in the branch of another plural a number is named, since "#" would mean that of the other.
func TestNumberOfAnotherPlural(t *testing.T) {
	d, err := Parse("de.json", []byte(`{"a": "{a, plural, other {# Tage}} und {b, plural, other {# h}}"}`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := Render(d, func(b, s int) string { return strings.Replace(d.Blocks[b].Sentence(s), "Tage", "days", 1) })
	want := `{"a": "{a, plural, other {{b, plural, other {{a, number} days und # h}}}}"}`
	if err != nil || string(out) != want {
		t.Errorf("%s, %v, want %s", out, err, want)
	}
}

// TestManyBranches: a message with more branches than anybody wants to read is translated in pieces.
func TestManyBranches(t *testing.T) {
	const choice = "{n, plural, one {eins} other {zwei}} "
	for choices, want := range map[int]int{4: 16, 5: 5*2 + 1} {
		d, err := Parse("de.json", []byte(`{"a": "ja `+strings.Repeat(choice, choices)+`"}`), Options{})
		if err != nil {
			t.Fatal(err)
		}
		verify(t, d)
		if len(d.Blocks) != want {
			t.Errorf("%d choices of two branches: %d blocks, want %d", choices, len(d.Blocks), want)
		}
	}
}

// TestQuoting: what a translation brings does not change how its message is read.
func TestQuoting(t *testing.T) {
	for _, c := range []struct{ target, want string }{
		{"the dogs'", "the dogs''"},
		{"it's '{name}' {so} }", "it's ''{name}'' {so} '}'"},
		{"{#} of #", "# of '#'"},
		{"a''b", "a''''b"},
		{"'##' and #'#", "'''##''' and '#''#'"},
	} {
		d, err := Parse("de.json", []byte(`{"a": "{n, plural, other {# Hunde}}"}`), Options{})
		if err != nil {
			t.Fatal(err)
		}
		out, err := Render(d, func(int, int) string { return c.target })
		if want := `{"a": "{n, plural, other {` + c.want + `}}"}`; err != nil || string(out) != want {
			t.Errorf("%s: %s, %v, want %s", c.target, out, err, want)
			continue
		}
		again, err := Parse("de.json", out, Options{})
		if err != nil || len(again.Blocks) != 1 {
			t.Errorf("%s: %d blocks, %v", out, len(again.Blocks), err)
		}
	}
}

// TestQuotedSigns: signs that a translation has brought into a message are read as it had them, and quotations that the
// source has not are no text.
func TestQuotedSigns(t *testing.T) {
	for _, c := range []struct{ source, target, want, problem string }{
		{"{n, plural, other {Fehler in # Dateien}}", "{n, plural, other {Error '#'5 in # files}}", "Error #5 in {#} files", ""},
		{"{n, plural, other {# in Cis}}", "{n, plural, other {# in C'#'}}", "{#} in C#", ""},
		{"{n, plural, other {# Zeichen}}", "{n, plural, other {# signs '#''#' '}'}}", "{#} signs #'# }", ""},
		{"{n, plural, other {# '#' hier}}", "{n, plural, other {# '#' here}}", "{#} ⟦1⟧ here", ""},
		{"{n, plural, other {# hier}}", "{n, plural, other {# '{'so'}' here}}", "", "which the source does not have"},
		{"{n, plural, other {# hier}}", "{n, plural, other {# '{so}' here}}", "", "which the source does not have"},
	} {
		po := "msgid \"" + c.source + "\"\nmsgstr \"" + c.target + "\"\n"
		list, err := Translations("x.po", []byte(po), Options{}, German)
		if err != nil || len(list) != 1 {
			t.Errorf("%s: %v, %v", po, list, err)
			continue
		}
		if got := list[0]; !strings.Contains(got.Problem, c.problem) || (got.Problem == "") != (c.problem == "") ||
			c.problem == "" && got.Target != c.want {
			t.Errorf("%s: %q, problem %q, want %q", po, got.Target, got.Problem, c.want)
		}
	}
}

// FuzzChoices: however a message is written, its nodes lie in order and inside of it, and what a translation brings
// stays inside its branch.
func FuzzChoices(f *testing.F) {
	for _, s := range []string{
		"a {n, plural, one {# b} other {{g, select, f {c} other {d}} e}} f", "'{' {n,select,other{''}} '",
		"{0,choice,0#a|1<b {1}}", "{n, plural, offset:1 other {#", "# {a, b} {n, plural, other {#}}",
		"plural\xc2x\xde\xfa\n0", "{0,plural,000{#00}}000 0 0{0,.... 0e",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse("x.po", []byte("msgid \""+quotedEscaper.Replace(text)+"\"\nmsgstr \"\"\n"), Options{})
		if err != nil || !strings.Contains(text, "plural") ||
			strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }) {
			return // with many control characters in its branches, what is written is not a text file
		}
		verify(t, d)
		nodes, ok := readICU(text, true)
		if !ok {
			return
		}
		var within func(nodes []icuNode, from, to int)
		within = func(nodes []icuNode, from, to int) {
			for _, n := range nodes {
				if n.Start < from || n.End <= n.Start || n.End > to {
					t.Fatalf("%q: a node at %v, not in [%d, %d)", text, n.Span, from, to)
				}
				from = n.End
				if n.kind == icuChosen {
					at := n.Start
					for _, c := range n.choice.cases {
						within(c.nodes, c.Start, c.End)
						if c.Start < at {
							t.Fatalf("%q: cases are not in order", text)
						}
						at = c.End
					}
				}
			}
		}
		within(nodes, 0, len(text))
		out, err := Render(d, func(int, int) string { return "it's {a} '#" })
		if err != nil {
			t.Fatal(err)
		}
		list, err := Translations("x.po", out, Options{}, German)
		if err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(list, func(one Translation) bool { return one.Problem != "" }); i >= 0 {
			t.Fatalf("%q became %q: %s", text, out, list[i].Problem)
		}
	})
}
