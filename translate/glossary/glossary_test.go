package glossary_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

func TestOccurs(t *testing.T) {
	for _, tt := range []struct {
		text, term string
		want       bool
	}{
		{"Das Haus steht.", "Haus", true},
		{"Des Hauses Dach", "Haus", true},
		{"die HÄUSER", "Häuser", true},
		{"Im Rathaus", "Haus", false},
		{"Die Hausordnung", "Haus", false},
		{"(Haus)", "Haus", true},
		{"Haus", "Haus", true},
		{"Hau", "Haus", false},
		{"Der Bundesnachrichtendienst (BND)", "BND", true},
		{"des Bundeskanzlers Amt", "Bundeskanzler", true},
		{"Artikel 50", "Artikel 5", false},
		{"der Europäischen Union", "Europäische Union", true},
		{"die Europäische Union", "Europäische Union", true},
		{"Preis: 5 € je Stück", "€", true},
		{"", "Haus", false},
		{"Der Z\xfcg", "Z\xfcg", false}, // a term that is not UTF-8 is never found,
		{"\xff steht da", "\xff", false},
		{"Zug", "\xff", false},
		{"Haus", "", false},
	} {
		if got := (translate.Term{Source: tt.term}).In(tt.text); got != tt.want {
			t.Errorf("%q in %q: %v", tt.term, tt.text, got)
		}
		g := glossary.New([]translate.Term{{Source: tt.term, Target: "x"}})
		if got := len(g.In(tt.text)) > 0; got != tt.want {
			t.Errorf("In(%q) with %q = %v", tt.text, tt.term, got)
		}
	}
}

func TestReadGlossary(t *testing.T) {
	tsv := "\ufeff# Kommentar\nHaus\thouse\n\nBundestag\tBundestag\tNotiz\nHaus\thome\n"
	tbx := `<?xml version="1.0" encoding="UTF-8"?>
<tbx xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="1"><langSec xml:lang="de-AT"><termSec><term>Haus</term></termSec><termSec><term>Heim</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>home</term></termSec></langSec><langSec xml:lang="fr"><termSec><term>maison</term></termSec></langSec></conceptEntry>
<termEntry><langSet xml:lang="de"><tig><term>Bundes
  tag</term></tig></langSet><langSet xml:lang="en"><tig><term>Bundestag</term></tig></langSet></termEntry>
<termEntry><langSet xml:lang="de"><tig><term>ohne Ziel</term></tig></langSet></termEntry>
</body></text></tbx>`
	for _, tt := range []struct {
		name, in string
		want     []translate.Term
		err      string
	}{
		{"tsv", tsv, []translate.Term{{Source: "Haus", Target: "home"}, {Source: "Bundestag", Target: "Bundestag"}}, ""},
		{"tbx", tbx, []translate.Term{{Source: "Haus", Target: "home"}, {Source: "Heim", Target: "home"},
			{Source: "Bundes tag", Target: "Bundestag"}}, ""},
		{"empty", "", nil, ""},
		{"one column", "Haus\thouse\nBaum\n", nil, "g:2: want a source term"},
		{"latin-1", "Haus\thouse\nB\xe4ume\ttrees\n", nil, "g:2: not UTF-8"},
		{"broken tbx", "<tbx>\n<text>", nil, "g:2:"},
	} {
		g, err := glossary.Read("g", strings.NewReader(tt.in), language.German, language.English)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%s: error %v, want %q", tt.name, err, tt.err)
			}
			continue
		}
		if err != nil || !slices.Equal(g.Terms(), tt.want) {
			t.Errorf("%s: %q, %v; want %q", tt.name, g.Terms(), err, tt.want)
		}
	}
}

func FuzzGlossary(f *testing.F) {
	f.Add("Haus\thouse\nEuropäische Union\tEU\n", "In den Häusern der Europäischen Union steht ein Haus.")
	f.Add("<tbx><termEntry/></tbx>", "x")
	f.Add("€\tEUR\nz. B.\te.g.", "5 € z. B.")
	f.Fuzz(func(t *testing.T, file, text string) {
		g, err := glossary.Read("g", strings.NewReader(file), language.German, language.English)
		if err != nil {
			return
		}
		var want []translate.Term
		for _, term := range g.Terms() {
			if term.In(text) {
				want = append(want, term)
			}
		}
		if got := g.In(text); !slices.Equal(got, want) {
			t.Errorf("In(%q) = %q, one by one %q", text, got, want)
		}
	})
}

// FuzzTerms finds terms of any bytes, valid UTF-8 or not, by the index and one by one alike.
func FuzzTerms(f *testing.F) {
	f.Add("\xff", "a \xff b")
	f.Add("Z\xfcg", "Der Z\xfcg")
	f.Add("Haus", "Häuser, Haus")
	f.Fuzz(func(t *testing.T, source, text string) {
		g := glossary.New([]translate.Term{{Source: source, Target: "x"}, {Source: "Haus", Target: "house"}})
		for _, term := range g.Terms() {
			if got, want := slices.Contains(g.In(text), term), term.In(text); got != want {
				t.Errorf("%q in %q: %v by the index, %v alone", term.Source, text, got, want)
			}
		}
	})
}

func BenchmarkGlossaryIn(b *testing.B) {
	var terms []translate.Term
	for i := range 20000 {
		terms = append(terms, translate.Term{Source: fmt.Sprintf("%c%c%c%cwort", 'A'+i%26, 'a'+i/26%26, 'a'+i/676%26,
			'a'+i%19), Target: "x"})
	}
	terms = append(terms, translate.Term{Source: "Bundesregierung", Target: "federal government"})
	g := glossary.New(terms)
	b.ReportAllocs()
	for b.Loop() {
		if len(g.In("Die Bundesregierung hat am Dienstag einen neuen Gesetzentwurf vorgelegt, "+
			"der die Preise begrenzen soll.")) != 1 {
			b.Fatal("the term was not found")
		}
	}
}
