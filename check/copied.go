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
The translation is the source itself, though it is a sentence in the source language and should have been translated.`,
	Run: copied,
}

func copied(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || p.Lang != "" && lang.Code(p.Lang) != env.from() {
		return nil
	}
	if !sameText(p.Source, p.Target) {
		return nil
	}
	words, small := shape(p.Source)
	// Names and titles stay as they are; a sentence has several words, some in lower case.
	if words < 3 || small < 2 {
		return nil
	}
	return []bitext.Finding{{Check: "copied", Severity: bitext.Error,
		Source:  &offset.Span{Start: 0, End: len(p.Source)},
		Target:  &offset.Span{Start: 0, End: len(p.Target)},
		Message: "the translation is a copy of the source"}}
}

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
