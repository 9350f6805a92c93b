package sessions_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/review"
	"github.com/satzpaar/satzpaar/review/sessions"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// use returns a server that uses sessions and the glossary at path, if it has a name. What goes wrong is added to notes.
func use(t *testing.T, path string, notes *[]error) *review.Server {
	t.Helper()
	var terms *glossary.File
	if path != "" {
		var err error
		if terms, err = glossary.OpenFile(path, language.German, language.English); err != nil {
			t.Fatal(err)
		}
	}
	open := satzpaar.NewSessions(satzpaar.Config{Backend: "echo"})
	t.Cleanup(func() {
		if err := open.Close(); err != nil {
			t.Error(err)
		}
	})
	s := &review.Server{}
	sessions.Use(s, open, terms, func(err error) { *notes = append(*notes, err) })
	return s
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestUse: without a glossary terms are offered and not taken; to one of TBX none can be added.
func TestUse(t *testing.T) {
	dir := t.TempDir()
	text, tbx := filepath.Join(dir, "terms.tsv"), filepath.Join(dir, "terms.tbx")
	write(t, text, "Haus\thouse\n")
	write(t, tbx, "<tbx></tbx>")
	for _, test := range []struct {
		path          string
		checks, takes bool
	}{{"", false, false}, {text, true, true}, {tbx, true, false}} {
		var notes []error
		s := use(t, test.path, &notes)
		if s.Retranslate == nil || s.Check == nil || s.Link == nil || s.OfferTerms == nil {
			t.Errorf("%q: something is missing that needs no glossary", test.path)
		}
		if got := s.Terms != nil && s.TermsVersion != nil && s.CheckTerms != nil; got != test.checks {
			t.Errorf("%q: terms are checked: %t", test.path, got)
		}
		if got := s.TakeTerm != nil; got != test.takes {
			t.Errorf("%q: terms are taken: %t", test.path, got)
		}
		list, err := s.OfferTerms(func(func(*bitext.Bitext) bool) {})
		if err != nil || len(list) > 0 || len(notes) > 0 {
			t.Errorf("%q: %v is offered without edits, %v, notes %v", test.path, list, err, notes)
		}
	}
}

// TestTerms: a term that is taken is in the glossary at once. One that cannot be read any longer is noted, and its terms
// stay.
func TestTerms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "terms.tsv")
	write(t, path, "Haus\thouse|home\n")
	var notes []error
	s := use(t, path, &notes)
	targets := func(source string) (found [][]string) {
		for _, term := range s.Terms(source) {
			found = append(found, term.Targets)
		}
		return found
	}
	if got := targets("Das Haus am Baum."); len(got) != 1 || !slices.Equal(got[0], []string{"house", "home"}) {
		t.Errorf("found %q", got)
	}
	before := s.TermsVersion()
	offer := review.TermOffer{Source: "Baum", Target: "tree", Instead: "wood", Changes: 2, Contrary: 1}
	if err := s.TakeTerm(offer); err != nil {
		t.Fatal(err)
	}
	const want = "Haus\thouse|home\nBaum\ttree\tchanged 2 times, instead of wood; 1 time changed otherwise\n"
	if raw, err := os.ReadFile(path); err != nil || string(raw) != want {
		t.Errorf("the glossary holds %q, %v", raw, err)
	}
	taken := s.TermsVersion()
	if got := targets("Das Haus am Baum."); len(got) != 2 || taken == before {
		t.Errorf("found %q in state %d, after %d", got, taken, before)
	}
	write(t, path, "nonsense\n")
	if now := s.TermsVersion(); now != taken || len(targets("Das Haus am Baum.")) != 2 {
		t.Errorf("state %d became %d", taken, now)
	}
	if len(notes) != 1 || !strings.HasSuffix(notes[0].Error(), "; the terms stay as they were") {
		t.Errorf("notes %v", notes)
	}
}
