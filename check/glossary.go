package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/term"
	"github.com/satzpaar/satzpaar/offset"
)

// Glossary finds terms that were not translated as the glossary requires.
var Glossary = &Check{
	Name: "glossary",
	Doc: `Glossary term
A term of the glossary is in the source, but none of its translations is in the target. Inflected forms count on both
sides.`,
	Run: glossary,
}

func glossary(p *bitext.Pair, env *Env) []bitext.Finding {
	if len(env.Terms) == 0 || p.Action != bitext.Translate || p.Target == "" || tooLong(p) {
		return nil
	}
	index := env.terms
	if index == nil {
		index = indexOf(env.Terms)
	}
	var out []bitext.Finding
	for _, m := range index.Find(p.Source) {
		t := env.Terms[m.Term]
		alternatives := term.Alternatives(t.Target)
		occurs := func(a string) bool { return term.Occurs(p.Target, a) }
		if len(alternatives) == 0 || slices.ContainsFunc(alternatives, occurs) {
			continue
		}
		for i, a := range alternatives {
			alternatives[i] = strconv.Quote(a)
		}
		out = append(out, bitext.Finding{Check: "glossary", Severity: bitext.Warning,
			Source:  &offset.Span{Start: m.Start, End: m.End},
			Message: fmt.Sprintf("the glossary translates %q as %s", t.Source, strings.Join(alternatives, " or "))})
	}
	return out
}

func indexOf(terms []Term) *term.Index {
	sources := make([]string, len(terms))
	for i, t := range terms {
		sources[i] = t.Source
	}
	return term.NewIndex(sources)
}
