package main

import (
	"fmt"
	"iter"
	"sync"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/term"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/review"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/glossary"
)

// A reviewGlossary is the glossary of --glossary while people review: it finds terms, and takes new ones.
type reviewGlossary struct {
	path   string // empty: there is none
	config satzpaar.Config
	plain  bool // terms can be added to the file: it is not TBX

	mu    sync.RWMutex
	terms []translate.Term
	index *term.Index        // of their sources
	known map[[2]string]bool // sources with each of their targets
}

// openGlossary reads the glossary at path; an empty path is one without terms that takes none.
func openGlossary(path string, config satzpaar.Config) (*reviewGlossary, error) {
	g := &reviewGlossary{path: path, config: config}
	if path == "" {
		return g, nil
	}
	raw, err := plainfile.ReadFile(path)
	if err != nil {
		return nil, usage(fmt.Errorf("glossary: %w", err))
	}
	g.plain = !glossary.IsTBX(raw)
	return g, g.read()
}

// read reads the file again.
func (g *reviewGlossary) read() error {
	config := g.config
	if err := useGlossary(&config, g.path); err != nil {
		return err
	}
	terms := config.Glossary
	sources, known := make([]string, len(terms)), map[[2]string]bool{}
	for i, t := range terms {
		sources[i] = t.Source
		for _, target := range t.Targets() {
			known[[2]string{t.Source, target}] = true
		}
	}
	index := term.NewIndex(sources)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.terms, g.index, g.known = terms, index, known
	return nil
}

// find returns the terms that stand in a source.
func (g *reviewGlossary) find(source string) []review.Term {
	g.mu.RLock()
	defer g.mu.RUnlock()
	var out []review.Term
	for _, m := range g.index.Find(source) {
		span := offset.Span{Start: m.Start, End: m.End}
		out = append(out, review.Term{Span: span, Targets: g.terms[m.Term].Targets()})
	}
	return out
}

// offers finds the terms that people have changed in the same way, except those that the glossary has by now: the
// sessions know only what it had when they were opened.
func (g *reviewGlossary) offers(
	sessions *satzpaar.Sessions,
) func(docs iter.Seq[*bitext.Bitext]) ([]review.TermOffer, error) {
	return func(docs iter.Seq[*bitext.Bitext]) ([]review.TermOffer, error) {
		list, err := sessions.SuggestTerms(docs, leastChanges)
		if err != nil {
			return nil, err
		}
		g.mu.RLock()
		defer g.mu.RUnlock()
		var out []review.TermOffer
		for _, s := range list {
			if !g.has(s.Source, s.Target) {
				out = append(out, review.TermOffer{
					Source: s.Source, Target: s.Target, Instead: s.Instead, Changes: s.Changes, Contrary: s.Contrary,
				})
			}
		}
		return out, nil
	}
}

// has reports whether the glossary has a translation of a term. The caller holds mu.
func (g *reviewGlossary) has(source, target string) bool {
	return g.known[[2]string{source, target}]
}

// take adds a term to the file. That may be another one by now: it is read first, so that nothing is added to a file
// that cannot be read, and nothing that somebody else has added to it.
func (g *reviewGlossary) take(o review.TermOffer) error {
	if err := g.read(); err != nil {
		return err
	}
	g.mu.RLock()
	has := g.has(o.Source, o.Target)
	g.mu.RUnlock()
	if has {
		return nil
	}
	s := glossary.Suggestion{Term: translate.Term{Source: o.Source, Target: o.Target}, Instead: o.Instead,
		Changes: o.Changes, Contrary: o.Contrary}
	if err := corpus.AddLine(g.path, s.Line()); err != nil {
		return fmt.Errorf("glossary %s: %w", g.path, err)
	}
	return g.read()
}

// serve has a server show the glossary, and offer terms for it.
func (g *reviewGlossary) serve(s *review.Server, sessions *satzpaar.Sessions) {
	s.OfferTerms = g.offers(sessions)
	if g.path == "" {
		return
	}
	s.Terms = g.find
	if g.plain {
		s.TakeTerm = g.take
	}
}
