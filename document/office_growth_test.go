package document

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/growthtest"
)

// TestOfficeGrowth: four times the paragraph takes about four times as long to read and to write, also where a
// translation makes all pairs of placeholders cross.
func TestOfficeGrowth(t *testing.T) {
	const (
		begin = `<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK</w:instrText>` +
			`<w:fldChar w:fldCharType="separate"/></w:r>`
		end = `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
	)
	repeat := strings.Repeat
	link := func(inner string) string { return `<w:hyperlink w:anchor="x">` + inner + `</w:hyperlink>` }
	numbered := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for _, c := range []struct {
		name string
		n    int
		body func(n int) string // of one paragraph
	}{
		{"one sentence of many runs", 4000, func(n int) string { return repeat(run("", "Ein ")+run(bold, "Wort "), n) }},
		{"many sentences", 4000, func(n int) string { return repeat(run("", "Ein langes ")+run(bold, "Wort. "), n) }},
		{"links", 4000, func(n int) string { return repeat(link(run("", "Ein"))+run(bold, " Wort. "), n) }},
		{"many sentences inside more links than are remembered", 2000, func(n int) string {
			runs := repeat(run("", "Ein langes ")+run(bold, "Wort. "), n)
			return repeat(`<w:hyperlink>`, maxOpen+10) + runs + repeat("</w:hyperlink>", maxOpen+10)
		}},
		{"a text box in each sentence", 2000, func(n int) string {
			box := `<w:r><w:pict><w:p>` + run("", "Im Kasten.") + `</w:p></w:pict></w:r>`
			return repeat(run("", "Ein Wort")+box+run(bold, ". "), n)
		}},
		{"fields one after the other", 4000, func(n int) string { return repeat(begin+run("", "Wort ")+end, n) }},
		{"fields inside one another", 4000, func(n int) string { return repeat(begin+run("", "Wort "), n) + repeat(end, n) }},
		{"a field in many parts", 10000, func(n int) string {
			return `<w:r><w:fldChar w:fldCharType="begin"/>` + repeat(`<w:instrText>abcdefgh</w:instrText>`, n) + `</w:r>` + end
		}},
		{"a field with many results", 4000, func(n int) string {
			return begin + repeat(`<w:r><w:fldChar w:fldCharType="separate"/></w:r>`+run("", "Wort"), n) + end
		}},
		{"long properties and a long text", 10000, func(n int) string { return run(repeat("<w:x/>", n), repeat("Wort ", n)) }},
		{"long properties and many marks", 10000, func(n int) string {
			return run(bold+repeat("<w:x/>", n), "Wort Wort Wort") + "<w:r><w:rPr>" + bold + repeat("<w:x/>", n) + "</w:rPr>" +
				repeat("<w:t>a</w:t><w:footnoteReference/>", n) + "</w:r>"
		}},
		{"many name spaces", 10000, func(n int) string {
			return "<w:r" + numbered(` xmlns:a%d="x"`, n) + "><w:t>Wort</w:t></w:r>" + repeat(`<w:x xmlns:b="y"/>`, n)
		}},
		{"many name spaces around others", 10000, func(n int) string {
			return "<w:sdt" + numbered(` xmlns:a%d="x"`, n) + "><w:sdtContent>" + run("", "Wort") +
				repeat(`<w:x xmlns:b="y"/>`, n) + "</w:sdtContent></w:sdt>"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			growthtest.Linear(t, c.name, c.n, func(n int) func() {
				raw := docx(t, "<w:p>"+c.body(n)+"</w:p>")
				return func() {
					d, err := Parse("a.docx", raw, Options{Split: German})
					if err != nil {
						t.Fatal(err)
					}
					if _, err := Render(d, func(b, s int) string { return "x" + d.Blocks[b].Sentence(s) }); err != nil {
						t.Fatal(err)
					}
					if _, err := Render(d, func(b, s int) string { return crossed(d.Blocks[b].Sentence(s)) }); err != nil {
						t.Fatal(err)
					}
				}
			})
		})
	}
}

// TestChartGrowth: the labels of a chart are kept once, however many workbooks it points to.
func TestChartGrowth(t *testing.T) {
	growthtest.Linear(t, "labels and pointers", 4000, func(n int) func() {
		labels := make([]string, n)
		for i := range labels {
			labels[i] = fmt.Sprint("Wort ", i)
		}
		books := relations1 + strings.Repeat(rel("r1", "package", "../embeddings/a.xlsx"), n) + "</Relationships>"
		raw := chartSlide(t, rel("r1", "chart", "../charts/a.xml"), "ppt/charts/a.xml", cached(labels...),
			"ppt/charts/_rels/a.xml.rels", books, "ppt/embeddings/a.xlsx", string(workbookFile(t, "", []string{"Kopf"}, labels)))
		return func() {
			d, err := Parse("a.pptx", raw, Options{})
			if err != nil || len(d.packed.books) != 1 {
				t.Fatal(err, d)
			}
			if _, err := Render(d, func(b, s int) string { return "x" + d.Blocks[b].Sentence(s) }); err != nil {
				t.Fatal(err)
			}
		}
	})
}

var anyPlaceholder = regexp.MustCompile(`⟦/?\d+⟧`)

// crossed returns a translation in which the pairs of a sentence open one after the other and close in the same order.
func crossed(sentence string) string {
	var opens, closes []string
	for _, p := range anyPlaceholder.FindAllString(sentence, -1) {
		if strings.Contains(p, "/") {
			closes = append(closes, p)
		} else {
			opens = append(opens, p)
		}
	}
	return strings.Join(opens, "x ") + "y" + strings.Join(closes, " z")
}

// A translation that leaves a run with long properties and comes back to it, again and again, must not fill the memory.
func TestPackedTooLarge(t *testing.T) {
	long := `<w:b w:val="` + strings.Repeat("x", 300_000) + `"/>`
	note := `<w:r><w:footnoteReference/><w:t> </w:t></w:r>`
	d, err := Parse("a.docx", docx(t, "<w:p>"+run(long, "Ein langes Wort")+strings.Repeat(note, 600)+run(long, "hier.")+"</w:p>"),
		Options{})
	if err != nil {
		t.Fatal(err)
	}
	var own *Error
	_, err = Render(d, func(b, s int) string { return strings.ReplaceAll(d.Blocks[b].Sentence(s), " ⟦", " and ⟦") })
	if !errors.As(err, &own) || own.Name != "a.docx" || own.Hint == "" || !strings.Contains(own.What, "word/document.xml") {
		t.Errorf("got %v", err)
	}
}

// Inside of more pairs than are remembered, what is bold ends where it ended.
func TestPackedManyOpen(t *testing.T) {
	var opens, closes strings.Builder
	for i := range maxOpen + 10 {
		fmt.Fprintf(&opens, `<w:commentRangeStart w:id="%d"/>`, i)
		fmt.Fprintf(&closes, `<w:commentRangeEnd w:id="%d"/>`, i)
	}
	d, err := Parse("a.docx", docx(t, "<w:p>"+run("", "Ein Haus")+opens.String()+run("", " und ")+run(bold, "Wort")+
		run("", " hier. Ja, das geht")+closes.String()+run("", ".")+"</w:p>"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Blocks[0].Sentences) != 2 {
		t.Fatalf("sentences %q", d.Blocks[0].Text)
	}
	out, err := Render(d, func(b, s int) string { return strings.Replace(d.Blocks[b].Sentence(s), "Ja,", "Yes,", 1) })
	if err != nil {
		t.Fatal(err)
	}
	if got, want := body(t, out, "docx"), run(bold, "Wort")+run("", " hier. Yes, das geht"); !strings.Contains(got, want) {
		t.Errorf("got %s, want %s in it", got[max(0, strings.Index(got, "Wort")-50):], want)
	}
}
