package document

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// repeated returns what makes a file of a unit that is repeated within what stands around it. In units and around them
// "~" is a number that is another one each time.
func repeated(before, unit, after string) func(tb testing.TB, n int) []byte {
	return func(tb testing.TB, n int) []byte {
		var b strings.Builder
		b.WriteString(before)
		for i := range n {
			b.WriteString(strings.ReplaceAll(unit, "~", fmt.Sprint(i)))
		}
		b.WriteString(after)
		return []byte(b.String())
	}
}

// dear are files of every format that take much more memory than their size, by how often what they are made of is
// repeated.
var dear = map[string][]func(tb testing.TB, n int) []byte{
	"txt": {
		repeated("", "a\n\n", ""),
		repeated("", "a\n", ""),
		repeated("", "A. ", ""),
		repeated("", "a\tb\n", ""),
		repeated("", "- a\n", ""),
	},
	"md": {
		repeated("", "a\n\n", ""),
		repeated("", "*a* ", ""),
		repeated("", "`a`b ", ""),
		repeated("", "[a](b) ", ""),
		repeated("", "![a](b) ", ""),
		repeated("", "- a\n", ""),
		repeated("", "\\*a", ""),
		repeated("", "&amp;a", ""),
		repeated("", "<b>x</b> ", ""),
		repeated("|a|b|\n|-|-|\n", "|a|b|\n", ""),
		repeated("", "# a\n", ""),
	},
	"html": {
		repeated("", "<p>a", ""),
		repeated("<p>", "<b>x</b> ", ""),
		repeated("<p>", "&amp;a", ""),
		repeated("<p>", "a<br>", ""),
		repeated("<p>", `<img alt="a b">`, ""),
		repeated("<p>a", "<img alt=a>", ""),
		repeated("", "<p title=a>", ""),
		repeated("<p>", "<a b c d e=f>a", ""),
	},
	"srt": {
		repeated("", "~\n00:00:01,000 --> 00:00:02,000\na\n\n", ""),
		repeated("1\n00:00:01,000 --> 00:00:02,000\n", "<i>a</i> ", "\n"),
		repeated("1\n00:00:01,000 --> 00:00:02,000\n", "a\n", "\n"),
	},
	"vtt": {
		repeated("WEBVTT\n\n", "00:01.000 --> 00:02.000\na\n\n", ""),
		repeated("WEBVTT\n\n00:01.000 --> 00:02.000\n", "&amp;a", "\n"),
	},
	"ass": {
		repeated("[Events]\n", "Dialogue: 0,1,2,a,b,0,0,0,,a\n", ""),
		repeated("[Events]\nDialogue: 0,1,2,a,b,0,0,0,,", "{\\b1}a", "\n"),
	},
	"ttml": {
		repeated("<tt><body><div>", "<p>a</p>", "</div></body></tt>"),
		repeated("<tt><body><div><p>", "a<br/>", "</p></div></body></tt>"),
	},
	"po": {
		repeated("", "msgid \"a ~\"\nmsgstr \"\"\n\n", ""),
		repeated("msgid \"{n, plural, other {a", "''b{c}", "}}\"\nmsgstr \"\"\n"),
		repeated("msgid \"a\"\n", "\"a\"\n", "msgstr \"\"\n"),
		repeated("msgid \"", "a\\n", "\"\nmsgstr \"\"\n"),
	},
	"xliff": {
		repeated(`<xliff version="1.2"><file><body>`, `<trans-unit id="~"><source>a</source></trans-unit>`,
			"</body></file></xliff>"),
		repeated(`<xliff version="1.2"><file><body><trans-unit id="a"><source>`, `<x id="a"/>a`,
			"</source></trans-unit></body></file></xliff>"),
	},
	"properties": {
		repeated("", "a~=b c\n", ""),
		repeated("a=b", "\\u00e4a", "\n"),
		repeated("a={n, plural, other {a", "''b{c}", "}}\n"),
	},
	"json": {
		repeated("{", `"a~":"b c",`, `"z":"z"}`),
		repeated("[", `"b c",`, `"z"]`),
		repeated(`["a b`, `\na`, `"]`),
		repeated("[", "[],", `"a b"]`),
	},
	"yaml": {
		repeated("", "a~: b c\n", ""),
		repeated("", "- b c\n", ""),
		repeated("a: \"b c", "\\na", "\"\n"),
	},
	"android": {
		repeated("<resources>", `<string name="a~">b c</string>`, "</resources>"),
		repeated(`<resources><string name="a">b c`, `\'a`, "</string></resources>"),
	},
	"strings": {
		repeated("", "\"a~\"=\"b c\";\n", ""),
		repeated(`"a"="b c`, `\"a`, "\";\n"),
	},
	"stringsdict": {
		repeated("<plist><dict>", "<key>a~</key><dict><key>b</key><dict><key>one</key><string>%d a b</string></dict></dict>",
			"</dict></plist>"),
	},
	"resx": {
		repeated("<root>", `<data name="a~"><value>b c</value></data>`, "</root>"),
		repeated(`<root><data name="a"><value>b c`, `&amp;a`, "</value></data></root>"),
	},
	"docx": {
		packedOf(func(tb testing.TB, s string) []byte { return docx(tb, s) }, "<w:p><w:r><w:t>a</w:t></w:r></w:p>"),
		packedOf(func(tb testing.TB, s string) []byte { return docx(tb, "<w:p>"+s+"</w:p>") },
			"<w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>b</w:t></w:r>"),
		packedOf(func(tb testing.TB, s string) []byte { return docx(tb, "<w:p><w:r><w:t>"+s+"</w:t></w:r></w:p>") }, "&amp;a"),
	},
	"pptx": {
		packedOf(func(tb testing.TB, s string) []byte { return slide(tb, s) }, `<a:p><a:r><a:t>a</a:t></a:r></a:p>`),
	},
	"xlsx": {func(tb testing.TB, n int) []byte {
		rows := [][]string{{"Kopf"}}
		for i := range n {
			rows = append(rows, []string{fmt.Sprint("a ", i)})
		}
		return workbookFile(tb, "", rows...)
	}},
	"odt": {
		packedOf(func(tb testing.TB, s string) []byte { return odt(tb, "", s) }, "<text:p>a</text:p>"),
	},
	"odp": {
		packedOf(func(tb testing.TB, s string) []byte { return odt(tb, "", s) }, "<text:p>a<text:s/>b</text:p>"),
	},
	"ods": {
		packedOf(func(tb testing.TB, s string) []byte { return odt(tb, "", s) }, "<text:h>a</text:h>"),
	},
	"epub": {
		packedOf(book, "<p>a</p>"),
		packedOf(book, "<p>a<b>b</b>c</p>"),
	},
}

