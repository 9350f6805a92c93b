package marian

import (
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
)

func TestCalendarOnly(t *testing.T) {
	for in, want := range map[string]string{
		"Mo Di Mi Do Fr Sa So": "Mon Tue Wed Thu Fri Sat Sun",
		"Mo":                   "Mon",
		"So":                   "Sun",
		"Mo.–Fr.":              "Mon.–Fri.",
		"Mo bis Fr, So":        "Mon to Fri, Sun",
		"Jan. | Feb. | März":   "Jan. | Feb. | March",
		"12. Mai 2024":         "12 May 2024",
		"Di, 3. Okt. 2023":     "Tue, 3 Oct. 2023",
		"Montag":               "Monday",
		// anything else is for the model
		"So.":           "",
		"So, so":        "",
		"Mo kommt":      "",
		"2024":          "",
		"Mo 9–17 Uhr":   "",
		"Do it":         "",
		"Mona":          "",
		"bis":           "",
		"Fr. Müller":    "",
		"Mi!":           "",
		"Sommer August": "",
	} {
		got := ""
		if changes := calendarOnly(in); changes != nil {
			got = apply(in, changes)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSpellCalendar(t *testing.T) {
	for in, want := range map[string]string{
		"Mo–Fr 9–17 Uhr, Sa geschlossen":       "Montag bis Freitag 9–17 Uhr, Samstag geschlossen",
		"Mo-Fr 8-16 Uhr":                       "Montag bis Freitag 8-16 Uhr",
		"Geöffnet Mo. bis Fr. 8 Uhr":           "Geöffnet Montag bis Freitag 8 Uhr",
		"Am Mi., 12. Mai, und Do., 13. Mai":    "Am Mittwoch, 12. Mai, und Donnerstag, 13. Mai",
		"Am So. um 15 Uhr":                     "Am Sonntag um 15 Uhr",
		"Am 3. Jan. 2024 kam er":               "Am 3. Januar 2024 kam er",
		"Seit Okt. 2023 wohnt er hier.":        "Seit Oktober 2023 wohnt er hier.",
		"1. Quartal: Jan.–März":                "1. Quartal: Januar–März",
		"So ist das. Do it!":                   "So ist das. Do it!",
		"So 20 Leute kamen":                    "So 20 Leute kamen",
		"Fr. Müller kommt am Di. um 8 Uhr":     "Fr. Müller kommt am Dienstag um 8 Uhr",
		"Jan kommt mit Dez. und Mo nach Jena.": "Jan kommt mit Dez. und Mo nach Jena.",
		"Er kommt Sa und So.":                  "Er kommt Samstag und Sonntag.",
	} {
		if got := apply(in, spellCalendar(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestEnglishDates(t *testing.T) {
	for in, want := range map[string]string{
		"On Saturday, 5. October 2024, at 8 p.m.": "On Saturday, 5 October 2024, at 8 p.m.",
		"On the 1. May 2024 and the 2. May":       "On 1 May 2024 and 2 May",
		"In 2024. May I go?":                      "In 2024. May I go?",
		"It is 5. Maybe more.":                    "It is 5. Maybe more.",
	} {
		if got := apply(in, englishDates(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestChangedLinks(t *testing.T) {
	d := drafted("On 5. October it was.")
	at := func(start, end int) offset.Link {
		return offset.Link{Target: offset.Span{Start: start, End: end}}
	}
	d.links = []offset.Link{at(3, 4), at(4, 5), at(6, 13), at(3, 5), at(20, 21)}
	d.change(englishDates(d.text.String()))
	var got []string
	for _, l := range d.links {
		got = append(got, d.text.String()[l.Target.Start:l.Target.End])
	}
	if want := []string{"5", "October", "5", "."}; !slices.Equal(got, want) {
		t.Errorf("links lead to %q, want %q", got, want)
	}
}
