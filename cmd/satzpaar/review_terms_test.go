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
	g, err := openGlossary(path, satzpaar.Config{From: "de", To: "en"})
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
