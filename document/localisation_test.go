package document

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// upper is a translation for tests: what is in placeholders of markup stays, all else in capitals.
func upper(d *Document) func(block, sentence int) string {
	return func(block, sentence int) string {
		b := &d.Blocks[block]
		text := b.Sentence(sentence)
		var out []byte
		for i := 0; i < len(text); i++ {
			c := text[i]
			if c >= 'a' && c <= 'z' {
				c -= 'a' - 'A'
			}
			out = append(out, c)
		}
		return string(out)
	}
}

// A localisationCase is a file, the blocks that are made of it, and what becomes of it.
type localisationCase struct {
	what, in string
	want     []string // as outline
	out      string
}

func verifyLocalisation(t *testing.T, file string, cases []localisationCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.what, func(t *testing.T) {
			verifyOutline(t, c.what, file, c.in, c.want)
			d, err := Parse(file, []byte(c.in), Options{})
			if err != nil {
				t.Fatal(err)
			}
			out, err := Render(d, upper(d))
			if err != nil || string(out) != c.out {
				t.Errorf("rendered, %v\n%s\nwant\n%s", err, out, c.out)
			}
		})
	}
}

func TestPO(t *testing.T) {
	verifyLocalisation(t, "de.po", []localisationCase{
		{"an entry", "#: a.c:1\nmsgid \"Guten Tag\"\nmsgstr \"\"\n",
			[]string{"message|Guten Tag"},
			"#: a.c:1\nmsgid \"Guten Tag\"\nmsgstr \"GUTEN TAG\"\n"},
		{"kept",
			"msgid \"ja\"\nmsgstr \"yes\"\n\n#, fuzzy\nmsgid \"nein\"\nmsgstr \"no\"\n" +
				"#~ msgid \"alt\"\n#~ msgstr \"\"\n",
			nil,
			"msgid \"ja\"\nmsgstr \"yes\"\n\n#, fuzzy\nmsgid \"nein\"\nmsgstr \"no\"\n#~ msgid \"alt\"\n#~ msgstr \"\"\n"},
		{"header", "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n", nil, "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n"},
		{"lines", "msgid \"\"\n\"Das ist \"\n\"ein Satz.\\n\"\nmsgstr \"\"\n", []string{"message|Das ist ein Satz."},
			"msgid \"\"\n\"Das ist \"\n\"ein Satz.\\n\"\nmsgstr \"\"\n\"DAS IST EIN SATZ.\\n\"\n"},
		{"plural",
			"msgctxt \"m\"\nmsgid \"%d Datei\"\nmsgid_plural \"%d Dateien\"\nmsgstr[0] \"\"\n" +
				"msgstr[1] \"\"\nmsgstr[2] \"\"\n",
			[]string{"message|%d Datei", "message|%d Dateien"},
			"msgctxt \"m\"\nmsgid \"%d Datei\"\nmsgid_plural \"%d Dateien\"\nmsgstr[0] \"%D DATEI\"\n" +
				"msgstr[1] \"%D DATEIEN\"\nmsgstr[2] \"%D DATEIEN\"\n"},
		{"forms for many numbers",
			"msgid \"eine Datei\"\nmsgid_plural \"%d Dateien\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n" +
				"msgstr[2] \"\"\n",
			[]string{"message|%d Dateien"},
			"msgid \"eine Datei\"\nmsgid_plural \"%d Dateien\"\nmsgstr[0] \"%D DATEIEN\"\n" +
				"msgstr[1] \"%D DATEIEN\"\nmsgstr[2] \"%D DATEIEN\"\n"},
		{"escapes", "msgid \"Ein \\\"Wort\\\" und \\\\\"\nmsgstr \"\"\n", []string{`message|Ein "Wort" und \`},
			"msgid \"Ein \\\"Wort\\\" und \\\\\"\nmsgstr \"EIN \\\"WORT\\\" UND \\\\\"\n"},
		{"accelerators",
			"msgid \"_Datei öffnen\"\nmsgstr \"\"\n\nmsgid \"Spei&chern\"\nmsgstr \"\"\n\n" +
				"msgid \"AT&T file_name\"\nmsgstr \"\"\n",
			[]string{"message|Datei öffnen", "message|Speichern", "message|AT&T file_name"},
			"msgid \"_Datei öffnen\"\nmsgstr \"_DATEI öFFNEN\"\n\nmsgid \"Spei&chern\"\n" +
				"msgstr \"SPEI&CHERN\"\n\nmsgid \"AT&T file_name\"\nmsgstr \"AT&T FILE_NAME\"\n"},
		{"markup", "msgid \"Ein <b>Wort</b> mehr.\\nNoch <br/> eins\"\nmsgstr \"\"\n",
			[]string{"message|Ein ⟦1⟧Wort⟦/1⟧ mehr.", "message|Noch ⟦1⟧ eins"},
			"msgid \"Ein <b>Wort</b> mehr.\\nNoch <br/> eins\"\nmsgstr \"EIN <b>WORT</b> MEHR.\\nNOCH <br/> EINS\"\n"},
		{"a line break in a sentence", "msgid \"Wollen Sie die Datei\\nwirklich löschen?\"\nmsgstr \"\"\n",
			[]string{"message|Wollen Sie die Datei⟦1⟧wirklich löschen?"},
			"msgid \"Wollen Sie die Datei\\nwirklich löschen?\"\nmsgstr \"WOLLEN SIE DIE DATEI\\nWIRKLICH LöSCHEN?\"\n"},
	})
}

// What a template leaves open in its header is filled in once anything is translated; a header that is filled in stays.
func TestPOHeader(t *testing.T) {
	const entry = "\nmsgid \"ein Wort\"\nmsgstr \"\"\n"
	template := "# Titel\n#, fuzzy\nmsgid \"\"\nmsgstr \"\"\n\"Language: \\n\"\n" +
		"\"Content-Type: text/plain; charset=CHARSET\\n\"\n\"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n\"\n" + entry
	filled := "# Titel\nmsgid \"\"\nmsgstr \"\"\n\"Language: %L\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n" +
		"\"Plural-Forms: %P\\n\"\n" + strings.Replace(entry, "msgstr \"\"", "msgstr \"a word\"", 1)
	said := "#, fuzzy\nmsgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n" + entry
	for _, c := range []struct{ what, in, to, target, want string }{
		{"a template", template, "en", "a word",
			strings.NewReplacer("%L", "en", "%P", "nplurals=2; plural=(n != 1);").Replace(filled)},
		{"a region, as gettext writes it", template, "pt-BR", "a word",
			strings.NewReplacer("%L", "pt_BR", "%P", "nplurals=2; plural=(n != 1);").Replace(filled)},
		{"a language of other plural forms", template, "pl", "a word",
			strings.NewReplacer("%L", "pl", "%P", "nplurals=INTEGER; plural=EXPRESSION;").Replace(filled)},
		{"nothing is translated", template, "en", "ein Wort", template},
		{"a header that says something", said, "en", "a word",
			strings.Replace(said, "Wort\"\nmsgstr \"\"", "Wort\"\nmsgstr \"a word\"", 1)},
	} {
		d, err := Parse("a.pot", []byte(c.in), Options{})
		if err != nil {
			t.Fatal(err)
		}
		d.From, d.To = "de", c.to
		if out, err := Render(d, func(int, int) string { return c.target }); err != nil || string(out) != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.what, err, out, c.want)
		}
	}
}

func TestProperties(t *testing.T) {
	verifyLocalisation(t, "m.properties", []localisationCase{
		{"values", "# Kommentar\na=Guten Tag\nb : Zwei \\\n   Zeilen\nc Drei\n\n! x\nd=\n",
			[]string{"message|Guten Tag", "message|Zwei Zeilen", "message|Drei"},
			"# Kommentar\na=GUTEN TAG\nb : ZWEI ZEILEN\nc DREI\n\n! x\nd=\n"},
		{"escapes", "a\\=b=\\u00dcber \\tX\\: y\n", []string{"message|Über \tX: y"}, "a\\=b=\\u00dcBER \\tX: Y\n"},
		{"MessageFormat", "a=Wie geht''s, {0}?\nb=Geht's?\n",
			[]string{"message|Wie geht's, {0}?", "message|Geht's?"},
			"a=WIE GEHT''S, {0}?\nb=GEHT'S?\n"},
		{"a key as LibreOffice marks it", "a=~Fertig\nb=etwa ~5 Teile\n", []string{"message|Fertig", "message|etwa ~5 Teile"},
			"a=~FERTIG\nb=ETWA ~5 TEILE\n"},
		{"a date", "a=%A, %d. %B %Y, %H:%M Uhr\nb=Am %d.%m. ist Post da\nc=%d von %s\n",
			[]string{"message|Am %d.%m. ist Post da", "message|%d von %s"},
			"a=%A, %d. %B %Y, %H:%M Uhr\nb=AM %D.%M. IST POST DA\nc=%D VON %S\n"},
		{"not text", "url=https://example.org/x\nclass=org.example.Main\nn=12\ncolour=#ff0000\n",
			nil,
			"url=https://example.org/x\nclass=org.example.Main\nn=12\ncolour=#ff0000\n"},
	})
}

func TestJSON(t *testing.T) {
	verifyLocalisation(t, "de.json", []localisationCase{
		{"nested", `{"a": {"b": "Guten Tag", "n": 1}, "c": ["eins", null], "u": "https://x.org/"}`,
			[]string{"message|Guten Tag", "message|eins"},
			`{"a": {"b": "GUTEN TAG", "n": 1}, "c": ["EINS", null], "u": "https://x.org/"}`},
		{"escapes", "{\"a\": \"Ein \\\"Wort\\\" \\u00fcber \\/ \\n\\nmehr\"}\n",
			[]string{"message|Ein \"Wort\" über /", "message|mehr"},
			"{\"a\": \"EIN \\\"WORT\\\" \\u00fcBER / \\n\\nMEHR\"}\n"},
		{"plural", `{"a": "{n, plural, =0 {keine Datei} one {# Datei} other {# Dateien}}", "b": "Hallo {name}"}`,
			[]string{"message|keine Datei", "message|{#} Datei", "message|{#} Dateien", "message|Hallo {name}"},
			`{"a": "{n, plural, =0 {KEINE DATEI} one {# DATEI} other {# DATEIEN}}", "b": "HALLO {NAME}"}`},
		{"uneven", `{"a": "{n, plural, one {# Datei"}`, nil, `{"a": "{n, plural, one {# Datei"}`},
		{"metadata", `{"@@locale": "de", "a": "Wort", "@a": {"description": "Das Wort"}}`, []string{"message|Wort"},
			`{"@@locale": "de", "a": "WORT", "@a": {"description": "Das Wort"}}`},
		{"browser extension", `{"a": {"message": "Wort", "description": "Das Wort"}}`, []string{"message|Wort"},
			`{"a": {"message": "WORT", "description": "Das Wort"}}`},
	})
}

func TestYAML(t *testing.T) {
	verifyLocalisation(t, "de.yml", []localisationCase{
		{"values",
			"de:\n  # Kommentar\n  a: Guten Tag # so\n  \"b\": \"Ein \\\"Wort\\\"\\nmehr\"\n  c: 'Geht''s?'\n" +
				"  n: 12\n  yes: no\n",
			[]string{"message|Guten Tag", "message|Ein \"Wort\"", "message|mehr", "message|Geht's?"},
			"de:\n  # Kommentar\n  a: GUTEN TAG # so\n  \"b\": \"EIN \\\"WORT\\\"\\nMEHR\"\n  c: 'GEHT''S?'\n" +
				"  n: 12\n  yes: no\n"},
		{"lists", "a:\n- eins\n- x: zwei\n  y: drei\n",
			[]string{"message|eins", "message|zwei", "message|drei"},
			"a:\n- EINS\n- x: ZWEI\n  y: DREI\n"},
		{"blocks", "a: |\n  Eine Zeile.\n  Noch eine.\n\n  Ende\nb: >-\n  Ein Satz\n  in Zeilen.\nc: x y\n",
			[]string{"message|Eine Zeile.", "message|Noch eine.", "message|Ende", "message|Ein Satz in Zeilen.", "message|x y"},
			"a: |\n  EINE ZEILE.\n  NOCH EINE.\n\n  ENDE\nb: >-\n  EIN SATZ IN ZEILEN.\nc: X Y\n"},
		{"left alone",
			"a: &x Wort eins\nb: *x\nc: [\"ein Wort\", zwei]\nd: ein\n  Satz # mehr\ne: \"ein\n\n" +
				"  Satz\"\nf: Wort zwei\n",
			[]string{"message|Wort zwei"},
			"a: &x Wort eins\nb: *x\nc: [\"ein Wort\", zwei]\nd: ein\n  Satz # mehr\ne: \"ein\n\n  Satz\"\nf: WORT ZWEI\n"},
		{"several lines", "a: Ein Satz\n  in Zeilen. Noch\n  einer\nb: \"Ein\n  Satz \\\n  mehr\"\nc: 'Ein\n\n'\nd: x y\n",
			[]string{"message|Ein Satz in Zeilen.|Noch einer", "message|Ein Satz mehr", "message|x y"},
			"a: EIN SATZ IN ZEILEN. NOCH EINER\nb: \"EIN SATZ MEHR\"\nc: 'Ein\n\n'\nd: X Y\n"},
		{"dates", "a: \"%d.%m.%Y\"\nb: \"%d. %B %Y\"\nc: dd.MM.yyyy\n",
			nil,
			"a: \"%d.%m.%Y\"\nb: \"%d. %B %Y\"\nc: dd.MM.yyyy\n"},
	})
	d, err := Parse("de.yml", []byte("a: Wort\nb: &x Wort eins\nc: [\"ein Wort\"]\n"), Options{})
	if err != nil || len(d.Notes) != 2 || d.Notes[0].Line != 2 || d.Notes[1].Line != 3 {
		t.Errorf("notes %+v, %v", d.Notes, err)
	}
	// What would not be a plain string is put in quotation marks.
	for target, want := range map[string]string{
		"Note: so": `a: "Note: so"`,
		"yes":      `a: "yes"`,
		"- x":      `a: "- x"`,
		"a # b":    `a: "a # b"`,
		"12":       `a: "12"`,
		"a \"b\"":  `a: a "b"`,
		"a\nb":     `a: a b`,
	} {
		out, err := Render(d, func(int, int) string { return target })
		if line, _, _ := strings.Cut(string(out), "\n"); line != want {
			t.Errorf("%q: %s, %v, want %s", target, line, err, want)
		}
	}
}

func TestAndroid(t *testing.T) {
	file := func(s string) string {
		return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<resources>\n" + s + "\n</resources>\n"
	}
	verifyLocalisation(t, "strings.xml", []localisationCase{
		{"values",
			file(`<!-- <string>x</string> --><string name="a">Geht\'s \u00dcber\n &amp; mehr</string>` +
				`<string name="b" translatable="false">Nein</string><string name="c">@string/a</string>`),
			[]string{"message|Geht's Über", "message|& mehr"},
			file(`<!-- <string>x</string> --><string name="a">GEHT\'S ÜBER\n &amp; MEHR</string>` +
				`<string name="b" translatable="false">Nein</string><string name="c">@string/a</string>`)},
		{"plurals and arrays",
			file(`<plurals name="p"><item quantity="one">%d Datei</item>` +
				`<item quantity="other">%d Dateien</item></plurals><string-array name="s">` +
				`<item>eins</item></string-array>`),
			[]string{"message|%d Datei", "message|%d Dateien", "message|eins"},
			file(`<plurals name="p"><item quantity="one">%D DATEI</item>` +
				`<item quantity="other">%D DATEIEN</item></plurals><string-array name="s">` +
				`<item>EINS</item></string-array>`)},
		{"markup", file(`<string name="a">Ein <b>Wort</b> von <xliff:g id="n" example="x">%s</xliff:g> hier, &app; da</string>`),
			[]string{"message|Ein ⟦1⟧Wort⟦/1⟧ von ⟦2⟧ hier, ⟦3⟧ da"},
			file(`<string name="a">EIN <b>WORT</b> VON <xliff:g id="n" example="x">%s</xliff:g> HIER, &app; DA</string>`)},
		{"lines", file(`<string name="a">Erste Zeile.\nZweite\u000aDritte</string>`),
			[]string{"message|Erste Zeile.", "message|Zweite⟦1⟧Dritte"},
			file(`<string name="a">ERSTE ZEILE.\nZWEITE\u000aDRITTE</string>`)},
		{"layout", file("<string name=\"a\">Ein Satz\n      in Zeilen</string>"),
			[]string{"message|Ein Satz in Zeilen"},
			file(`<string name="a">EIN SATZ IN ZEILEN</string>`)},
		{"CDATA", file(`<string name="a"><![CDATA[Ein <b>Wort</b> & mehr]]></string>`),
			[]string{"message|Ein ⟦1⟧Wort⟦/1⟧ & mehr"},
			file(`<string name="a"><![CDATA[EIN <b>WORT</b> & MEHR]]></string>`)},
	})
	// The number of a reference is that of Unicode, not of Windows as in web pages.
	d, err := Parse("strings.xml", []byte(file(`<string name="a">ein&#133;zwei &#xe4;</string>`)), Options{})
	if err != nil || d.Blocks[0].Text != "ein\u0085zwei ä" {
		t.Errorf("%v, %+v", err, d.Blocks)
	}
	if _, err := Parse("pom.xml", []byte("<project/>"), Options{}); err == nil {
		t.Error("any XML is read")
	}
}

