package term

import (
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for _, c := range []struct{ text, term, want string }{
		{"Das Land ist groß.", "Land", "Land"},
		{"Der Landrat kam.", "Land", ""},
		{"Die Landräte kamen.", "Land", ""},
		{"des Landes", "Land", "Landes"},
		{"Der Handel blüht.", "Hand", ""},
		{"das LAND", "Land", "LAND"},
		{"Ausland", "Land", ""},
		{"Land-Rover", "Land", "Land"},
		{"Sie ist Kanzlerin.", "Kanzler", ""},
		{"des Kanzlers", "Kanzler", "Kanzlers"},
		{"die Kinder", "Kind", "Kinder"},
		{"two Ereignisse", "Ereignis", "Ereignisse"},
		{"the bank's manager", "bank", "bank's"},
		{"the bank’s manager", "bank", "bank’s"},
		{"'the bank' is", "bank", "bank"},
		{"the policies", "policy", "policies"},
		{"it is", "IT", ""},
		{"the IT department", "IT", "IT"},
		{"die EU-Staaten", "EU", "EU"},
		{"in Europa", "EU", ""},
		{"zwei PCs", "PC", "PCs"},
		{"die Orte", "Ort", ""},
		{"des Orts", "Ort", "Orts"},
		{"die Torte", "Tor", ""},
		{"das Tor", "Tor", "Tor"},
		{"der Europäischen\nUnion", "Europäische Union", "Europäischen\nUnion"},
		{"des Roten Kreuzes", "Rotes Kreuz", "Roten Kreuzes"},
		{"rote Kreuzung", "Rotes Kreuz", ""},
		{"Rotes  \u00a0Kreuz", "Rotes Kreuz", "Rotes  \u00a0Kreuz"},
		{"nach § 5 BGB", "§ 5", "§ 5"},
		{"nach § 51 BGB", "§ 5", ""},
		{"in C++ written", "C++", "C++"},
		{"Version 2", "Version 2", "Version 2"},
		{"Version 21", "Version 2", ""},
		{"в городах", "город", "городах"},
		{"городской", "город", ""},
		{"anything", "", ""},
		{"a \xff b", "\xff", ""},
		{"nach § 5", "\xc2", ""},
	} {
		start, end, ok := Find(c.text, c.term)
		if got := c.text[start:end]; ok != (c.want != "") || got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.term, c.text, got, c.want)
		}
	}
}

func TestAlternatives(t *testing.T) {
	if got := Alternatives(" flat | apartment||"); !slices.Equal(got, []string{"flat", "apartment"}) {
		t.Errorf("%q", got)
	}
}

// An index finds what a search for each term finds.
func FuzzIndex(f *testing.F) {
	f.Add("Der Landrat des Landes kam in die Städte der Europäischen Union.", "Land;Europäische Union;Stadt;;IT")
	f.Add("the policies of cities, e.g. C++ and § 5", "policy;city;C++;§ 5;y")
	f.Add("\xff a\u0301 İstanbul ſ", "\xff;a\u0301;istanbul;S")
	f.Add("rote roten Roter Kreuzes Kreuz", "Rotes Kreuz;roter kreuz;rote")
	f.Fuzz(func(t *testing.T, text, list string) {
		terms := strings.Split(list, ";")
		var want []Match
		for i, term := range terms {
			if start, end, ok := Find(text, term); ok {
				want = append(want, Match{i, start, end})
			}
		}
		if got := NewIndex(terms).Find(text); !slices.Equal(got, want) {
			t.Errorf("%q in %q: %v, want %v", terms, text, got, want)
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	var terms []string
	for _, a := range strings.Fields("Haus Garten Stadt Land Amt Straße Rat Gericht Schule Markt") {
		for _, c := range strings.Fields("ordnung meister plan bau recht leitung verwaltung kosten fläche nutzung") {
			terms = append(terms, a+c, a+c+" alter Art")
		}
	}
	x := NewIndex(terms)
	text := strings.Repeat("Der Rat der Stadt hat gestern über die Kosten der neuen Gartenordnung und den Straßenbau beraten. ", 10)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		x.Find(text)
	}
}

func TestAll(t *testing.T) {
	for _, tt := range []struct {
		text, term string
		want       []string
	}{
		{"Haus und Hauses und Hausordnung, HAUS", "Haus", []string{"Haus", "Hauses", "HAUS"}},
		{"3 €, 4 €€", "€", []string{"€", "€", "€"}},
		{"wir sagen und wir sagen und", "wir sagen", []string{"wir sagen", "wir sagen"}},
		{"die Europäische Union", "Europäische Union", []string{"Europäische Union"}},
		{"Haus", "", nil},
		{"", "Haus", nil},
	} {
		var got []string
		for start, end := range All(tt.text, tt.term) {
			got = append(got, tt.text[start:end])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("All(%q, %q): %q, want %q", tt.text, tt.term, got, tt.want)
		}
	}
}
