package serve

import (
	"slices"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/satzpaar/satzpaar/lang"
)

// english returns the English name of a language.
func english(t language.Tag) string { return display.English.Tags().Name(t) }

// sources returns the languages that an engine translates from, the usual one first.
func (e *engine) sources() []language.Tag {
	return e.each(func(p lang.Pair) language.Tag { return p.From })
}

// targets returns the languages that an engine translates into, the usual one first.
func (e *engine) targets() []language.Tag {
	return e.each(func(p lang.Pair) language.Tag { return p.To })
}

func (e *engine) each(side func(lang.Pair) language.Tag) []language.Tag {
	var out []language.Tag
	for _, d := range e.directions {
		t := side(d.pair)
		if !slices.ContainsFunc(out, func(have language.Tag) bool { return lang.Written(have) == lang.Written(t) }) {
			out = append(out, t)
		}
	}
	return out
}
