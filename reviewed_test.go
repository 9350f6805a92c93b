package satzpaar_test

import (
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
)

// TestSessionsForReview: what a person wrote is checked and aligned, and a sentence translated again, in the languages
// of each bitext; one whose languages make no session is left alone.
func TestSessionsForReview(t *testing.T) {
	sessions := satzpaar.NewSessions(satzpaar.Config{Backend: "echo"})
	defer sessions.Close()
	german := &bitext.Bitext{Header: bitext.Header{From: "de", To: "en"}}
	p := &bitext.Pair{Source: "Das Haus kostet 300 Euro.", Target: "The house costs 30 euros.", Lang: "de",
		Action: bitext.Translate, State: bitext.Reviewed, Origin: bitext.Human}
	wrongNumber := func(f bitext.Finding) bool { return f.Check == "numbers" }
	if found := sessions.CheckEdited(german, p); !slices.ContainsFunc(found, wrongNumber) {
		t.Errorf("found %+v", found)
	}
	if links := sessions.LinkEdited(german, p); len(links) == 0 {
		t.Error("no words were aligned")
	}
	text, err := sessions.Retranslate(t.Context(), &german.Header, "Guten Morgen.", "")
	if err != nil || text != "Guten Morgen." {
		t.Errorf("%q, %v", text, err)
	}
	none := &bitext.Bitext{Header: bitext.Header{From: "de", To: "de"}}
	if found, links := sessions.CheckEdited(none, p), sessions.LinkEdited(none, p); found != nil || links != nil {
		t.Errorf("without a session: %v, %v", found, links)
	}
	if _, err := sessions.Retranslate(t.Context(), &none.Header, "Guten Morgen.", ""); err == nil {
		t.Error("a sentence was translated into its own language")
	}
}
