package marian

import "testing"

func TestUsualSpacing(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Kranken\u00adversicherungs\u00adkarte", "Krankenversicherungskarte"},
		{"Ja,mehr gibt es nicht.", "Ja, mehr gibt es nicht."},
		{"Alles?Ja!Nein", "Alles? Ja! Nein"},
		{"Er ist leer .Bitte aufladen !", "Er ist leer. Bitte aufladen!"},
		{"Er kam , sah und ging .", "Er kam, sah und ging."},
		{"3,5 Liter .NET und .txt", "3,5 Liter .NET und .txt"},
		{"z.B. v.Chr. Node.Js", "z.B. v.Chr. Node.Js"},
		{"https://a.example/?q,r ja", "https://a.example/?q,r ja"},
		{"Warte ... ja", "Warte ... ja"},
		{"Warte... Ja?!", "Warte... Ja?!"},
		{"", ""},
	} {
		if got := apply(c.text, usualSpacing(c.text)); got != c.want {
			t.Errorf("%q is read as %q, want %q", c.text, got, c.want)
		}
	}
}
