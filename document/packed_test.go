package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// Parts that nobody has touched are the same bytes, still packed as they were.
func TestPackedRest(t *testing.T) {
	raw := docx(t, "<w:p>"+run("", "Ein Haus.")+"</w:p>", "word/media/a.png!", "not\x00text", "docProps/app.xml", "<a>b</a>")
	d, err := Parse("a.docx", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := Render(d, func(int, int) string { return "A house." })
	if err != nil {
		t.Fatal(err)
	}
	before, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	after, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil {
		t.Fatal(err)
	}
	if len(after.File) != len(before.File) {
		t.Fatalf("%d parts, want %d", len(after.File), len(before.File))
	}
	for i, f := range before.File {
		g := after.File[i]
		if f.Name != g.Name || f.Method != g.Method {
			t.Errorf("part %s by method %d, want %s by %d", g.Name, g.Method, f.Name, f.Method)
		}
		if f.Name == "word/document.xml" {
			continue
		}
		a, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		b, err := g.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		x, _ := io.ReadAll(a)
		y, _ := io.ReadAll(b)
		if !bytes.Equal(x, y) {
			t.Errorf("%s has changed", f.Name)
		}
	}
}

// A part to which two others point is read once.
func TestPackedTwice(t *testing.T) {
	header := "<w:hdr " + wordSpace + "><w:p>" + run("", "Der Kopf.") + "</w:p></w:hdr>"
	raw := docx(t, "<w:p>"+run("", "Ein Haus.")+"</w:p>", "word/header1.xml", header, "word/_rels/document.xml.rels",
		relations1+rel("a", "header", "header1.xml")+rel("b", "header", "header1.xml")+"</Relationships>")
	d, err := Parse("a.docx", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Blocks) != 2 || d.Blocks[1].Text != "Der Kopf." {
		t.Errorf("got %d blocks, want those of the text and of one header", len(d.Blocks))
	}
}

func TestPackedErrors(t *testing.T) {
	p := "<w:p>" + run("", "Ein Haus.") + "</w:p>"
	deep := strings.Repeat("<w:sdt>", 2000) + strings.Repeat("</w:sdt>", 2000)
	encrypted := docx(t, p)
	for i := bytes.Index(encrypted, []byte("PK\x01\x02")); i >= 0; { // every entry of the list of parts
		encrypted[i+8] |= 1
		next := bytes.Index(encrypted[i+4:], []byte("PK\x01\x02"))
		if next < 0 {
			break
		}
		i += 4 + next
	}
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	for _, c := range []struct {
		name, file string
		raw        []byte
		says       string
	}{
		{"not a zip", "a.docx", []byte("hello"), "not a zip file"},
		{"cut off", "a.docx", docx(t, p)[:300], "not a zip file"},
		{"encrypted part", "a.docx", encrypted, "the file is encrypted"},
		{"encrypted", "a.docx", []byte(ole +
			"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), "the file is encrypted"},
		{"old", "a.docx", []byte(ole + "…"), "old office document"},
		{"another file", "a.docx", zipped(t, "a.txt", "b"), "not a Word document"},
		{"another file", "a.odt", zipped(t, "a.txt", "b"), "not a text document"},
		{"another file", "a.epub", zipped(t, "a.txt", "b"), "not an e-book"},
		{"out of the folder", "a.docx", docx(t, p, "../../evil", "x"), "leads out of the file"},
		{"absolute", "a.docx", docx(t, p, "/etc/passwd", "x"), "leads out of the file"},
		{"twice", "a.docx", docx(t, p, "a", "x", "a", "y"), "two parts are named a"},
		{"bomb", "a.docx", docx(t, p+strings.Repeat(" ", 64<<20)), "more comes out of it"},
		{"deep", "a.docx", docx(t, deep), "nested more than"},
		{"not closed", "a.docx", docx(t, "<w:p>\n<w:r>"), "word/document.xml: </w:body> closes nothing"},
		{"a break not closed", "a.docx", docx(t, "<w:p><w:r><w:br>"), "word/document.xml: </w:body> closes nothing"},
		{"relations not closed", "a.docx", docx(t, p, "word/_rels/document.xml.rels", "<a>\n<b>"),
			"a.docx:2: word/_rels/document.xml.rels: <b> is not closed"},
		{"protected", "a.epub", zipped(t, "META-INF/container.xml", "<a/>", "META-INF/rights.xml", "<a/>"), "protected"},
		{"other encoding", "a.docx", docx(t, "<w:p>\xff</w:p>"), "not in UTF-8"},
		{"encrypted parts", "a.odt", zipped(t, "content.xml", "x", "META-INF/manifest.xml", "<m:encryption-data/>"),
			"the file is encrypted"},
	} {
		_, err := Parse(c.file, c.raw, Options{})
		var own *Error
		if err == nil || !strings.Contains(err.Error(), c.says) || !errors.As(err, &own) || own.Name != c.file {
			t.Errorf("%s: got %v, want %s", c.name, err, c.says)
		}
	}
}

func TestPackedNotes(t *testing.T) {
	p := "<w:p>" + run("", "Ein Haus.") + "</w:p>"
	for _, c := range []struct {
		raw  []byte
		want string // beginnings
	}{
		{docx(t, p), ""},
		{docx(t, p, "word/vbaProject.bin", "x"), "macros"},
		{docx(t, p, "_xmlsignatures/a.xml", "x"), "the file is signed"},
		{docx(t, `<w:p><w:ins w:id="1">`+run("", "Ein Haus.")+"</w:ins></w:p>"), "tracked changes"},
		{docx(t, "<w:p><w:r><w:instrText>a</w:instrText><w:t>Haus</w:t></w:r></w:p>"), ""},
	} {
		d, err := Parse("a.docx", c.raw, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Notes) > 1 || (c.want == "") != (len(d.Notes) == 0) ||
			c.want != "" && !strings.HasPrefix(d.Notes[0].Text, c.want) {
			t.Errorf("got %v, want %s", d.Notes, c.want)
		}
	}
}

// A translated file declares its language in the way of its format; one that is not translated stays as it is.
func TestPackedLanguage(t *testing.T) {
	german := run(`<w:lang w:val="de-AT"/>`, "Ein ") + run(`<w:b/><w:lang w:val="fr-FR"/>`, "Mot.")
	for _, c := range []struct {
		name, to, part string
		raw            []byte
		want           string
	}{
		{"a.docx", "en", "word/document.xml", docx(t, "<w:p>"+german+"</w:p>"),
			`<w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">x</w:t></w:r>`},
		{"a.docx", "en-GB", "word/styles.xml", docx(t, "<w:p>"+run("", "Ein Wort.")+"</w:p>",
			"word/_rels/document.xml.rels", relations1+rel("s", "styles", "styles.xml")+"</Relationships>",
			"word/styles.xml", `<w:styles `+wordSpace+`><w:docDefaults><w:rPr><w:lang w:val="de-DE" w:bidi="ar-SA"/></w:rPr>`+
				`</w:docDefaults></w:styles>`),
			`<w:lang w:val="en-GB" w:bidi="ar-SA"/>`},
		{"a.odt", "en", "content.xml", odt(t, `<style:style><style:text-properties fo:language="de" fo:country="DE"/>`+
			`</style:style>`, "<text:p>Ein Wort.</text:p>"),
			`fo:language="en" fo:country="US"`},
		{"a.epub", "en", "a/c 1.xhtml", book(t,
			`<p xml:lang="de" lang="de">Ein <i lang="fr">mot</i> <b lang="de">hier</b>.</p>`),
			`<p xml:lang="en" lang="en">x</p>`},
		{"a.epub", "en", "a/b.opf", zipped(t, "META-INF/container.xml", `<container><rootfile full-path="a/b.opf"/></container>`,
			"a/b.opf", `<package xml:lang="de"><dc:title xmlns:dc="x">Das Buch</dc:title>`+
				`<dc:language xmlns:dc="x"> de-DE </dc:language></package>`),
			`<package xml:lang="en"><dc:title xmlns:dc="x">x</dc:title><dc:language xmlns:dc="x"> en </dc:language>`},
	} {
		d, err := Parse(c.name, c.raw, Options{})
		if err != nil {
			t.Fatal(err)
		}
		d.From, d.To = "de", c.to
		same, err := Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) })
		if err != nil || !bytes.Equal(same, c.raw) {
			t.Errorf("%s: its own sentences do not give the file back: %v", c.name, err)
		}
		out, err := Render(d, func(int, int) string { return "x" })
		if err != nil {
			t.Fatal(err)
		}
		if got := unzipped(t, out, c.part); !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s, want %s in it", c.name, got, c.want)
		}
	}
}
