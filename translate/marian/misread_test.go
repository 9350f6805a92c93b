package marian

import "testing"

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
