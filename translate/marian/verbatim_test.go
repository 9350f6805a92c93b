package marian

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/address"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
)

func TestJoin(t *testing.T) {
	r := func(a ...int) (list []offset.Span) {
		for i := 0; i < len(a); i += 2 {
			list = append(list, offset.Span{Start: a[i], End: a[i+1]})
		}
		return list
	}
	for _, c := range []struct{ hard, soft, want []offset.Span }{
		{nil, nil, nil},
		{r(1, 3), nil, r(1, 3)},
		{nil, r(1, 3), r(1, 3)},
		{r(4, 6), r(1, 3, 7, 9), r(1, 3, 4, 6, 7, 9)},
		{r(2, 4, 8, 9), r(1, 3, 4, 8, 8, 10, 11, 12), r(2, 4, 4, 8, 8, 9, 11, 12)},
		{r(0, 9), r(1, 2, 3, 4, 9, 10), r(0, 9, 9, 10)},
	} {
		if got := join(c.hard, c.soft); !slices.Equal(got, c.want) {
			t.Errorf("join(%v, %v) = %v, want %v", c.hard, c.soft, got, c.want)
		}
	}
}

// TestAddressesStay: whatever the model makes of them, addresses, handles and hashtags come out as they went in, and
// the words around them are translated.
func TestAddressesStay(t *testing.T) {
	b, err := Builtin(Config{})
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{
		"Das Zeugnis liegt unter http://mitglied.beispiel.de/achtgroschen/zeugnis.jpg bereit.",
		"Die Beschreibung steht auf http://www.zeitungsarchiv.beispiel.de/dtaq/ueber #archivtag17",
		"Noch einmal für alle, die lesen können: http://suche.beispiel.de/suche/trefferliste.php?suchbegriff[UND]=zugfahrer&seite=10",
		"RT @NordZugHeute: Wer glaubt noch an die #Zugbremse?",
		"Heute #Stadtrat: #Debatte zum #Haushalt2031.",
		"Einigung im #Lohnstreit, sagt @RioGruppe und @xyzbaba",
		"Schreiben Sie bis Freitag an die Geschäftsstelle: auskunft.zimmer12@verwaltung-nord.beispiel.de!",
		"@xyzbaba",
		"Zwei Mal #Lohnstreit und noch einmal #Lohnstreit.",
		"Der Sender Новый мир (Москва) berichtet heute von dem Streik.",
		"Auf dem Schild am Bahnhof stand 東京駅, und niemand konnte es lesen.",
		"Der Faden 🧵 1/7 beginnt heute 🔴",
		"Die Bäuerin👩‍🌾 verkauft am Samstag Äpfel.",
	}
	foreign := map[int][]string{9: {"Новый мир", "Москва"}, 10: {"東京駅"}, 11: {"🧵", "🔴"}, 12: {"👩‍🌾"}}
	var items []translate.Item
	for _, s := range texts {
		items = append(items, translate.Item{Text: s})
	}
	for i, r := range results(t, b, items...) {
		if r.Err != nil {
			t.Error(texts[i], r.Err)
			continue
		}
		if !handedOn(texts[i], r.Text, address.Find(texts[i])) {
			t.Errorf("%q became %q", texts[i], r.Text)
		}
		for _, word := range foreign[i] {
			if !strings.Contains(r.Text, word) {
				t.Errorf("%q became %q", texts[i], r.Text)
			}
		}
		if r.Text == texts[i] && strings.Contains(r.Text, " ") {
			t.Errorf("%q was not translated", texts[i])
		}
		for _, l := range r.Links {
			if l.Source.End > len(texts[i]) || l.Target.End > len(r.Text) || l.Source.Start > l.Source.End || l.Target.Start > l.Target.End {
				t.Errorf("%q: link %v lies outside", texts[i], l)
			}
		}
	}
}

