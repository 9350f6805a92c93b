package document

import (
	"errors"
	"strings"
	"testing"
)

// TestTranslations: a file with translations is read as its sources are, and placeholders are named as in the source.
func TestTranslations(t *testing.T) {
	for name, test := range map[string]struct{ file, want string }{
		"a.po": {`msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

#, fuzzy, c-format
msgctxt "m"
msgid "&Datei"
msgstr "&File"

msgid "Ein <b>Hund</b>, <i>eine</i> Katze"
msgid_plural "%d <b>Hunde</b>"
msgstr[0] "A <i>cat</i>, one <b>dog</b>"
msgstr[1] "%d <b>dogs</b>"

# not translated
msgid "Nichts"
msgstr ""
`, `m|Datei|File|||fuzzy
|Ein ⟦1⟧Hund⟦/1⟧, ⟦2⟧eine⟦/2⟧ Katze|A ⟦2⟧cat⟦/2⟧, one ⟦1⟧dog⟦/1⟧|||
|%d ⟦1⟧Hunde⟦/1⟧|%d ⟦1⟧dogs⟦/1⟧|||
`},
		"a.xlf": {`<xliff version="1.2"><file original="x"><body><trans-unit id="1" approved="yes"><source>Ja <g id="1">x</g> ` +
			`<x id="2"/>b</source><target state="final">b<x id="2"/> <g id="1">x</g> yes</target></trans-unit>` +
			`<trans-unit id="2"><source>Nein</source></trans-unit></body></file></xliff>`,
			"|Ja ⟦1⟧x⟦/1⟧ ⟦2⟧b|b⟦2⟧ ⟦1⟧x⟦/1⟧ yes|final|yes|\n"},
		"b.xlf": {`<xliff version="2.0" srcLang="de"><file id="f"><unit id="u"><segment state="reviewed">` +
			`<source>Ja &amp; so</source><target>Yes &amp; so</target></segment></unit></file></xliff>`,
			"|Ja & so|Yes & so|reviewed||\n"},
	} {
		list, err := Translations(name, []byte(test.file), Options{Split: German}, SplitterFor("en"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		keys := map[string]bool{}
		for _, one := range list {
			context, _, _ := strings.Cut(one.Key, "\x04")
			if context != "m" {
				context = ""
			}
			fuzzy := ""
			if one.Fuzzy {
				fuzzy = "fuzzy"
			}
			got += strings.Join([]string{context, one.Source.Text, one.Target, one.State, one.Approved, fuzzy}, "|") + "\n"
			if one.Problem != "" || keys[one.Key] {
				t.Errorf("%s: %+v", name, one)
			}
			keys[one.Key] = true
			for _, s := range one.Sentences {
				if s.Start < 0 || s.End > len(one.Target) || s.Start >= s.End {
					t.Errorf("%s: sentence %v of %q", name, s, one.Target)
				}
			}
		}
		if got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, test.want)
		}
	}
	if HoldsTranslations("a.json") || !HoldsTranslations("A.PO") {
		t.Error("which formats hold translations")
	}
	var e *Error
	if _, err := Translations("a.json", []byte("{}"), Options{}, German); !errors.As(err, &e) || e.Name != "a.json" {
		t.Errorf("JSON does not hold translations: %v", err)
	}
}

// TestTranslatedLines: the line breaks of a translation part what those of its source part, whatever its lines look
// like. Where it has others, they are read as they look.
func TestTranslatedLines(t *testing.T) {
	for _, test := range []struct{ source, target, want string }{
		{`zuerst\n3 weitere\nund Schluss`, `first\nthree more\n5 at the end`, "first|three more⟦1⟧5 at the end|"},
		{`Erstens.\n\nund dann`, `at first\n\nthen`, "at first|then|"},
		{`eins\n2`, `one.\ntwo\nthree`, "one.|!|"},
		{`eins\n2`, `one.\n2.\n3`, "!|!|"},
		{`eins`, `one\n`, "one|"},
	} {
		file := "msgid \"" + test.source + "\"\nmsgstr \"" + test.target + "\"\n"
		list, err := Translations("a.po", []byte(file), Options{Split: German}, SplitterFor("en"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, one := range list {
			if one.Problem != "" {
				one.Target = "!"
			}
			got += one.Target + "|"
		}
		if got != test.want {
			t.Errorf("%s as %s: %s, want %s", test.source, test.target, got, test.want)
		}
	}
}

func FuzzTranslations(f *testing.F) {
	f.Add("a.po", []byte("#, fuzzy\nmsgid \"a <b>x</b>\"\nmsgstr \"b <b>y</b> <i>\"\n"))
	f.Add("a.xlf", []byte(`<xliff version="1.2"><file><trans-unit id="1"><source>a<x id="1"/></source>`+
		`<target>b</target></trans-unit></file></xliff>`))
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		if !HoldsTranslations(name) {
			return
		}
		list, err := Translations(name, raw, Options{Split: German}, German)
		if err != nil {
			return
		}
		for _, one := range list {
			for _, s := range one.Sentences {
				if s.Start < 0 || s.End > len(one.Target) || s.Start >= s.End {
					t.Fatalf("sentence %v of %q", s, one.Target)
				}
			}
		}
	})
}
