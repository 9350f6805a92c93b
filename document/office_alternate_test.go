package document

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/document/internal/archive"
)

// TestAlternateContent: the text of a box that Word writes twice, for itself and for older programs, is one block, and
// its translation stands in both places. What stands in one of them only is a block of its own.
func TestAlternateContent(t *testing.T) {
	box := func(paragraphs ...string) string {
		return "<w:txbxContent><w:p>" + strings.Join(paragraphs, "</w:p><w:p>") + "</w:p></w:txbxContent>"
	}
	in := `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>` +
		box(run("", "Im ")+run(bold, "Kasten."), run("", "Neu."), run("", "Ja.")) + `</w:drawing></mc:Choice>` +
		`<mc:Fallback><w:pict>` + box(run("", "Im ")+run(bold, "Kasten."), run("", "Ja."), run("", "Alt.")) +
		`</w:pict></mc:Fallback></mc:AlternateContent></w:r>` + run("", "Ein Satz.") + `</w:p><w:p>` + run("", "Ja.") + `</w:p>`
	in = strings.ReplaceAll(in, "<mc:AlternateContent>",
		`<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">`)
	raw := docx(t, in)
	d, err := Parse("a.docx", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"paragraph|Ein Satz.", "paragraph|⟦1⟧Im ⟦/1⟧Kasten.", "paragraph|Neu.", "paragraph|Ja.",
		"paragraph|Alt.", "paragraph|Ja.",
	}
	if got := outline(d); !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	same, err := Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) })
	if err != nil || body(t, same, "docx") != in {
		t.Errorf("%v: identity gives %s", err, body(t, same, "docx"))
	}
	targets := []string{"A sentence.", "⟦1⟧In the ⟦/1⟧box.", "New.", "Yes.", "Old.", "Yes indeed."}
	out, err := Render(d, func(b, _ int) string { return targets[b] })
	if err != nil {
		t.Fatal(err)
	}
	got := body(t, out, "docx")
	for text, n := range map[string]int{
		"In the ": 2, "box.": 2, ">New.<": 1, ">Yes.<": 2, ">Old.<": 1, ">Yes indeed.<": 1, "Kasten": 0, "Ja.": 0,
	} {
		if strings.Count(got, text) != n {
			t.Errorf("%q stands %d times, want %d: %s", text, strings.Count(got, text), n, got)
		}
	}
}

// TestBehindSlides: what a layout shows with every slide is read, not what asks for a text there; and so is what a chart
// shows of the cells that it was made from.
func TestBehindSlides(t *testing.T) {
	const spaces = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" ` +
		`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" ` +
		`xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	shape := func(properties, text string) string {
		return "<p:sp><p:nvSpPr><p:nvPr>" + properties + "</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>" + text +
			"</a:t></a:r></a:p></p:txBody></p:sp>"
	}
	raw := zipped(t,
		"[Content_Types].xml", "<Types/>",
		"_rels/.rels", relations1+rel("r1", "officeDocument", "ppt/presentation.xml")+"</Relationships>",
		"ppt/presentation.xml", "<p:presentation "+spaces+`><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", relations1+rel("r1", "slide", "slides/s.xml")+"</Relationships>",
		"ppt/slides/s.xml", "<p:sld "+spaces+">"+shape(`<p:ph type="title"/>`, "Titel")+"</p:sld>",
		"ppt/slides/_rels/s.xml.rels", relations1+rel("r1", "slideLayout", "../layouts/l.xml")+
			rel("r2", "chart", "../charts/c.xml")+"</Relationships>",
		"ppt/layouts/l.xml", "<p:sldLayout "+spaces+">"+shape(`<p:ph type="body"/>`, "Text eingeben")+
			shape("", "Vertraulich")+"</p:sldLayout>",
		"ppt/layouts/_rels/l.xml.rels", relations1+rel("r1", "slideMaster", "../masters/m.xml")+"</Relationships>",
		"ppt/masters/m.xml", "<p:sldMaster "+spaces+">"+shape("", "Firma")+"</p:sldMaster>",
		"ppt/charts/c.xml", "<c:chart "+spaces+"><c:ser><c:tx><c:strRef><c:f>A1</c:f><c:strCache><c:pt><c:v>Umsatz</c:v></c:pt>"+
			"</c:strCache></c:strRef></c:tx><c:val><c:numCache><c:pt><c:v>7</c:v></c:pt></c:numCache></c:val></c:ser></c:chart>",
	)
	d, err := Parse("a.pptx", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"heading|Titel", "label|Umsatz", "paragraph|Vertraulich", "paragraph|Firma"}
	if got := outline(d); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// chartSlide returns a presentation of one slide that points to charts, with the parts of these.
