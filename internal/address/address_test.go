package address

import (
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/growthtest"
)

func TestFind(t *testing.T) {
	for text, want := range map[string][]string{
		"Nichts davon steht hier.":                                         nil,
		"Mehr unter https://beispiel.de/a/b?c=d#e.":                        {"https://beispiel.de/a/b?c=d#e"},
		"(siehe www.beispiel.de)":                                          {"www.beispiel.de"},
		"Www.Beispiel.de, WWW.BEISPIEL.DE":                                 {"Www.Beispiel.de", "WWW.BEISPIEL.DE"},
		"Www.beispiel.de hilft":                                            {"Www.beispiel.de"},
		"HTTP://X.org/(a) und https://example.org/a?b=c.":                  {"HTTP://X.org/(a)", "https://example.org/a?b=c"},
		"https://de.beispiel.org/wiki/Troll_(Netz)…":                       {"https://de.beispiel.org/wiki/Troll_(Netz)"},
		"(https://beispiel.org/wiki/Troll_(Netz)), sagt er":                {"https://beispiel.org/wiki/Troll_(Netz)"},
		"bilder.beispiel.de/zug/7x3 zeigt es":                              {"bilder.beispiel.de/zug/7x3"},
		"Das meldet beispiel.de. Bei BEISPIEL.NET stand es so.":            {"beispiel.de", "BEISPIEL.NET"},
		"er kam.Es war (beispiel.de).":                                     {"beispiel.de"},
		"die beispiel.de-Seite, beispiel.dem, Beispiel.De":                 nil,
		"Schreiben Sie an post.stelle@amt-nord.beispiel.de!":               {"post.stelle@amt-nord.beispiel.de"},
		"post@localhost, httpd, -a.de, a..de":                              {"a.de"},
		"RT @NordZug: #Streik bei der @Bahn_Presse":                        {"@NordZug", "#Streik", "@Bahn_Presse"},
		"„@zug“ und #Züge, #a, #30, @a":                                    {"@zug", "#Züge", "#a", "@a"},
		"#eins#zwei (#drei) &#x27; &#39;":                                  {"#eins", "#drei"},
		"und/oder, z.B./d.h., Nr.12/13, 3/4, km/h, C#, 5 @ 3, #1, a@b, 1.": nil,
		"ftp://x, ://y, http://, http://..":                                {"ftp://x"},
		"@ # @@ ## www. / //":                                              nil,
		"Kaputt \xff@zug\xfe":                                              {"@zug"},
	} {
		var got []string
		for _, s := range Find(text) {
			got = append(got, s.In(text))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestFindGrowth: text without end costs time in proportion to its length.
func TestFindGrowth(t *testing.T) {
	for _, unit := range []string{"a.", "a@", "a", "a.xy/!", "a://", "http://(", ")", "www.", "#", "@a", "http://a)"} {
		growthtest.Linear(t, unit, 100_000, func(n int) func() {
			text := "http://" + strings.Repeat(unit, n)
			return func() {
				Find(text)
				Find(text[7:])
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Mehr unter (https://beispiel.de/a_(b)), @zug und #tag, post@beispiel.de.")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, s := range Find(text) {
			if s.Start < at || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%q: %v", text, Find(text))
			}
			at = s.End
			if first := text[s.Start]; first != '#' && !MayHold(text) {
				t.Fatalf("%q may hold %q", text, s.In(text))
			}
			if strings.ContainsAny(s.In(text), " \t\n\"<>") {
				t.Fatalf("%q is not an address", s.In(text))
			}
		}
		for i := range min(len(text), longest) {
			if end := End(text, i); end > i && !MayHold(text) {
				t.Fatalf("%q may hold %q", text, text[i:end])
			}
		}
	})
}
