package check

import (
	"math"

	"github.com/satzpaar/satzpaar/bitext"
)

// All are the checks in the order in which their findings stand in a pair. It is not to be changed.
var All = []*Check{Empty, Copied, Language, Numbers, Negation, Links, Placeholders, Glossary, Foreign, Length,
	Names, Untranslated, Repetition, Doubled, Quotes, Consistency, Score, Bead}

// Named returns the check of the given name, or nil.
func Named(name string) *Check {
	for _, c := range All {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Run returns the findings of checks on p. A nil env is an empty one.
func Run(checks []*Check, p *bitext.Pair, env *Env) []bitext.Finding {
	if env == nil {
		env = new(Env)
	}
	var out []bitext.Finding
	for _, c := range checks {
		out = append(out, c.Run(p, env)...)
	}
	return out
}

// Annotate sets the findings and the risk of every pair of b from all checks, leaving out what the baseline, which may be nil, has accepted. Risks are
// rounded to three decimals, so that equal texts give equal bytes on all machines. Pairs that are not translated and have no findings get no risk.
func Annotate(b *bitext.Bitext, env *Env, accepted *Baseline) {
	for i := range b.Pairs {
		p := &b.Pairs[i]
		p.Findings = accepted.Open(p, Run(All, p, env))
		p.Risk = nil
		if p.Action == bitext.Translate || len(p.Findings) > 0 {
			risk, _ := Risk(p, p.Findings)
			risk = math.Round(risk*1000) / 1000
			p.Risk = &risk
		}
	}
}
