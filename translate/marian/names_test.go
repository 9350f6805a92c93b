package marian

import (
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
)

// wordList is a list of known words.
func wordList(text string) func(string) bool {
	known := set(text)
	return func(word string) bool { return known[word] }
}

func TestLostNames(t *testing.T) {
	known := lexica{
		wordList("wir fahren nach Haus Schule Neuhafen Oberhaus Mailand"),
		wordList("we are going to the field house works Mr in New ports Milan"),
		wordList("Schule Haus"),
	}
	for _, c := range []struct {
		source, target string
		links          map[string]string
		want           []string
	}{
		{
			"Wir fahren nach Bielefeld.", "We are going to beele field.",
			map[string]string{"Bielefeld": "beele"}, []string{"Bielefeld"},
		},
		{"Wir fahren nach Bielefeld.", "We are going to Bielefeld.", map[string]string{"Bielefeld": "Bielefeld"}, nil},
		{"Wir fahren nach Schule.", "We are going to skool.", map[string]string{"Schule": "skool"}, nil},
		{"Wir fahren nach Schulhaus.", "We are going to the house.", map[string]string{"Schulhaus": "house"}, nil},
		{"Wir fahren nach ABCD.", "We are going to abecede.", map[string]string{"ABCD": "abecede"}, nil},
		{"Wir fahren nach Oer-Haus.", "We are going to Oerry.", map[string]string{"Oer-Haus": "Oerry"}, nil},
		{"Wir fahren mit dem Bielefeld.", "We are going to beele field.", map[string]string{"Bielefeld": "beele"}, nil},
		{"Zwei Bielefelder fahren.", "Two beelers go.", map[string]string{"Bielefelder": "beelers"}, nil},
		{"Schöne Bielefelder fahren.", "Beautiful beelers go.", map[string]string{"Bielefelder": "beelers"}, nil},
		{
			"Die Stadt Neuhafen", "The city of New ports",
			map[string]string{"Neuhafen": "New ports"}, []string{"Neuhafen"},
		},
		{"Die Stadt Neuhafen", "The city of Neuhafen", map[string]string{"Neuhafen": "Neuhafen"}, nil},
		{"Die Stadt Mailand", "The city of Milan", map[string]string{"Mailand": "Milan"}, nil},
		{"Die Stadt Haus", "The town house", map[string]string{"Haus": "house"}, nil},
		{"Wir fahren nach Neuhafen", "We are going to New ports", map[string]string{"Neuhafen": "New ports"}, nil},
		{"In Bielefeld", "In beele", map[string]string{"Bielefeld": "beele"}, []string{"Bielefeld"}},
		{"Frau Przybylskis Haus", "Przybylski's house", map[string]string{"Przybylskis": "Przybylski's"}, nil},
		{
			"Mr Przybylskis Haus", "Shibilsky's house",
			map[string]string{"Przybylskis": "Shibilsky's"}, []string{"Przybylskis"},
		},
	} {
		d := drafted(c.target)
		for from, to := range c.links {
			s, e := strings.Index(c.source, from), strings.Index(c.target, to)
			d.links = append(d.links, offset.Link{
				Source: offset.Span{Start: s, End: s + len(from)},
				Target: offset.Span{Start: e, End: e + len(to)},
			})
		}
		var got []string
		for _, m := range lostNames(c.source, d, known) {
			got = append(got, c.source[m.Start:m.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q, %q: %q, want %q", c.source, c.target, got, c.want)
		}
	}
}

func TestNamesOfList(t *testing.T) {
	known := wordList("king white apple")
	for _, c := range []struct{ source, target, want string }{
		{
			"Meier, König, Schulze, Weiß, Becker,",
			"Meier, King, Schulze, White, Becker,",
			"Meier, König, Schulze, Weiß, Becker,",
		},
		{"Hamburg, Bremen, Lübeck, München,", "Hamburg, Bremen, Lübeck, Munich,", "Hamburg, Bremen, Lübeck, Munich,"},
		{"Apfel, Birne, Meier, Nuss,", "Apple, pear, Meier, nut,", "Apple, pear, Meier, nut,"},
		{"Meier, König,", "Meier, King,", "Meier, King,"},
		{
			"Gäste: Meier, König, Schulze, Becker, Lange, Krause und Weiß.",
			"Guests: Meier, King, Schulze, Becker, Lange, Krause and White.",
			"Guests: Meier, König, Schulze, Becker, Lange, Krause and Weiß.",
		},
		{
			"Meier, König, Schulze, Becker und Weiß",
			"Meier, King, Schulze, Becker, and White",
			"Meier, König, Schulze, Becker, and Weiß",
		},
	} {
		// Munich is not a common word, but one that the list has as a name.
		all := lexica{known, func(w string) bool { return known(w) || w == "Munich" }, known}
		if got := apply(c.target, namesOfList(c.source, c.target, all)); got != c.want {
			t.Errorf("%q: %q, want %q", c.source, got, c.want)
		}
	}
}

// TestLexica: a model with a list of words knows the words of both languages; one without does not.
func TestLexica(t *testing.T) {
	if backend(t, "mini.int8", 1).known != nil {
		t.Error("a model without a list knows words")
	}
	known := noting(t, 1, map[string]string{"Gast": "Nachbarin"}, "der", "window").known
	for word, want := range map[string][2]bool{
		"Gast": {true, false}, "window": {false, true}, "Przybylski": {false, false},
	} {
		if got := [2]bool{known.source(word), known.target(word)}; got != want {
			t.Errorf("%s: in use as source and target %v, want %v", word, got, want)
		}
	}
}

func TestStreets(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Hauptstr. 5, 79098 Freiburg", []string{"Hauptstr."}},
		{"Sie wohnt in der Lindenstraße 12 b und der Marxallee 3.", []string{"Lindenstraße", "Marxallee"}},
		{"die Bundesstraße 27 und die Straße 5", nil},
		{"die Lindenstraße hat 12 Häuser", nil},
		{"Judengasse 2", []string{"Judengasse"}},
	} {
		var got []string
		for _, r := range streets(c.text) {
			got = append(got, c.text[r.Start:r.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
