package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/denial"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// Negation finds translations that lost a negation or added one.
var Negation = &Check{
	Name: "negation",
	Doc: `Negation lost or added
One side denies ("nicht", "kein", "not", "never") and the other has nothing that could express it. Set phrases such as
"nicht nur" do not count.`,
	Run: negation,
}

func negation(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) {
		return nil
	}
	a := env.analyse(p)
	if !a.source.denials.Known() || !a.target.denials.Known() {
		return nil
	}
	source, target := a.source.denials.Read(a.source.Scan()), a.target.denials.Read(a.target.Scan())
	if kept := keptForeign(p, env); kept != nil {
		target = slices.DeleteFunc(target, func(w denial.Word) bool {
			return slices.ContainsFunc(kept, func(k offset.Span) bool {
				return k.Start <= w.Span.Start && w.Span.End <= k.End
			})
		})
	}
	if len(source) == 0 && len(target) == 0 {
		return nil
	}
	lost, added := denial.Unanswered(source, target, func(s, t *denial.Word) (yes, known bool) {
		return env.coverageOf(p).Translate(s.Span, t.Span)
	})
	switch {
	case lost != nil:
		return []bitext.Finding{{Check: "negation", Severity: bitext.Warning, Source: new(lost.Span),
			Message: fmt.Sprintf("the negation %q is missing from the translation", lost.Span.In(p.Source))}}
	case added != nil && !quoted(p.Source, added.Span.In(p.Target)):
		return []bitext.Finding{{Check: "negation", Severity: bitext.Warning, Target: new(added.Span),
			Message: fmt.Sprintf("the translation has %q, but the source has no negation to match it",
				added.Span.In(p.Target))}}
	}
	if s, t, ok := env.turned(p, source, target, true); ok {
		return []bitext.Finding{turnedFinding(p, s, t)}
	}
	if t, s, ok := env.turned(p, target, source, false); ok {
		return []bitext.Finding{turnedFinding(p, s, t)}
	}
	return nil
}

// quoted reports whether text holds a word as it is written: the one of "auto, always or never" that a translation has
// from its source denies nothing.
func quoted(text, w string) bool {
	var buf [96]offset.Span
	return slices.ContainsFunc(word.Spans(text, buf[:0]), func(at offset.Span) bool { return at.In(text) == w })
}

// keptForeign returns where the target holds the foreign stretches of a mixed sentence as they are: what they deny, the
// source denies in the same words.
func keptForeign(p *bitext.Pair, env *Env) []offset.Span {
	if !p.Mixed {
		return nil
	}
	var out []offset.Span
	for _, r := range p.Runs {
		if lang.Code(r.Lang) == env.from() || r.End > len(p.Source) || r.Start > r.End {
			continue
		}
		if text := trimMarks(p.Source[r.Start:r.End]); hasContent(text) {
			if i := strings.Index(p.Target, text); i >= 0 {
				out = append(out, offset.Span{Start: i, End: i + len(text)})
			}
		}
	}
	return out
}

func turnedFinding(p *bitext.Pair, s, t offset.Span) bitext.Finding {
	return bitext.Finding{Check: "negation", Severity: bitext.Warning, Source: &s, Target: &t,
		Message: fmt.Sprintf("%q became %q", s.In(p.Source), t.In(p.Target))}
}

// turned finds the only negative word of one side if it denies by its prefix or ending, or is "without", and the other
// side has the same word without that, and no negative word: "unmöglich" and "possible", "ohne" and "with".
func (e *Env) turned(p *bitext.Pair, words, otherWords []denial.Word,
	ofSource bool) (at, counterpart offset.Span, ok bool) {
	if len(words) != 1 || len(otherWords) != 0 {
		return at, counterpart, false
	}
	text, other := p.Source, p.Target
	if !ofSource {
		text, other = other, text
	}
	w := &words[0]
	if rest, denies := w.Affirmed(text); denies {
		if counterpart, ok = e.coverageOf(p).Stripped(text, other, w.Span, rest, ofSource); !ok {
			return w.Span, counterpart, false
		}
		found := counterpart.In(other)
		return w.Span, counterpart, len(found) >= 4 && !word.HasPrefixFold(found, "un") // not "to", nor "ungenau"
	}
	a := e.analyse(p)
	own, others := a.source.language.Denials, a.target.language.Denials
	if !ofSource {
		own, others = others, own
	}
	if !strings.EqualFold(w.Span.In(text), own.WithoutWord) || holdsWord(text, own.WithWord) {
		return at, counterpart, false
	}
	counterpart, ok = wordIn(other, others.WithWord)
	return w.Span, counterpart, ok
}

// wordIn returns where a word stands in text, ignoring case.
func wordIn(text, w string) (offset.Span, bool) {
	var buf [96]offset.Span
	for _, at := range word.Spans(text, buf[:0]) {
		if strings.EqualFold(at.In(text), w) {
			return at, true
		}
	}
	return offset.Span{}, false
}

func holdsWord(text, w string) bool {
	_, ok := wordIn(text, w)
	return ok
}
