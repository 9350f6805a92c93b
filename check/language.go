package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/space"
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
		if besides(p, r.Span.In(p.Target), code) < minForeign {
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

// besides returns how many bytes of words a part of the target has besides the runs of the source in the language with
// a code, which were kept. The signs of placeholders do not count: they may stand anywhere in such a run.
func besides(p *bitext.Pair, part, code string) int {
	plain := func(text string) string { return space.Fold(placeholder.ReplaceAllString(text, "")) }
	part = plain(part)
	for _, r := range p.Runs {
		if r.End <= len(p.Source) && lang.Code(r.Lang) == code {
			part = strings.Replace(part, trimMarks(plain(p.Source[r.Start:r.End])), "", 1)
		}
	}
	words := slices.DeleteFunc(strings.Fields(part), func(word string) bool {
		return !strings.ContainsFunc(word, unicode.IsLetter)
	})
	return len(strings.Join(words, " "))
}

var placeholder = regexp.MustCompile(`⟦/?[0-9]+⟧`)
