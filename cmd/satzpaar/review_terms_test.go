package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/review"
)

// A term is added to the glossary as it is by now: not to one that cannot be read any longer, and not a second time.
func TestTakeTermIntoChangedGlossary(t *testing.T) {
	path := filepath.Join(t.TempDir(), "terms.tsv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const first, foreign, taken = "Haus\thouse\n", "Garten\tgarden", "Baum\ttree\tchanged 2 times, instead of wood\n"
	write(first)
	g, err := (&app{}).openGlossary(path, satzpaar.Config{From: "de", To: "en"})
	if err != nil {
		t.Fatal(err)
	}
	tree := review.TermOffer{Source: "Baum", Target: "tree", Instead: "wood", Changes: 2}
	for _, step := range []struct{ before, after, trouble string }{
		{first + foreign, first + foreign + "\n" + taken, ""},
		{first + taken, first + taken, ""},
		{first + "nonsense\n", first + "nonsense\n", "terms.tsv:2: want a source term"},
	} {
		write(step.before)
		err := g.take(tree)
		if (err != nil) != (step.trouble != "") || err != nil && !strings.Contains(err.Error(), step.trouble) {
			t.Errorf("into %q: %v", step.before, err)
		}
		if raw, err := os.ReadFile(path); err != nil || string(raw) != step.after {
			t.Errorf("%q became %q, want %q; %v", step.before, raw, step.after, err)
		}
	}
	if len(g.find("Der Baum.")) != 1 {
		t.Error("the term that was taken is not found")
	}
}

// What somebody else writes into the file of the glossary counts while people review; what cannot be read is said once
// and leaves the terms as they were.
func TestGlossaryFollowsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "terms.tsv")
	var said strings.Builder
	a := &app{terminal: &terminal{stderr: &said}}
	var g *reviewGlossary
	version := 0
	for _, step := range []struct {
		text         string
		newer        bool
		found, notes int
	}{
		{"Haus\thouse\n", true, 0, 0},
		{"Haus\thouse\nBaum\ttree\n", true, 1, 0},
		{"# as before\nHaus\thouse\nBaum\ttree\n", false, 1, 0},
		{"Haus\n", false, 1, 1},
		{"Baum\ttree\n", true, 1, 1},
	} {
		if err := os.WriteFile(path, []byte(step.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if g == nil {
			var err error
			if g, err = a.openGlossary(path, satzpaar.Config{From: "de", To: "en"}); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			now := g.current()
			if (now > version) != step.newer && version > 0 {
				t.Errorf("%q: version %d after %d", step.text, now, version)
			}
			version, step.newer = now, false
		}
		if found := len(g.find("Der Baum.")); found != step.found {
			t.Errorf("%q: %d terms are found, want %d", step.text, found, step.found)
		}
		if n := strings.Count(said.String(), "\n"); n != step.notes {
			t.Errorf("%q: said %q", step.text, said.String())
		}
	}
}