// packedOf is repeated for a packed file.
func packedOf(pack func(tb testing.TB, body string) []byte, unit string) func(tb testing.TB, n int) []byte {
	return func(tb testing.TB, n int) []byte { return pack(tb, strings.Repeat(unit, n)) }
}

// slide returns a presentation of one slide.
func slide(tb testing.TB, paragraphs string) []byte {
	return zipped(tb, "[Content_Types].xml", "<Types/>", "_rels/.rels", pointers("officeDocument", "ppt/presentation.xml"),
		"ppt/presentation.xml", `<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" `+
			`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">`+
			`<p:sldIdLst><p:sldId r:id="0"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", pointers("slide", "slides/s.xml"),
		"ppt/slides/s.xml", `<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" `+
			`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:sp><p:txBody>`+paragraphs+
			`</p:txBody></p:sp></p:spTree></p:cSld></p:sld>`)
}

// TestWeigh: no file of any format takes more memory than it weighs, before and after it is read.
func TestWeigh(t *testing.T) {
	for _, f := range Formats() {
		if len(dear[f.Name]) == 0 {
			t.Errorf("%s: no file of it is weighed", f.Name)
		}
		name := "a" + append(f.Exts, f.Named...)[0]
		for i, file := range dear[f.Name] {
			raw := file(t, 5000)
			before := heap()
			d, err := Parse(name, raw, Options{Split: German})
			if err != nil {
				t.Errorf("%s %d: %v", f.Name, i, err)
				continue
			}
			took := int64(heap() - before)
			blocks := len(d.Blocks)
			runtime.KeepAlive(d)
			weighs := Weigh(name, raw, 1<<40)
			t.Logf("%-12s %d: %4d kB, %5d blocks, takes %6d kB, weighs %6d kB, %.2f", f.Name, i, len(raw)>>10, blocks, took>>10,
				weighs>>10, float64(took)/float64(weighs))
			// The few blocks of a text without paragraphs are not what is dear about it, but its copies.
			if w := d.Weight(); took > w+4*int64(len(raw)) {
				t.Errorf("%s %d: it takes %d of memory, more than its weight, %d", f.Name, i, took, w)
			}
			if took > weighs {
				t.Errorf("%s %d: %d bytes take %d of memory, more than the %d they weigh", f.Name, i, len(raw), took, weighs)
			}
			if blocks == 0 {
				t.Errorf("%s %d: nothing was read", f.Name, i)
			}
		}
	}
	if few := Weigh("a.docx", dear["docx"][0](t, 100_000), 1000); few > 1<<24 {
		t.Errorf("beyond its bound it went on to %d", few)
	}
}

// TestWeighUsual: texts and pages of people weigh no more than 20 times their size, so that a server takes files of 16 MiB,
// and files of programs no more than 32 times.
func TestWeighUsual(t *testing.T) {
	for _, pattern := range []string{"../testdata/documents/*.txt", "../testdata/documents/*/*", "testdata/messages/*"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			times := float64(Weigh(file, raw, 1<<40)) / float64(len(raw))
			t.Logf("%-30s %.1f", filepath.Base(file), times)
			most := 32.0
			if f := FormatFor(file); f == Text || f == Markdown || f == HTML {
				most = 20
			}
			if times > most {
				t.Errorf("%s weighs %.1f times its size", file, times)
			}
		}
	}
}
