package check

import (
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/address"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// Copied finds sentences that were left untranslated.
var Copied = &Check{
	Name: "copied",
	Doc: `Source copied
The translation is the source itself, though it is a sentence in the source language and should have been translated, or
it has the source beside its translation.`,
	Run: copied,
}

func copied(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || p.Lang != "" && lang.Code(p.Lang) != env.from() {
		return nil
	}
	if !sameText(p.Source, p.Target) {
		return both(p, env)
	}
	severity := bitext.Error
	// Names and titles stay as they are; a sentence has several words, some in lower case.
	if words, small := shape(p.Source); words < 3 || small < 2 {
		switch german, all := germanWords(p, env); {
		case 2*german <= all:
			return nil
		case all == 1:
			severity = bitext.Warning
		}
	}
	return []bitext.Finding{{Check: "copied", Severity: severity,
		Source:  &offset.Span{Start: 0, End: len(p.Source)},
		Target:  &offset.Span{Start: 0, End: len(p.Target)},
		Message: "the translation is identical to the source"}}
}

// germanWords counts the words of a German source, and those of them that English hardly ever holds. Other sources have
// none.
func germanWords(p *bitext.Pair, env *Env) (german, all int) {
	if !env.translatesGerman() || tooLong(p) {
		return 0, 0
	}
	source := env.sourceWords(p)
	for i := range source.Spans {
		if source.lexical.IsGerman(i) {
			german++
		}
	}
	return german, len(source.Spans)
}

// both finds a translation that holds the same text in both languages: "Guten Morgen. Good morning."
func both(p *bitext.Pair, env *Env) []bitext.Finding {
	source, target := trimMarks(p.Source), trimMarks(p.Target)
	if source == "" || len(target) < len(source)+minBoth {
		return nil
	}
	var at int
	switch {
	case strings.HasPrefix(target, source):
		at = strings.Index(p.Target, source)
	case strings.HasSuffix(target, source):
		at = strings.LastIndex(p.Target, source)
	default:
		return nil
	}
	if german, all := germanWords(p, env); 2*german <= all {
		return nil
	}
	return []bitext.Finding{{Check: "copied", Severity: bitext.Error,
		Source:  &offset.Span{Start: 0, End: len(p.Source)},
		Target:  &offset.Span{Start: at, End: at + len(source)},
		Message: "the translation contains the source text as well as a translation of it"}}
}

// minBoth is how many bytes longer than the source a text must be that holds the source and a translation.
const minBoth = 4

// sameText compares without regard to white space, case and closing punctuation.
func sameText(a, b string) bool {
	trim := func(s string) string { return strings.TrimRight(strings.TrimSpace(s), ".!?") }
	a, b = trim(a), trim(b)
	if a == b {
		return true
	}
	if d := len(a) - len(b); d > 8 || d < -8 {
		return false
	}
	if strings.EqualFold(a, b) {
		return true
	}
	for a != "" && b != "" {
		var x, y string
		x, a = nextField(a)
		y, b = nextField(b)
		if !strings.EqualFold(x, y) {
			return false
		}
	}
	return a == b
}

// nextField returns what precedes the first white space of s and what follows it. S must not begin with white space.
func nextField(s string) (field, rest string) {
	i := strings.IndexFunc(s, unicode.IsSpace)
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimLeftFunc(s[i:], unicode.IsSpace)
}

// shape counts the words of s and those that begin with a lower-case letter. Links, handles and hashtags are not
// counted.
func shape(s string) (words, small int) {
	links := address.MayHold(s)
	for w := range strings.FieldsSeq(s) {
		if b := w[0] | 0x20; b < 'a' || b > 'z' {
			w = strings.TrimLeft(w, "\"'(„“»«‚‘")
		}
		if w == "" || w[0] == '@' || w[0] == '#' || links && address.End(w, 0) > 0 {
			continue
		}
		switch b := w[0]; {
		case b >= 'a' && b <= 'z', b == 0xc3 && len(w) > 1 && w[1] >= 0xa0:
			words++
			small++
		case b >= 'A' && b <= 'Z', b >= 0x80:
			words++
		}
	}
	return words, small
}
