package marian

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
)

// scores is a vocabulary of the spellings in a text, the more usual ones first; all others are improbable.
func scores(text string) func(string) float64 {
	m := map[string]float64{}
	for i, w := range strings.Fields(text) {
		m[w] = -float64(i+1) / 10
	}
	return func(word string) float64 {
		if s, ok := m[word]; ok {
			return s
		}
		return -50 - float64(strings.Count(word, "")) // titles first
	}
}

// apply returns a text with changes.
func apply(text string, changes []change) string {
	return identity(text, 0).with(changes).text
}

func TestUsualCase(t *testing.T) {
	score := scores("Haus Schule Straße groß schon wussten lesen öffnen Zug fährt Achtung Zeit NATO EU füttern " +
		"Schild hängt gesperrt heißt nicht bitte müssen neue regeln Regeln")
	for _, c := range []struct{ in, want, stretches string }{
		{"Der Zug fährt.", "Der Zug fährt.", ""},
		{"WUSSTEN SIE SCHON?", "Wussten Sie schon?", "WUSSTEN SIE SCHON"},
		{"DIE STRASSE IST GROSS.", "Die Straße ist groß.", "DIE STRASSE IST GROSS"},
		{"NEUE SCHULE MUESSEN LESEN", "Neue Schule müssen lesen", "NEUE SCHULE MUESSEN LESEN"},
		{"HAUS UND SCHULE. DER ZUG FÄHRT!", "Haus und Schule. Der Zug fährt!", "HAUS UND SCHULE. DER ZUG FÄHRT"},
		{"NATO", "NATO", ""},
		{"DIE NATO UND DIE EU", "Die NATO und die EU", "DIE NATO UND DIE EU"},
		{"A7 GESPERRT", "A7 gesperrt", "A7 GESPERRT"},
		{"HEINRICH XIV", "Heinrich XIV", "HEINRICH XIV"},
		{"LESEN SIE MEHR: „Wir geben nie auf“", "Lesen Sie mehr: „Wir geben nie auf“", "LESEN SIE MEHR"},
		{"ACHTUNG: Bitte nicht öffnen!", "Achtung: Bitte nicht öffnen!", "ACHTUNG"},
		{"[1] ACHTUNG:[2] Bitte", "[1] Achtung:[2] Bitte", "ACHTUNG"},
		{"{NAME} IST schon da", "{NAME} ist schon da", "IST"},
		{"EU: Neue Regeln", "EU: Neue Regeln", ""},
		{"Bitte NICHT öffnen!", "Bitte nicht öffnen!", "NICHT"},
		{"Die ZEIT hat recht, sagt das MUST.", "Die ZEIT hat recht, sagt das MUST.", ""},
		{
			"Das Schild sagt BITTE NICHT FÜTTERN und hängt schief.",
			"Das Schild sagt bitte nicht füttern und hängt schief.",
			"BITTE NICHT FÜTTERN",
		},
		{
			"MEHR AUF WWW.BEISPIEL.DE UND BEI @ZUG",
			"Mehr auf WWW.BEISPIEL.DE und bei @ZUG",
			"MEHR AUF WWW.BEISPIEL.DE UND BEI @ZUG",
		},
		{"A B C", "A B C", ""},
		{"", "", ""},
	} {
		changes, stretches := usualCase(c.in, score, true)
		var got []string
		for _, s := range stretches {
			got = append(got, c.in[s.Start:s.End])
		}
		if text := apply(c.in, changes); text != c.want || strings.Join(got, "|") != c.stretches {
			t.Errorf("%q: %q, %q; want %q, %q", c.in, text, got, c.want, c.stretches)
		}
	}
}

func TestInCapitals(t *testing.T) {
	target := "Please do not straße it."
	at := func(text, part string) offset.Span {
		i := strings.Index(text, part)
		return offset.Span{Start: i, End: i + len(part)}
	}
	source := "Bitte NICHT öffnen"
	links := []offset.Link{
		{Source: at(source, "Bitte"), Target: at(target, "Please")},
		{Source: at(source, "NICHT"), Target: at(target, "do")},
		{Source: at(source, "NICHT"), Target: at(target, "straße")},
		{Source: at(source, "öffnen"), Target: at(target, "it")},
	}
	loud := func(r offset.Span) bool { return source[r.Start:r.End] == "NICHT" }
	none := func(string) bool { return false }
	got, moved := inCapitals(target, links, false, loud, none)
	if want := "Please DO NOT STRASSE it."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for i, want := range []string{"Please", "DO", "STRASSE", "it"} {
		if r := moved[i].Target; got[r.Start:r.End] != want {
			t.Errorf("link %d leads to %q, want %q", i, got[r.Start:r.End], want)
		}
	}
	it := func(w string) bool { return w == "it" }
	if got, _ := inCapitals(target, links, true, loud, it); got != "PLEASE DO NOT STRASSE it." {
		t.Errorf("all: %q", got)
	}
}
