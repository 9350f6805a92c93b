package marian

import (
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/growthtest"
	"github.com/satzpaar/satzpaar/offset"
)

// drafted is a draft of a text without links.
func drafted(text string) *draft {
	d := &draft{}
	d.text.WriteString(text)
	return d
}

func TestClocks(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"Die Uhr geht nach.", nil},
		{"Die 12-Uhr-Nachrichten mit 3 Uhren", nil},
		{"um 13 Uhr", []string{"13 Uhr=1 p.m."}},
		{"um 13\nUhr", []string{"13\nUhr=1 p.m."}},
		{"18.30 Uhr, 7:05 Uhr", []string{"18.30 Uhr=6:30 p.m.", "7:05 Uhr=7:05 a.m."}},
		{"um 20 Uhr 15.", []string{"20 Uhr 15=8:15 p.m."}},
		{"um 20 Uhr 15 kam er", []string{"20 Uhr 15=8:15 p.m."}},
		{"um 20 Uhr 15 Menschen", []string{"20 Uhr=8 p.m."}},
		{"um 20 Uhr 15 % mehr", []string{"20 Uhr=8 p.m."}},
		{"um 20 Uhr 1500 Gäste", []string{"20 Uhr=8 p.m."}},
		{"von 10 bis 18 Uhr", []string{"10=10 a.m.", "18 Uhr=6 p.m."}},
		{"9–17.30 Uhr", []string{"9=9 a.m.", "17.30 Uhr=5:30 p.m."}},
		{
			"12 Uhr, 0 Uhr, 24 Uhr, 0.30 Uhr, 12.15 Uhr",
			[]string{"12 Uhr=noon", "0 Uhr=midnight", "24 Uhr=midnight", "0.30 Uhr=12:30 a.m.", "12.15 Uhr=12:15 p.m."},
		},
		{
			"um 8 Uhr abends, um 3 Uhr nachts, um 11 Uhr nachts",
			[]string{"8 Uhr=8 p.m.", "3 Uhr=3 a.m.", "11 Uhr=11 p.m."},
		},
		{"heute Abend um 8 Uhr", []string{"8 Uhr=8 p.m."}},
		{"Sonnabend um 8 Uhr", []string{"8 Uhr=8 a.m."}},
		{"um 5 vor 12 Uhr, 3 Minuten nach 8 Uhr, halb 9 Uhr, Viertel nach 7 Uhr", nil},
		{"kurz vor 12 Uhr", []string{"12 Uhr=noon"}},
		{"von ca. 14 bis ca. 16 Uhr", []string{"14=2 p.m.", "16 Uhr=4 p.m."}},
		{"Di, Do 8–12 u. 14–18 Uhr", []string{"8=8 a.m.", "12=noon", "14=2 p.m.", "18 Uhr=6 p.m."}},
		{
			"9-12, 14-18 Uhr, Saal 3, 14 Uhr",
			[]string{"9=9 a.m.", "12=noon", "14=2 p.m.", "18 Uhr=6 p.m.", "14 Uhr=2 p.m."},
		},
		{"um 8 und 9 Uhr", []string{"8=8 a.m.", "9 Uhr=9 a.m."}},
		{"am Morgen um 7 Uhr und am Abend um 7 Uhr", []string{"7 Uhr=7 a.m.", "7 Uhr=7 p.m."}},
		{"am Montagabend gegen 7 Uhr, morgen um 7 Uhr", []string{"7 Uhr=7 p.m.", "7 Uhr=7 a.m."}},
		{"WIR ÖFFNEN UM 18 UHR, um 9 Uhr", []string{"18 UHR=6 p.m.", "9 Uhr=9 a.m."}},
		{"um 25 Uhr, um 1.234 Uhr, am 3. Uhr", nil},
	} {
		var got []string
		for _, x := range clocks(c.in) {
			got = append(got, c.in[x.Start:x.End]+"="+x.english())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestMendClocks(t *testing.T) {
	for _, c := range []struct{ source, draft, want string }{
		{"Der Zug fährt um 13 Uhr.", "The train goes at 1 p.m.", "The train goes at 1 p.m."},
		{"Der Zug fährt um 13 Uhr.", "The train goes at 13:00.", "The train goes at 13:00."},
		{"Der Zug fährt um 13 Uhr.", "The train goes at 13 a.m.", "The train goes at 1 p.m."},
		{"Der Zug fährt um 13 Uhr.", "The train goes at 1 a.m..", "The train goes at 1 p.m."},
		{"Um 23 Uhr war es vorbei.", "At 1 p.m. it was over.", "At 11 p.m. it was over."},
		{"Um 23 Uhr war es vorbei.", "At 2:00 it was over.", "At 11 p.m. it was over."},
		{"Um 14.30 Uhr kam er.", "He came at 2:30.", "He came at 2:30 p.m."},
		{"Um 12 Uhr essen wir.", "We eat at 12 a.m.", "We eat at noon."},
		{"Um 12 Uhr essen wir.", "We eat at 12 noon.", "We eat at 12 noon."},
		{"Um 0 Uhr endet es.", "It ends at 0 a.m.", "It ends at midnight."},
		{"Von 14 bis 18 Uhr.", "From 2 to 6 p.m.", "From 2 to 6 p.m."},
		{"Von 9 bis 17 Uhr.", "From 9 to 5 p.m.", "From 9 a.m. to 5 p.m."},
		{"9–17 Uhr", "9–17 p.m.", "9 a.m.–5 p.m."},
		{"8-16 Uhr", "8-16 clock", "8 a.m.-4 p.m."},
		{"Um 8 Uhr kam er.", "He came at 8 o'clock.", "He came at 8 o'clock."},
		{"Um 8 Uhr kam er.", "He came at 8 p.m.", "He came at 8 a.m."},
		{"Um 8 Uhr abends kam er.", "He came at 8 in the evening.", "He came at 8 in the evening."},
		{"Um 8 Uhr in der Nacht kam er.", "He came at 8 p.m.", "He came at 8 p.m."},
		{"Um 15 Uhr kamen 15 Gäste.", "At 15, 15 guests came.", "At 15, 15 guests came."},
		{"24-Stunden-Dienst ab 0 Uhr", "24-hour service from 0 a.m.", "24-hour service from midnight"},
		{"Um 7 Uhr kamen 7 Gäste.", "At 7 p.m., 7 guests came.", "At 7 a.m., 7 guests came."},
		{"Um 20 Uhr 15 begann der Film.", "The film started.", ""},
		{"Um 20 Uhr kamen 3 Gäste.", "3 guests came.", ""},
	} {
		d := drafted(c.draft)
		missing := mendClocks(c.source, d, clocks(c.source))
		if got := d.text.String(); c.want != "" && (got != c.want || missing != nil) ||
			c.want == "" && len(missing) != 1 {
			t.Errorf("%q, %q: %q, missing %v; want %q", c.source, c.draft, got, missing, c.want)
		}
	}
	// Links follow.
	d := drafted("At 13 a.m. the train goes.")
	d.links = []offset.Link{{Target: offset.Span{Start: 3, End: 5}}, {Target: offset.Span{Start: 15, End: 20}}}
	mendClocks("Um 13 Uhr fährt der Zug.", d, clocks("Um 13 Uhr fährt der Zug."))
	text := d.text.String()
	var got []string
	for _, l := range d.links {
		got = append(got, text[l.Target.Start:l.Target.End])
	}
	if !slices.Equal(got, []string{"1 p.m.", "train"}) {
		t.Errorf("%q: links lead to %q", text, got)
	}
}

func TestMinutesInFront(t *testing.T) {
	for in, want := range map[string]string{
		"um 20 Uhr 15 beginnt es":          "um 20:15 Uhr beginnt es",
		"um 7 Uhr 5.":                      "um 7:05 Uhr.",
		"die 18-Uhr-Messe und um 7 Uhr 30": "die Messe um 18 Uhr und um 7:30 Uhr",
		"um 20 Uhr beginnt es":             "um 20 Uhr beginnt es",
	} {
		if got := apply(in, minutesInFront(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestClocksGrowth: what stands before a time is looked at as far as it may belong to it.
func TestClocksGrowth(t *testing.T) {
	for _, unit := range []string{"um 3 Uhr ", "1 bis "} {
		growthtest.Linear(t, unit, 2000, func(n int) func() {
			text := strings.Repeat(unit, n) + "2 Uhr"
			return func() {
				if got := clocks(text); len(got) != n+1 {
					t.Fatalf("%q: %d times of day, want %d", unit, len(got), n+1)
				}
			}
		})
	}
}
