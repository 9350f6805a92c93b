package detect

import (
	"strings"
	"testing"
)

// Greetings are found as whole sentences, quotations and lines, in whatever way they are written.
func TestGreetings(t *testing.T) {
	s := newScreen(t, Config{})
	for greeting, want := range map[string]string{
		"Dia duit!": "ga", "Conas atá tú?": "ga", "GO RAIBH MAITH AGAT": "ga", "Xin chào!": "vi", "Tạm biệt.": "vi",
		"Merhaba!": "tr", "İyi geceler!": "tr", "Buenas tardes!": "es", "S'il vous plaît!": "fr", "Bore da!": "cy",
		"Labdien!": "lv", "Kiitos paljon.": "fi",
	} {
		bare := strings.TrimRight(greeting, ".!?")
		for text, found := range map[string]string{
			greeting: greeting,
			"Er kam herein.\n" + greeting + "\nDann setzte er sich.":                   greeting + "\n",
			"Sie winkte uns zu und rief: „" + greeting + "“ Dann ging sie nach Hause.": greeting,
			"Er sagte »" + bare + "« und ging.":                                        bare,
		} {
			runs := s.Runs(text)
			checkTiling(t, text, runs)
			got := ""
			for _, r := range runs {
				if r.Lang.String() != "de" {
					got += r.Lang.String() + " " + r.Span.In(text)
				}
			}
			if got != want+" "+found {
				t.Errorf("%q is wanted in %s: %s", found, want, show(text, runs))
			}
		}
	}
}

// What is more than a greeting, and what German writers say themselves, is judged as other text is.
func TestNoGreetings(t *testing.T) {
	s := newScreen(t, Config{})
	for _, text := range []string{
		"Ciao!", "Servus!", "„Merci“, sagte er.", "Er sagte merhaba und ging.", "Das Lied heißt Dia duit und mehr.",
		"Guten Morgen!", "Bless die Welt!",
	} {
		for _, r := range s.Runs(text) {
			if r.Lang.String() != "de" {
				t.Errorf("%s", show(text, s.Runs(text)))
			}
		}
	}
	irish := newScreen(t, Config{Languages: tags([]string{"en"})})
	if runs := irish.Runs("Dia duit!"); len(runs) != 1 || runs[0].Lang.String() != "de" {
		t.Errorf("Irish was not looked for: %s", show("Dia duit!", runs))
	}
}
