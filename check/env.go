package check

import (
	"strings"

	"golang.org/x/text/language"
)

// from returns the base subtag of the source language; German where none is set.
func (e *Env) from() string { return baseOf(e.From, "de") }

// to returns the base subtag of the target language; English where none is set.
func (e *Env) to() string { return baseOf(e.To, "en") }

func baseOf(t language.Tag, fallback string) string {
	if t == language.Und {
		return fallback
	}
	b, _ := t.Base()
	return b.String()
}

// base returns the base subtag of a BCP 47 tag.
func base(tag string) string {
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(tag)
}
