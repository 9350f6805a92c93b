package marian

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

func TestFrame(t *testing.T) {
	for _, c := range []struct{ in, lead, core, trail string }{
		{"Der Zug fährt.", "", "Der Zug fährt.", ""},
		{"– Der Zug fährt.", "–", "Der Zug fährt.", ""},
		{"-Der Zug", "", "-Der Zug", ""},
		{"• - 1. Der Zug fährt ab.", "• - 1.", "Der Zug fährt ab.", ""},
		{"… und dann?", "…", "und dann?", ""},
		{"…und dann …", "…", "und dann", "…"},
		{"Er wollte ...", "", "Er wollte", "..."},
		{"Was?...", "", "Was?...", ""},
		{"a) Das Formular", "a)", "Das Formular", ""},
		{"(iv) Das Formular", "(iv)", "Das Formular", ""},
		{"(und) das Formular", "", "(und) das Formular", ""},
		{"12) Das Formular", "12)", "Das Formular", ""},
		{"2.3. Die Pflichten", "", "2.3. Die Pflichten", ""},
		{"2.3. Die Pflichten der Mitglieder", "2.3.", "Die Pflichten der Mitglieder", ""},
		{"1. Mai ist ein Feiertag", "", "1. Mai ist ein Feiertag", ""},
		{"1. Platz geht", "", "1. Platz geht", ""},
		{"1990. Das war ein Jahr", "", "1990. Das war ein Jahr", ""},
		{"« Zurück", "«", "Zurück", ""},
		{"Weiter »", "", "Weiter", "»"},
		{"→ Mehr zum Thema", "→", "Mehr zum Thema", ""},
		{"- Mehr lesen ›", "-", "Mehr lesen", "›"},
		{"« Das ist gut »", "", "« Das ist gut »", ""},
		{"Er las »Die Zeit", "", "Er las »Die Zeit", ""},
		{"12 »", "", "12 »", ""},
		{"…", "", "…", ""},
		{"- 5", "", "- 5", ""},
		{"", "", "", ""},
	} {
		lead, trail := frame(c.in)
		m := identity(c.in, 0)
		got := [...]string{m.slice(0, lead).text, m.slice(lead, trail).text, m.slice(trail, len(c.in)).text}
		if want := [...]string{c.lead, c.core, c.trail}; got != want {
			t.Errorf("%q: %q, want %q", c.in, got, want)
		}
	}
	const many = 1_000_000 // looking through the rest of the text at each of them would take an hour
	if lead, _ := frame(strings.Repeat("- ", many) + "a"); lead != 2*many {
		t.Errorf("the frame of many bullets has %d bytes, want %d", lead, 2*many)
	}
}

func TestEnds(t *testing.T) {
	care := &care{sides: sides{german: true, english: true}}
	for _, c := range []struct{ source, target, want string }{
		{"Neuer Bahnhof", "New station.", "New station"},
		{"Er kam.", "He came.", "He came."},
		{"(siehe unten)", "(see below).", "(see below)"},
		{"um 13 Uhr", "at 1 p.m.", "at 1 p.m."},
		{"und so weiter", "etc.", "etc."},
		{"„Ich komme nicht“", "“I'm not coming.”", "“I'm not coming”"},
		{"Halt!", "Stop.", "Stop!"},
		{"„Warum?“", "“Why.”", "“Why?”"},
		{"x² ist das Quadrat davon", "x² is the square of it", "x² is the square of it"},
		{"Es gilt x² + y²", "x² + y² holds", "x² + y² holds"},
		{"Plan B", "Plan B.", "Plan B."},
		{"So weiter", "So on...", "So on..."},
		{"Ende eines langen Streits", "end of a long dispute", "End of a long dispute"},
		{"Pflicht", "duty", "Duty"},
		{"« Zurück", "« back", "« Back"},
		{"• Pflicht", "• duty", "• duty"},
		{"Pflicht!", "duty!", "Duty!"},
		{"20.000 Menschen kamen gestern", "20,000 people came yesterday", "20,000 people came yesterday"},
		{"1. Das Gespräch beginnt", "1. the conversation begins", "1. The conversation begins"},
		{"iPhone ist da jetzt", "iPhone is there now", "iPhone is there now"},
		{"Das ist iPhone", "iPhone is that", "iPhone is that"},
		{"und dann kam er", "And then he came", "and then he came"},
		{"wie geht es dir?", "How are you?", "How are you?"},
		{"peter kam an", "Peter arrived", "Peter arrived"},
		{"  Ausgaben 2025", "expenses in 2025", "Expenses in 2025"},
		{"Äpfel", "apples", "Apples"},
		{"und", "and", "and"},
		{"„Haus“", "“house”", "“house”"},
		{"Haus", "House", "House"},
		{"Einnahmen in Euro", "in euros", "In euros"},
		{"Haus", "", ""},
		{"", "house", "house"},
		{"Ja", "ŉ", "ŉ"}, // has no capital of its own
		{"Straße/Hausnummer", "street/house number", "Street/house number"},
		{"Unter beispiel.de steht es", "beispiel.de says so", "beispiel.de says so"},
	} {
		got := apply(c.target, ending(c.source, c.target))
		if got = apply(got, care.beginning(c.source, got)); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.source, c.target, got, c.want)
		}
	}
}

// TestKeptBeginning checks that what has to be kept stays as it is, even where a translation begins with it.
func TestKeptBeginning(t *testing.T) {
	text := "Installiert wird mit make install."
	keep := offset.Span{Start: strings.Index(text, "make"), End: len(text) - 1}
	for _, kept := range []bool{true, false} {
		j := &job{item: translate.Item{Text: text}, care: &care{sides: sides{german: true, english: true}, text: text}}
		d := drafted("make install installs it.")
		d.links = []offset.Link{{Source: keep, Target: offset.Span{End: len("make install")}}}
		want := "Make install installs it."
		if kept {
			j.keep, want = []offset.Span{keep}, "make install installs it."
		}
		if j.finish(d); j.result.Text != want {
			t.Errorf("kept %v: %q, want %q", kept, j.result.Text, want)
		}
	}
}
