package check

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// Consistency finds equal sources with different targets, and the reverse.
var Consistency = &Check{
	Name: "consistency",
	Doc: `Consistency
The same source has another translation elsewhere in the corpus, or the same translation is used for another source.
Silent when only one document is known.`,
	Run: consistency,
}

func consistency(p *bitext.Pair, env *Env) []bitext.Finding {
	if env.Corpus == nil || p.Action != bitext.Translate || p.Target == "" || tooLong(p) {
		return nil
	}
	var out []bitext.Finding
	for _, t := range env.Corpus.targets[p.Source] {
		if t != p.Target {
			out = append(out, bitext.Finding{Check: "consistency", Severity: bitext.Info,
				Message: fmt.Sprintf("the same source text is translated as %q elsewhere", shorten(t))})
			break
		}
	}
	words, _ := shape(p.Source)
	for _, s := range env.Corpus.sources[p.Target] {
		// One English word may well stand for several German ones; whole sentences seldom do.
		if words >= 4 && !alike(s, p.Source) {
			out = append(out, bitext.Finding{Check: "consistency", Severity: bitext.Info,
				Message: fmt.Sprintf("the same translation is used for %q elsewhere", shorten(s))})
			break
		}
	}
	return out
}

// alike reports whether two sources differ only slightly: in punctuation, case, or one word in four.
func alike(a, b string) bool {
	var bufA, bufB [96]offset.Span
	wa, wb := word.Spans(a, bufA[:0]), word.Spans(b, bufB[:0])
	same := 0
	for _, x := range wa {
		for _, y := range wb {
			if word.HasPrefixFold(x.In(a), y.In(b)) || word.HasPrefixFold(y.In(b), x.In(a)) {
				same++
				break
			}
		}
	}
	return 4*same >= 3*max(len(wa), len(wb))
}