func TestRESX(t *testing.T) {
	file := func(s string) string { return "<root>\n" + s + "\n</root>\n" }
	verifyLocalisation(t, "a.resx", []localisationCase{
		{"values",
			file(`<data name="a" xml:space="preserve"><value>&amp;Datei {0}</value>` +
				`<comment>Das Wort</comment></data><data name="s" type="System.Drawing.Size">` +
				`<value>ein Wort</value></data><data name="&gt;&gt;b.Name"><value>ein Wort</value></data>`),
			[]string{"message|Datei {0}"},
			file(`<data name="a" xml:space="preserve"><value>&amp;DATEI {0}</value>` +
				`<comment>Das Wort</comment></data><data name="s" type="System.Drawing.Size">` +
				`<value>ein Wort</value></data><data name="&gt;&gt;b.Name"><value>ein Wort</value></data>`)},
		{"accelerator inside", file(`<data name="a"><value>Spei&amp;chern</value></data>`),
			[]string{"message|Speichern"},
			file(`<data name="a"><value>SPEI&amp;CHERN</value></data>`)},
	})
}

func TestStrings(t *testing.T) {
	verifyLocalisation(t, "a.strings", []localisationCase{
		{"values",
			"/* Kommentar = \"x\"; */\n\"a b\" = \"Guten \\\"Tag\\\"\\nEnde\";\n// \"c\"\nd = \"Wort %@\";\n",
			[]string{"message|Guten \"Tag\"", "message|Ende", "message|Wort %@"},
			"/* Kommentar = \"x\"; */\n\"a b\" = \"GUTEN \\\"TAG\\\"\\nENDE\";\n// \"c\"\nd = \"WORT %@\";\n"},
	})
	_, err := Parse("a.strings", []byte("\"a\" = \"b\"\n\"c\" = \"d\";\n"), Options{})
	if err == nil || !strings.Contains(err.Error(), "a.strings:2") {
		t.Errorf("a missing semicolon: %v", err)
	}
	// A value may be a word without quotation marks. A backslash at its end ended the program.
	d, err := Parse("a.strings", []byte("a = Wort; b = c.d; e = \\;\n"), Options{})
	if err != nil || len(d.Blocks) != 1 {
		t.Fatalf("%v, %+v", err, d)
	}
	out, err := Render(d, func(int, int) string { return "two \"words\"" })
	if want := "a = \"two \\\"words\\\"\"; b = c.d; e = \\;\n"; err != nil || string(out) != want {
		t.Errorf("%s, %v, want %s", out, err, want)
	}
	// UTF-16 comes back as UTF-16.
	raw, err := encodedAs([]byte("\"a\" = \"für dich\";\n"), UTF16LE)
	if err != nil {
		t.Fatal(err)
	}
	d, err = Parse("a.strings", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := Render(d, func(int, int) string { return "für dich" }); err != nil || !bytes.Equal(out, raw) {
		t.Errorf("%q, %v, want %q", out, err, raw)
	}
}

func TestStringsDict(t *testing.T) {
	file := func(one string) string {
		return `<plist version="1.0"><dict><key>n</key><dict><key>NSStringLocalizedFormatKey</key>` +
			`<string>%#@files@</string><key>files</key><dict><key>NSStringFormatValueTypeKey</key><string>d</string>` +
			`<key>one</key><string>` + one + `</string></dict></dict></dict></plist>`
	}
	verifyLocalisation(t, "a.stringsdict", []localisationCase{
		{"a plural", file("%d Datei"), []string{"message|%d Datei"}, file("%D DATEI")},
		{"a width and a device",
			`<plist><dict><key>a</key><dict><key>NSStringVariableWidthRuleType</key><dict><key>20</key><string>Hallo</string>` +
				`</dict></dict><key>b</key><dict><key>NSStringDeviceSpecificRuleType</key><dict><key>mac</key>` +
				`<string>Klicken</string></dict></dict></dict></plist>`,
			[]string{"message|Hallo", "message|Klicken"},
			`<plist><dict><key>a</key><dict><key>NSStringVariableWidthRuleType</key><dict><key>20</key><string>HALLO</string>` +
				`</dict></dict><key>b</key><dict><key>NSStringDeviceSpecificRuleType</key><dict><key>mac</key>` +
				`<string>KLICKEN</string></dict></dict></dict></plist>`},
		{"what is not text",
			`<plist><dict><key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string></dict></plist>`, nil,
			`<plist><dict><key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string></dict></plist>`},
	})
}

func TestPlaced(t *testing.T) {
	for name, want := range map[string]bool{
		"values/strings.xml":                 true,
		"app/src/main/res/values/arrays.xml": true,
		"values/strings_errors.xml":          true,
		"values/colors.xml":                  false,
		"values-fr/strings.xml":              false,
		"strings.xml":                        false,
		"values/strings.xml/pom.xml":         false,
		"values/de.json":                     false,
	} {
		if got := Placed(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestXLIFF(t *testing.T) {
	one := func(s string) string {
		return `<xliff version="1.2"><file source-language="de"><body>` + s + `</body></file></xliff>`
	}
	two := func(s string) string {
		return `<xliff version="2.0" srcLang="de"><file id="f">` + s + `</file></xliff>`
	}
	const made = ` state="translated" state-qualifier="mt-suggestion"`
	verifyLocalisation(t, "a.xlf", []localisationCase{
		{"no target",
			one("<trans-unit id=\"1\">\n" +
				"  <source>Guten <g id=\"1\">Tag</g> <x id=\"2\"/> &amp; <ph id=\"3\">{0}</ph></source>\n" +
				"</trans-unit>"),
			[]string{"message|Guten ⟦1⟧Tag⟦/1⟧ ⟦2⟧ &"},
			one("<trans-unit id=\"1\">\n" +
				"  <source>Guten <g id=\"1\">Tag</g> <x id=\"2\"/> &amp; <ph id=\"3\">{0}</ph></source>\n" +
				"  <target" + made + ">GUTEN <g id=\"1\">TAG</g> <x id=\"2\"/> &amp; <ph id=\"3\">{0}</ph></target>\n" +
				"</trans-unit>")},
		{"an empty target",
			one(`<trans-unit id="1"><source>Tag</source><target xml:lang="en" state="new"/></trans-unit>`),
			[]string{"message|Tag"},
			one(`<trans-unit id="1"><source>Tag</source><target xml:lang="en"` + made + `>TAG</target></trans-unit>`)},
		{"kept",
			one(`<trans-unit id="1"><source>Tag</source><target>day</target></trans-unit>` +
				`<trans-unit id="2" translate="no"><source>Tag</source></trans-unit>`),
			nil,
			one(`<trans-unit id="1"><source>Tag</source><target>day</target></trans-unit>` +
				`<trans-unit id="2" translate="no"><source>Tag</source></trans-unit>`)},
		{"pairs of codes",
			one(`<trans-unit id="1">` +
				`<source>Ein <bpt id="1">&lt;b&gt;</bpt>Wort<ept id="1">&lt;/b&gt;</ept> mehr</source>` +
				`</trans-unit>`),
			[]string{"message|Ein ⟦1⟧Wort⟦/1⟧ mehr"},
			one(`<trans-unit id="1">` +
				`<source>Ein <bpt id="1">&lt;b&gt;</bpt>Wort<ept id="1">&lt;/b&gt;</ept> mehr</source>` +
				`<target` + made + `>EIN <bpt id="1">&lt;b&gt;</bpt>WORT<ept id="1">&lt;/b&gt;</ept> MEHR</target>` +
				`</trans-unit>`)},
		{"version 2",
			two(`<unit id="u"><segment state="initial">` +
				`<source>Ein <pc id="1">Wort</pc> <ph id="2"/> mehr</source></segment><ignorable>` +
				`<source> </source></ignorable></unit>`),
			[]string{"message|Ein ⟦1⟧Wort⟦/1⟧ ⟦2⟧ mehr"},
			two(`<unit id="u"><segment state="translated">` +
				`<source>Ein <pc id="1">Wort</pc> <ph id="2"/> mehr</source>` +
				`<target>EIN <pc id="1">WORT</pc> <ph id="2"/> MEHR</target></segment><ignorable>` +
				`<source> </source></ignorable></unit>`)},
	})
}

// TestXLIFFLanguage: the element that names the language of the targets gets it, whatever its other attributes hold.
func TestXLIFFLanguage(t *testing.T) {
	const unit = `<trans-unit id="1"><source>Tag</source></trans-unit>`
	file := func(language string) string {
		return `<xliff version="1.2"><file original="a>b"` + language + `><body>` + unit + `</body></file>` +
			`<file original='c'` + language + `/><file target-language="fr"/></xliff>`
	}
	d, err := Parse("a.xlf", []byte(file("")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.To = "en"
	out, err := Render(d, upper(d))
	want := strings.Replace(file(` target-language="en"`), "</source>",
		`</source><target state="translated" state-qualifier="mt-suggestion">TAG</target>`, 1)
	if err != nil || string(out) != want {
		t.Errorf("%s, %v, want\n%s", out, err, want)
	}
}

// TestLatin1: files that are not in UTF-8 come back in what programs that read them take.
func TestLatin1(t *testing.T) {
	d, err := Parse("m.properties", []byte("a=sch\xf6n\n# \xfc\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := Render(d, func(int, int) string { return "“niño”" })
	if want := "a=\\u201cni\xf1o\\u201d\n# \xfc\n"; err != nil || string(out) != want {
		t.Errorf("%q, %v, want %q", out, err, want)
	}
	d, err = Parse("de.po", []byte("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-15\\n\"\n\n"+
		"msgid \"\xa4 sch\xf6n\"\nmsgstr \"\"\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err = Render(d, func(int, int) string { return "nice" })
	want := "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n" +
		"msgid \"€ schön\"\nmsgstr \"nice\"\n"
	if err != nil || string(out) != want {
		t.Errorf("%q, %v, want %q", out, err, want)
	}
}

// FuzzLocalisation: whatever is in a file, identity gives it back, and no translation breaks what was well-formed.
func FuzzLocalisation(f *testing.F) {
	for i, s := range []string{
		"msgid \"a b\"\nmsgid_plural \"c\\n\"\n\"d\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n",
		"<xliff version=\"1.2\"><file><trans-unit><source>Ein <g id=\"1\">W</g></source></trans-unit></file></xliff>",
		"a=\\u00fcber {0} ''x''\\\n  b\nc", "{\"a\":[\"{n, plural, one {# x} other {y}} \\u00fc\"]}",
		"a: |\n  b c\n- d: 'e'\n  f: [g]\n", "<resources><string name=\"a\">b\\'<i>c</i> \"d\"</string></resources>",
		"\"a\" = \"b\\U00fcc\";/*d*/ e = f;", "<plist><dict><key>one</key><string>%d a</string></dict></plist>",
		"<root><data name=\"a\"><value>&amp;B</value></data></root>",
	} {
		f.Add(uint8(i), s)
	}
	files, err := filepath.Glob("testdata/messages/*")
	if err != nil {
		f.Fatal(err)
	}
	formats := []*Format{PO, XLIFF, Properties, JSON, YAML, Android, Strings, StringsDict, RESX}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(slices.Index(formats, FormatFor(file))), string(raw))
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		if !utf8.ValidString(text) {
			return
		}
		format := formats[int(which)%len(formats)]
		d, err := Parse("x"+append(format.Exts, format.Named...)[0], []byte(text), Options{Format: format.Name})
		if err != nil {
			return
		}
		verify(t, d)
		if d.Encoding != UTF8 {
			return
		}
		out, err := Render(d, func(b, s int) string { return "it's \"x\" & <y>\\: #\n" + d.Blocks[b].Sentence(s) })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse("x", out, Options{Format: format.Name}); err != nil {
			t.Fatalf("%v: the translation\n%s\nof\n%s\ncannot be read", err, out, text)
		}
	})
}
