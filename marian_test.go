package satzpaar_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/models"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// pulled returns a host on which these models are: all of them the small one of testdata, which copies more or less.
func pulled(t *testing.T, names ...string) satzpaar.Host {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"model.mini.intgemm.alphas.bin", "lex.50.50.mini.s2t.bin", "vocab.mini.spm"} {
		content, err := os.ReadFile(filepath.Join("testdata", "models", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return satzpaar.Host{
		Models: func(name string) (string, models.Info, error) {
			m, ok := models.Lookup(name)
			if !ok {
				return "", m, errors.New("no model " + name)
			}
			return dir, m, nil
		},
		Preferred: func(pair lang.Pair) string {
			for _, m := range models.For(pair) {
				for _, name := range names {
					if m.Name == name {
						return name
					}
				}
			}
			return ""
		},
	}
}

const nonsense = "Bade 12 Dome.\n"

func TestPivot(t *testing.T) {
	s := open(t, satzpaar.Config{From: "fr", To: "nl", Host: pulled(t, "fr-en", "en-nl")})
	b := translated(t, s, "a.txt", nonsense)
	p := b.Pairs[0]
	first, second, both := stack.Steps(p.Origin)
	if p.State != bitext.Translated || !both || !strings.HasPrefix(first, "marian:fr-en@") ||
		!strings.HasPrefix(second, "marian:en-nl@") {
		t.Errorf("%+v", p)
	}
	if ids := s.Backends(); len(ids) != 1 || ids[0] != p.Origin {
		t.Errorf("backends %q, origin %q", ids, p.Origin)
	}
	if len(p.Links) == 0 {
		t.Error("no words are linked")
	}
	for _, l := range p.Links {
		if l.Source.End > len(p.Source) || l.Target.End > len(p.Target) {
			t.Errorf("link %v in %q and %q", l, p.Source, p.Target)
		}
	}
}

// TestPivotTerms: a term of the glossary stands in a translation that has gone through English, and its words are linked.
func TestPivotTerms(t *testing.T) {
	s := open(t, satzpaar.Config{
		From:     "fr",
		To:       "nl",
		Host:     pulled(t, "fr-en", "en-nl"),
		Glossary: []translate.Term{{Source: "Dome", Target: "Koepel"}},
	})
	p := translated(t, s, "a.txt", nonsense).Pairs[0]
	if !strings.Contains(p.Target, "Koepel") {
		t.Fatalf("%q lacks the term", p.Target)
	}
	linked := false
	for _, l := range p.Links {
		linked = linked || strings.Contains(p.Source[l.Source.Start:l.Source.End], "Dome") &&
			strings.Contains(p.Target[l.Target.Start:l.Target.End], "Koepel")
	}
	if !linked {
		t.Errorf("%q and %q: links %v", p.Source, p.Target, p.Links)
	}
	for _, f := range p.Findings {
		if f.Check == "glossary" {
			t.Errorf("finding %+v", f)
		}
	}
}

// TestSharedModels: sessions of several pairs have the models that they share in memory once, so that those of the
// second one need not be read again.
func TestSharedModels(t *testing.T) {
	host := pulled(t, "fr-en", "en-nl")
	dir, _, err := host.Models("fr-en")
	if err != nil {
		t.Fatal(err)
	}
	all := opened(t, satzpaar.NewSessions(satzpaar.Config{Host: host}), nil)
	for i, pair := range [][2]string{{"fr", "nl"}, {"fr", "en"}, {"en", "nl"}} {
		s, err := all.For(&bitext.Header{From: pair[0], To: pair[1]})
		if err == nil {
			err = s.Ready(t.Context())
		}
		if err != nil {
			t.Fatalf("%v: %v", pair, err)
		}
		if i == 0 {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestRanked: a session gives the translations of every rank of its backend, of a pivot too.
func TestRanked(t *testing.T) {
	s := open(t, satzpaar.Config{From: "fr", To: "nl", Host: pulled(t, "fr-en", "en-nl")})
	d, err := s.Parse("a.txt", []byte(nonsense))
	if err != nil {
		t.Fatal(err)
	}
	ranks, err := s.Ranks(t.Context())
	if err != nil || ranks < 2 {
		t.Fatalf("%d ranks, %v", ranks, err)
	}
	targets := map[string]bool{}
	for rank := range ranks {
		bs, _, err := s.Ranked(t.Context(), []*document.Document{d}, rank)
		if err != nil {
			t.Fatal(err)
		}
		targets[bs[0].Pairs[0].Target] = true
	}
	if len(targets) < 2 {
		t.Errorf("all ranks give %v", targets)
	}
	echo := open(t, satzpaar.Config{Backend: "echo"})
	if ranks, err := echo.Ranks(t.Context()); ranks != 1 || err != nil {
		t.Errorf("%d ranks of a backend without any, %v", ranks, err)
	}
	bs, _, err := echo.Ranked(t.Context(), []*document.Document{d}, 1)
	if err != nil || bs[0].Pairs[0].Target != bs[0].Pairs[0].Source {
		t.Errorf("rank 1 of a backend without any: %v", err)
	}
}

// TestReverseModel: where a reverse model is here, the built-in one asks it, alone and as the first step of two, unless
// the search is fast or the built-in one is named.
func TestReverseModel(t *testing.T) {
	host := pulled(t, "en-nl")
	dir, _, err := host.Models("satzpaar-en-de")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.mini.yml"), []byte("reverse-weight: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := host
	asked.Reverse = func(pair lang.Pair) string {
		if !pair.Same(lang.GermanEnglish) {
			t.Errorf("a reverse model of %s is asked for", pair)
		}
		return "satzpaar-en-de"
	}
	const both = " with marian:satzpaar-en-de@"
	for _, c := range []struct {
		name   string
		config satzpaar.Config
		want   bool
	}{
		{"none here", satzpaar.Config{Host: host}, false},
		{"here", satzpaar.Config{Host: asked}, true},
		{"first of two", satzpaar.Config{To: "nl", Host: asked}, true},
		{"fast", satzpaar.Config{Fast: true, Host: asked}, false},
		{"named", satzpaar.Config{Host: asked, Backends: map[string]satzpaar.BackendConfig{"marian": {Model: "builtin"}}}, false},
	} {
		p := translated(t, open(t, c.config), "a.txt", "Der Hund schläft.\n").Pairs[0]
		if !strings.HasPrefix(p.Origin, "marian:builtin@") || strings.Contains(p.Origin, both) != c.want {
			t.Errorf("%s: origin %q", c.name, p.Origin)
		}
	}
	damaged := asked
	damaged.Models = func(name string) (string, models.Info, error) {
		m, _ := models.Lookup(name)
		return t.TempDir(), m, nil
	}
	s := open(t, satzpaar.Config{Host: damaged})
	var wrong *satzpaar.ConfigError
	if err := s.Ready(t.Context()); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "opening the model in") {
		t.Errorf("a damaged one: %v", err)
	}
}

// TestPivotFromGerman: the model in the program is the first step where no other is here.
func TestPivotFromGerman(t *testing.T) {
	s := open(t, satzpaar.Config{To: "nl", Host: pulled(t, "en-nl")})
	p := translated(t, s, "a.txt", "Der Hund schläft.\n").Pairs[0]
	if !strings.HasPrefix(p.Origin, "marian:builtin@") || !strings.Contains(p.Origin, " then marian:en-nl@") {
		t.Errorf("%+v", p)
	}
}

// TestDirectBeforePivot: a model for the pair itself is taken, whatever else is here.
func TestDirectBeforePivot(t *testing.T) {
	for _, c := range []struct{ from, to, here, origin string }{
		{"fr", "en", "fr-en fr-en-tiny en-fr", "marian:fr-en@"},
		{"fr", "en", "fr-en-tiny en-fr", "marian:fr-en-tiny@"},
		{"hr", "en", "hbs-en", "marian:hbs-en@"},
	} {
		s := open(t, satzpaar.Config{From: c.from, To: c.to, Host: pulled(t, strings.Fields(c.here)...)})
		p := translated(t, s, "a.txt", nonsense).Pairs[0]
		if !strings.HasPrefix(p.Origin, c.origin) || strings.Contains(p.Origin, " then ") {
			t.Errorf("%s to %s with %s: %+v", c.from, c.to, c.here, p)
		}
	}
}

// TestHalfAPivot: where one step is missing, the error names what cannot be translated.
func TestHalfAPivot(t *testing.T) {
	for _, here := range []string{"", "fr-en", "en-nl"} {
		s := open(t, satzpaar.Config{From: "fr", To: "nl", Host: pulled(t, strings.Fields(here)...)})
		if _, err := s.Text(t.Context(), nonsense); err == nil || !strings.Contains(err.Error(), "not from fr to nl") {
			t.Errorf("with %q: %v", here, err)
		}
	}
}

// TestForeignByModels: foreign text is translated by the models that are here for its language.
func TestForeignByModels(t *testing.T) {
	const text = "Die Stadt hat gestern über das neue Bad entschieden.\n\n" +
		"El presidente dijo ayer que la ciudad no tiene dinero para las nuevas escuelas.\n"
	for _, c := range []struct{ foreign, here, origin string }{
		{"translate", "es-en", "marian:es-en@"},
		{"es=translate", "es-en", "marian:es-en@"},
		{"translate", "fr-en", ""},
		{"keep", "es-en", ""},
	} {
		s := open(t, satzpaar.Config{Foreign: c.foreign, Host: pulled(t, c.here)})
		b := translated(t, s, "a.txt", text)
		if len(b.Pairs) != 2 {
			t.Fatalf("%d pairs", len(b.Pairs))
		}
		if p := b.Pairs[0]; !strings.HasPrefix(p.Origin, "marian:builtin@") {
			t.Errorf("%+v: German: %+v", c, p)
		}
		p := b.Pairs[1]
		switch {
		case c.origin != "" && (p.Action != bitext.Translate || !strings.HasPrefix(p.Origin, c.origin)):
			t.Errorf("%+v: Spanish: %+v", c, p)
		case c.origin == "" && (p.Action != bitext.Keep || p.Target != p.Source):
			t.Errorf("%+v: Spanish: %+v", c, p)
		}
	}
}

// TestForeignModelDamaged: the finding gives the reason why the text is kept.
func TestForeignModelDamaged(t *testing.T) {
	host := pulled(t, "es-en")
	host.Models = func(name string) (string, models.Info, error) {
		m, _ := models.Lookup(name)
		return t.TempDir(), m, nil
	}
	s := open(t, satzpaar.Config{Foreign: "translate", Host: host})
	b := translated(t, s, "a.txt", "Die Stadt hat gestern über das neue Bad entschieden.\n\n"+
		"El presidente dijo ayer que la ciudad no tiene dinero para las nuevas escuelas.\n")
	p := b.Pairs[1]
	if p.Action != bitext.Keep || len(p.Findings) == 0 || !strings.Contains(p.Findings[0].Message, "opening the model") {
		t.Errorf("%+v", p)
	}
}
