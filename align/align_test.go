package align

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// cover fails unless the beads are monotone and cover both sides exactly once, with sane numbers.
func cover(t testing.TB, source, target []string, beads []Bead) {
	t.Helper()
	i, j := 0, 0
	for k, b := range beads {
		if b.Source.Start != i || b.Target.Start != j || b.Source.Len() < 0 || b.Target.Len() < 0 ||
			b.Source.Len()+b.Target.Len() == 0 {
			t.Fatalf("bead %d is %+v; the beads before it end at %d and %d", k, b, i, j)
		}
		if !(b.Confidence >= 0 && b.Confidence <= 1) || math.IsNaN(b.Cost) || math.IsInf(b.Cost, 0) {
			t.Fatalf("bead %d has confidence %v and cost %v", k, b.Confidence, b.Cost)
		}
		i, j = b.Source.End, b.Target.End
	}
	if i != len(source) || j != len(target) {
		t.Fatalf("the beads end at %d and %d; there are %d and %d sentences", i, j, len(source), len(target))
	}
}

func mustAlign(t testing.TB, source, target []string, cfg Config) ([]Bead, Report) {
	t.Helper()
	beads, report, err := Align(source, target, cfg)
	if err != nil {
		t.Fatal(err)
	}
	cover(t, source, target, beads)
	return beads, report
}

func shapesOf(beads []Bead) string {
	var b strings.Builder
	for _, x := range beads {
		fmt.Fprintf(&b, "%d-%d ", x.Source.Len(), x.Target.Len())
	}
	return strings.TrimSpace(b.String())
}

var (
	germanText = []string{
		"Der Gemeinderat von Altenkirchen hat am Dienstag den Bau einer neuen Schule beschlossen.",
		"Sie soll 240 Kindern Platz bieten und 18,5 Millionen Euro kosten.",
		"Bürgermeisterin Karin Wolters nannte die Entscheidung einen wichtigen Schritt.",
		"Die Opposition kritisierte die hohen Kosten, und sie verlangte eine zweite Prüfung.",
		"Mit den Arbeiten wird im Frühjahr begonnen.",
		"Der alte Bau aus dem Jahr 1962 wird danach abgerissen.",
		"An seiner Stelle entsteht ein kleiner Park mit Bäumen und Bänken.",
	}
	englishText = []string{
		"On Tuesday the Altenkirchen town council decided to build a new school.",
		"It is to have room for 240 children and cost 18.5 million euros.",
		"Mayor Karin Wolters called the decision an important step.",
		"The opposition criticised the high costs, and it demanded a second examination.",
		"Work will begin in spring.",
		"The old building from 1962 will then be torn down.",
		"In its place a small park with trees and benches will be created.",
	}
)

func TestAlignShapes(t *testing.T) {
	edit := func(texts []string, f func([]string) []string) []string { return f(slices.Clone(texts)) }
	for _, x := range []struct {
		name           string
		source, target []string
		want           string
	}{
		{"one to one", germanText, englishText, "1-1 1-1 1-1 1-1 1-1 1-1 1-1"},
		{"target sentence left out", germanText,
			edit(englishText, func(s []string) []string { return slices.Delete(s, 2, 3) }), "1-1 1-1 1-0 1-1 1-1 1-1 1-1"},
		{"source sentence left out", edit(germanText, func(s []string) []string { return slices.Delete(s, 5, 6) }),
			englishText, "1-1 1-1 1-1 1-1 1-1 0-1 1-1"},
		{"joined in the target", germanText, edit(englishText, func(s []string) []string {
			s[4] = s[4] + " " + s[5]
			return slices.Delete(s, 5, 6)
		}), "1-1 1-1 1-1 1-1 2-1 1-1"},
		{"cut in the target", germanText, edit(englishText, func(s []string) []string {
			s[3] = "The opposition criticised the high costs."
			return slices.Insert(s, 4, "It demanded a second examination.")
		}), "1-1 1-1 1-1 1-2 1-1 1-1 1-1"},
		{"three joined", edit(germanText, func(s []string) []string {
			s[0] = strings.Join(s[:3], " ")
			return slices.Delete(s, 1, 3)
		}), englishText, "1-3 1-1 1-1 1-1 1-1"},
	} {
		t.Run(x.name, func(t *testing.T) {
			beads, _ := mustAlign(t, x.source, x.target, Config{Lexicon: GermanEnglish()})
			if got := shapesOf(beads); got != x.want {
				t.Errorf("got %s\nwant %s\n%+v", got, x.want, beads)
			}
		})
	}
}

func TestAlignIsDeterministic(t *testing.T) {
	source, target := longText(600, "s"), longText(580, "s")
	first, _ := mustAlign(t, source, target, Config{})
	second, _ := mustAlign(t, source, target, Config{})
	if !reflect.DeepEqual(first, second) {
		t.Error("two runs differ")
	}
}

// longText makes sentences of made-up words, of which some are rare.
func longText(n int, seed string) []string {
	var texts []string
	for i := range n {
		texts = append(texts, fmt.Sprintf("%s Satz %d handelt von Wort%d und ding%d im Jahr %d.",
			strings.Repeat("sehr ", i*7%5), i, i*i%97, i%13, 1000+i*31%900))
	}
	return texts
}

// TestAlignLong aligns documents that are cut into chunks.
func TestAlignLong(t *testing.T) {
	source := longText(3000, "a")
	target := slices.Delete(longText(3000, "a"), 1200, 1210)
	beads, report := mustAlign(t, source, target, Config{})
	wrong := 0
	for _, b := range beads {
		shift := 0
		if b.Source.Start >= 1210 {
			shift = 10
		}
		if b.Source.Len() == 1 && b.Target.Len() == 1 && b.Source.Start != b.Target.Start+shift {
			wrong++
		}
	}
	if wrong > 0 || report.Aligned < 0.99 {
		t.Errorf("%d wrong beads, %.3f aligned", wrong, report.Aligned)
	}
}

