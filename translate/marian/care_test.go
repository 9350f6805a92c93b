package marian

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// builtinModel is the model that the binary carries. What is tested with it must hold whatever its weights are.
func builtinModel(t testing.TB) *Backend {
	t.Helper()
	b, err := Builtin(Config{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// liesIn reports whether a range of a text is one, and not empty.
func liesIn(r offset.Span, text string) bool {
	return 0 <= r.Start && r.Start < r.End && r.End <= len(text)
}

// translated are the translations of texts. Each must be there, and its links must lie within both texts.
func translated(t *testing.T, b *Backend, texts ...string) []string {
	t.Helper()
	var items []translate.Item
	for _, s := range texts {
		items = append(items, translate.Item{Text: s})
	}
	var out []string
	for i, r := range results(t, b, items...) {
		if r.Err != nil {
			t.Errorf("%q: %v", texts[i], r.Err)
		}
		for _, l := range r.Links {
			if !liesIn(l.Source, texts[i]) || !liesIn(l.Target, r.Text) {
				t.Errorf("%q, %q: link %v", texts[i], r.Text, l)
			} else if !utf8.ValidString(texts[i][l.Source.Start:l.Source.End]) ||
				!utf8.ValidString(r.Text[l.Target.Start:l.Target.End]) {
				t.Errorf("%q, %q: link %v divides a character", texts[i], r.Text, l)
			}
		}
		out = append(out, r.Text)
	}
	return out
}

func TestCapitalsComeBack(t *testing.T) {
	b := builtinModel(t)
	loud := []string{
		"WUSSTEN SIE SCHON?", "SONDERANGEBOT NUR HEUTE", "WELCHE KEKSE UND WELCHE DATEN?", "WAS PASSIERT SONST NOCH?",
		"FOTO DER WOCHE", "DIE GROSSE STRASSE IST HEUTE GESPERRT.", "DIE NATO UND DIE USA BERATEN IN BRÜSSEL",
		"BERLIN", "NEIN!",
	}
	for i, got := range translated(t, b, loud...) {
		if strings.ContainsFunc(got, unicode.IsLower) {
			t.Errorf("%q became %q", loud[i], got)
		}
	}
	// The model reads the usual case: what comes back is what it makes of that.
	for in, usual := range map[string]string{
		"WAS PASSIERT HEUTE IN DER STADT?": "Was passiert heute in der Stadt?",
		"DIE POLIZEI SUCHT ZEUGEN.":        "Die Polizei sucht Zeugen.",
	} {
		if got := translated(t, b, in, usual); got[0] != strings.ToUpper(got[1]) {
			t.Errorf("%q became %q, but %q became %q", in, got[0], usual, got[1])
		}
	}
	got := translated(t, b, "LESEN SIE MEHR: „Wir geben nie auf“, sagt der Trainer.")[0]
	first, rest, ok := strings.Cut(got, ":")
	if !ok || strings.ContainsFunc(first, unicode.IsLower) || !strings.ContainsFunc(rest, unicode.IsLower) {
		t.Errorf("a clause in capitals: %q", got)
	}
	// What is kept stays as it is.
	text := "NUR HEUTE {kleiner preis} FÜR ALLE"
	r := results(t, b, translate.Item{Text: text, Keep: ranges(text, "{kleiner preis}")})[0]
	if !strings.Contains(r.Text, "{kleiner preis}") ||
		strings.ContainsFunc(strings.ReplaceAll(r.Text, "{kleiner preis}", ""), unicode.IsLower) {
		t.Errorf("%q became %q", text, r.Text)
	}
}

func TestClocksComeOut(t *testing.T) {
	b := builtinModel(t)
	var texts []string
	for _, time := range []string{
		"0 Uhr", "7 Uhr", "12 Uhr", "13 Uhr", "14 Uhr", "17 Uhr", "18 Uhr", "19.45 Uhr", "20 Uhr 15", "21 Uhr",
		"22:05 Uhr", "23 Uhr", "24 Uhr",
	} {
		texts = append(
			texts,
			"Der Zug fährt um "+time+" ab.",
			"Um "+time+" war alles vorbei.",
			"Beginn: "+time,
			"Täglich bis "+time+" geöffnet.",
		)
	}
	texts = append(
		texts,
		"Das Museum ist von 10 bis 18 Uhr geöffnet.",
		"Mo–Fr 9–17 Uhr, Sa geschlossen",
		"Um 8 Uhr abends kam er.",
	)
	for i, got := range translated(t, b, texts...) {
		d := drafted(got)
		if missing := mendClocks(texts[i], d, clocks(texts[i])); missing != nil || d.text.String() != got {
			t.Errorf("%q became %q", texts[i], got)
		}
	}
}

func TestRaisedComesOut(t *testing.T) {
	b := builtinModel(t)
	texts := []string{
		"Das Brett ist 29¾ Zoll lang.", "Die Wohnung hat 50 m² und kostet 10³ Euro.",
		"Sie nahm ½ Liter Milch und 1½ Pfund Mehl.", "Das steht in der Fußnote¹ und in der zweiten².",
		"Der Würfel hat 8 cm³.", "Das sind 10⁻⁶ Meter.", "Wie schon gesagt.³",
	}
	for i, got := range translated(t, b, texts...) {
		for _, r := range findRaised(texts[i]) {
			_, words := r.forms(texts[i])
			sign := texts[i][r.Start:r.End]
			if !slices.ContainsFunc(append(words, sign), func(w string) bool { return strings.Contains(got, w) }) {
				t.Errorf("%q became %q: no %s", texts[i], got, sign)
			}
		}
	}
}

func TestCalendarComesOut(t *testing.T) {
	b := builtinModel(t)
	for in, want := range map[string]string{
		"Mo Di Mi Do Fr Sa So": "Mon Tue Wed Thu Fri Sat Sun",
		"Di":                   "Tue",
		"So":                   "Sun",
		"Mo. –\nFr.":           "Mon. – Fri.",
		"12. Mai":              "12 May",
	} {
		r := results(t, b, translate.Item{Text: in})[0]
		if r.Text != want || r.HasScore {
			t.Errorf("%q became %q, want %q without a score", in, r.Text, want)
		}
		for _, l := range r.Links {
			from, to := in[l.Source.Start:l.Source.End], r.Text[l.Target.Start:l.Target.End]
			if calendar[from].weekday != "" && calendar[from].english != to {
				t.Errorf("%q is linked to %q", from, to)
			}
		}
	}
}

func TestQuotesComeOut(t *testing.T) {
	b := builtinModel(t)
	texts := []string{
		"Er sagte: „Sie rief ‚Hilfe‘ und lief weg.“", "„Ich habe ‚Krieg und Frieden‘ gelesen“, sagte sie.",
		"Er sagte: \"Das 'neue' Haus ist schön.\"",
		"»Hast du ›Faust‹ gelesen?«, fragte er.", "\"Sie sagte 'nein' und dann 'ja'\", erzählte er.",
	}
	for i, got := range translated(t, b, texts...) {
		if from, to := nestedQuotes(texts[i]), nestedQuotes(got); len(from) != len(to) {
			t.Errorf("%q became %q", texts[i], got)
		}
	}
}

func TestListsKeepTheirMembers(t *testing.T) {
	b := builtinModel(t)
	names := `Meier Müller Schulze Schmidt Schneider Fischer Weber Wagner Becker Hoffmann Schäfer Koch Bauer Richter
 Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Lehmann
 Köhler Maier Herrmann König Mayer Walter Schulz Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert
 Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig
 Böhm Winter Kraus Martin Schumacher`
	list := strings.Join(strings.Fields(names), ", ")
	texts := []string{
		"Anwesend waren " + list + " und Vogt.",
		"An der langen Sitzung am letzten Montag nahmen " + list + " und Vogt teil.",
	}
	for i, got := range translated(t, b, texts...) {
		if from, to := strings.Count(texts[i], ", "), strings.Count(got, ", "); to < from || to > from+1 {
			t.Errorf("%d commas became %d: %q", from, to, got)
		}
	}
}

func TestFramesStay(t *testing.T) {
	b := builtinModel(t)
	for in, ends := range map[string][2]string{
		"– Das ist der erste Punkt.":                         {"– ", "."},
		"• Äpfel und Birnen":                                 {"• ", ""},
		"1. Das Gespräch beginnt mit einer Begrüßung.":       {"1. ", "."},
		"a) Die Antragstellerin unterschreibt das Formular.": {"a) ", "."},
		"(12) Der Verein hat seinen Sitz in Bonn.":           {"(12) ", "."},
		"… und dann kam er nicht mehr.":                      {"… ", "."},
		"Er wollte noch etwas sagen ...":                     {"", " ..."},
		"…und dann…":                                         {"…", "…"},
	} {
		got := translated(t, b, in)[0]
		core := strings.TrimSuffix(strings.TrimPrefix(got, ends[0]), ends[1])
		if !strings.HasPrefix(got, ends[0]) || !strings.HasSuffix(got, ends[1]) ||
			!hasLetter(core) || strings.ContainsAny(core, "…•–") {
			t.Errorf("%q became %q", in, got)
		}
	}
	for _, in := range []string{
		"Neuer Bahnhof für Hamburg", "Streit um Haushalt", "Zwei Tote bei Unfall auf der A7",
		"Ende eines langen Streits",
	} {
		got := translated(t, b, in)[0]
		if r, _ := utf8.DecodeRuneInString(got); strings.HasSuffix(got, ".") || !unicode.IsUpper(r) ||
			len(strings.Fields(got)) < 2 {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestHeadlineFailed(t *testing.T) {
	small := func(word string) bool { return word == "Kennt" }
	for _, c := range []struct {
		source, target string
		want           bool
	}{
		{"Der Zug hat Verspätung", "train", true},
		{"Der Zug hat Verspätung", "The train is late", false},
		{"Der Zug hat Verspätung.", "train", false},
		{"Das Fenster öffnet", "The window opens", false},
		{"Fenster öffnet", "Fenster opens", false}, // a noun or a name
		{"Kennt den Zug", "Kennt the train", true},
		{"Pflicht", "duty", false},
	} {
		if got := headlineFailed(c.source, c.target, small); got != c.want {
			t.Errorf("%q, %q: %t", c.source, c.target, got)
		}
	}
	e := builtinModel(t).source.NewEncoder()
	if !usuallySmall(e, "Neuer") || usuallySmall(e, "Haus") || usuallySmall(e, "Przybylski") {
		t.Error("Neuer, Haus, Przybylski: not only the first one is usually small")
	}
	m := identity("ab Zug", 3).slice(3, 6).sentence()
	if m.text != "Zug." || !slices.Equal(m.from, []int{6, 7, 8, 9, 9}) {
		t.Errorf("%q comes from %v", m.text, m.from)
	}
}

func TestSingleWords(t *testing.T) {
	b := builtinModel(t)
	for in, want := range map[string]string{
		"und": "and", "Und": "And", "UND": "AND", "oder?": "or?", "nie": "never", "Nein!": "No!",
		"ja ja, ja …": "yes yes, yes …", "weil …": "because …",
		"Abbrechen": "Cancel", "bearbeiten": "edit", "Abmelden …": "Sign out …", "LÖSCHEN": "DELETE",
	} {
		if got := translated(t, b, in)[0]; got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := tableWord("Morgen"); got != "" {
		t.Errorf("a noun became %q", got)
	}
	// Whatever the model makes of a word, it is not a failure.
	var words []string
	for w := range functionWords {
		words = append(words, w, title(w))
	}
	slices.Sort(words)
	for i, got := range translated(t, b, words...) {
		if got == "" {
			t.Errorf("%q became nothing", words[i])
		}
	}
}

// TestNamesAreCopied has a list of words that makes everything but a few words unknown.
func TestNamesAreCopied(t *testing.T) {
	b := builtinModel(t)
	texts := []string{"Herr Wieczorek wohnt in Oer-Erkenschwick.", "Gestern fuhr Frau Przybylski nach Quakenbrück."}
	b.known = &lexica{
		source: wordList("herr wohnt in gestern fuhr frau nach"),
		target: wordList("mr mrs ms lives in yesterday went drove to the"),
		common: wordList(""),
	}
	for i, got := range translated(t, b, texts...) {
		for _, name := range []string{"Wieczorek", "Oer-Erkenschwick", "Przybylski", "Quakenbrück"} {
			if strings.Contains(texts[i], name) != strings.Contains(got, name) {
				t.Errorf("%q became %q", texts[i], got)
			}
		}
	}
}

// TestCareIsAlone checks that neighbours in a request do not change what is done for a text, and that the engine that
// is compared with others does nothing.
func TestCareIsAlone(t *testing.T) {
	texts := []string{
		"WUSSTEN SIE SCHON?", "Um 23 Uhr war alles vorbei.", "Das Brett ist 29¾ Zoll lang.", "Mo Di Mi",
		"Streit um Haushalt", "• Äpfel und Birnen", "und",
	}
	b := builtinModel(t)
	together := translated(t, b, texts...)
	for i, text := range texts {
		if alone := translated(t, b, text)[0]; alone != together[i] {
			t.Errorf("%q: %q alone, %q among others", text, alone, together[i])
		}
	}
	raw, err := Builtin(Config{raw: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := results(t, raw, translate.Item{Text: "Mo Di Mi"})[0]; got.Text == "Mon Tue Wed" || !got.HasScore {
		t.Errorf("without care: %q", got.Text)
	}
}

// rulesFind names the kinds of care that find something in a text.
func rulesFind(text string) signs {
	var s signs
	add := func(sign signs, found bool) {
		if found {
			s |= sign
		}
	}
	changes, _ := usualCase(text, func(word string) float64 { return -float64(len(word)) }, true)
	add(signCapitals, len(changes) > 0)
	add(signClock, clocks(text) != nil)
	add(signRaised, findRaised(text) != nil)
	add(signCalendar, calendarOnly(text) != nil || spellCalendar(text) != nil)
	add(signQuotes, nestedQuotes(text) != nil || spellApostrophes(text) != nil)
	add(signList, enumeration(text) != nil)
	lead, trail := frame(text)
	add(signFrame, lead > 0 || trail < len(text))
	return s
}

// FuzzCare checks that the first look at a text misses nothing, and that texts prepared for the model know where
// their bytes come from.
func FuzzCare(f *testing.F) {
	for _, s := range []string{
		"Der Zug fährt.", "WUSSTEN SIE SCHON?", "ÄÖ und ÜB", "um 20 Uhr 15", "9–17 Uhr", "29¾ Zoll, m², CO₂, Wort¹",
		"Mo-Fr 8 Uhr, Sa", "12. Mai", "»Hast du ›Faust‹?«", "\"Das 'neue' Haus\"", "– • 1. Das ist ein Satz …", "a) x",
		"es kamen " + people(20), "\xff–\xc2\xe2\x80 Ⅳ ß", "NICHT öffnen: STRASSE", "geht's vor’m 'ne Weile",
		"-\tEin Wort", "R\" \"\"\"",
	} {
		f.Add(s)
	}
	e := vocabulary(f).NewEncoder()
	b := &Backend{cfg: Config{From: language.German, To: language.English}}
	f.Fuzz(func(t *testing.T, text string) {
		m := fold(identity(text, 0))
		if found := rulesFind(m.text); found&^look(text) != 0 {
			t.Fatalf("%q: a look finds %b, the rules %b", text, look(text), found)
		}
		if m.text == "" {
			return
		}
		c := b.care(text)
		out := c.rewrite(e, m)
		if len(out.from) != len(out.text)+1 || !slices.IsSorted(out.from) ||
			out.from[0] < 0 || out.from[len(out.text)] > len(text) {
			t.Fatalf("%q: %q comes from %v", text, out.text, out.from)
		}
		if utf8.ValidString(text) && !utf8.ValidString(out.text) {
			t.Fatalf("%q: %q", text, out.text)
		}
		at := 0
		for _, p := range c.divide(out) {
			if p.text == "" || p.from[0] < at {
				t.Fatalf("%q: parts overlap", text)
			}
			at = p.from[len(p.text)]
		}
		for _, r := range readings(text) {
			if r.start >= r.end || r.end > len(text) {
				t.Fatalf("%q: %v", text, r)
			}
		}
	})
}

func BenchmarkLook(b *testing.B) {
	text := "Unsere Nachbarin verkauft den „letzten“ Kuchen kurz vor Mitternacht, obwohl es regnet, " +
		"und der Hund schläft vor der Tür."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		look(text)
	}
}

// TestCareIntoGerman holds that rules which write English, or read German, leave a translation from English alone, and
// that those for any languages hold for it.
func TestCareIntoGerman(t *testing.T) {
	b, err := New(Config{Name: "back", From: language.English, To: language.German, Files: files(t, "mini.int8"), Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	round := func(source, draft string) string {
		j := &job{item: translate.Item{Text: source}, care: b.care(source)}
		d := drafted(draft)
		j.round(d)
		return d.text.String()
	}
	for _, c := range []struct{ source, draft, want string }{
		{"expenses in 2025", "Ausgaben 2025.", "Ausgaben 2025"},                 // no full stop is added
		{"Stop!", "Halt.", "Halt!"},                                             // nor changed
		{"apples, pears and so on", "Äpfel, Birnen usw.", "Äpfel, Birnen usw."}, // but that of an abbreviation
		{"and then he came", "Und dann kam er", "Und dann kam er"},              // small letters are for English words
		{"Monday, 3 May", "Mo., 3. Mai", "Mo., 3. Mai"},                         // English dates are written in English
		{"“Yes,” he said.", "“Ja”, sagte er.", "„Ja“, sagte er."},
	} {
		if got := round(c.source, c.draft); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.source, c.draft, got, c.want)
		}
	}
	e := b.source.NewEncoder()
	for in, want := range map[string]string{
		"The train is Mo on time": "The train is Mo on time", // Mo is no Monday
		"It's 5 Uhr, isn't it":    "It's 5 Uhr, isn't it",    // nor are apostrophes German ones
	} {
		if got := b.care(in).rewrite(e, fold(identity(in, 0))).text; got != want {
			t.Errorf("the model reads %q of %q", got, want)
		}
	}
	if done := b.care("und").table(fold(identity("und", 0)), false); done != nil {
		t.Errorf("a table of German words translates %v", done)
	}
}
