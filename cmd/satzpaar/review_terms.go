package main

import (
	"iter"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/review"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// useTerms has a server show the terms of a glossary, check with them, and offer those for it that people have changed
// in the same way. Without a glossary, nil, terms are offered all the same.
func (a *app) useTerms(s *review.Server, sessions *satzpaar.Sessions, g *glossary.File) {
	s.OfferTerms = func(docs iter.Seq[*bitext.Bitext]) ([]review.TermOffer, error) {
		list, err := sessions.SuggestTerms(docs, leastChanges)
		out := make([]review.TermOffer, len(list))
		for i, s := range list {
			out[i] = review.TermOffer{
				Source: s.Source, Target: s.Target, Instead: s.Instead, Changes: s.Changes, Contrary: s.Contrary,
			}
		}
		return out, err
	}
	if g == nil {
		return
	}
	g.Follow(sessions.SetGlossary)
	s.CheckTerms = sessions.CheckTerms
	s.TermsVersion = func() int {
		version, err := g.Current()
		if err != nil {
			a.say("%v; the terms stay as they were", err)
		}
		return version
	}
	s.Terms = func(source string) []review.Term {
		var out []review.Term
		for _, p := range g.Glossary().Places(source) {
			out = append(out, review.Term{Span: p.Span, Targets: p.Term.Targets()})
		}
		return out
	}
	if g.Grows() {
		s.TakeTerm = func(o review.TermOffer) error {
			taken := glossary.Suggestion{
				Term: translate.Term{Source: o.Source, Target: o.Target}, Instead: o.Instead, Changes: o.Changes,
				Contrary: o.Contrary,
			}
			return g.Add(&taken, corpus.AddLine)
		}
	}
}
