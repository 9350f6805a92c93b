package satzpaar_test

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/pipeline"
)

// texts are documents in several languages.
var texts = map[string]string{
	"de": "Die Stadt hat gestern über das neue Bad entschieden. Der Bürgermeister war dagegen.\n",
	"es": "El alcalde dijo que no habrá dinero para la ciudad. La Sra. López no está de acuerdo.\n",
	"fr": "Le maire a dit qu'il n'y aurait pas d'argent pour la ville. Les écoles restent fermées.\n",
	"en": "The mayor said that there would be no money for the town. The schools stay closed.\n",
	"":   "12 34 56\n",
}

func openAuto(t *testing.T, c satzpaar.Config) *satzpaar.AutoSession {
	t.Helper()
	s, err := satzpaar.OpenAuto(t.Context(), c)
	return opened(t, s, err)
}

// TestAuto: each document is parsed, split and translated in its own language, alone and many at a time.
func TestAuto(t *testing.T) {
	r := &recording{answer: upper}
	s := openAuto(t, satzpaar.Config{Backend: "r", Host: host(r)})
	var ds []*document.Document
	var want []string
	for code, text := range texts {
		d, err := s.Parse("a.txt", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		note := map[string]string{
			"de": "is in German", "es": "is in Spanish", "fr": "is in French", "en": "is in English already: kept",
			"": "is in German",
		}[code]
		if len(d.Notes) != 1 || d.Notes[0].Text != note {
			t.Errorf("%q: notes %+v", code, d.Notes)
		}
		if n := len(d.Blocks[0].Sentences); code != "" && n != 2 {
			t.Errorf("%q: %d sentences", code, n)
		}
		ds, want = append(ds, d), append(want, code)
	}
	bs, report, err := s.Documents(t.Context(), ds, nil)
	if err != nil || len(bs) != len(ds) || report.Sentences != 9 || report.Answered != 7 || report.Kept != 2 {
		t.Fatalf("%d bitexts, %+v, %v", len(bs), report, err)
	}
	for i, b := range bs {
		code, p := want[i], b.Pairs[0]
		switch code {
		case "en":
			if p.Action != bitext.Keep || b.From != "de" {
				t.Errorf("English: %+v", p)
			}
		case "": // its language cannot be detected
			if p.Action != bitext.Translate || b.From != "de" {
				t.Errorf("numbers: %+v", p)
			}
		default:
			if b.From != code || p.Target != strings.ToUpper(p.Source) || p.Lang != code {
				t.Errorf("%s: from %s: %+v", code, b.From, p)
			}
		}
	}
	for _, req := range r.requests {
		if req.To.String() != "en" || req.From.String() == "en" {
			t.Errorf("asked for %s to %s", req.From, req.To)
		}
	}
	if lacks := strings.Join(s.Lacks(), "\n"); strings.Count(lacks, "no lexicon for es-en") != 1 {
		t.Errorf("lacks %q", lacks)
	}
}

// TestAutoIntoGerman: English documents are the usual ones then.
func TestAutoIntoGerman(t *testing.T) {
	r := &recording{answer: upper}
	s := openAuto(t, satzpaar.Config{To: "de", Backend: "r", Host: host(r)})
	for code, action := range map[string]bitext.Action{"en": bitext.Translate, "es": bitext.Translate, "de": bitext.Keep} {
		d, err := s.Parse("a.txt", []byte(texts[code]))
		if err != nil {
			t.Fatal(err)
		}
		bs, _, err := s.Documents(t.Context(), []*document.Document{d}, nil)
		if err != nil || bs[0].Pairs[0].Action != action {
			t.Errorf("%s: %+v, %v", code, bs, err)
		}
	}
}

// TestAutoWithoutAModel: a document that nothing here translates is an error that names what to fetch; a record is
// kept.
func TestAutoWithoutAModel(t *testing.T) {
	s := openAuto(t, satzpaar.Config{Host: pulled(t, "fr-en")})
	for code, want := range map[string]string{"de": "", "fr": "", "es": "is in Spanish, and nothing here translates es-en"} {
		d, err := s.Parse("a.txt", []byte(texts[code]))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", code, err)
		}
		if err != nil {
			continue
		}
		if bs, _, err := s.Documents(t.Context(), []*document.Document{d}, nil); err != nil || bs[0].From != code {
			t.Errorf("%s: %v, %v", code, bs, err)
		}
	}
	records, err := open(t, satzpaar.Config{}).Parse("a.csv#1", []byte(texts["es"]))
	if err != nil {
		t.Fatal(err)
	}
	bs, _, err := s.Documents(t.Context(), []*document.Document{records}, nil)
	if err != nil || bs[0].Pairs[0].Action != bitext.Keep {
		t.Errorf("%+v, %v", bs, err)
	}
}

// TestAutoSections: the language of a document is that of all its sections, not of the first.
func TestAutoSections(t *testing.T) {
	r := &recording{answer: upper}
	s := openAuto(t, satzpaar.Config{Backend: "r", Host: host(r)})
	const french, german = pipeline.PartSize/2 + 10, pipeline.PartSize/2 + 1000 // lines of two sentences
	many := strings.Repeat(texts["fr"], french) + strings.Repeat(texts["de"], german)
	d, err := s.Sections("a.txt", []byte(many))
	if err != nil {
		t.Fatal(err)
	}
	if notes := d.Head().Notes; len(notes) != 1 || notes[0].Text != "is in German" {
		t.Errorf("notes %+v", notes)
	}
	sections, pairs := 0, 0
	report, err := s.Parts(t.Context(), d, nil, func(_ *document.Document, b *bitext.Bitext) error {
		if b.From != "de" {
			t.Errorf("section %d is from %s", sections, b.From)
		}
		sections, pairs = sections+1, pairs+len(b.Pairs)
		return nil
	})
	if want := 2 * (french + german); err != nil || sections < 2 || pairs != want || report.Sentences != want {
		t.Errorf("%d sections, %d pairs, %+v, %v", sections, pairs, report, err)
	}
}

// TestAutoDetectsOnce: the language of a document is found out when it is read. What it was found to be then holds when
// it is translated, as a whole or in sections.
func TestAutoDetectsOnce(t *testing.T) {
	r := &recording{answer: upper}
	s := openAuto(t, satzpaar.Config{Backend: "r", Host: host(r)})
	for _, name := range []string{"a.txt", "a.html"} {
		read, err := s.Sections(name, []byte(texts["de"]))
		if err != nil {
			t.Fatal(err)
		}
		if head, whole := read.Head(), read.Whole(); head.From != "de" || whole.From != "de" {
			t.Errorf("%s is from %q, as a whole from %q", name, head.From, whole.From)
		}
		read.SetFrom("fr")
		bs, _, err := s.Documents(t.Context(), []*document.Document{read.Whole()}, nil)
		if err != nil || bs[0].From != "fr" {
			t.Errorf("%s as a whole: %+v, %v", name, bs, err)
		}
		_, err = s.Parts(t.Context(), read, nil, func(_ *document.Document, b *bitext.Bitext) error {
			if b.From != "fr" {
				t.Errorf("%s in sections is from %s", name, b.From)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
