package detect

import (
	"sync"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

func TestNewRefuses(t *testing.T) {
	for _, c := range []Config{
		{Expected: language.MustParse("tlh")},
		{Languages: []language.Tag{language.German, language.MustParse("tlh")}},
	} {
		if _, err := New(c); err == nil {
			t.Errorf("%v is accepted", c)
		}
	}
}

// TestExpected: other languages than German may be the one that is expected, and regions and scripts of a tag are kept
// in the runs.
func TestExpected(t *testing.T) {
	for _, c := range []struct {
		expected, found language.Tag
		text, foreign   string
	}{
		{language.BritishEnglish, language.German, "The minister stood up and said: „Wir werden das so nicht hinnehmen“, and then she left the room.",
			"Wir werden das so nicht hinnehmen"},
		{language.Spanish, language.German, "El ministro se levantó y dijo: «Wir werden das so nicht hinnehmen», y luego salió de la sala.",
			"Wir werden das so nicht hinnehmen"},
		{language.Russian, language.German, "Министр встал и сказал: «Wir werden das so nicht hinnehmen», а потом вышел из зала.",
			"Wir werden das so nicht hinnehmen"},
		{language.Greek, language.English, "Ο υπουργός σηκώθηκε και είπε «we are not going to accept that», και έφυγε.",
			"we are not going to accept that"},
		{language.Russian, language.Ukrainian, "Она открыла письмо и прочитала.\nМи не можемо більше чекати на вашу відповідь.\n" +
			"Потом она долго молчала и смотрела в окно.", "Ми не можемо більше чекати на вашу відповідь.\n"},
	} {
		s := newScreen(t, Config{Expected: c.expected})
		runs := s.Runs(c.text)
		checkTiling(t, c.text, runs)
		if len(runs) != 3 || runs[0].Lang != c.expected || runs[1].Lang != c.found || runs[1].Span.In(c.text) != c.foreign {
			t.Errorf("%s", show(c.text, runs))
		}
	}
}

// TestLanguages: what is not among the languages looked for is not found.
func TestLanguages(t *testing.T) {
	text := "Die Regierung tagt heute.\nEl gobierno aprobó ayer nuevas reglas para todos los vecinos.\nDas war gestern."
	s := newScreen(t, Config{Languages: []language.Tag{language.English, language.French}})
	for _, r := range s.Runs(text) {
		if r.Lang == language.Spanish {
			t.Errorf("Spanish was not looked for: %s", show(text, s.Runs(text)))
		}
	}
}

// TestNoOther: a detector that looks for no other language finds none, whatever its writers are configured to do.
func TestNoOther(t *testing.T) {
	text := "Das steht da: „we all live here now together“, und „Известия“."
	for _, languages := range [][]language.Tag{{}, {language.German}} {
		for _, switching := range []bool{false, true} {
			s := newScreen(t, Config{Languages: languages, Switching: switching})
			if runs := s.Runs(text); len(runs) != 1 || runs[0].Lang != language.German {
				t.Errorf("%v, switching %v: %s", languages, switching, show(text, runs))
			}
		}
	}
}

// TestRare: languages that are looked for only when named.
func TestRare(t *testing.T) {
	s := newScreen(t, Config{Languages: Languages()})
	for lang, foreign := range map[string]string{
		"nb": "Regjeringen vedtok i går nye regler, og mange av innbyggerne er ikke fornøyde med det.",
		"sk": "Vláda včera schválila nové pravidlá, ale mnohí obyvatelia s tým nie sú spokojní.",
		"ca": "El govern va aprovar ahir noves normes, però molts veïns no hi estan d'acord.",
		"sl": "Vlada je včeraj sprejela nova pravila, vendar številni prebivalci niso zadovoljni.",
		"et": "Valitsus kinnitas eile uued reeglid, kuid paljud elanikud ei ole sellega rahul.",
		"lv": "Valdība vakar apstiprināja jaunus noteikumus, bet daudzi iedzīvotāji nav apmierināti.",
		"lt": "Vyriausybė vakar patvirtino naujas taisykles, tačiau daugelis gyventojų nėra patenkinti.",
		"vi": "Chính phủ hôm qua đã thông qua các quy định mới, nhưng nhiều người dân không hài lòng.",
	} {
		text := "Das steht im Bericht.\n" + foreign + "\nMehr ist nicht bekannt."
		runs := s.Runs(text)
		if len(runs) != 3 || runs[1].Lang != language.Make(lang) || runs[1].Span.In(text) != foreign+"\n" {
			t.Errorf("%s: %s", lang, show(text, runs))
		}
	}
}

// TestDecomposed: text whose letters and marks are apart has the same runs.
func TestDecomposed(t *testing.T) {
	s := newScreen(t, Config{})
	for _, c := range readGold(t) {
		nfd := norm.NFD.String(c.text)
		if !norm.NFC.IsNormalString(c.text) {
			continue
		}
		a, b := s.Runs(c.text), s.Runs(nfd)
		checkTiling(t, nfd, b)
		if len(a) != len(b) {
			t.Errorf("line %d: %s composed, %s decomposed", c.line, show(c.text, a), show(nfd, b))
			continue
		}
		for i := range a {
			if a[i].Lang != b[i].Lang || a[i].Span.In(c.text) != norm.NFC.String(b[i].Span.In(nfd)) {
				t.Errorf("line %d: run %d is %s composed, %s decomposed", c.line, i, show(c.text, a), show(nfd, b))
			}
		}
	}
}

// TestSame: the result depends on the text alone, not on what was read before or at the same time.
func TestSame(t *testing.T) {
	s := newScreen(t, Config{})
	cases := readGold(t)
	want := make([][]Run, len(cases))
	for i, c := range cases {
		want[i] = newScreen(t, Config{}).Runs(c.text)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, c := range cases {
				got := s.Runs(c.text)
				if len(got) != len(want[i]) {
					t.Errorf("line %d: %v, want %v", c.line, got, want[i])
					continue
				}
				for k := range got {
					if got[k] != want[i][k] {
						t.Errorf("line %d: run %d is %v, want %v", c.line, k, got[k], want[i][k])
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestNothingToJudge(t *testing.T) {
	s := newScreen(t, Config{})
	for _, text := range []string{"12 345", " \n\n", "…", "😀 😀", "https://example.org/a", "\xff\xfe", "@a #b"} {
		runs := s.Runs(text)
		if len(runs) != 1 || runs[0].Lang != language.Und {
			t.Errorf("%q: %v", text, runs)
		}
		checkTiling(t, text, runs)
	}
	if runs := s.Runs(""); runs != nil {
		t.Errorf("empty text: %v", runs)
	}
}

// A contrary judge finds everything to be the other language than what it is asked about first.
type contrary struct{ asked int }

func (c *contrary) Judge(_ string, candidates []language.Tag) []float64 {
	c.asked++
	out := make([]float64, len(candidates))
	out[len(out)-1] = 1
	return out
}

// TestJudgeAsked: the judge is asked about short spans and changes their fate, and is not asked about plain text.
func TestJudgeAsked(t *testing.T) {
	j := &contrary{}
	s := newScreen(t, Config{Judge: j})
	s.Runs("Die Regierung hat am Dienstag beschlossen, das Gesetz zu ändern. Das sagte der Sprecher in Berlin.")
	s.Runs("Vorher.\nEl gobierno aprobó ayer nuevas reglas para el mercado de la vivienda, " +
		"y muchos vecinos salieron a la calle.\nNachher.")
	if j.asked > 0 {
		t.Errorf("asked %d times about clear text", j.asked)
	}
	text := "Er sagte „we all land in arms“ und ging nach Hause."
	without := newScreen(t, Config{}).Runs(text)
	if len(without) != 3 {
		t.Fatalf("without a judge: %s", show(text, without))
	}
	if with := s.Runs(text); j.asked == 0 || len(with) != 1 {
		t.Errorf("asked %d times: %s", j.asked, show(text, with))
	}
}

// A macrolanguage stands for its usual member: what [lang.Same] takes for one language has one state.
func TestNewMacrolanguage(t *testing.T) {
	s, err := New(Config{Expected: language.MustParse("no")})
	if err != nil {
		t.Fatal(err)
	}
	if runs := s.Runs("Han kom ikke hjem i går."); len(runs) != 1 || runs[0].Lang != language.MustParse("no") {
		t.Errorf("runs %v", runs)
	}
}
