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

// Of languages of which nothing but greetings is known, those beside one another, or beside text in a language that is
// known, keep their own.
func TestGreetingsInARow(t *testing.T) {
	s := newScreen(t, Config{})
	for text, want := range map[string]string{
		"Dia duit! Conas atá tú?":                        "{ga|Dia duit! Conas atá tú?}",
		"Dia duit!\nConas atá tú?\nGo raibh maith agat!": "{ga|Dia duit!\nConas atá tú?\nGo raibh maith agat!}",
		"Dia duit! Bore da! Xin chào!":                   "{ga|Dia duit! }{cy|Bore da! }{vi|Xin chào!}",
		"Dia duit! Nice to see you again. Bore da!":      "{ga|Dia duit! }{en|Nice to see you again. }{cy|Bore da!}",
		"Bore da!\nMuchas gracias.\nBuenas noches, señora, y adiós": "{cy|Bore da!\n}" +
			"{es|Muchas gracias.\nBuenas noches, señora, y adiós}",
	} {
		runs := s.Runs(text)
		checkTiling(t, text, runs)
		if got := show(text, runs); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// What is more than a greeting, and what German writers use themselves, is judged as other text is.
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
