package document

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/required"
)

// TestMsgfmt has msgfmt check translated files: a template, whose header it does not accept before, and one with what
// else its files hold. It makes sure that an error is noticed.
func TestMsgfmt(t *testing.T) {
	msgfmt, err := exec.LookPath("msgfmt")
	if err != nil {
		required.Missing(t, "msgfmt", "msgfmt is not installed; Debian has it in gettext")
	}
	check := func(file []byte) string {
		name := filepath.Join(t.TempDir(), "a.po")
		if err := os.WriteFile(name, file, 0o666); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(msgfmt, "--check", "-o", os.DevNull, name).CombinedOutput()
		if err != nil {
			return string(out) + err.Error()
		}
		return ""
	}
	template := "msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: Fähre 1\\n\"\n" +
		"\"PO-Revision-Date: 2026-01-01 10:00+0100\\n\"\n" +
		"\"Last-Translator: A\\n\"\n\"Language-Team: none\\n\"\n\"Language: \\n\"\n\"MIME-Version: 1.0\\n\"\n" +
		"\"Content-Type: text/plain; charset=CHARSET\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"\n" +
		"\"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n\"\n\n"
	entries := "# Ein Hinweis\n#. Noch einer\n#: a.c:1\n#, c-format\nmsgctxt \"Fähre\"\nmsgid \"%d Schiff\\n\"\n" +
		"msgid_plural \"%d Schiffe\\n\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n\n" +
		"#, fuzzy\n#| msgid \"alt\"\nmsgid \"Über \\\"uns\\\"\"\n" +
		"msgstr \"about\"\n\nmsgid \"\"\n\"Erste\\n\"\n\"Zweite\\n\"\nmsgstr \"\"\n\n#~ msgid \"weg\"\n#~ msgstr \"gone\"\n"
	d, err := Parse("a.pot", []byte(template+entries), Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.From, d.To = "de", "en"
	out, err := Render(d, upper(d))
	if err != nil {
		t.Fatal(err)
	}
	// In capitals "%d" is not a conversion any more.
	if said := check(out); !strings.Contains(said, "not a valid C format string") {
		t.Errorf("msgfmt does not notice an error: %s", said)
	}
	out, err = Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) + " x" })
	if err != nil {
		t.Fatal(err)
	}
	if said := check(out); said != "" {
		t.Errorf("%s\nof\n%s", said, out)
	}
	if said := check([]byte(template + entries)); said == "" {
		t.Error("msgfmt accepts the template as it is")
	}
}

// A template of OpenDocument may hold styles alone.
func TestStylesAlone(t *testing.T) {
	raw := zipped(t, "mimetype!", "application/vnd.oasis.opendocument.text-template",
		"styles.xml", "<office:document-styles "+openSpace+"><text:p>Kopfzeile</text:p></office:document-styles>")
	d, err := Parse("a.ott", raw, Options{})
	if err != nil || len(d.Blocks) != 1 || d.Blocks[0].Text != "Kopfzeile" {
		t.Errorf("%+v, %v", d, err)
	}
}
