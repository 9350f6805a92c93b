package marian

import (
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

func TestAbbreviations(t *testing.T) {
	h := shortHands.Of("de")
	for _, c := range []struct{ text, want string }{
		{"Der sog. Notstand", "Der sogenannte Notstand"},
		{"im sog. Notstand", "im sogenannten Notstand"},
		{"Ein sog. Notstand", "Ein sogenannter Notstand"},
		{"Er spielte u. a. in Rom.", "Er spielte unter anderem in Rom."},
		{"Er spielte u.a. in Rom.", "Er spielte unter anderem in Rom."},
		{"Er spielte in Rom, Bari u.a.", "Er spielte in Rom, Bari und andere."},
		{"Rom, Bari u. a., wo er spielte", "Rom, Bari und andere, wo er spielte"},
		{"Zum Lesen, zB Bücher", "Zum Lesen, z. B. Bücher"},
		{"Hunde, z.B.Dackel", "Hunde, z.B.Dackel"},
		{"die evtl.große Zahl", "die eventuell große Zahl"},
		{"Müller u. Söhne", "Müller und Söhne"},
		{"Bücher u. dgl. m.", "Bücher usw."},
		{"Bücher usf. stehen dort", "Bücher usw. stehen dort"},
		{"Bücher uvm.", "Bücher und vieles mehr."},
		{"(Bücher uvm.)", "(Bücher und vieles mehr.)"},
		{"Bücher uvm", "Bücher und vieles mehr"},
		{"Bücher uvm. Die Liste ist lang.", "Bücher und vieles mehr. Die Liste ist lang."},
		{"Bücher uvm. stehen dort.", "Bücher und vieles mehr stehen dort."},
		{"Vgl. Abb. 3", "Siehe Abbildung 3"},
		{"Das ist Art.", "Das ist Art."},
		{"Kap. Verde, Kap. 4", "Kap. Verde, Kapitel 4"},
		{"Nr. 7", "Nr. 7"},
		{"Anna Berger, geb. Stadler", "Anna Berger, geborene Stadler"},
		{"geb. 1820, gest. 1891", "geboren 1820, gestorben 1891"},
		{"2 Std. 1 Min.", "2 Stunden 1 Minute."},
		{"1 Std. lang", "1 Stunde lang"},
		{"12 Mio. Euro", "12 Millionen Euro"},
		{"44 v.Chr.", "44 v. Chr."},
		{"44 v. Chr. in Rom", "44 v. Chr. in Rom"},
		{"Mind. 8 Personen", "Mindestens 8 Personen"},
		{"mit Mind. 8 Tage", "mit Mind. 8 Tage"},
		{"Dr. Hahn und Prof. Huhn", "Dr. Hahn und Prof. Huhn"},
		{"www.d.h.example", "www.d.h.example"},
		{"K.u.K. Hof", "K.u.K. Hof"},
		{"ein Stück, das heißt alles", "ein Stück, das heißt alles"},
		{"", ""},
		{".", "."},
	} {
		if got := identity(c.text, 0).with(h.spell(c.text)).text; got != c.want {
			t.Errorf("%q is read as %q, want %q", c.text, got, c.want)
		}
	}
}

// An abbreviation is read in full, and what is made of its words is linked to it as it was written.
func TestAbbreviationLinks(t *testing.T) {
	b := builtinModel(t)
	r := results(t, b, translate.Item{Text: "Er spielte u.\u00a0a. in Rom."})[0]
	want := offset.Span{Start: len("Er spielte "), End: len("Er spielte u.\u00a0a.")}
	if !slices.ContainsFunc(r.Links, func(l offset.Link) bool { return l.Source == want }) {
		t.Errorf("nothing of %q is linked to %v: %v", r.Text, want, r.Links)
	}
}

func TestAdjectiveEnding(t *testing.T) {
	for before, want := range map[string]string{
		"": "e", "das ": "e", "Der": "e", "sie sah das": "e", "Radas": "en", "kein ": "er", "keiner": "en", "irgendeiner": "en",
		"mit dem": "en", "die": "e", "(das": "en", "ÄÄÄdas": "en", "ä das": "e",
	} {
		if got := adjectiveEnding(before); got != want {
			t.Errorf("%q: %q, want %q", before, got, want)
		}
	}
}

func TestOrigin(t *testing.T) {
	m := identity("eins u.a. zwei", 0).with([]change{{len("eins "), len("eins u.a."), "unter anderem"}})
	for _, c := range []struct{ word, want string }{
		{"eins", "eins"}, {"unter", "u.a."}, {"anderem", "u.a."}, {"zwei", "zwei"}, {" zwei", " zwei"},
	} {
		got := m.origin(ranges(m.text, c.word)[0])
		if text := "eins u.a. zwei"[got.Start:got.End]; text != c.want {
			t.Errorf("%q comes from %q, want %q", c.word, text, c.want)
		}
	}
}
