package check

import (
	"math"
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
)

// All are the checks in the order in which their findings stand in a pair. It is not to be changed.
var All = []*Check{Empty, Copied, Language, Numbers, Negation, Links, Placeholders, Glossary, Foreign, Length, Coverage,
	Names, Untranslated, Repetition, Doubled, Quotes, Punctuation, Consistency, Score, Bead}

// Named returns the check of the given name, or nil.
func Named(name string) *Check {
	for _, c := range All {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Run returns the findings of checks on p. A nil env is an empty one. For many pairs, a [Runner] is cheaper.
func Run(checks []*Check, p *bitext.Pair, env *Env) []bitext.Finding {
	r := NewRunner(checks, env)
	defer r.Release()
	return r.Run(p)
}

// A Runner runs the same checks over one pair after the other and lets them share what they work out about it. It is not safe for concurrent use.
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
	r.env.shared = newShared(r.env.from(), r.env.to())
	return r
}

// Run returns the findings on p. They do not change with what the runner has seen before.
func (r *Runner) Run(p *bitext.Pair) []bitext.Finding {
	s := r.env.shared
	s.see(p)
	s.findings = s.findings[:0]
	for _, c := range r.checks {
		s.findings = append(s.findings, c.Run(p, &r.env)...)
	}
	if len(s.findings) == 0 {
		return nil
	}
	return slices.Clone(s.findings)
}

// Release gives the memory of r to runners that are made later. R is not to be used afterwards.
func (r *Runner) Release() {
	clear(r.env.shared.findings[:cap(r.env.shared.findings)])
	r.env.shared.see(&bitext.Pair{})
	spare.Put(r.env.shared)
	r.env.shared = nil
}

// Annotate sets the findings and the risk of every pair of b from all checks, leaving out what the baseline, which may be nil, has accepted. Risks are
// rounded to three decimals, so that equal texts give equal bytes on all machines. Pairs that are not translated and have no findings get no risk.
func Annotate(b *bitext.Bitext, env *Env, accepted *Baseline) {
	runner := NewRunner(All, env)
	defer runner.Release()
	for i := range b.Pairs {
		p := &b.Pairs[i]
		p.Findings = accepted.Open(p, runner.Run(p))
		p.Risk = nil
		if p.Action == bitext.Translate || len(p.Findings) > 0 {
			risk, _ := runner.Risk(p, p.Findings)
			risk = math.Round(risk*1000) / 1000
			p.Risk = &risk
		}
	}
}
