package satzpaar_test

import (
	"context"
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/translate"
)

// Terms that are set later reach what is translated and checked from then on, in sessions that are open and in those
// that are opened later, and terms that were taken away do not.
func TestSetGlossary(t *testing.T) {
	b := &obedient{obeys: true}
	s := satzpaar.NewSessions(satzpaar.Config{Backend: "own",
		Host: satzpaar.Host{Backends: map[string]translate.Backend{"own": b}}})
	defer s.Close()
	const source = "Die Kaution fehlt noch."
	deposit, bond := translate.Term{Source: "Kaution", Target: "deposit"}, translate.Term{Source: "Kaution", Target: "bond"}
	for _, step := range []struct {
		from  string
		terms []translate.Term
		found int
	}{
		{"de", nil, 0},
		{"de", []translate.Term{bond}, 1},
		{"de-AT", nil, 1}, // opened after the terms were set
		{"de", []translate.Term{deposit}, 0},
		{"de", []translate.Term{}, 0},
	} {
		if step.terms != nil {
			s.SetGlossary(step.terms)
		}
		h := bitext.Header{From: step.from, To: "en"}
		b.terms = nil
		target, err := s.Retranslate(context.Background(), &h, source, "")
		if err != nil {
			t.Fatal(err)
		}
		pair := bitext.Pair{Source: source, Target: target, Action: bitext.Translate, State: bitext.Translated, Lang: "de"}
		doc := &bitext.Bitext{Header: h, Pairs: []bitext.Pair{{}, pair}}
		isTerm := func(f bitext.Finding) bool { return f.Check != "glossary" }
		edited := slices.DeleteFunc(s.CheckEdited(doc, &pair), isTerm)
		all := s.CheckTerms(doc)
		if len(edited) != step.found || len(all) != 2 || len(all[0]) != 0 || len(all[1]) != step.found {
			t.Errorf("terms %v: %v and %v are found in %q, want %d", step.terms, edited, all, target, step.found)
		}
		if step.terms != nil && !slices.Equal(b.terms, step.terms) {
			t.Errorf("the backend was given %v, want %v", b.terms, step.terms)
		}
	}
}
