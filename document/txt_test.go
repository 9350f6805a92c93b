package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string // "kind|sentence|sentence"
	}{
		{"empty", "", nil},
		{"white space only", " \n\t\r\n\f \n", nil},
		{"no final newline", "Ein Satz. Noch einer.", []string{"paragraph|Ein Satz.|Noch einer."}},
		{"byte order mark", bom + "Ein Satz.\n", []string{"paragraph|Ein Satz."}},
		{"one line each", "Der Rat tagt.\nDie Stadt baut.\n", []string{"paragraph|Der Rat tagt.", "paragraph|Die Stadt baut."}},
		{"crlf", "Der Rat tagt.\r\n\r\nDie Stadt baut.\r\n", []string{"paragraph|Der Rat tagt.", "paragraph|Die Stadt baut."}},
		{"old Macintosh", "Der Rat tagt.\rDie Stadt baut.", []string{"paragraph|Der Rat tagt.", "paragraph|Die Stadt baut."}},
		{"form feed", "Der Rat tagt.\fDie Stadt baut.", []string{"paragraph|Der Rat tagt.", "paragraph|Die Stadt baut."}},
		{"wrapped", "Der Stadtrat von Neuhafen hat am Montagabend nach\n" +
			"langer Beratung beschlossen, die alte Brücke zu\n" +
			"erneuern. Die Arbeiten sollen im Frühjahr beginnen\nund zwei Jahre dauern.\n\n" +
			"Das teilte die Stadt mit.\n",
			[]string{"paragraph|Der Stadtrat von Neuhafen hat am Montagabend nach\n" +
				"langer Beratung beschlossen, die alte Brücke zu\n" +
				"erneuern.|Die Arbeiten sollen im Frühjahr beginnen\nund zwei Jahre dauern.",
				"paragraph|Das teilte die Stadt mit."}},
		{"wrapped, with headings and no blank lines", "Die neue Brücke\nDer Stadtrat von Neuhafen hat am " +
			"Montagabend nach\nlanger Beratung beschlossen, die alte Brücke zu\nerneuern. Gebaut wird ab Mai.\n" +
			"Die Kosten\nDas Land zahlt die Hälfte, den Rest trägt die Stadt\n" +
			"aus ihren Rücklagen. Mehr steht auf\n" +
			"https://www.neuhafen.example/bruecken/neubau-der-alten-bruecke/kosten-und-zeitplan.html\n",
			[]string{"heading|Die neue Brücke", "paragraph|Der Stadtrat von Neuhafen hat am Montagabend nach\n" +
				"langer Beratung beschlossen, die alte Brücke zu\nerneuern.|Gebaut wird ab Mai.",
				"heading|Die Kosten",
				"paragraph|Das Land zahlt die Hälfte, den Rest trägt die Stadt\n" +
					"aus ihren Rücklagen.|Mehr steht auf\n" +
					"https://www.neuhafen.example/bruecken/neubau-der-alten-bruecke/kosten-und-zeitplan.html"}},
		{"wrapped, crlf", "Der Stadtrat von Neuhafen hat am Montagabend nach\r\n" +
			"langer Beratung beschlossen, die alte Brücke zu\r\nerneuern.\r\n",
			[]string{"paragraph|Der Stadtrat von Neuhafen hat am Montagabend nach\r\n" +
				"langer Beratung beschlossen, die alte Brücke zu\r\nerneuern."}},
		{"scanned, at no certain column", "Der Stadtrat von Neuhafen hat am Montagabend nach einer\n" +
			"langen Beratung beschlossen, die alte Brücke zu erneu-\n" +
			"ern. Gebaut wird ab Mai an beiden Ufern, damit die Fähre wei-\n" +
			"ter fahren kann. Den Rest der Kosten trägt die Stadt\n" +
			"aus ihren Rücklagen, so weit diese nach dem Bau des Bades\nnoch reichen.\n" +
			"Die Kosten\nDas Land zahlt die Hälfte davon.\n",
			[]string{"paragraph|Der Stadtrat von Neuhafen hat am Montagabend nach einer\n" +
				"langen Beratung beschlossen, die alte Brücke zu erneu-\n" +
				"ern.|Gebaut wird ab Mai an beiden Ufern, damit die Fähre wei-\n" +
				"ter fahren kann.|Den Rest der Kosten trägt die Stadt\n" +
				"aus ihren Rücklagen, so weit diese nach dem Bau des Bades\nnoch reichen.",
				"heading|Die Kosten", "paragraph|Das Land zahlt die Hälfte davon."}},
		{"a word cut at the end of a line", "Vielen Dank. Die Regie-\nrung hat abgelehnt.\nDer Rat tagt heute -\nes wird spät.",
			[]string{"paragraph|Vielen Dank.|Die Regie-\nrung hat abgelehnt.", "heading|Der Rat tagt heute -",
				"paragraph|es wird spät."}},
		{"table", "Ergebnis\n\nPartei      Stimmen   Anteil\n-----------------------------\n" +
			"Grüne         9.876   25,0 %\nFreie Wähler  1.234    3,1 %\n\nDas war alles.\n",
			[]string{"heading|Ergebnis", "cell|Partei", "cell|Stimmen", "cell|Anteil",
				"heading|-----------------------------", "cell|Grüne", "cell|9.876", "cell|25,0 %",
				"cell|Freie Wähler", "cell|1.234", "cell|3,1 %", "paragraph|Das war alles."}},
		{"table with tabs", "Ort\tTag\nNeuhafen\tMontag\n", []string{"cell|Ort", "cell|Tag", "cell|Neuhafen", "cell|Montag"}},
		{"labels in a table", "Hinweis: Heute ruht der Rat.\n\nOrt          Kosten\nPreis: 30    Euro\nPreis: 40    Euro\n",
			[]string{"paragraph|Hinweis: Heute ruht der Rat.", "cell|Ort", "cell|Kosten", "cell|Preis: 30", "cell|Euro",
				"cell|Preis: 40", "cell|Euro"}},
		{"no table", "Der Rat tagt.  Die Stadt baut.\nDer Rat ruht.   Die Stadt plant nun das neue Bad.\n" +
			"Nur   eine Zeile\n",
			[]string{"paragraph|Der Rat tagt.|Die Stadt baut.",
				"paragraph|Der Rat ruht.|Die Stadt plant nun das neue Bad.", "heading|Nur   eine Zeile"}},
		{"verses", "Am Ufer liegt ein altes Boot\nund wartet auf den Tag\nda einer kommt und es befreit\n" +
			"von Ketten, Schlick und Plag\nes träumt vom weiten Meer\nund knarrt dabei so sehr",
			[]string{"heading|Am Ufer liegt ein altes Boot", "paragraph|und wartet auf den Tag",
				"paragraph|da einer kommt und es befreit", "paragraph|von Ketten, Schlick und Plag",
				"paragraph|es träumt vom weiten Meer", "paragraph|und knarrt dabei so sehr"}},
		{"flowed", "Die Anlage arbeitet bei Temperaturen \nbis 40 Grad ohne Kühlung.", []string{
			"paragraph|Die Anlage arbeitet bei Temperaturen \nbis 40 Grad ohne Kühlung."}},
		{"heading", "Neue Brücke für Neuhafen\n\nDer Rat hat zugestimmt.", []string{
			"heading|Neue Brücke für Neuhafen", "paragraph|Der Rat hat zugestimmt."}},
		{"turns", "Hafenblatt: Wann beginnt der Bau?\n\nLindner: Im Mai. Vorher geht es nicht.\n\nHafenblatt: Und wann endet er?",
			[]string{"turn|Hafenblatt: Wann beginnt der Bau?", "turn|Lindner: Im Mai.|Vorher geht es nicht.",
				"turn|Hafenblatt: Und wann endet er?"}},
		{"a colon is not a label", "NEUHAFEN: Die Brücke kommt\n\nDas teilte die Stadt mit.", []string{
			"heading|NEUHAFEN: Die Brücke kommt", "paragraph|Das teilte die Stadt mit."}},
		{"tweet", "Er sagte nichts.\nEl puente se abre #hoy\n— Radio Sur (@radiosur_x) March 3, 2022\n" +
			"Más en pic.twitter.com/abc\nDann ging er.",
			[]string{"paragraph|Er sagte nichts.", "tweet|El puente se abre #hoy",
				"tweet|— Radio Sur (@radiosur_x) March 3, 2022", "tweet|Más en pic.twitter.com/abc",
				"paragraph|Dann ging er."}},
		{"calls to action", "Das war es.\nLESEN SIE MEHR: Die Brücke und ihr Preis\n" +
			"Mehr zum Thema – Was der Bau kostet\nMehr zum Thema sagte sie nicht.",
			[]string{"paragraph|Das war es.", "action|LESEN SIE MEHR: Die Brücke und ihr Preis",
				"action|Mehr zum Thema – Was der Bau kostet", "paragraph|Mehr zum Thema sagte sie nicht."}},
		{"caption", "Der Bau beginnt.\nFoto: Stadt Neuhafen\n", []string{"paragraph|Der Bau beginnt.",
			"caption|Foto: Stadt Neuhafen"}},
		{"list", "Es gibt drei Gründe:\n- Die Brücke ist alt.\n• Sie ist schmal.\n3. Sie ist laut.\n3. Oktober ist Feiertag.",
			[]string{"paragraph|Es gibt drei Gründe:", "list-item|- Die Brücke ist alt.",
				"list-item|• Sie ist schmal.", "list-item|3. Sie ist laut.", "paragraph|3. Oktober ist Feiertag."}},
	} {
		verifyOutline(t, c.name, "a.txt", c.in, c.want)
	}
}

