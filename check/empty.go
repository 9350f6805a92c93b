package check

import (
	"fmt"
	"unicode"

	"github.com/satzpaar/satzpaar/bitext"
)

// Empty finds sentences without a translation.
var Empty = &Check{
	Name: "empty",
	Doc: `Missing translation
The source says something, but the target is empty, holds no letter or digit, or the sentence could not be translated.`,
	Run: empty,
}

func empty(p *bitext.Pair, _ *Env) []bitext.Finding {
	if p.Action != bitext.Translate || !says(p.Source) {
		return nil
	}
	if p.State == bitext.Initial {
		why := p.Error
		if why == "" {
			why = "no reason is known"
		}
		return []bitext.Finding{{Check: "empty", Severity: bitext.Error, Message: "not translated: " + why}}
	}
	if says(p.Target) {
		return nil
	}
	message := "the translation is empty"
	if p.Target != "" {
		message = fmt.Sprintf("the translation says nothing: %q", short(p.Target))
	}
	return []bitext.Finding{{Check: "empty", Severity: bitext.Error, Message: message}}
}

// says tells whether s holds a letter or a digit.
func says(s string) bool {
	for _, r := range s {
		if r < 0x80 {
			if r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9' {
				return true
			}
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// short returns s or its first part.
func short(s string) string {
	n := 0
	for i := range s {
		if n == 60 {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
