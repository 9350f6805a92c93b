package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// Foreign finds foreign parts of the source that the translation changed.
var Foreign = &Check{
	Name: "foreign",
	Doc: `Foreign part not kept
A part of the source in another language that should be kept is not in the translation letter for letter.`,
	Run: foreign,
}

func foreign(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action == bitext.Keep && p.Target != p.Source && hasContent(p.Source) && p.Origin != bitext.Human {
		return []bitext.Finding{{Check: "foreign", Severity: bitext.Error,
			Message: "this sentence should have been kept unchanged, but the translation differs from it"}}
	}
	if p.Action != bitext.Translate || !p.Mixed || p.Target == "" {
		return nil
	}
	from, to := env.from(), env.to()
	var out []bitext.Finding
	for _, r := range p.Runs {
		// What is in the target language already may be rephrased.
		code := lang.Code(r.Lang)
		if code == from || code == to || code == "und" || r.End > len(p.Source) {
			continue
		}
		text := trimMarks(p.Source[r.Start:r.End])
		if !hasContent(text) || contains(p.Target, text) {
			continue
		}
		start := r.Start + strings.Index(p.Source[r.Start:r.End], text)
		out = append(out, bitext.Finding{Check: "foreign", Severity: bitext.Warning,
			Source: &offset.Span{Start: start, End: start + len(text)},
			Message: fmt.Sprintf("%q (%s) should have been kept unchanged, but is missing from the translation",
				shorten(text), code)})
	}
	return out
}
