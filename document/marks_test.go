package document

import (
	"maps"
	"strings"
	"testing"
)

// TestMarkup: what placeholders stand for is returned in every format, that of tags inside words and of runs too, but for
// what is very long.
func TestMarkup(t *testing.T) {
	long := `<a href="` + strings.Repeat("x", maxMarkup) + `">`
	for _, c := range []struct {
		name string
		raw  []byte
		want []map[string]string // of the sentences of the first block
	}{
		{"a.txt", []byte("Ein Haus."), []map[string]string{nil}},
		{"a.md", []byte("Ein **altes** Haus. Ja, `so`."), []map[string]string{
			{"1": "**", "/1": "**"}, {"2": "`so`"},
		}},
		{"a.html", []byte("<p>Das <u class=x>unter</u>strichene <i>Wort</i>.</p>"), []map[string]string{
			{"1": "<u class=x>", "/1": "</u>", "2": "<i>", "/2": "</i>"},
		}},
		{"a.html", []byte("<p>Das " + long + "Haus</a> ist <b>da</b>.</p>"), []map[string]string{
			{"/1": "</a>", "2": "<b>", "/2": "</b>"},
		}},
		{"a.docx", docx(t, "<w:p>"+run("", "Er ist ")+run(bold, "da")+run("", ".")+"</w:p>"), []map[string]string{
			{"1": "<w:r><w:rPr>" + bold + "</w:rPr>", "/1": "</w:r>"},
		}},
	} {
		d, err := Parse(c.name, c.raw, Options{})
		if err != nil {
			t.Fatal(err)
		}
		b := &d.Blocks[0]
		if len(b.Sentences) != len(c.want) {
			t.Fatalf("%s: %q", c.name, outline(d))
		}
		for i, s := range b.Sentences {
			if got := d.Markup(b, s); !maps.Equal(got, c.want[i]) {
				t.Errorf("%s: %q: got %q, want %q", c.name, b.Sentence(i), got, c.want[i])
			}
		}
	}
}
