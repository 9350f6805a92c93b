package check

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/denial"
	"github.com/satzpaar/satzpaar/check/internal/word"
)

// Negation finds translations that lost a negation or added one.
var Negation = &Check{
	Name: "negation",
	Doc: `Negation lost or added
One side denies ("nicht", "kein", "not", "never") and the other has nothing that could express it. Set phrases such as "nicht nur" do not count.`,
	Run: negation,
}

func negation(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) || !env.germanEnglish() {
		return nil
	}
	a := env.analyse(p)
	source, target := a.source.denials.Read(a.source.Scan()), a.target.denials.Read(a.target.Scan())
	if len(source) == 0 && len(target) == 0 {
		return nil
	}
	lost, added := denial.Unanswered(source, target, func(s, t *denial.Word) (yes, known bool) {
		return env.coverageOf(p).Translate(s.Span, t.Span)
	})
	switch {
	case lost != nil:
		return []bitext.Finding{{Check: "negation", Severity: bitext.Warning, Source: new(lost.Span), Message: fmt.Sprintf("%q is not expressed in the translation", word.In(p.Source, lost.Span))}}
	case added != nil:
		return []bitext.Finding{{Check: "negation", Severity: bitext.Warning, Target: new(added.Span), Message: fmt.Sprintf("nothing in the source corresponds to %q", word.In(p.Target, added.Span))}}
	}
	return nil
}