func chartSlide(tb testing.TB, charts string, parts ...string) []byte {
	tb.Helper()
	return zipped(tb, append([]string{
		"[Content_Types].xml", "<Types/>",
		"_rels/.rels", relations1 + rel("r1", "officeDocument", "ppt/presentation.xml") + "</Relationships>",
		"ppt/presentation.xml", `<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" ` +
			`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
			`<p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", relations1 + rel("r1", "slide", "slides/s.xml") + "</Relationships>",
		"ppt/slides/s.xml", `<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>`,
		"ppt/slides/_rels/s.xml.rels", relations1 + charts + "</Relationships>",
	}, parts...)...)
}

// cached returns a chart that shows texts of cells.
func cached(texts ...string) string {
	return `<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:strCache><c:v>` +
		strings.Join(texts, "</c:v><c:v>") + "</c:v></c:strCache></c:chart>"
}

// TestChartBook: the workbook behind a chart says what the chart says, and nothing else in it is changed. A file that
// is not a workbook stays as it is, with a note.
func TestChartBook(t *testing.T) {
	book := zipped(t,
		"[Content_Types].xml", "<Types/>",
		"_rels/.rels", relations1+rel("r1", "officeDocument", "xl/workbook.xml")+"</Relationships>",
		"xl/workbook.xml", "<workbook/>",
		"xl/_rels/workbook.xml.rels", relations1+rel("r1", "sharedStrings", "sharedStrings.xml")+"</Relationships>",
		"xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+
			"<si><t>Umsatz. Rest.</t></si><si><t>Norden</t></si><si><t>Hinweis</t></si></sst>",
	)
	raw := chartSlide(t,
		rel("r1", "chart", "../charts/a.xml")+rel("r2", "chart", "../charts/b.xml")+rel("r3", "chart", "../charts/c.xml")+
			rel("r4", "chart", "../charts/d.xml"),
		"ppt/charts/a.xml", cached("Umsatz. Rest."), "ppt/charts/b.xml", cached("Norden"), "ppt/charts/c.xml", cached("Hinweis"),
		"ppt/charts/d.xml", cached("Ende"), "ppt/charts/_rels/d.xml.rels", relations1+"<Relationship Id=",
		"ppt/charts/_rels/a.xml.rels", relations1+rel("r1", "package", "../embeddings/a.xlsx")+
			rel("r2", "package", "../embeddings/b.xlsx")+"</Relationships>",
		"ppt/charts/_rels/b.xml.rels", relations1+rel("r1", "package", "../embeddings/a.xlsx")+"</Relationships>",
		"ppt/charts/_rels/c.xml.rels", relations1+rel("r1", "package", "../embeddings/c.xlsb")+"</Relationships>",
		"ppt/embeddings/a.xlsx", string(book), "ppt/embeddings/b.xlsx", string(book), "ppt/embeddings/c.xlsb", "kein Buch",
	)
	d, err := Parse("a.pptx", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Notes) != 2 || !strings.Contains(d.Notes[0].Text, "c.xlsb, the data of a chart, stays as it is") ||
		!strings.HasPrefix(d.Notes[1].Text, "the workbook of ppt/charts/d.xml, the data of a chart, stays as it is") {
		t.Errorf("notes: %v", d.Notes)
	}
	same, err := Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) })
	if err != nil || !bytes.Equal(same, raw) {
		t.Errorf("identity: %v, other bytes", err)
	}
	english := map[string]string{
		"Umsatz.": "Revenue.", "Rest.": "Rest & more.", "Norden": "North", "Hinweis": "Note", "Ende": "End",
	}
	out, err := Render(d, func(b, s int) string { return english[d.Blocks[b].Sentence(s)] })
	if err != nil {
		t.Fatal(err)
	}
	inner := unzipped(t, []byte(unzipped(t, out, "ppt/embeddings/a.xlsx")), "xl/sharedStrings.xml")
	if !strings.HasSuffix(inner, "<si><t>Revenue. Rest &amp; more.</t></si><si><t>North</t></si><si><t>Hinweis</t></si></sst>") {
		t.Errorf("the cells: %s", inner)
	}
	if unzipped(t, out, "ppt/embeddings/b.xlsx") != string(book) {
		t.Error("a chart has one workbook, but the second one is changed")
	}
	if got := unzipped(t, out, "ppt/embeddings/c.xlsb"); got != "kein Buch" {
		t.Errorf("the file that is not a workbook: %q", got)
	}
}

