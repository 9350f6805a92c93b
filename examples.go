package satzpaar

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
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

// UsesExamples reports whether a backend that the configuration names may be shown its examples. Those of the others
// need not be looked for.
func (c *Config) UsesExamples() bool {
	return slices.ContainsFunc([]string{c.mainName(), c.Fallback}, func(name string) bool {
		_, own := c.Host.Backends[name]
		t := typeNamed(cmp.Or(c.Backends[name].Type, name))
		return own || t != nil && t.prompted
	})
}

// usesExamples reports whether a backend that is open uses examples.
func (s *Session) usesExamples() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.order, func(st *opened) bool { return st.raw.Info().UsesExamples })
}
