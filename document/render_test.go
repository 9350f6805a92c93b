package document

import "testing"

// A sentence of which nothing is left takes with it the white space that separated it from its neighbours.
func TestRenderDropped(t *testing.T) {
	for _, c := range []struct{ name, file, in, drop, want string }{
		{"in the middle", "a.txt", "Eins ist da. Zwei ist da. Drei ist da.\n", "Zwei ist da.",
			"Eins ist da. Drei ist da.\n"},
		{"at the start", "a.txt", "Davor.\n\nEins ist da. Zwei ist da.\n", "Eins ist da.", "Davor.\n\nZwei ist da.\n"},
		{"at the end", "a.txt", "Eins ist da. Zwei ist da.\n\nDanach.", "Zwei ist da.", "Eins ist da.\n\nDanach."},
		{"two at the end", "a.txt", "Eins ist da. Nichts ist da. Nichts ist da.\n", "Nichts ist da.", "Eins ist da.\n"},
		{"all of a block", "a.txt", "Eins ist da.\n\nNichts ist da. Nichts ist da.\n\nZwei.\n", "Nichts ist da.",
			"Eins ist da.\n\n\n\nZwei.\n"},
		{"HTML over lines", "a.html", "<p>Eins ist da.\n  Nichts ist da.\n\n  Zwei ist da.</p>", "Nichts ist da.",
			"<p>Eins ist da.\n  Zwei ist da.</p>"},
		{"HTML with a comment", "a.html", "<p>Eins ist da. <!-- x -->Nichts ist da. Zwei ist da.</p>", "Nichts ist da.",
			"<p>Eins ist da. <!-- x -->Zwei ist da.</p>"},
		{"HTML with a comment before the last", "a.html", "<p>Eins ist da. <!-- x -->Nichts ist da.</p>",
			"Nichts ist da.", "<p>Eins ist da. <!-- x --></p>"},
		{"HTML", "a.html", "<p>Eins ist da. <b>Nichts ist da.</b> Zwei ist da.</p>", "⟦1⟧Nichts ist da.⟦/1⟧",
			"<p>Eins ist da. Zwei ist da.</p>"},
		{"HTML with a picture", "a.html", "<p>Eins ist da. Nichts <img src=a> ist da. Zwei ist da.</p>",
			"Nichts ⟦1⟧ ist da.", "<p>Eins ist da. <img src=a> Zwei ist da.</p>"},
		{"Markdown", "a.md", "> Eins ist da.\n> Nichts ist da.\n> Zwei ist da.\n", "Nichts ist da.",
			"> Eins ist da.\n> Zwei ist da.\n"},
		{"Markdown, at the end", "a.md", "> Eins ist da.\n> Nichts ist da.\n", "Nichts ist da.", "> Eins ist da.\n"},
	} {
		d, err := Parse(c.file, []byte(c.in), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		n := 0
		got, err := Render(d, func(b, s int) string {
			if text := d.Blocks[b].Sentence(s); text != c.drop {
				return text
			}
			n++
			return ""
		})
		if err != nil || string(got) != c.want || n == 0 {
			t.Errorf("%s: %d dropped, %v,\n got %q\nwant %q", c.name, n, err, got, c.want)
		}
	}
}
