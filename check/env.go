package check

import (
	"strings"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
)

// from returns the base subtag of the source language; German where none is set.
func (e *Env) from() string {
	if e.shared != nil {
		return e.shared.from
	}
	return baseOf(e.From, "de")
}

// to returns the base subtag of the target language; English where none is set.
func (e *Env) to() string {
	if e.shared != nil {
		return e.shared.to
	}
	return baseOf(e.To, "en")
}

func baseOf(t language.Tag, fallback string) string {
	if t == language.Und {
		return fallback
	}
	b, _ := t.Base()
	return b.String()
}

// maxChecked is the longest text, in bytes, that is looked at closely. No sentence is longer; checks that compare every word with every other would take
// for ever on what is.
const maxChecked = 16 << 10

func tooLong(p *bitext.Pair) bool { return len(p.Source) > maxChecked || len(p.Target) > maxChecked }

// base returns the base subtag of a BCP 47 tag.
func base(tag string) string {
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(tag)
}
