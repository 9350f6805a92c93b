package marian

import (
	"slices"
	"testing"
)

func TestSpellApostrophes(t *testing.T) {
	for in, want := range map[string]string{
		"Wie geht's?":                   "Wie geht es?",
		"Geht’s?":                       "Geht es?",
		"Anna's Auto steht vor'm Haus":  "Anna's Auto steht vorm Haus",
		"„Geht's?“ »Geht’s …«":          "„Geht es?“ »Geht es …«",
		"Auf's Neue!":                   "Aufs Neue!",
		"Das ist 'ne Idee, 'n Quatsch":  "Das ist eine Idee, ein Quatsch",
		"Das 'neue' Haus, 'n' und 'ne'": "Das 'neue' Haus, 'n' und 'ne'",
		"Das 'ist's' nicht":             "Das 'ist's' nicht",
		"rock 'n' roll":                 "rock 'n' roll",
		"O'Neill, d'Artagnan":           "O'Neill, d'Artagnan",
	} {
		if got := apply(in, spellApostrophes(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	for in, want := range map[string][]string{
		"Der Wert {name} steht in {{ liste }} und kostet { 5 }.": {"{name}", "{{ liste }}", "{ 5 }"},
		"Tag %s, %2$d neue, %(code)s, ${user}.":                  {"%s", "%2$d", "%(code)s", "${user}"},
		"<b>Weiter</b> bei 3 < 5 und 7 > 2, <3":                  {"<b>", "</b>"},
		"C:\\Windows\\system32.":                                 {"C:\\Windows\\system32"},
		"50 %ige, 50 %, {}":                                      nil,
	} {
		var got []string
		for _, r := range placeholders(in) {
			got = append(got, in[r.Start:r.End])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	b := builtinModel(t)
	for _, in := range []string{
		"Der Wert {name} steht in {{ liste }} und kostet { 5 }.",
		"Hallo ${user}, dein Code ist %(code)s.",
		"Öffnen Sie C:\\Windows\\system32.",
	} {
		if got := translated(t, b, in)[0]; !handedOn(in, got, placeholders(in)) {
			t.Errorf("%q became %q", in, got)
		}
	}
}
