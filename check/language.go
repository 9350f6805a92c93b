package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/placeholder"
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
	to := env.to()
	var kept map[string][]string // known from the first foreign stretch on
	var out []bitext.Finding
	for _, r := range env.Detector.Runs(p.Target) {
		code := lang.Base(r.Lang)
		if code == to || code == "und" || r.Span.Len() < minForeign || r.Score < 0.6 || r.Span.End > len(p.Target) {
			continue
		}
		if kept == nil {
			kept = keptRuns(p)
		}
		if tooLong(p) && kept[code] != nil || besides(r.Span.In(p.Target), kept[code]) < minForeign {
			continue
		}
		severity := bitext.Warning
		if 2*r.Span.Len() > len(p.Target) {
			severity = bitext.Error
		}
		names := display.English.Languages()
		out = append(out, bitext.Finding{Check: "language", Severity: severity,
			Target: &offset.Span{Start: r.Span.Start, End: r.Span.End},
			Message: fmt.Sprintf("this seems to be in %s, not in %s", names.Name(r.Lang),
				names.Name(language.Make(to)))})
	}
	return out
}

// keptRuns returns the texts of the runs of the source by their languages, as [plain] has them. Those in other
// languages than its own were kept.
func keptRuns(p *bitext.Pair) map[string][]string {
	kept := map[string][]string{}
	for _, r := range p.Runs {
		if r.End <= len(p.Source) && r.Start <= r.End {
			code := lang.Code(r.Lang)
			kept[code] = append(kept[code], trimMarks(plain(p.Source[r.Start:r.End])))
		}
	}
	return kept
}

// besides returns how many bytes of words a part of the target has besides the texts that were kept.
func besides(part string, kept []string) int {
	part = plain(part)
	for _, text := range kept {
		part = strings.Replace(part, text, "", 1)
	}
	words := slices.DeleteFunc(strings.Fields(part), func(word string) bool {
		return !strings.ContainsFunc(word, unicode.IsLetter)
	})
	return len(strings.Join(words, " "))
}

// plain returns a text without the signs of placeholders, which may stand anywhere in a run, and with single spaces.
func plain(text string) string { return space.Fold(placeholder.Remove(text)) }
