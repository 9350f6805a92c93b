package check

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
)

// Empty finds sentences without a translation.
var Empty = &Check{
	Name: "empty",
	Doc: `Missing translation
The source has text, but the target is empty or has no letter or digit, or the sentence could not be translated.`,
	Run: empty,
}

func empty(p *bitext.Pair, _ *Env) []bitext.Finding {
	if p.Action != bitext.Translate || !hasContent(p.Source) {
		return nil
	}
	if p.State == bitext.Initial {
		why := p.Error
		if why == "" {
			why = "no reason is known"
		}
		return []bitext.Finding{{Check: "empty", Severity: bitext.Error, Message: "not translated: " + why}}
	}
	if hasContent(p.Target) {
		return nil
	}
	message := "the translation is empty"
	if p.Target != "" {
		message = fmt.Sprintf("the translation has no letter or digit: %q", shorten(p.Target))
	}
	return []bitext.Finding{{Check: "empty", Severity: bitext.Error, Message: message}}
}
