package marian

import "testing"

func TestUsualSpelling(t *testing.T) {
	likely := scores(`für Grüße Straße München große Fluss Müller Weiß Öffnungszeiten ändern Busse Feuer neue über`)
	for _, c := range []struct{ text, want string }{
		{"Gruesse fuer euch", "Grüße für euch"},
		{"Die Strasse ist eine grosse Strasse", "Die Straße ist eine große Straße"},
		{"Der Fluß steigt", "Der Fluss steigt"},
		{"Er tut Buße", "Er tut Buße"}, // ß between vowels was never ss
		{"Das neue Feuer", "Das neue Feuer"},
		{"Oeffnungszeiten aendern", "Öffnungszeiten ändern"},
		{"Mueller sagte nichts", "Mueller sagte nichts"},
		{"Er ist fuer Mueller", "Er ist für Müller"},
		{"Herr Mueller und Herr Weiss", "Herr Mueller und Herr Weiss"},
		{"Für die aus der Ferne fuer", "Für die aus der Ferne fuer"}, // it has umlauts
		{"Über die Strasse", "Über die Straße"},
		{"xss-fuer", "xss-fuer"},
		{"", ""},
	} {
		if got := apply(c.text, usualSpelling(c.text, likely)); got != c.want {
			t.Errorf("%q is read as %q, want %q", c.text, got, c.want)
		}
	}
}
