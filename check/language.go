package check

import (
	"fmt"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// Language finds translations in the wrong language.
var Language = &Check{
	Name: "language",
	Doc: `Wrong language
The translation, or a long part of it, is not in the target language. Foreign parts of the source that were kept do
not count. Silent without a detector.`,
	Run: wrongLanguage,
}

// minForeign is the shortest stretch, in bytes, that is reported: detectors guess at shorter ones.
const minForeign = 20

func wrongLanguage(p *bitext.Pair, env *Env) []bitext.Finding {
	if env.Detector == nil || p.Action != bitext.Translate || len(p.Target) < minForeign {
		return nil
	}
	to, names := env.to(), display.English.Languages()
	var out []bitext.Finding
	for _, r := range env.Detector.Runs(p.Target) {
		code := lang.Base(r.Lang)
		if code == to || code == "und" || r.Span.Len() < minForeign || r.Score < 0.6 || r.Span.End > len(p.Target) {
			continue
		}
		if part := r.Span.In(p.Target); foreignIn(p, code) && contains(p.Source, part) {
			continue
		}
		severity := bitext.Warning
		if 2*r.Span.Len() > len(p.Target) {
			severity = bitext.Error
		}
		out = append(out, bitext.Finding{Check: "language", Severity: severity,
			Target:  &offset.Span{Start: r.Span.Start, End: r.Span.End},
			Message: fmt.Sprintf("this seems to be in %s, not in %s", names.Name(r.Lang), names.Name(language.Make(to)))})
	}
	return out
}

// foreignIn reports whether the source has a run in the language with a code.
func foreignIn(p *bitext.Pair, code string) bool {
	for _, r := range p.Runs {
		if lang.Code(r.Lang) == code {
			return true
		}
	}
	return false
}
