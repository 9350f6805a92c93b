package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

const (
	wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`
	openSpace = `xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
		`xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
		`xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" ` +
		`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ` +
		`xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" ` +
		`xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"`
	relations1 = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relType    = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
)

// zipped returns a zip file of parts, given as names and texts in turn. A name that ends in "!" is stored as it is.
func zipped(tb testing.TB, parts ...string) []byte {
	tb.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		h := &zip.FileHeader{Name: strings.TrimSuffix(parts[i], "!"), Method: zip.Deflate}
		if h.Name != parts[i] {
			h.Method = zip.Store
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := io.WriteString(f, parts[i+1]); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// unzipped returns a part of a zip file.
func unzipped(tb testing.TB, raw []byte, name string) string {
	tb.Helper()
	r, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		tb.Fatal(err)
	}
	f, err := r.Open(name)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

func rel(id, kind, target string) string {
	return `<Relationship Id="` + id + `" Type="` + relType + kind + `" Target="` + target + `"/>`
}

// docx returns a Word document with that body; more are further parts.
func docx(tb testing.TB, body string, more ...string) []byte {
	return zipped(tb, append([]string{
		"[Content_Types].xml", "<Types/>",
		"_rels/.rels", relations1 + rel("r1", "officeDocument", "word/document.xml") + "</Relationships>",
		"word/document.xml", `<?xml version="1.0"?>` + "\n<w:document " + wordSpace + "><w:body>" + body +
			"</w:body></w:document>",
	}, more...)...)
}

func odt(tb testing.TB, styles, body string) []byte {
	return zipped(tb, "mimetype!", "application/vnd.oasis.opendocument.text", "content.xml",
		"<office:document-content "+openSpace+"><office:automatic-styles>"+styles+"</office:automatic-styles>"+
			"<office:body><office:text>"+body+"</office:text></office:body></office:document-content>")
}

func book(tb testing.TB, body string) []byte {
	return zipped(tb, "mimetype!", "application/epub+zip",
		"META-INF/container.xml", `<container><rootfiles><rootfile full-path="a/b.opf"/></rootfiles></container>`,
		"a/b.opf", `<package><metadata><dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">Das Buch</dc:title></metadata>`+
			`<manifest><item id="c" href="c%201.xhtml" media-type="application/xhtml+xml"/></manifest>`+
			`<spine><itemref idref="c"/></spine></package>`,
		"a/c 1.xhtml", `<html xmlns="http://www.w3.org/1999/xhtml"><body>`+body+`</body></html>`)
}

// body returns what stands in the body of the main part of a file.
func body(tb testing.TB, raw []byte, format string) string {
	tb.Helper()
	m := map[string][3]string{
		"docx": {"word/document.xml", "<w:body>", "</w:body>"},
		"odt":  {"content.xml", "<office:text>", "</office:text>"},
		"epub": {"a/c 1.xhtml", "<body>", "</body>"},
	}[format]
	text := unzipped(tb, raw, m[0])
	_, text, _ = strings.Cut(text, m[1])
	text, _, _ = strings.Cut(text, m[2])
	return text
}

// A run of Word: its properties and its text.
func run(properties, text string) string {
	if properties != "" {
		properties = "<w:rPr>" + properties + "</w:rPr>"
	}
	return "<w:r>" + properties + `<w:t xml:space="preserve">` + text + "</w:t></w:r>"
}

const bold = "<w:b/>"

func TestPackedFormats(t *testing.T) {
	field := func(instruction, result string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>` + instruction +
			`</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>` + result +
			`</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	link := func(inner string) string { return `<w:hyperlink w:anchor="x">` + inner + `</w:hyperlink>` }
	mark := func(n string) string { return `<w:r><w:footnoteReference w:id="` + n + `"/></w:r>` }
	for _, c := range []struct {
		name, format, body string
		text               []string // of the sentences
		target             []string // of them; "=" for the source itself
		want               string   // body; empty for that of the source
	}{
		{"runs inside a word", "docx", "<w:p>" + run("", "Hal") + `<w:proofErr w:type="x"/>` +
			run("<w:lang w:val=\"de-DE\"/>", "lo Welt.") + "</w:p>",
			[]string{"Hallo Welt."}, []string{"Hello world."}, "<w:p>" + run("", "Hello world.") + "</w:p>"},
		{"bold moves", "docx", "<w:p>" + run("", "Er ") + run(bold, "ge") + run(bold, "stern") + run("", " kam. Ja.") + "</w:p>",
			[]string{"Er ⟦1⟧gestern⟦/1⟧ kam.", "Ja."}, []string{"⟦1⟧Yesterday⟦/1⟧ he came.", "="},
			"<w:p><w:r><w:t xml:space=\"preserve\"></w:t></w:r>" + run(bold, "Yesterday") + run("", " he came. Ja.") + "</w:p>"},
		{"only the second sentence", "docx", "<w:p>" + run("", "Eins. ") + run(bold, "Zwei.") + "</w:p>",
			[]string{"Eins.", "⟦1⟧Zwei.⟦/1⟧"},
			[]string{"=", "⟦1⟧Two.⟦/1⟧"}, "<w:p>" + run("", "Eins. ") + run(bold, "Two.") + "</w:p>"},
		{"bold lost", "docx", "<w:p>" + run("", "Er ist ") + run(bold, "da") + run("", ".") + "</w:p>",
			[]string{"Er ist ⟦1⟧da⟦/1⟧."}, []string{"He came."}, "<w:p>" + run("", "He came.") + "</w:p>"},
		{"entities", "docx", "<w:p>" + run("", "A &amp; B &lt; C.") + "</w:p>",
			[]string{"A & B < C."}, []string{`C > "B" & A.`}, "<w:p>" + run("", `C &gt; "B" &amp; A.`) + "</w:p>"},
		{"space that would be lost", "docx", "<w:p><w:r><w:t>Das</w:t></w:r>" + run(bold, " gut") + "</w:p>",
			[]string{"Das⟦1⟧ gut⟦/1⟧"}, []string{"That is ⟦1⟧good⟦/1⟧"},
			`<w:p><w:r><w:t>That is</w:t></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>` + run(bold, "good") + "</w:p>"},
		{"a footnote that is lost comes back", "docx", "<w:p>" + run("", "Ein") + mark("1") + run("", " Haus.") + "</w:p>",
			[]string{"Ein⟦1⟧ Haus."}, []string{"A house."},
			`<w:p><w:r><w:t xml:space="preserve"></w:t><w:footnoteReference w:id="1"/><w:t xml:space="preserve">A house.</w:t>` +
				`</w:r></w:p>`},
		{"a footnote that is doubled stands once", "docx", "<w:p>" + run("", "Ein") + mark("1") + run("", " Haus.") + "</w:p>",
			[]string{"Ein⟦1⟧ Haus."}, []string{"A⟦1⟧ house⟦1⟧."},
			`<w:p><w:r><w:t xml:space="preserve">A</w:t><w:footnoteReference w:id="1"/><w:t xml:space="preserve"> house.</w:t>` +
				`</w:r></w:p>`},
		{"a link with bold text", "docx", "<w:p>" + run("", "Zum ") + link(run("", "Plan der ")+run(bold, "Stadt")) +
			run("", " hier.") + "</w:p>",
			[]string{"Zum ⟦1⟧Plan der ⟦2⟧Stadt⟦/2⟧⟦/1⟧ hier."}, []string{"Here is the ⟦1⟧⟦2⟧city⟦/2⟧ plan⟦/1⟧."},
			"<w:p>" + run("", "Here is the ") + link(run(bold, "city")+run("", " plan")) + run("", ".") + "</w:p>"},
		{"pairs that cross", "docx", "<w:p>" + run("", "Zum ") + link(run("", "Plan")) + run("", " ") + run(bold, "Rot") +
			"</w:p>",
			[]string{"Zum ⟦1⟧Plan⟦/1⟧ ⟦2⟧Rot⟦/2⟧"}, []string{"To ⟦1⟧a ⟦2⟧b⟦/1⟧ c⟦/2⟧"},
			"<w:p>" + run("", "To ") + link(run("", "a b")) + run("", " c") + run(bold, "") + "</w:p>"},
		{"page number", "docx", "<w:p>" + run("", "Seite ") + field("PAGE", "12") + run("", " von vielen") + "</w:p>",
			[]string{"Seite ⟦1⟧ von vielen"}, []string{"Page ⟦1⟧ of many"},
			`<w:p><w:r><w:t xml:space="preserve">Page </w:t><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText>` +
				`<w:fldChar w:fldCharType="separate"/><w:t>12</w:t><w:fldChar w:fldCharType="end"/>` +
				`<w:t xml:space="preserve"> of many</w:t></w:r></w:p>`},
		{"field with a link", "docx", "<w:p>" + run("", "Zum ") + field(`HYPERLINK "x"`, "Haus") + run("", " dort") + "</w:p>",
			[]string{"Zum ⟦1⟧Haus⟦/1⟧ dort"}, []string{"To ⟦1⟧the house⟦/1⟧ there"},
			`<w:p><w:r><w:t xml:space="preserve">To </w:t><w:fldChar w:fldCharType="begin"/>` +
				`<w:instrText>HYPERLINK "x"</w:instrText>` +
				`<w:fldChar w:fldCharType="separate"/><w:t xml:space="preserve">the house</w:t><w:fldChar w:fldCharType="end"/>` +
				`<w:t xml:space="preserve"> there</w:t></w:r></w:p>`},
		{"tracked changes", "docx", `<w:p><w:r><w:t>Das ist </w:t></w:r><w:del w:id="1"><w:r><w:delText>schlecht</w:delText>` +
			`</w:r></w:del>` +
			`<w:ins w:id="2"><w:r><w:t>gut</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>`,
			[]string{"Das ist gut."}, []string{"That is good."}, `<w:p><w:r><w:t>That is good.</w:t></w:r></w:p>`},
		{"all of it inserted", "docx", `<w:p><w:ins w:id="2"><w:r><w:t>Das ist gut.</w:t></w:r></w:ins></w:p>`,
			[]string{"Das ist gut."},
			[]string{"That is good."}, `<w:p><w:ins w:id="2"><w:r><w:t>That is good.</w:t></w:r></w:ins></w:p>`},
		{"tabs and breaks", "docx",
			"<w:p><w:r><w:t>Name:</w:t><w:tab/><w:t>Anna Groß</w:t><w:br/><w:t>Das geht</w:t><w:br/>" +
				"<w:t>weiter.</w:t></w:r></w:p>",
			[]string{"Name:", "Anna Groß", "Das geht⟦1⟧weiter."}, []string{"Name!", "=", "That⟦1⟧ goes on."},
			`<w:p><w:r><w:t>Name!</w:t><w:tab/><w:t>Anna Groß</w:t><w:br/><w:t>That</w:t><w:br/>` +
				`<w:t xml:space="preserve"> goes on.</w:t></w:r></w:p>`},
		{"a text box inside a sentence", "docx", "<w:p>" + run("", "Ein ") +
			`<w:r><w:drawing><wp:docPr id="1" descr="Ein &quot;Bild&quot;"/>` +
			`<w:txbxContent><w:p>` + run("", "Im Kasten.") + `</w:p></w:txbxContent></w:drawing></w:r>` + run("", " Satz.") +
			"</w:p>",
			[]string{"Ein ⟦1⟧ Satz.", "Im Kasten.", `Ein "Bild"`},
			[]string{"A ⟦1⟧ sentence.", "In the box.", `A 'picture' & "more"`},
			`<w:p><w:r><w:t xml:space="preserve">A </w:t><w:drawing>` +
				`<wp:docPr id="1" descr="A &apos;picture&apos; &amp; &quot;more&quot;"/>` +
				`<w:txbxContent><w:p>` + run("", "In the box.") +
				`</w:p></w:txbxContent></w:drawing><w:t xml:space="preserve"> sentence.</w:t></w:r></w:p>`},
		{"a text box alone is translated", "docx", "<w:p>" + run("", "Ein ") + `<w:r><w:drawing>` +
			`<w:txbxContent><w:p>` + run("", "Im Kasten.") + `</w:p></w:txbxContent></w:drawing></w:r>` + run("", " Satz.") +
			"</w:p>",
			[]string{"Ein ⟦1⟧ Satz.", "Im Kasten."}, []string{"=", "In the box."},
			"<w:p>" + run("", "Ein ") + `<w:r><w:drawing>` +
				`<w:txbxContent><w:p>` + run("", "In the box.") + `</w:p></w:txbxContent></w:drawing></w:r>` +
				run("", " Satz.") + "</w:p>"},
		{"bookmarks", "docx", `<w:p><w:bookmarkStart w:id="1" w:name="_Toc1"/>` + run("", "Der ") +
			`<w:bookmarkStart w:id="2" w:name="_GoBack"/><w:bookmarkEnd w:id="2"/>` +
			run("", "Weg.") + `<w:bookmarkEnd w:id="1"/></w:p>`, []string{"Der Weg."}, []string{"The way."},
			`<w:p><w:bookmarkStart w:id="1" w:name="_Toc1"/><w:r><w:t xml:space="preserve"></w:t></w:r>` +
				`<w:bookmarkStart w:id="2" w:name="_GoBack"/><w:bookmarkEnd w:id="2"/>` +
				run("", "The way.") + `<w:bookmarkEnd w:id="1"/></w:p>`},
		{"nothing left of a sentence", "docx", "<w:p>" + run("", "Eins. Zwei. Drei.") + "</w:p>",
			[]string{"Eins.", "Zwei.", "Drei."},
			[]string{"One and two.", "", "Three."}, "<w:p>" + run("", "One and two. Three.") + "</w:p>"},
		{"what looks like a placeholder", "docx", "<w:p>" + run("", "Nr. ⟦1⟧ ist ") + run(bold, "hier") + "</w:p>",
			[]string{"Nr. ⟦1⟧ ist ⟦2⟧hier⟦/2⟧"},
			[]string{"No. ⟦1⟧ is ⟦2⟧here⟦/2⟧"}, "<w:p>" + run("", "No. ⟦1⟧ is ") + run(bold, "here") + "</w:p>"},
		{"spans", "odt", `<text:p>Das ist <text:span text:style-name="B">wich</text:span>` +
			`<text:span text:style-name="B">tig</text:span> hier.</text:p>`,
			[]string{"Das ist ⟦1⟧wichtig⟦/1⟧ hier."}, []string{"Here, this is ⟦1⟧important⟦/1⟧."},
			`<text:p>Here, this is <text:span text:style-name="B">important</text:span>.</text:p>`},
		{"a control that asks, and one with a list", "docx", `<w:p><w:r><w:t xml:space="preserve">Name: </w:t></w:r>` +
			`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Bitte füllen.</w:t></w:r>` +
			`</w:sdtContent></w:sdt><w:r><w:t xml:space="preserve"> zahlt.</w:t></w:r></w:p><w:sdt><w:sdtPr><w:comboBox>` +
			`<w:listItem w:displayText="Bar" w:value="bar"/></w:comboBox></w:sdtPr>` +
			`<w:sdtContent><w:p><w:r><w:t>Bar</w:t></w:r></w:p></w:sdtContent></w:sdt>`,
			[]string{"Name: ⟦1⟧ zahlt.", "Bitte füllen.", "Bar", "Bar"},
			[]string{"Name: ⟦1⟧ pays.", "Please fill.", "cash", "cash"},
			`<w:p><w:r><w:t xml:space="preserve">Name: </w:t></w:r>` +
				`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Please fill.</w:t></w:r>` +
				`</w:sdtContent></w:sdt><w:r><w:t xml:space="preserve"> pays.</w:t></w:r></w:p><w:sdt><w:sdtPr><w:comboBox>` +
				`<w:listItem w:displayText="cash" w:value="bar"/></w:comboBox></w:sdtPr>` +
				`<w:sdtContent><w:p><w:r><w:t>cash</w:t></w:r></w:p></w:sdtContent></w:sdt>`},
		{"spans that look like nothing", "odt", `<text:p>Das <text:span text:style-name="R">ist. Ein</text:span> Haus.</text:p>`,
			[]string{"Das ist.", "Ein Haus."}, []string{"That is.", "A house."},
			`<text:p>That is.<text:span text:style-name="R"> </text:span>A house.</text:p>`},
		{"a note", "odt", `<text:p>Er<text:note><text:note-citation>1</text:note-citation><text:note-body>` +
			`<text:p>Die Note.</text:p></text:note-body></text:note> kam<text:s text:c="2"/>an.</text:p>`,
			[]string{"Er⟦1⟧ kam  an.", "Die Note."}, []string{"He⟦1⟧ arrived.", "The note."},
			`<text:p>He<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>The note.</text:p>` +
				`</text:note-body></text:note> arrived.</text:p>`},
		{"a bookmark named as an element", "odt",
			`<text:p>Das <text:span text:style-name="B">Haus<text:bookmark-start text:name="b"/>` +
				`boot am</text:span> See<text:bookmark-end text:name="b"/> hier.</text:p>`,
			[]string{"Das ⟦1⟧Haus⟦2⟧boot am⟦/1⟧ See⟦/2⟧ hier."}, []string{"The ⟦1⟧house⟦2⟧boat⟦/1⟧ on the lake⟦/2⟧ here."},
			`<text:p>The <text:span text:style-name="B">house<text:bookmark-start text:name="b"/>boat</text:span> on the lake` +
				`<text:bookmark-end text:name="b"/> here.</text:p>`},
		{"cells", "odt", `<table:table-cell office:value-type="float"><text:p>12,5</text:p></table:table-cell>` +
			`<table:table-cell office:value-type="string"><text:p>Wort</text:p></table:table-cell>`,
			[]string{"Wort"}, []string{"word"}, `<table:table-cell office:value-type="float"><text:p>12,5</text:p>` +
				`</table:table-cell><table:table-cell office:value-type="string"><text:p>word</text:p></table:table-cell>`},
		{"chapter", "epub", `<h1>Der <em>alte</em> Hof</h1><p>Er&nbsp;kam.<br/>Sie <a href="x"><b>blieb</b></a>.</p>` +
			`<pre>Das nicht.</pre>`,
			[]string{"Das Buch", "Der ⟦1⟧alte⟦/1⟧ Hof", "Er\u00a0kam.", "Sie ⟦1⟧⟦2⟧blieb⟦/2⟧⟦/1⟧."},
			[]string{"=", "The ⟦1⟧old⟦/1⟧ farm", "He came.", "She ⟦1⟧⟦2⟧stayed⟦/1⟧⟦/2⟧."},
			`<h1>The <em>old</em> farm</h1><p>He came.<br/>She <a href="x">stayed</a>.</p><pre>Das nicht.</pre>`},
		{"annotated words and drawings", "epub", `<p>Die <ruby>Gamelan<rt>Orchester</rt></ruby> im ` +
			`<svg><title>Plan</title><g><text translate="no">A</text><text>Saal</text></g></svg>.</p>`,
			[]string{"Das Buch", "Die ⟦1⟧Gamelan⟦2⟧⟦/1⟧ im ⟦3⟧.", "Orchester", "Plan", "Saal"},
			[]string{"=", "The ⟦1⟧gamelan⟦2⟧⟦/1⟧ in the ⟦3⟧.", "orchestra", "map", "hall"},
			`<p>The <ruby>gamelan<rt>orchestra</rt></ruby> in the ` +
				`<svg><title>map</title><g><text translate="no">A</text><text>hall</text></g></svg>.</p>`},
		{"calls of notes", "epub", `<p><span>Am Ufer.</span><sup id="r"><a epub:type="noteref" href="#n">1</a></sup> <span>Er ` +
			`kam.</span></p><p><span><sup><a href="#r">1</a></sup>So ist es <i>hier</i>.</span></p>`,
			[]string{"Das Buch", "⟦1⟧Am Ufer.⟦/1⟧⟦2⟧", "⟦3⟧Er kam.⟦/3⟧", "So ist es ⟦3⟧hier⟦/3⟧."},
			[]string{"=", "⟦1⟧By the river.⟦/1⟧⟦2⟧", "⟦3⟧He came.⟦/3⟧", "That is it ⟦3⟧here⟦/3⟧."},
			`<p><span>By the river.</span><sup id="r"><a epub:type="noteref" href="#n">1</a></sup> <span>He ` +
				`came.</span></p><p><span><sup><a href="#r">1</a></sup>That is it <i>here</i>.</span></p>`},
		{"elements that close themselves", "epub", `<script src="x"/><p>Er <a id="p1"/>kam.</p>`,
			[]string{"Das Buch", "Er ⟦1⟧kam."}, []string{"=", "He ⟦1⟧came."}, `<script src="x"/><p>He <a id="p1"/>came.</p>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var raw []byte
			switch c.format {
			case "docx":
				raw = docx(t, c.body)
			case "odt":
				raw = odt(t, `<style:style style:name="B" style:family="text">`+
					`<style:text-properties style:font-weight="bold"/></style:style>`+
					`<style:style style:name="R" style:family="text"><style:text-properties officeooo:rsid="1"/>`+
					`</style:style>`, c.body)
			case "epub":
				raw = book(t, c.body)
			}
			d, err := Parse("a."+c.format, raw, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			var at [][2]int
			for b := range d.Blocks {
				for s := range d.Blocks[b].Sentences {
					got = append(got, d.Blocks[b].Sentence(s))
					at = append(at, [2]int{b, s})
				}
			}
			if !slices.Equal(got, c.text) {
				t.Fatalf("sentences %q, want %q", got, c.text)
			}
			same, err := Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) })
			if err != nil || !bytes.Equal(same, raw) {
				t.Errorf("its own sentences do not give the file back: %v", err)
			}
			out, err := Render(d, func(b, s int) string {
				if i := slices.Index(at, [2]int{b, s}); c.target[i] != "=" {
					return c.target[i]
				}
				return d.Blocks[b].Sentence(s)
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := body(t, out, c.format); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			wellFormed(t, body(t, out, c.format))
		})
	}
}

// wellFormed fails the test if text is not the content of an XML element.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<x>" + text + "</x>"))
	d.Entity = xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%v in %s", err, text)
			return
		}
	}
}

// FuzzFlow puts placeholders into translations in every wrong way. What is written stays well-formed, and what stands for
// itself stands there once.
func FuzzFlow(f *testing.F) {
	const start = `<w:p>`
	for _, s := range []string{
		start + run("", "Er ") + run(bold, "ge") + run("", " kam. Ja. ") + `<w:hyperlink w:anchor="x">` + run("", "Dort. ") +
			run(bold, "Und") + `</w:hyperlink>` + run("", " hier.") + "</w:p>",
		start + `<w:ins w:id="1">` + run("", "Eins. Zwei") + `</w:ins><w:commentRangeStart w:id="4"/>` +
			run("<w:i/>", " drei.") + `<w:commentRangeEnd w:id="4"/>` + run("", " Vier") +
			`<w:r><w:footnoteReference w:id="9"/></w:r></w:p>`,
		start + `<w:sdt><w:sdtPr/><w:sdtContent>` + run("", "Ein Wort.") + `</w:sdtContent></w:sdt>` + run(bold, " Noch") +
			`<w:r><w:tab/><w:t>eins</w:t></w:r></w:p>`,
	} {
		f.Add(s, uint64(1))
		f.Add(s, uint64(2))
	}
	f.Fuzz(func(t *testing.T, xml string, seed uint64) {
		raw := docx(t, xml)
		d, err := Parse("a.docx", raw, Options{})
		if err != nil {
			return
		}
		same, err := Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) })
		if err != nil || !bytes.Equal(same, raw) {
			t.Fatalf("its own sentences do not give the file back: %v", err)
		}
		r := rand.New(rand.NewPCG(seed, seed))
		out, err := Render(d, func(b, s int) string {
			words := strings.SplitAfter(d.Blocks[b].Sentence(s), "⟧")
			var parts []string
			for _, w := range words {
				text, mark, found := strings.Cut(w, "⟦")
				if parts = append(parts, text+"x "); found {
					parts = append(parts, "⟦"+mark)
				}
			}
			r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
			return strings.Join(parts[:r.IntN(len(parts)+1)], "")
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse("a.docx", out, Options{}); err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, body(t, out, "docx"))
		}
		for _, mark := range []string{"<w:footnoteReference", "<w:commentRangeStart", "<w:commentRangeEnd", "<w:tab/>"} {
			if a, b := strings.Count(body(t, raw, "docx"), mark), strings.Count(body(t, out, "docx"), mark); b > a {
				t.Errorf("%d of %s, then %d", a, mark, b)
			}
		}
	})
}
