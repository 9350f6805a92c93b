package check

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/check/internal/number"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// Coverage finds stretches of words that have no counterpart on the other side.
var Coverage = &Check{
	Name: "coverage",
	Doc: `Left out or added
Several words in a row have no counterpart on the other side: neither a translation known from a million sentence pairs
nor a word that begins alike. Such a stretch of the source was probably left out; in the translation, it was probably
added or mistranslated. So was an item of a German list if the English has fewer items. German and English only.`,
	Run: coverage,
}

// Thresholds for the evidence of a stretch, in nats: from the first it is reported, from the second as a warning. Free
// wording leaves words without counterparts everywhere, so that a stretch of them means less: by freeWording times
// their share in the rest of the side where it is greater. On human references kept out of the training that halves the
// findings, and it loses three of a hundred clauses that were left out.
const (
	coverageThreshold = 5.5
	coverageWarning   = 7.5
	freeWording       = 8
)

func coverage(p *bitext.Pair, env *Env) []bitext.Finding {
	c := env.coverageOf(p)
	if c == nil {
		return nil
	}
	var out []bitext.Finding
	a := env.analyse(p)
	lost, added := c.Lost, c.Added
	if max(lost.Evidence, added.Evidence) >= coverageThreshold {
		free := freeWording * c.Looseness()
		lost.Evidence -= free
		added.Evidence -= free
	}
	if x := lost; x.Evidence >= coverageThreshold && x.Words > 1 && !holdsNumber(&a.source, x) {
		out = append(out, bitext.Finding{Check: "coverage", Severity: coverageSeverity(x), Source: new(x.Span),
			Message: fmt.Sprintf("%q seems to be missing from the translation", shorten(x.Span.In(p.Source)))})
	}
	if x := added; x.Evidence >= coverageThreshold && x.Words > 1 && !holdsNumber(&a.target, x) {
		out = append(out, bitext.Finding{Check: "coverage", Severity: coverageSeverity(x), Target: new(x.Span),
			Message: fmt.Sprintf("%q seems to have been added: nothing in the source matches it",
				shorten(x.Span.In(p.Target)))})
	}
	if len(out) == 0 && env.translatesGerman() {
		if at, ok := lostItem(p, c); ok {
			out = append(out, bitext.Finding{Check: "coverage", Severity: bitext.Warning, Source: &at,
				Message: fmt.Sprintf("an item seems to be missing from the list in the translation: %q",
					at.In(p.Source))})
		}
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
		if q.Strength > number.Soft && q.Span.Start < x.Span.End && q.Span.End > x.Span.Start {
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

// lostItem finds an item of a German list of nouns or names, "Hagen, Halle und Kiel", that has no counterpart, where
// the translation has too few commas and conjunctions for as many items.
func lostItem(p *bitext.Pair, c *lexical.Coverage) (at offset.Span, ok bool) {
	for i := range c.German {
		switch c.German[i].Span.In(p.Source) {
		case "und", "oder", "sowie":
		default:
			continue
		}
		first := listStart(p.Source, c.German, i)
		if i-first < 2 || i+1 >= len(c.German) || !capitalised(p.Source, c.German[i+1].Span) {
			continue
		}
		if maxItems(p.Target) > i-first {
			return at, false
		}
		for k := first; k <= i+1; k++ {
			if w := &c.German[k]; k != i && !w.Partner && w.Judged() {
				return w.Span, true
			}
		}
	}
	return at, false
}

// listStart returns the first of the capitalised words before word i that are separated by commas only.
func listStart(s string, ws []lexical.Word, i int) int {
	if i == 0 || s[ws[i-1].Span.End:ws[i].Span.Start] != " " || !capitalised(s, ws[i-1].Span) {
		return i
	}
	first := i - 1
	for first > 0 && s[ws[first-1].Span.End:ws[first].Span.Start] == ", " && capitalised(s, ws[first-1].Span) {
		first--
	}
	return first
}

// maxItems returns how many items the lists of an English text may have together, at most.
func maxItems(s string) int {
	var buf [96]offset.Span
	n := 1 + strings.Count(s, ",") + strings.Count(s, ";") + strings.Count(s, "&") + strings.Count(s, "/")
	for _, at := range word.Spans(s, buf[:0]) {
		switch strings.ToLower(at.In(s)) {
		case "and", "or", "nor", "plus", "to", "through", "both", "with", "besides", "including":
			n++
		}
	}
	return n
}

func capitalised(s string, at offset.Span) bool {
	r, _ := utf8.DecodeRuneInString(at.In(s))
	return unicode.IsUpper(r)
}
