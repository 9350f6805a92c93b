package check

import (
	"sync"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/denial"
	"github.com/satzpaar/satzpaar/check/internal/fluency"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/check/internal/number"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
)

// An analysis is what checks work out about a pair and share. Its memory serves one pair after the other, so no finding
// may point into it.
type analysis struct {
	from, to string // codes of the languages, see [lang.Base]
	source   side
	target   side
	coverage lexical.Coverage
	covered  bool // coverage is of the pair at hand
	fit      float64
	fitted   bool // fit is of the pair at hand
	findings []bitext.Finding
}

// A side is the source or the target of the pair at hand.
type side struct {
	word.Text
	language   *lang.Language  // nil where nothing is known of it
	shortWords map[string]bool // of the language
	numbers    number.Reader
	denials    denial.Reader
	lexical    lexical.Side
	fluency    fluency.Reader // of English
}

// shortWords holds the short words of each language.
var shortWords = lang.NewTable(func(l *lang.Language) map[string]bool { return lang.WordSet(l.ShortWords) })

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

func (s *side) setLanguage(code string, isSource bool) {
	s.Forget()
	s.language = lang.Find(code)
	s.shortWords = shortWords.Of(code)
	s.numbers.SetLanguage(code, isSource)
	s.denials.SetLanguage(code)
	s.lexical.Set(&s.Text, s.language == lang.German)
}

// set makes p the pair at hand unless it already is.
func (a *analysis) set(p *bitext.Pair) {
	if a.source.String == p.Source && a.target.String == p.Target {
		return
	}
	a.source.Set(p.Source)
	a.target.Set(p.Target)
	a.covered, a.fitted = false, false
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

// sourceWords and targetWords return the sides of p with their words. They must not be changed, and are valid until the
// next pair.
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

// fitOf returns how well the words of an English translation follow each other, see [fluency.Reader]: [mostFit] where
// there is nothing to judge.
func (e *Env) fitOf(p *bitext.Pair) float64 {
	if p.Action != bitext.Translate || e.to() != lang.English.Code || tooLong(p) {
		return mostFit
	}
	a := e.analyse(p)
	if !a.fitted {
		a.fit, a.fitted = mostFit, true
		if len(a.target.Scan().Spans) > 0 {
			a.fit = a.target.fluency.Read(&a.target.Text)
		}
	}
	return a.fit
}

// Load reads the table of partners, which takes ten milliseconds; otherwise the first pair waits for it. The word lists
// take two together, and are read when a check first asks for them.
func (e *Env) Load() {
	if e.germanEnglish() {
		lexical.Partners()
	}
}

// from and to return the codes of the languages; German and English where none are set.
func (e *Env) from() string {
	if e.analysis != nil {
		return e.analysis.from
	}
	return codeOf(e.From, lang.German)
}

func (e *Env) to() string {
	if e.analysis != nil {
		return e.analysis.to
	}
	return codeOf(e.To, lang.English)
}

func codeOf(t language.Tag, usual *lang.Language) string {
	if t == language.Und {
		return usual.Code
	}
	return lang.Base(t)
}

// translatesGerman reports whether pairs are from German into English, and germanEnglish whether they are that or the
// other way round: the words of these two are known.
func (e *Env) translatesGerman() bool {
	return e.from() == lang.German.Code && e.to() == lang.English.Code
}

func (e *Env) germanEnglish() bool {
	return e.translatesGerman() || e.from() == lang.English.Code && e.to() == lang.German.Code
}

// maxChecked is the longest text, in bytes, that is looked at closely. No sentence is longer, and checks that compare
// every word with every other would take too long.
const maxChecked = 16 << 10

func tooLong(p *bitext.Pair) bool { return len(p.Source) > maxChecked || len(p.Target) > maxChecked }
