package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
)

// mostLeft is how many leftovers of a sentence are reported.
const mostLeft = 3

// leftovers finds words of the source that an English translation repeats and that the list of German words of
// [Untranslated] lacks, such as compounds. English has no such words, and they are not names: they are in lower case, or
// stand behind an article and cannot be a name in German, as in "the Speicheldrüsen".
func leftovers(p *bitext.Pair, env *Env) (out []bitext.Finding) {
	target := env.targetWords(p)
	tried := 0
	for i := target.lexical.NextStrange(0); i >= 0 && tried < mostStrange; i = target.lexical.NextStrange(i + 1) {
		tried++
		if target.lexical.IsGerman(i) || inAddress(p.Target, target.Spans[i]) {
			continue
		}
		source, at := env.sourceWords(p), target.Spans[i]
		from := source.find(at.In(p.Target))
		if from < 0 {
			continue
		}
		small := !capitalised(p.Target, at)
		name := capitalised(p.Source, source.Spans[from]) && mayBeName(p, env, from)
		severity := bitext.Info // it may be the name of a place, or of a third language in German as well
		message := "%q was left untranslated"
		switch {
		case small && target.besideCopy(i, source):
			continue // a title or a quotation
		case !small && (name || !determined(p.Target, target.Spans, i) || insideName(p.Target, target.Spans, i)):
			continue
		case small && !name && inflected(at.In(p.Target)):
			severity = bitext.Warning
		case small && name:
			message = "%q was left untranslated, or is a name that lacks its capital"
		}
		out = append(out, bitext.Finding{Check: "untranslated", Severity: severity,
			Source: new(source.Spans[from]), Target: new(at),
			Message: fmt.Sprintf(message, shorten(at.In(p.Target)))})
		if len(out) == mostLeft {
			break
		}
	}
	return out
}

// find returns the first word of the text that is w, in capitals or not, and -1 if there is none.
func (s *side) find(w string) int {
	for i, at := range s.Spans {
		if strings.EqualFold(at.In(s.String), w) {
			return i
		}
	}
	return -1
}

// besideCopy reports whether a word next to word i is in the source as well, as it is written here.
func (s *side) besideCopy(i int, source *side) bool {
	for _, k := range [...]int{i - 1, i + 1} {
		if k < 0 || k >= len(s.Spans) {
			continue
		}
		if _, ok := hasWord(source.String, source.Spans, s.Word(k)); ok {
			return true
		}
	}
	return false
}

// mayBeName reports whether word i of the source may be a name: it is not made of German words that are known.
func mayBeName(p *bitext.Pair, env *Env, i int) bool {
	c := env.coverageOf(p)
	if c == nil || i >= len(c.German) {
		return true
	}
	return c.StaysAsItIs(&env.sourceWords(p).lexical, i, &c.German[i])
}

// inflected reports whether a word in small letters ends as inflected German words do.
func inflected(w string) bool {
	for _, ending := range [...]string{"e", "em", "en", "er", "es"} {
		if strings.HasSuffix(w, ending) {
			return true
		}
	}
	return false
}
