package check

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/check/internal/number"
	"github.com/satzpaar/satzpaar/check/internal/word"
)

// Coverage finds stretches of words that have no counterpart on the other side.
var Coverage = &Check{
	Name: "coverage",
	Doc: `Left out or added
Several words in a row have no counterpart on the other side: neither a translation known from a million sentence pairs nor a word that begins alike. Such a
stretch of the source was probably left out; in the translation, it was probably added or mistranslated. German and English only.`,
	Run: coverage,
}

// Thresholds for the evidence of a stretch, in nats: from the first it is reported, from the second as a warning.
const (
	coverageThreshold = 5.5
	coverageWarning   = 7.5
)

func coverage(p *bitext.Pair, env *Env) []bitext.Finding {
	c := env.coverageOf(p)
	if c == nil {
		return nil
	}
	var out []bitext.Finding
	a := env.analyse(p)
	if x := c.Lost; x.Evidence >= coverageThreshold && x.Words > 1 && !holdsNumber(&a.source, x) {
		out = append(out, bitext.Finding{Check: "coverage", Severity: coverageSeverity(x), Source: new(x.Span), Message: fmt.Sprintf("nothing in the translation corresponds to %q", shorten(word.In(p.Source, x.Span)))})
	}
	if x := c.Added; x.Evidence >= coverageThreshold && x.Words > 1 && !holdsNumber(&a.target, x) {
		out = append(out, bitext.Finding{Check: "coverage", Severity: coverageSeverity(x), Target: new(x.Span), Message: fmt.Sprintf("nothing in the source corresponds to %q", shorten(word.In(p.Target, x.Span)))})
	}
	return out
}

// holdsNumber reports whether a short stretch of a side holds a number in words, which may be digits on the other side:
// "um halb drei".
func holdsNumber(s *side, x lexical.Stretch) bool {
	if x.Words > 3 {
		return false
	}
	for _, q := range s.numbers.Read(s.String) {
		if q.Strength > number.Soft && q.Span[0] < x.Span[1] && q.Span[1] > x.Span[0] {
			return true
		}
	}
	return false
}

func coverageSeverity(x lexical.Stretch) bitext.Severity {
	if x.Evidence >= coverageWarning {
		return bitext.Warning
	}
	return bitext.Info
}
