package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
)

// Foreign finds foreign parts of the source that the translation changed.
var Foreign = &Check{
	Name: "foreign",
	Doc: `Foreign part not kept
A part of the source in another language, to be kept by policy, does not stand in the translation letter for letter.`,
	Run: foreign,
}

func foreign(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action == bitext.Keep && p.Target != p.Source && says(p.Source) && p.Origin != bitext.Human {
		return []bitext.Finding{{Check: "foreign", Severity: bitext.Error, Message: "the sentence was to be kept as it is, but the target differs"}}
	}
	if p.Action != bitext.Translate || !p.Mixed || p.Target == "" {
		return nil
	}
	from, to := env.from(), env.to()
	var out []bitext.Finding
	for _, r := range p.Runs {
		// What is in the target language already may be rephrased.
		lang := base(r.Lang)
		if lang == from || lang == to || lang == "und" || r.End > len(p.Source) {
			continue
		}
		text := trimMarks(p.Source[r.Start:r.End])
		if !says(text) || contains(p.Target, text) {
			continue
		}
		start := r.Start + strings.Index(p.Source[r.Start:r.End], text)
		out = append(out, bitext.Finding{Check: "foreign", Severity: bitext.Warning, Source: &bitext.Offsets{start, start + len(text)},
			Message: fmt.Sprintf("%q (%s) is not in the translation as it stands", short(text), lang)})
	}
	return out
}

// trimMarks takes white space, quotes and closing punctuation off both ends.
func trimMarks(s string) string {
	return strings.Trim(s, " \t\r\n\u00a0.,;:!?\"'()[]„“”‚‘’»«›‹–—-…")
}

// contains says whether part stands in text, white space folded.
func contains(text, part string) bool {
	part = trimMarks(part)
	if strings.Contains(text, part) {
		return true
	}
	if !strings.ContainsAny(part, "\n\r\t") && !strings.ContainsAny(text, "\n\r\t") {
		return false
	}
	return strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(part), " "))
}