const (
	wrappedText = "Der Stadtrat von Neuhafen hat am Montagabend nach\nlanger Beratung beschlossen, die alte Brücke zu\n" +
		"erneuern. Das Land zahlt die Hälfte, den Rest trägt\ndie Stadt aus ihren Rücklagen, so weit sie reichen.\n"
	scannedText = "Der Stadtrat von Neuhafen hat am Montagabend nach einer\nlangen Beratung beschlossen, die alte Brücke zu " +
		"erneu-\nern, und zwar ab Mai an beiden Ufern, damit die Fähre wei-\nter fahren kann. Den Rest der Kosten trägt " +
		"die Stadt\naus ihren Rücklagen, so weit diese nach dem Bau des Bades\nnoch reichen.\n"
	wideTable = "Ort            Art der Arbeit       Beginn der Arbeiten      Ende der Arbeiten\n" +
		"Neuhafen       Brücke               Montag                   Dienstag\n"
	longTable = "schraube   grau    klein\n--------------------------\nschraube   blau    klein\n"
)

// TestTextTables: whether text was wrapped does not depend on how wide and how long the tables in it are.
func TestTextTables(t *testing.T) {
	for name, text := range map[string]string{
		"wrapped, wide": wrappedText + "\n" + wideTable,
		"wrapped, long": wrappedText + "\n" + strings.Repeat(longTable, 10),
		"scanned, wide": scannedText + "\n" + wideTable,
		"scanned, long": strings.Repeat(longTable, 10) + "\n" + scannedText,
	} {
		d, err := Parse("a.txt", []byte(text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		joined := func(b Block) bool { return b.Text+"\n" == wrappedText || b.Text+"\n" == scannedText }
		if !slices.ContainsFunc(d.Blocks, joined) {
			t.Errorf("%s: the lines are not joined: %q", name, d.Blocks[0].Text)
		}
		if b := d.Blocks; b[0].Kind != Cell && b[len(b)-1].Kind != Cell {
			t.Errorf("%s: a row is not one: %q, %q", name, b[0].Text, b[len(b)-1].Text)
		}
	}
}

// TestTurns: in other formats too, paragraphs are turns where a name in capitals occurs more than once.
func TestTurns(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"**KLEIN:** Wie geht es?\n\nWOLF: Gut.\n\nKLEIN: Ja.\n\nDann ging er: nach Hause.\n\nHTTP://a",
			"turn turn turn paragraph paragraph"},
		{"KLEIN: Wie geht es?\n\nWOLF: Gut.", "paragraph paragraph"},
		{"Klein: Wie geht es?\n\nKlein: Gut.", "paragraph paragraph"},
		{"# KLEIN: Wie\n\n- KLEIN: Gut.\n- KLEIN: Ja.", "heading list-item list-item"},
	} {
		d, err := Parse("a.md", []byte(c.in), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for i := range d.Blocks {
			kinds = append(kinds, string(d.Blocks[i].Kind))
		}
		if got := strings.Join(kinds, " "); got != c.want {
			t.Errorf("%q: %s, want %s", c.in, got, c.want)
		}
	}
}

// In plain text a sentence is one stretch of source, line breaks included.
func TestTextSpans(t *testing.T) {
	d, err := Parse("a.txt", []byte("\ufeffDer Stadtrat von Neuhafen hat am Montagabend nach\r\n"+
		"langer Beratung beschlossen, die alte Brücke zu\r\nerneuern. Ende.\r\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range d.Blocks {
		for j, s := range d.Blocks[i].Sentences {
			spans := d.Blocks[i].SourceSpans(s)
			if len(spans) != 1 || string(d.Source[spans[0].Start:spans[0].End]) != d.Blocks[i].Sentence(j) {
				t.Errorf("sentence %q has the spans %v", d.Blocks[i].Sentence(j), spans)
			}
		}
	}
}

func TestRenderText(t *testing.T) {
	const in = "Titel\r\n\r\n  Erster Satz. Zweiter Satz.\r\n"
	d, err := Parse("a.txt", []byte(in), Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	got, err := Render(d, func(b, s int) string { n++; return fmt.Sprintf("S%d.%d", b, s) })
	if err != nil {
		t.Fatal(err)
	}
	if want := "S0.0\r\n\r\n  S1.0 S1.1\r\n"; string(got) != want || n != 3 {
		t.Errorf("got %q after %d calls, want %q", got, n, want)
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		raw  string
		o    Options
		want string
	}{
		{"a\n\x00", Options{}, "x/y.txt:2: not a text file: it holds zero bytes"},
		{"a", Options{Format: "wordstar"}, "x/y.txt: unknown document format wordstar"},
		{"a", Options{Encoding: "none"}, `x/y.txt: unknown encoding "none"`},
	} {
		_, err := Parse("x/y.txt", []byte(c.raw), c.o)
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: error %v, want %s", c.raw, err, c.want)
		}
	}
}

func TestTextHostile(t *testing.T) {
	for name, in := range map[string]string{
		"one line":        strings.Repeat("Der Rat tagt heute. ", 500_000),
		"no space":        strings.Repeat("a.b!", 200_000),
		"marks":           strings.Repeat(".", 500_000),
		"marks apart":     strings.Repeat(". ", 300_000),
		"quotes":          strings.Repeat("“", 200_000),
		"open quotes":     strings.Repeat(". „", 100_000),
		"smileys":         strings.Repeat(":) ", 200_000),
		"colons":          strings.Repeat(":-", 300_000),
		"numbers":         strings.Repeat("1. ", 200_000),
		"abbreviations":   strings.Repeat("z. B. ", 100_000),
		"newlines":        strings.Repeat("\n", 500_000),
		"short lines":     strings.Repeat("a\n", 100_000),
		"spaces":          "a." + strings.Repeat(" ", 1_000_000) + "B",
		"returns":         strings.Repeat("\r", 200_000),
		"emoji":           strings.Repeat("🙂", 100_000),
		"emoji sentences": strings.Repeat("Gut! 🙂", 50_000),
		"Arabic":          strings.Repeat("هل هذا جيد؟ نعم. ", 20_000),
		"Chinese":         strings.Repeat("这是一个句子。", 30_000),
		"decomposed":      strings.Repeat("Scho\u0308n. U\u0308ber. ", 30_000),
		"zero width":      strings.Repeat("Gut.\u200b \u200bSo.", 30_000),
	} {
		d, err := Parse("a.txt", []byte(in), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		verify(t, d)
		for i := range d.Blocks {
			verifySpans(t, d.Blocks[i].Text, English(d.Blocks[i].Text))
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{
		wrappedText + wideTable, longTable + scannedText, "A: b\n\n" + wideTable + "— N (@n) z\n",
		"", "a", "Der Rat tagt. Er z. B. auch.\r\n\r\n- Liste\n", "A: b\n\nC: d\n\nA: e", "x \ny\n— N (@n) z\n",
		bom + "\f\u2028…",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := Parse("a.txt", raw, Options{})
		if err != nil {
			return
		}
		verify(t, d)
		verifySections(t, "a.txt", raw, 1+len(raw)%3)
	})
}
