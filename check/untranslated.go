package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/offset"
)

// Untranslated finds words of the source language that were left in the translation.
var Untranslated = &Check{
	Name: "untranslated",
	Doc: `Untranslated words
German words of the source are in the English translation although they hardly ever should be: "the Haushalt", a
clause left in German. Words that occur in names count only next to other such words, and a single noun without an
article may be somebody's name. Other words of the source that English does not use count in small letters, "a
gemütliches house", or behind an article, "the Speicheldrüsen".`,
	Run: untranslated,
}

func untranslated(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || !env.translatesGerman() || p.Target == "" ||
		p.Target == p.Source || tooLong(p) {
		return nil
	}
	target := env.targetWords(p)
	ws := target.Spans
	var source []offset.Span
	var out []bitext.Finding
	for i := 0; i < len(ws); i++ {
		if !target.lexical.IsGerman(i) {
			continue
		}
		if source == nil {
			source = env.sourceWords(p).Spans
		}
		at, ok := hasWord(p.Source, source, ws[i].In(p.Target))
		if !ok {
			continue
		}
		// Words next to it that are in the source too belong to the stretch.
		first, last, hits := i, i, 1
		for j := i + 1; j < len(ws) && j <= last+2; j++ {
			if _, ok := hasWord(p.Source, source, ws[j].In(p.Target)); !ok {
				continue
			}
			if target.lexical.IsGerman(j) {
				hits++
			}
			last = j
		}
		span := offset.Span{Start: ws[first].Start, End: ws[last].End}
		i = last
		if (hits == 1 || particles(p.Target, ws[first:last+1])) && insideName(p.Target, ws, first) {
			continue
		}
		f := bitext.Finding{Check: "untranslated", Severity: bitext.Warning, Source: &at, Target: &span,
			Message: fmt.Sprintf("%q was left untranslated", shorten(span.In(p.Target)))}
		switch {
		case hits >= 3:
			f.Severity = bitext.Error
		case hits == 1 && first == last && capitalised(p.Target, span) && !determined(p.Target, ws, first):
			f.Severity = bitext.Info // it may be somebody's name
		}
		out = append(out, f)
	}
	return append(out, leftovers(p, env)...)
}

// determined reports whether an article or the like stands before word i, as it does before nouns and hardly ever
// before the names of people.
func determined(s string, ws []offset.Span, i int) bool {
	if i == 0 {
		return false
	}
	switch strings.ToLower(ws[i-1].In(s)) {
	case "the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your", "every",
		"each", "no", "some", "any", "such", "other", "new", "old", "first", "last":
		return true
	}
	return false
}

func hasWord(s string, ws []offset.Span, text string) (offset.Span, bool) {
	for _, w := range ws {
		if w.In(s) == text {
			return w, true
		}
	}
	return offset.Span{}, false
}

// particles reports whether the words occur inside names: von der Leyen, Freiherr vom und zum Stein.
func particles(s string, ws []offset.Span) bool {
	for _, w := range ws {
		switch w.In(s) {
		case "von", "der", "den", "dem", "vom", "zu", "zum", "zur", "und", "am", "im", "an":
		default:
			if lexical.IsGerman(w.In(s)) || s[w.Start] < 'A' || s[w.Start] > 'Z' {
				return false
			}
		}
	}
	return true
}

// insideName reports whether word i is next to a capitalised word, or in quotes, as in a title.
func insideName(s string, ws []offset.Span, i int) bool {
	capital := func(j int) bool {
		return j >= 0 && j < len(ws) && s[ws[j].Start] >= 'A' && s[ws[j].Start] <= 'Z'
	}
	if capital(i-1) && i > 1 || capital(i+1) {
		return true
	}
	t := tallyOf(s[:ws[i].Start])
	return t.quotes%2 == 1 || ws[i].Start > 0 && (s[ws[i].Start-1] == '\'' || s[ws[i].Start-1] == '(')
}
