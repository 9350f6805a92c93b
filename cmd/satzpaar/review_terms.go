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

// offerTerms has a server show the terms of a glossary and offer those for it that people have changed in the same
// way, except what it has by now: the sessions know only what it had when they were opened. Without a glossary, nil,
// terms are offered all the same.
func offerTerms(s *review.Server, sessions *satzpaar.Sessions, g *glossary.File) {
	s.OfferTerms = func(docs iter.Seq[*bitext.Bitext]) ([]review.TermOffer, error) {
		list, err := sessions.SuggestTerms(docs, leastChanges)
		if err != nil {
			return nil, err
		}
		var out []review.TermOffer
		for _, s := range list {
			if g == nil || !g.Glossary().Has(s.Source, s.Target) {
				out = append(out, review.TermOffer{
					Source: s.Source, Target: s.Target, Instead: s.Instead, Changes: s.Changes, Contrary: s.Contrary,
				})
			}
		}
		return out, nil
	}
	if g == nil {
		return
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
