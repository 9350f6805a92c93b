// Package check looks for faults in sentence pairs without a reference translation: lost numbers, names and negations,
// the wrong language, repetition, and more. Each check is one file and one value; [All] lists them.
package check

import (
	"slices"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/internal/term"
)

// A Check looks at one pair at a time.
type Check struct {
	Name string // as in findings and on the command line
	// Doc explains the check; its first line is the title in pages and help.
	Doc string
	// Run returns the faults of p, none for a clean pair. It neither changes p nor keeps it.
	Run func(p *bitext.Pair, env *Env) []bitext.Finding
}

// All lists the checks in the order in which their findings stand in a pair. It must not be changed.
var All = []*Check{Empty, Copied, Language, Numbers, Negation, Links, Placeholders, Glossary, Foreign, Length, Coverage,
	Names, Untranslated, Invented, Order, Repetition, Doubled, Quotes, Punctuation, Invisible, Speed, Lines, Consistency,
	Score, Bead}

// Env is what checks may look at besides the pair.
type Env struct {
	From, To language.Tag    // German and English where they are not set
	Detector detect.Detector // of the target text; may be nil, then language checks are silent
	Terms    []Term
	// Corpus finds other pairs with the same source or the same target; nil where only one document is known.
	Corpus *Corpus

	// Both belong to the runner and are nil outside of one.
	analysis *analysis
	terms    *term.Index
}

// A Term is a glossary entry. Its target may hold several translations: "flat|apartment".
type Term struct{ Source, Target string }

// Run returns the findings of checks on p. A nil env is an empty one. For many pairs, a [Runner] is cheaper.
func Run(checks []*Check, p *bitext.Pair, env *Env) []bitext.Finding {
	r := NewRunner(checks, env)
	defer r.Release()
	return r.Run(p)
}

// A Runner runs the same checks over one pair after the other and lets them share what they work out about it. It must
// not be used concurrently.
type Runner struct {
	checks []*Check
	env    Env
}

// NewRunner returns a runner of checks. A nil env is an empty one.
func NewRunner(checks []*Check, env *Env) *Runner {
	r := &Runner{checks: checks}
	if env != nil {
		r.env = *env
	}
	r.env.analysis = newAnalysis(r.env.from(), r.env.to())
	if len(r.env.Terms) > 0 {
		r.env.terms = indexOf(r.env.Terms)
	}
	return r
}

// Run returns the findings on p. They do not depend on what the runner has seen before.
func (r *Runner) Run(p *bitext.Pair) []bitext.Finding {
	a := r.env.analysis
	a.set(p)
	a.findings = a.findings[:0]
	for _, c := range r.checks {
		a.findings = append(a.findings, c.Run(p, &r.env)...)
	}
	if len(a.findings) == 0 {
		return nil
	}
	return slices.Clone(a.findings)
}

// Release gives the memory of r to runners that are made later. R must not be used afterwards.
func (r *Runner) Release() {
	r.env.analysis.release()
	r.env.analysis = nil
}
