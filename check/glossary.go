package check

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
)

// Glossary finds terms that were not translated as the glossary says.
var Glossary = &Check{
	Name: "glossary",
	Doc: `Glossary term
A term of the glossary stands in the source, and its translation does not stand in the target. Endings are allowed on both sides.`,
	Run: glossary,
}

func glossary(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) {
		return nil
	}
	var out []bitext.Finding
	for _, t := range env.Terms {
		at, ok := findTerm(p.Source, t.Source)
		if !ok || t.Target == "" {
			continue
		}
		found := false
		for alternative := range strings.SplitSeq(t.Target, "|") {
			if _, ok := findTerm(p.Target, strings.TrimSpace(alternative)); ok {
				found = true
				break
			}
		}
		if !found {
			out = append(out, bitext.Finding{Check: "glossary", Severity: bitext.Warning, Source: &at, Message: fmt.Sprintf("the glossary says %q for %q", t.Target, t.Source)})
		}
	}
	return out
}

// findTerm finds term in text at the start of a word, with at most three letters of ending after it. Terms of three letters or fewer must match whole and
// in case; longer ones without regard to case.
func findTerm(text, term string) (bitext.Offsets, bool) {
	if term == "" {
		return bitext.Offsets{}, false
	}
	strict := len(term) <= 3
	first := term[0] | 0x20
	for i := 0; i+len(term) <= len(text); i++ {
		if text[i]|0x20 != first && first < utf8.RuneSelf || i > 0 && word.IsByte(text[i-1]) || !utf8.RuneStart(text[i]) {
			continue
		}
		part := text[i : i+len(term)]
		if part != term && (strict || !strings.EqualFold(part, term)) {
			continue
		}
		end := i + len(term)
		for end < len(text) && word.IsByte(text[end]) {
			end++
		}
		if extra := end - i - len(term); extra == 0 || !strict && extra <= 3 {
			return bitext.Offsets{i, end}, true
		}
	}
	return bitext.Offsets{}, false
}
