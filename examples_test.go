package satzpaar_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/translate"
)

// shown is a backend that keeps the examples it is given, by text.
type shown struct {
	uses bool
	got  map[string][]translate.Example
}

func (s *shown) Info() translate.Info { return translate.Info{ID: "shown", UsesExamples: s.uses} }

func (s *shown) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		s.got[it.Text] = it.Examples
		results[i].Text = "A translation of " + it.Text
	}
	return results, translate.Usage{}, nil
}

// Backends that use examples are shown the edits that resemble a sentence, the most similar first, and not too much of
// them; others are not, and then they are not part of the settings of a run.
func TestExamples(t *testing.T) {
	example := func(source, target string) translate.Example {
		return translate.Example{Source: source, Target: target}
	}
	long := strings.Repeat("Der Mieter zahlt die Miete, ", 30)
	examples := []translate.Example{
		example("Der Mieter zahlt die Miete am Ersten.", "older"),
		example("Das Wetter ist schön.", "The weather is fine."),
		example("Der Mieter zahlt die  Miete am Ersten.", "The tenant pays on the first."),
		example("Der Mieter zahlt keine Miete am Dritten.", "none"),
		example("", "nothing"),
		example(long+"eins.", long),
	}
	for i := range 5 {
		source := fmt.Sprintf("Der Vermieter fragt Frau %c.", 'A'+i)
		examples = append(examples, example(source, source))
	}
	for _, uses := range []bool{true, false} {
		b := &shown{uses, map[string][]translate.Example{}}
		c := satzpaar.Config{
			Backend: "own", Examples: examples, Host: satzpaar.Host{Backends: map[string]translate.Backend{"own": b}},
		}
		s := open(t, c)
		translated(t, s, "a.txt", strings.Join([]string{
			"Der Mieter zahlt die Miete am Dritten.", "Es regnet.", "Der Vermieter fragt Frau Z.", long + "zwei.",
		}, "\n\n"))
		if !c.UsesExamples() {
			t.Error("a backend of the program's own is not shown examples")
		}
		settings, err := s.Settings()
		if err != nil {
			t.Fatal(err)
		}
		if _, has := settings["examples"]; has != uses {
			t.Errorf("uses examples: %v, in the settings: %v", uses, has)
		}
		if !uses {
			for text, got := range b.got {
				if got != nil {
					t.Errorf("%q has the examples %v", text, got)
				}
			}
			continue
		}
		want := []translate.Example{
			example("Der Mieter zahlt keine Miete am Dritten.", "none"),
			example("Der Mieter zahlt die Miete am Ersten.", "The tenant pays on the first."),
		}
		if diff := cmp.Diff(want, b.got["Der Mieter zahlt die Miete am Dritten."]); len(b.got) != 4 || diff != "" {
			t.Errorf("%d texts, %s", len(b.got), diff)
		}
		if got := b.got["Es regnet."]; got != nil {
			t.Errorf("a sentence like no other has the examples %v", got)
		}
		if got := b.got["Der Vermieter fragt Frau Z."]; len(got) != 3 {
			t.Errorf("%d examples, want 3: %v", len(got), got)
		}
		if got := b.got[long+"zwei."]; got != nil {
			t.Errorf("examples of %d characters are shown", len(got[0].Source))
		}
	}
}

func TestUsesExamples(t *testing.T) {
	described := map[string]satzpaar.BackendConfig{"mine": {Type: "mistral"}, "openai": {}, "anthropic": {Type: "echo"}}
	for _, tt := range []struct {
		backend, fallback string
		want              bool
	}{
		{"", "", true}, {"deepl", "marian", true}, {"openai", "", true}, {"mine", "", true}, {"echo", "gemini", true},
		{"deepl", "", false}, {"anthropic", "", false}, {"no such backend", "", false},
	} {
		c := satzpaar.Config{Backend: tt.backend, Fallback: tt.fallback, Backends: described}
		if got := c.UsesExamples(); got != tt.want {
			t.Errorf("%q, then %q: %v", tt.backend, tt.fallback, got)
		}
	}
}

// obedient is a backend that keeps the terms it is given.
type obedient struct {
	obeys bool
	terms []translate.Term
}

func (o *obedient) Info() translate.Info { return translate.Info{ID: "obedient", ObeysTerms: o.obeys} }

func (o *obedient) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	o.terms = append(o.terms, req.Terms...)
	results := make([]translate.Result, len(req.Items))
	for i, it := range req.Items {
		results[i] = translate.Result{Text: "It is raining again.", Origin: "obedient"}
		if strings.Contains(it.Text, "Kaution") {
			results[i].Text = "The security deposit is still missing."
		}
	}
	return results, translate.Usage{}, nil
}

// Backends that obey terms are given those that edits have changed twice in the same way, where the glossary has
// nothing for them; origins and settings show it. Others are not.
func TestTaught(t *testing.T) {
	changed := func(source, machine, target string) translate.Example {
		return translate.Example{Source: source, Machine: machine, Target: target}
	}
	twice := []translate.Example{
		changed("Die Kaution ist hoch.", "The bail is high.", "The security deposit is high."),
		changed("Wir zahlen die Kaution.", "We pay the bail.", "We pay the security deposit."),
	}
	learned := []translate.Term{{Source: "Kaution", Target: "security deposit"}}
	own := []translate.Term{{Source: "Kaution", Target: "deposit"}}
	for _, tt := range []struct {
		name     string
		obeys    bool
		examples []translate.Example
		glossary []translate.Term
		want     []translate.Term
		origin   string
	}{
		{"changed twice", true, twice, nil, learned, "obedient+edits"},
		{"a backend that does not obey", false, twice, nil, nil, "obedient"},
		{"changed once", true, twice[:1], nil, nil, "obedient"},
		{"in the glossary", true, twice, own, own, "obedient"},
		{"nothing is known of the machine", true, []translate.Example{{Source: twice[0].Source, Target: twice[0].Target},
			{Source: twice[1].Source, Target: twice[1].Target}}, nil, nil, "obedient"},
	} {
		b := &obedient{obeys: tt.obeys}
		s := open(t, satzpaar.Config{Backend: "own", Examples: tt.examples, Glossary: tt.glossary,
			Host: satzpaar.Host{Backends: map[string]translate.Backend{"own": b}}})
		pairs := translated(t, s, "a.txt", "Die Kaution fehlt noch. Es regnet wieder.").Pairs
		if diff := cmp.Diff(tt.want, b.terms); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		if pairs[0].Origin != tt.origin || pairs[1].Origin != "obedient" {
			t.Errorf("%s: origins %q and %q", tt.name, pairs[0].Origin, pairs[1].Origin)
		}
		settings, err := s.Settings()
		if err != nil {
			t.Fatal(err)
		}
		if _, has := settings["taught"]; has != (tt.origin == "obedient+edits") {
			t.Errorf("%s: taught terms in the settings: %v", tt.name, has)
		}
	}
}
