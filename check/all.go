package check

import "github.com/satzpaar/satzpaar/bitext"

// All are the checks in the order in which their findings stand in a pair. It is not to be changed.
var All = []*Check{Empty, Copied, Language, Numbers, Negation, Links, Placeholders, Glossary, Foreign, Length,
	Names, Untranslated, Repetition, Doubled, Quotes, Consistency, Score, Bead}

// Run returns the findings of checks on p.
func Run(checks []*Check, p *bitext.Pair, env *Env) []bitext.Finding {
	var out []bitext.Finding
	for _, c := range checks {
		out = append(out, c.Run(p, env)...)
	}
	return out
}
