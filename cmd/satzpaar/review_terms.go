package main

import (
	"fmt"
	"iter"
	"os"
	"slices"
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

// A reviewGlossary is the glossary of --glossary while people review: it finds terms, takes new ones, and follows what
// others do to its file.
type reviewGlossary struct {
	path     string // empty: there is none
	config   satzpaar.Config
	plain    bool // terms can be added to the file: it is not TBX
	sessions *satzpaar.Sessions
	say      func(format string, args ...any)

	reading sync.Mutex // guards what follows
	state   string     // of the file when it was read last

	mu      sync.RWMutex // guards what follows
	terms   []translate.Term
	index   *term.Index // of their sources
	version int         // counts the states that the terms were in
}

// openGlossary reads the glossary at path; an empty path is one without terms that takes none.
func (a *app) openGlossary(path string, config satzpaar.Config) (*reviewGlossary, error) {
	g := &reviewGlossary{path: path, config: config, say: a.say}
	if path == "" {
		return g, nil
	}
	raw, err := plainfile.ReadFile(path)
	if err != nil {
		return nil, usage(fmt.Errorf("glossary: %w", err))
	}
	g.plain = !glossary.IsTBX(raw)
	return g, g.read(false)
}

// read reads the file again; changed: only if that is another one by now. One that cannot be read leaves the terms as
// they were.
func (g *reviewGlossary) read(changed bool) error {
	g.reading.Lock()
	defer g.reading.Unlock()
	state := ""
	if info, err := os.Stat(g.path); err == nil {
		state = fmt.Sprint(info.Size(), " ", info.ModTime().UnixNano())
	}
	if changed && state == g.state {
		return nil
	}
	g.state = state
	config := g.config
	if err := useGlossary(&config, g.path); err != nil {
		return err
	}
	if g.version > 0 && slices.Equal(config.Glossary, g.terms) { // nobody else writes them
		return nil
	}
	sources := make([]string, len(config.Glossary))
	for i, t := range config.Glossary {
		sources[i] = t.Source
	}
	if g.sessions != nil {
		g.sessions.SetGlossary(config.Glossary)
	}
	index := term.NewIndex(sources)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.terms, g.index = config.Glossary, index
	g.version++
	return nil
}

// current counts the states that the glossary was in, with that of its file now.
func (g *reviewGlossary) current() int {
	if err := g.read(true); err != nil {
		g.say("%v; the terms stay as they were", err)
	}
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.version
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

// offers finds the terms that people have changed in the same way and that the glossary lacks.
func (g *reviewGlossary) offers(docs iter.Seq[*bitext.Bitext]) ([]review.TermOffer, error) {
	list, err := g.sessions.SuggestTerms(docs, leastChanges)
	out := make([]review.TermOffer, len(list))
	for i, s := range list {
		out[i] = review.TermOffer{
			Source: s.Source, Target: s.Target, Instead: s.Instead, Changes: s.Changes, Contrary: s.Contrary,
		}
	}
	return out, err
}

// has reports whether the glossary has a translation of a term.
func (g *reviewGlossary) has(source, target string) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return slices.ContainsFunc(g.terms, func(t translate.Term) bool {
		return t.Source == source && slices.Contains(t.Targets(), target)
	})
}

// take adds a term to the file. That may be another one by now: it is read first, so that nothing is added to a file
// that cannot be read, and nothing that somebody else has added to it.
func (g *reviewGlossary) take(o review.TermOffer) error {
	if err := g.read(false); err != nil || g.has(o.Source, o.Target) {
		return err
	}
	s := glossary.Suggestion{Term: translate.Term{Source: o.Source, Target: o.Target}, Instead: o.Instead,
		Changes: o.Changes, Contrary: o.Contrary}
	if err := corpus.AddLine(g.path, s.Line()); err != nil {
		return fmt.Errorf("glossary %s: %w", g.path, err)
	}
	return g.read(false)
}

// serve has a server show the glossary, offer terms for it, and check with it.
func (g *reviewGlossary) serve(s *review.Server, sessions *satzpaar.Sessions) {
	g.sessions = sessions
	s.OfferTerms = g.offers
	if g.path == "" {
		return
	}
	s.Terms, s.TermsVersion, s.CheckTerms = g.find, g.current, sessions.CheckTerms
	if g.plain {
		s.TakeTerm = g.take
	}
}
