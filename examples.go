package satzpaar

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// What a sentence is given as examples: so many, so similar, of so many characters together.
const (
	mostExamples      = 3
	leastSimilar      = 0.6
	exampleCharacters = 1200
)

// examples finds texts that people have translated by their similarity with others.
type examples struct {
	list  []translate.Example
	index bitext.Index
}

func newExamples(list []translate.Example) *examples {
	e := &examples{}
	at := map[string]int{}
	for _, one := range list {
		one.Source, one.Target = space.Fold(one.Source), space.Fold(one.Target)
		if one.Source == "" || one.Target == "" {
			continue
		}
		if i, ok := at[one.Source]; ok {
			e.list[i] = one
			continue
		}
		at[one.Source] = len(e.list)
		e.list = append(e.list, one)
		e.index.Add(one.Source)
	}
	return e
}

// like returns the examples that resemble a text most, equal ones first.
func (e *examples) like(text string) []translate.Example {
	var out []translate.Example
	room := exampleCharacters
	for _, f := range e.index.Find(space.Fold(text), leastSimilar, mostExamples) {
		one := e.list[f.Number]
		room -= utf8.RuneCountInString(one.Source) + utf8.RuneCountInString(one.Target)
		if room < 0 {
			break
		}
		out = append(out, one)
	}
	return out
}

// leastTaught is in how many examples a term was changed in the same way before it is taught.
const leastTaught = 2

// taughtTerms returns the terms that the examples teach, see [glossary.Suggest], without those of a glossary, which may
// be nil.
func (s *Session) taughtTerms(g *glossary.Glossary) *glossary.Glossary {
	var changes []glossary.Change
	for _, e := range s.config.Examples {
		if source, machine, target := space.Fold(e.Source), space.Fold(e.Machine), space.Fold(e.Target); machine != "" {
			changes = append(changes, s.change(source, machine, target))
		}
	}
	known := map[string]bool{}
	if g != nil {
		for _, t := range g.Terms() {
			known[t.Source] = true
		}
	}
	var terms []translate.Term
	for _, one := range glossary.Suggest(changes, leastTaught) {
		if !known[one.Source] {
			known[one.Source] = true // of two translations the one that was written more often
			terms = append(terms, one.Term)
		}
	}
	return glossary.New(terms)
}

// UsesExamples reports whether a backend that the configuration names may be shown its examples, or be given the terms
// that they teach. Those of the others need not be looked for.
func (c *Config) UsesExamples() bool {
	return slices.ContainsFunc([]string{c.mainName(), c.Fallback}, func(name string) bool {
		_, own := c.Host.Backends[name]
		t := typeNamed(cmp.Or(c.Backends[name].Type, name))
		return own || t != nil && (t.prompted || t.obeys)
	})
}

// anyOpen reports whether holds is true of a backend that is open.
func (s *Session) anyOpen(holds func(translate.Info) bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.order, func(st *opened) bool { return holds(st.raw.Info()) })
}
