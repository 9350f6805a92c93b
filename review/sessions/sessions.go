// Package sessions connects a review server with sessions, through which it translates again, checks, aligns and offers
// terms.
package sessions

import (
	"fmt"
	"iter"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/review"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// LeastChanges is the number of sentences in which a term must have been changed in the same way to be offered.
const LeastChanges = 2

// Use sets what a server does for sentences and terms. Terms are offered even if there is no glossary, g being nil.
// note is told what goes wrong with the glossary later. Use must be called before s serves.
func Use(s *review.Server, open *satzpaar.Sessions, g *glossary.File, note func(error)) {
	s.Retranslate, s.Check, s.Link = open.Retranslate, open.CheckEdited, open.LinkEdited
	s.OfferTerms = func(docs iter.Seq[*bitext.Bitext]) ([]review.TermOffer, error) {
		list, err := open.SuggestTerms(docs, LeastChanges)
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
	g.Follow(open.SetGlossary)
	s.CheckTerms = open.CheckTerms
	s.TermsVersion = func() int {
		version, err := g.Current()
		if err != nil {
			note(fmt.Errorf("%w; the terms stay as they were", err))
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
