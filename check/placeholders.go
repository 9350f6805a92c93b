package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
)

// Placeholders finds placeholders and inline markup that were lost, doubled or invented.
var Placeholders = &Check{
	Name: "placeholders",
	Doc: `Placeholders and markup
Placeholders ({0}, {name}, %s, %1$d, ${x}, &nbsp;, ⟦1⟧) and tags (<b>, </b>, <br/>, <0>) of the source must occur in the
translation exactly as often.`,
	Run: placeholders,
}

// placeholdersOf appends where the placeholders of a text are, in a block of that kind.
func placeholdersOf(s, kind string, out []offset.Span) []offset.Span {
	out = append(out, document.Kind(kind).FillIns(s)...)
	for i := 0; ; { // what stands for the markup of a document
		n := strings.Index(s[i:], placeholder.Start)
		if n < 0 {
			return out
		}
		i += n
		if n = strings.Index(s[i:], placeholder.End); n < 0 {
			return out
		}
		if n += len(placeholder.End); n < 24 {
			out = append(out, offset.Span{Start: i, End: i + n})
		}
		i += n
	}
}

func placeholders(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) ||
		p.Kind != string(document.Message) && !env.mayHold(p, word.Template) {
		return nil
	}
	var sourceBuf, targetBuf [8]offset.Span
	source, target := placeholdersOf(p.Source, p.Kind, sourceBuf[:0]), placeholdersOf(p.Target, p.Kind, targetBuf[:0])
	var out []bitext.Finding
	for _, i := range unmatched(p.Source, source, p.Target, target) {
		at := source[i]
		out = append(out, bitext.Finding{Check: "placeholders", Severity: bitext.Error, Source: &at,
			Message: fmt.Sprintf("%s is missing from the translation", shorten(source[i].In(p.Source)))})
	}
	for _, i := range unmatched(p.Target, target, p.Source, source) {
		at := target[i]
		out = append(out, bitext.Finding{Check: "placeholders", Severity: bitext.Error, Target: &at,
			Message: fmt.Sprintf("%s appears more often than in the source", shorten(target[i].In(p.Target)))})
	}
	return out
}

// unmatched returns the indexes of those in a that occur less often in b.
func unmatched(textA string, a []offset.Span, textB string, b []offset.Span) []int {
	var out []int
	used := make([]bool, len(b))
next:
	for i := range a {
		for j := range b {
			if !used[j] && a[i].In(textA) == b[j].In(textB) {
				used[j] = true
				continue next
			}
		}
		out = append(out, i)
	}
	return out
}
