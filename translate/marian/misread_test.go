package marian

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestMisread(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"fÃ¼r GrÃ¶ÃŸe", "für Größe"},
		{"â€žJaâ€œ, sagte er â€“ Ã„rger", "„Ja“, sagte er – Ärger"},
		{"Ã\u0081 und â€\u009d", "Á und ”"},
		{"aÃ§Ä±k ðŸ˜¡", "açık 😡"},
		{"für Größe", "für Größe"},
		{"São Tomé, Ãland, Â", "São Tomé, Ãland, Â"},
		{"«Oui», 5 € – „so“", "«Oui», 5 € – „so“"},
		{"", ""},
	} {
		if got := identity(c.in, 0).with(misread(c.in)).text; got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

// What was read in a wrong encoding is translated as what was written.
func TestMisreadTranslated(t *testing.T) {
	right := []string{"« Zurück", "Die Städte Nürnberg und Fürth", "„Ich komme nicht an.“"}
	var wrong []string
	for _, text := range right {
		w, err := charmap.Windows1252.NewDecoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		wrong = append(wrong, w)
	}
	b := builtinModel(t)
	want := translated(t, b, right...)
	for i, got := range translated(t, b, wrong...) {
		if got != want[i] {
			t.Errorf("%q: %q, want %q as for %q", wrong[i], got, want[i], right[i])
		}
	}
}
