package check

import (
	"sync"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/denial"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/check/internal/number"
	"github.com/satzpaar/satzpaar/check/internal/word"
)

// An analysis is what checks work out about a pair and share. Its memory serves one pair after the other, so no finding
// may point into it.
type analysis struct {
	from, to string // base subtags of the languages
	source   side
	target   side
	coverage lexical.Coverage
	covered  bool // coverage is of the pair at hand
	findings []bitext.Finding
}

// A side is the source or the target of the pair at hand.
type side struct {
	word.Text
	numbers number.Reader
	denials denial.Reader
	lexical lexical.Side
}

// spareAnalyses keeps the memory of released runners for new ones.
var spareAnalyses = sync.Pool{New: func() any { return new(analysis) }}

// newAnalysis returns an analysis for pairs in these languages.
func newAnalysis(from, to string) *analysis {
	a := spareAnalyses.Get().(*analysis)
	if a.from != from || a.to != to {
		a.setLanguages(from, to)
	}
	a.set(&bitext.Pair{})
	return a
}

func (a *analysis) release() {
	clear(a.findings[:cap(a.findings)])
	a.set(&bitext.Pair{})
	spareAnalyses.Put(a)
}

// setLanguages forgets all words and prepares a for other languages.
func (a *analysis) setLanguages(from, to string) {
	a.from, a.to = from, to
	a.source.setLanguage(from, true)
	a.target.setLanguage(to, false)
}

func (s *side) setLanguage(base string, isSource bool) {
	s.Forget()
	s.numbers.SetLanguage(base, isSource)
	s.denials.SetGerman(base == "de")
	s.lexical.Set(&s.Text, base == "de")
}

// set makes p the pair at hand unless it already is.
func (a *analysis) set(p *bitext.Pair) {
	if a.source.String == p.Source && a.target.String == p.Target {
		return
	}
	a.source.Set(p.Source)
	a.target.Set(p.Target)
	a.covered = false
}

// analyse returns the analysis of p: that of the runner, or, outside of one, a new one.
func (e *Env) analyse(p *bitext.Pair) *analysis {
	a := e.analysis
	if a == nil {
		a = newAnalysis(e.from(), e.to())
	}
	a.set(p)
	return a
}

// sourceWords and targetWords return the sides of p with their words. They must not be changed, and are
// valid until the next pair.
func (e *Env) sourceWords(p *bitext.Pair) *side {
	s := &e.analyse(p).source
	s.Scan()
	return s
}

func (e *Env) targetWords(p *bitext.Pair) *side {
	s := &e.analyse(p).target
	s.Scan()
	return s
}

// mayHold reports whether any of the marks may stand on either side of p.
func (e *Env) mayHold(p *bitext.Pair, any word.Marks) bool {
	a := e.analyse(p)
	return (a.source.Scan().Marks | a.target.Scan().Marks).MayHold(any)
}

// coverageOf returns which words of p have partners, nil where there is nothing to compare.
func (e *Env) coverageOf(p *bitext.Pair) *lexical.Coverage {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) || !e.germanEnglish() {
		return nil
	}
	a := e.analyse(p)
	if !a.covered {
		a.source.Scan()
		a.target.Scan()
		a.coverage.Compare(lexical.Partners(), &a.source.lexical, &a.target.lexical)
		a.covered = true
	}
	return &a.coverage
}

// from returns the base subtag of the source language; German where none is set.
func (e *Env) from() string {
	if e.analysis != nil {
		return e.analysis.from
	}
	return baseOf(e.From, "de")
}

// to returns the base subtag of the target language; English where none is set.
func (e *Env) to() string {
	if e.analysis != nil {
		return e.analysis.to
	}
	return baseOf(e.To, "en")
}

func baseOf(t language.Tag, fallback string) string {
	if t == language.Und {
		return fallback
	}
	b, _ := t.Base()
	return b.String()
}

// germanEnglish reports whether one language is German and the other English.
func (e *Env) germanEnglish() bool {
	from, to := e.from(), e.to()
	return from == "de" && to == "en" || from == "en" && to == "de"
}

// maxChecked is the longest text, in bytes, that is looked at closely. No sentence is longer, and checks that compare
// every word with every other would take too long.
const maxChecked = 16 << 10

func tooLong(p *bitext.Pair) bool { return len(p.Source) > maxChecked || len(p.Target) > maxChecked }