// TestChartBookOfBook: a workbook of a chart of a workbook of a chart is not opened, so that a file that holds itself is
// read to an end; and what a workbook holds is weighed.
func TestChartBookOfBook(t *testing.T) {
	book := func(text string, inner []byte) []byte {
		return zipped(t,
			"[Content_Types].xml", "<Types/>",
			"_rels/.rels", relations1+rel("r1", "officeDocument", "xl/workbook.xml")+"</Relationships>",
			"xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">`+
				`<sheets><sheet name="a" r:id="r2"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", relations1+rel("r1", "sharedStrings", "sharedStrings.xml")+
				rel("r2", "worksheet", "sheet.xml")+"</Relationships>",
			"xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+text+"</sst>",
			"xl/sheet.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`,
			"xl/_rels/sheet.xml.rels", relations1+rel("r1", "drawing", "drawing.xml")+"</Relationships>",
			"xl/drawing.xml", "<a/>",
			"xl/_rels/drawing.xml.rels", relations1+rel("r1", "chart", "chart.xml")+"</Relationships>",
			"xl/chart.xml", cached("Rat"),
			"xl/_rels/chart.xml.rels", relations1+rel("r1", "package", "a.xlsx")+"</Relationships>",
			"xl/a.xlsx", string(inner),
		)
	}
	cells := strings.Repeat("<si><t>Rat</t></si>", 10_000)
	inner := book(cells, nil)
	read := func(raw []byte) *Document {
		d, err := Parse("a.xlsx", raw, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if d := read(book("<si><t>Rat</t></si>", inner)); len(d.packed.books) != 1 || len(d.Notes) != 0 {
		t.Errorf("a workbook in a workbook: %d books, %v", len(d.packed.books), d.Notes)
	}
	outer := read(book("<si><t>Rat</t></si>", book("<si><t>Amt</t></si>", inner)))
	if d := read(book("", inner)); d.Weight() < read(inner).Weight() {
		t.Errorf("with a workbook that weighs %d it weighs %d", read(inner).Weight(), d.Weight())
	}
	if d := outer.packed.books[0].book; len(d.packed.books) != 0 || len(d.Notes) != 1 {
		t.Errorf("a workbook in one in one: %d books, %v", len(d.packed.books), d.Notes)
	}
	if alone, within := Weigh("a.xlsx", inner, 1<<40), Weigh("a.xlsx", book("", inner), 1<<40); within < alone {
		t.Errorf("a workbook weighs %d, and %d inside another one", alone, within)
	}
}

// TestSharedLayout: a layout is unpacked once however many slides have it, so that a long presentation is not refused
// for what comes out of it.
func TestSharedLayout(t *testing.T) {
	const spaces = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	const slides = 600
	var list, slideRels strings.Builder
	var more []string
	for i := range slides {
		id := fmt.Sprintf("r%d", i)
		fmt.Fprintf(&list, `<p:sldId r:id="%s"/>`, id)
		slideRels.WriteString(rel(id, "slide", "slides/"+id+".xml"))
		more = append(more, "ppt/slides/"+id+".xml", "<p:sld "+spaces+"/>",
			"ppt/slides/_rels/"+id+".xml.rels", relations1+rel("l", "slideLayout", "../layouts/l.xml")+"</Relationships>")
	}
	raw := zipped(t, append([]string{
		"[Content_Types].xml", "<Types/>",
		"_rels/.rels", relations1 + rel("r1", "officeDocument", "ppt/presentation.xml") + "</Relationships>",
		"ppt/presentation.xml", "<p:presentation " + spaces + "><p:sldIdLst>" + list.String() + "</p:sldIdLst></p:presentation>",
		"ppt/_rels/presentation.xml.rels", relations1 + slideRels.String() + "</Relationships>",
		"ppt/layouts/l.xml", "<p:sldLayout " + spaces + "/>",
		"ppt/layouts/_rels/l.xml.rels", relations1 + strings.Repeat(" ", archive.MaxRead/slides) + "</Relationships>",
	}, more...)...)
	if _, err := Parse("a.pptx", raw, Options{}); err != nil {
		t.Error(err)
	}
}