// TestCalm: what is said again and again is said once, unless the source does so; signs may come in rows. Scores
// and attention lose the same tokens.
func TestCalm(t *testing.T) {
	b, err := Builtin(Config{})
	if err != nil {
		t.Fatal(err)
	}
	e := b.source.NewEncoder()
	tokens := func(text string) []int32 {
		var ids []int32
		for _, x := range e.Encode(nil, text) {
			ids = append(ids, x.ID)
		}
		return append(ids, nn.EndOfSentence)
	}
	for _, c := range []struct{ source, target, want string }{
		{"Sie stützen die Lehre.", "They support the the the the theory.", "They support the theory."},
		{"Sie stützen die Lehre.", "They support the the theory.", "They support the the theory."},
		{"In der Mitte.", "In the middle of the middle of the middle of it.", "In the middle of it."},
		{"Zum ersten Mal.", "For the first time for the first time.", "For the first time for the first time."}, // For, for
		{"Er kam zum ersten Mal.", "He came for the first time for the first time.", "He came for the first time."},
		{"Im Ort und im Ort und im Ort", "In the town and in the town and in the town", "In the town and in the town and in the town"},
		{"Eins, zwei, eins, zwei", "one, two, one, two", "one, two, one, two"},
		{"nein nein nein", "no no no", "no no no"},
		{"So!!!", "So!!!!", "So!!!!"},
		{"So ist es.", "It is is is so so so.", "It is so."},
	} {
		s := &nn.Sentence{Source: tokens(c.source), Target: tokens(c.target)}
		for i := range s.Target {
			s.LogProbs = append(s.LogProbs, float32(i))
			for range s.Source {
				s.Align = append(s.Align, float32(i))
			}
		}
		b.unstutter(s)
		if got, _ := b.target.Decode(s.Target, nil); got != c.want {
			t.Errorf("%q became %q, want %q", c.target, got, c.want)
		}
		if len(s.LogProbs) != len(s.Target) || len(s.Align) != len(s.Target)*len(s.Source) ||
			s.LogProbs[len(s.LogProbs)-1] != s.Align[len(s.Align)-1] {
			t.Errorf("%q: %d tokens, %d scores, %d weights", c.target, len(s.Target), len(s.LogProbs), len(s.Align))
		}
	}
}

// strange are texts that are not UTF-8, or whose words hold marks that the vocabulary does not have.
var strange = []string{
	"\xff", "a\xff\u0301bꙮ", "Ja, \xff\u0301aꙮ, \xe2\x82☃\u0301bꙮ", "aꙮ \xff\xc3 ꙮb \xc3\u0301\u0301ꙮ",
	"x\u0348aꙮ", "Der\u0348eꙮ", "Der Zug x\u0348a\u0348bꙮ fährt", "\xc3x\u20d2a\u20d2\x80ꙮ\u0301\xffꙮ",
	"um 9 Uhr \xf0\x9f\u0301½ aꙮ",
	"Der Zug {0} \xff\u0301fährtꙮ in der Hauptstr. 5 \xc3 nach", "en\u0348eꙮ",
}

// FuzzUntouchable holds that ranges which a model should hand on are in order and apart, so that signs can take
// their places.
func FuzzUntouchable(f *testing.F) {
	for _, s := range strange {
		f.Add(s)
	}
	p := vocabulary(f)
	e := p.NewEncoder()
	b := &Backend{cfg: Config{From: language.German, To: language.English}}
	f.Fuzz(func(t *testing.T, text string) {
		j := newJob(translate.Item{Text: text})
		j.care = b.care(text)
		j.plan(e)
		at := 0
		for _, r := range j.untouchable(p) {
			if r.Start < at || r.End <= r.Start || r.End > len(text) {
				t.Fatalf("%q: %v behind %d", text, r, at)
			}
			at = r.End
		}
	})
}

// TestStrange: what is not text is not handed on, and stops nothing.
func TestStrange(t *testing.T) {
	b := builtinModel(t)
	for _, s := range strange {
		if got := translated(t, b, s)[0]; !utf8.ValidString(got) {
			t.Errorf("%q became %q", s, got)
		}
	}
}