func TestAlignBadInput(t *testing.T) {
	equal := slices.Repeat([]string{"Das ist ein Satz."}, 10_000)
	equalEnglish := slices.Repeat([]string{"This is a sentence."}, 9_000)
	reversed := slices.Clone(longText(60, "r"))
	slices.Reverse(reversed)
	for _, x := range []struct {
		name           string
		source, target []string
		warning        string // part of a warning that must be there; "" for none at all
		most           float64
	}{
		{"both empty", nil, nil, "", 1},
		{"no source", nil, englishText, "the source has no sentences", 0},
		{"no target", germanText, nil, "the target has no sentences", 0},
		{"good", germanText, englishText, "", 1},
		{"equal sentences", equal, equalEnglish, "are equal to another", 0.1},
		{"giant sentence", []string{strings.Repeat("Ein langer Satz ohne Ende und ", 50_000)}, englishText, "was it split?", 0.5},
		{"sides differ", germanText, longText(300, "x"), "times as long", 0.3},
		{"wrong order", longText(60, "r"), reversed, "order of the sentences differs", 0.3},
		{"not translations", germanText, cookery, "do not look like translations", 0.5},
		{"long and not translations", longText(200, "x"), slices.Repeat(cookery, 25), "do not look like translations", 0.3},
		{"lines of very different length", []string{strings.Repeat("Wort ", 4000), "Ja.", "Nein."},
			[]string{"Yes.", strings.Repeat("word ", 4000), "No."}, "", 1},
		{"invalid text", []string{"\xff\xfe", "", " ", "\x00"}, []string{"\xed\xa0\x80", "", "é", "\u200b"}, "", 1},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, report := mustAlign(t, x.source, x.target, Config{Lexicon: GermanEnglish()})
			all := strings.Join(report.Warnings, "\n")
			if x.warning == "" && all != "" || !strings.Contains(all, x.warning) {
				t.Errorf("warnings %q, want %q", all, x.warning)
			}
			if report.Confidence > x.most {
				t.Errorf("confidence %.2f, want at most %.2f", report.Confidence, x.most)
			}
		})
	}
}

var cookery = []string{
	"Wash the rice until the water runs clear.",
	"Fry the onions in butter over a low heat.",
	"Add a pinch of saffron, then pour in half of the broth.",
	"Stir gently and do not let it boil.",
	"My grandmother used to add a glass of white wine.",
	"Cover the pot for twenty minutes.",
	"Serve with grated cheese and black pepper.",
	"Leftovers taste even better the next day.",
}

func TestParagraphsHelp(t *testing.T) {
	source := []string{"Ja.", "Nein.", "Ja.", "Nein.", "Ja."}
	target := []string{"Yes.", "No.", "No.", "Yes."}
	beads, _ := mustAlign(t, source, target,
		Config{Lexicon: GermanEnglish(), SourceParagraphs: []int{0, 3}, TargetParagraphs: []int{0, 2}})
	for _, b := range beads {
		if b.Source.Start < 3 && b.Source.End > 3 || b.Target.Start < 2 && b.Target.End > 2 {
			t.Errorf("bead %+v crosses a paragraph", b)
		}
	}
}

func TestWords(t *testing.T) {
	for _, x := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"Die „Große“ Zahl 1.250,5.", []string{"die", `"`, "große", `"`, "zahl", "1.250,5", "."}},
		{"EU-Haushalt – 3,", []string{"eu", "-", "haushalt", "-", "3", ","}},
		{"日本。", []string{"日", "本", "."}},
		{"a\xffb", []string{"a", "b"}},
		{"Silben\u00adtrennung", []string{"silben\u00adtrennung"}},
	} {
		var got []string
		for _, w := range Words(x.text) {
			got = append(got, w.Form)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%q: got %q, want %q", x.text, got, x.want)
		}
	}
}

func TestNumberValues(t *testing.T) {
	for _, x := range []struct {
		a, b string
		same bool
	}{
		{"1.250", "1,250", true}, {"18,5", "18.5", true}, {"1.250,50", "1,250.5", true},
		{"007", "7", true}, {"12", "13", false}, {"3,5", "35", false},
		{"1.000.000", "1,000,000", true}, {"0,125", "125", false}, {"1a", "1", false},
	} {
		same := false
		for _, v := range numberValues(x.a) {
			same = same || slices.Contains(numberValues(x.b), v)
		}
		if same != x.same {
			t.Errorf("%s and %s: equal %v, want %v", x.a, x.b, same, x.same)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range append(slices.Clone(germanText), "", "\xff", "1.2.3", "日本", "a\u0301b", "…") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, w := range Words(s) {
			if w.Start < end || w.End <= w.Start || w.End > len(s) || w.Form == "" {
				t.Fatalf("word %+v after %d in %q", w, end, s)
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[w.Start:w.End]) {
				t.Fatalf("word %+v cuts a rune in %q", w, s)
			}
			end = w.End
		}
	})
}

func FuzzAlign(f *testing.F) {
	f.Add(strings.Join(germanText, "\n"), strings.Join(englishText, "\n"))
	f.Add("", "\n\n")
	f.Add("1\n2\n3", "3\n2\n1\n0")
	lexicon := smallLexicon()
	f.Fuzz(func(t *testing.T, a, b string) {
		source, target := strings.Split(a, "\n"), strings.Split(b, "\n")
		const most = 60 // sentences, so that a step of the fuzzer stays short
		mustAlign(t, source[:min(len(source), most)], target[:min(len(target), most)], Config{Lexicon: lexicon})
	})
}
