package satzpaar

import (
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// sessionTerms are the terms that a session obeys. They are immutable.
type sessionTerms struct {
	list     []translate.Term // as the configuration gives them
	glossary *glossary.Glossary
	checked  []check.Term              // those of the glossary
	taught   func() *glossary.Glossary // by the examples, without those of the glossary; nil: nothing can be
}

// SetGlossary puts other terms in place of those of the configuration. What is translated and checked from now on
// obeys them; calls that are under way end with those that they began with.
func (s *Session) SetGlossary(terms []translate.Term) {
	t := &sessionTerms{list: terms}
	if len(terms) > 0 {
		t.glossary = glossary.New(terms)
		for _, one := range t.glossary.Terms() {
			t.checked = append(t.checked, check.Term(one))
		}
	}
	if s.examples != nil {
		t.taught = sync.OnceValue(func() *glossary.Glossary { return s.taughtTerms(t.glossary) })
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.terms.Store(t)
	s.pipeline = nil // the next one is made with them, around the backends that are open
}

// checkEnv returns what checks know of the session, with its terms as they are now. All is what else is known of the
// corpus; nil where that is only the document.
func (s *Session) checkEnv(all *check.Corpus) check.Env {
	env := s.env
	env.Terms, env.Corpus = s.terms.Load().checked, all
	return env
}

// checkTerms returns for each pair of a bitext where it does not obey the glossary.
func (s *Session) checkTerms(b *bitext.Bitext) [][]bitext.Finding {
	env := s.checkEnv(nil)
	r := check.NewRunner([]*check.Check{check.Glossary}, &env)
	defer r.Release()
	out := make([][]bitext.Finding, len(b.Pairs))
	for i := range b.Pairs {
		out[i] = r.Run(&b.Pairs[i])
	}
	return out
}
