package document

import (
	"fmt"
	"strings"
	"testing"
)

// chapteredBook returns a book whose chapters have these bodies.
func chapteredBook(tb testing.TB, bodies ...string) []byte {
	parts := []string{
		"mimetype!", "application/epub+zip",
		"META-INF/container.xml", `<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>`,
	}
	var manifest, spine strings.Builder
	for i, body := range bodies {
		fmt.Fprintf(&manifest, `<item id="c%[1]d" href="c%[1]d.xhtml" media-type="application/xhtml+xml"/>`, i)
		fmt.Fprintf(&spine, `<itemref idref="c%d"/>`, i)
		parts = append(parts, fmt.Sprintf("c%d.xhtml", i), `<html xml:lang="de">`+"\n<body>"+body+"</body></html>")
	}
	contents := "<package><manifest>" + manifest.String() + "</manifest><spine>" + spine.String() + "</spine></package>"
	return zipped(tb, append(parts, "b.opf", contents)...)
}

// A chapter that is not well-formed stays as it is, and the others are read; a book of such chapters alone is refused.
func TestDamagedChapter(t *testing.T) {
	const damaged = "<p>Post an <x@example.org></p>"
	raw := chapteredBook(t, "<p>Eins.</p>", "<p>Zwei.</p>"+damaged, "<p>Drei.</p>")
	d, err := Parse("a.epub", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var texts, notes []string
	for i := range d.Blocks {
		texts = append(texts, d.Blocks[i].Text)
	}
	for _, n := range d.Notes {
		notes = append(notes, n.Text)
	}
	if got := strings.Join(texts, "|"); got != "Eins.|Drei." {
		t.Errorf("blocks %q", got)
	}
	const note = "line 2: c1.xhtml: </p> closes nothing: this part is kept as it is"
	if got := strings.Join(notes, "|"); got != note {
		t.Errorf("notes %q, want %q", got, note)
	}
	d.From, d.To = "de", "en"
	out, err := Render(d, func(block, _ int) string { return fmt.Sprint("Text ", block, ".") })
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"c0.xhtml": `<html xml:lang="en">` + "\n<body><p>Text 0.</p></body></html>",
		"c1.xhtml": `<html xml:lang="de">` + "\n<body><p>Zwei.</p>" + damaged + "</body></html>",
		"c2.xhtml": `<html xml:lang="en">` + "\n<body><p>Text 1.</p></body></html>",
	} {
		if got := unzipped(t, out, name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	_, err = Parse("a.epub", chapteredBook(t, damaged, damaged), Options{})
	if err == nil || !strings.Contains(err.Error(), "c1.xhtml: </p> closes nothing") {
		t.Errorf("two damaged chapters of two: %v", err)
	}
}
