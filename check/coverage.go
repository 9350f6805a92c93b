package check

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
)

// Coverage finds stretches of words that have no counterpart on the other side.
var Coverage = &Check{
	Name: "coverage",
	Doc: `Left out or added
Several words in a row have no counterpart on the other side: none of the translations that a table of a million sentence pairs knows for them, nor a word that
begins alike. Such a stretch of the source was probably left out, one of the translation added or mistranslated. Between German and English only.`,
	Run: coverage,
}

// Bars for the evidence of a stretch, in nats, from which it is reported.
const (
	coverageBar  = 5.5
	coverageSure = 7.5
)

func coverage(p *bitext.Pair, env *Env) []bitext.Finding {
	c := env.coverOf(p)
	if c == nil {
		return nil
	}
	var out []bitext.Finding
	if x := c.lost; x.evidence >= coverageBar && x.words > 1 && !counts(env.pair(p), x, 0) {
		out = append(out, bitext.Finding{Check: "coverage", Severity: coverageSeverity(x), Source: new(x.at), Message: fmt.Sprintf("nothing in the translation stands for %q", short(in(p.Source, x.at)))})
	}
	if x := c.added; x.evidence >= coverageBar && x.words > 1 && !counts(env.pair(p), x, 1) {
		out = append(out, bitext.Finding{Check: "coverage", Severity: coverageSeverity(x), Target: new(x.at), Message: fmt.Sprintf("nothing in the source stands for %q", short(in(p.Target, x.at)))})
	}
	return out
}

// counts says whether a short stretch of a side holds a number in words, which digits may stand for: "um halb drei".
func counts(s *shared, x stretch, side int) bool {
	if x.words > 3 {
		return false
	}
	for _, q := range s.quantitiesOf(side) {
		if q.strength > soft && q.span[0] < x.at[1] && q.span[1] > x.at[0] {
			return true
		}
	}
	return false
}

func coverageSeverity(x stretch) bitext.Severity {
	if x.evidence >= coverageSure {
		return bitext.Warning
	}
	return bitext.Info
}

// coverOf returns which words of p have partners, nil where there is nothing to compare.
func (e *Env) coverOf(p *bitext.Pair) *cover {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) {
		return nil
	}
	from, to := e.from(), e.to()
	if !(from == "de" && to == "en" || from == "en" && to == "de") {
		return nil
	}
	s := e.pair(p)
	if !s.covered {
		s.cover.of(partnerTable(), s.sides[0].look(), s.sides[1].look())
		s.covered = true
	}
	return &s.cover
}
