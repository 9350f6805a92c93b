package detect

import (
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
)

// Only returns a detector that takes every text to be in one language. It stands in where documents are in a language
// that [New] does not know: nothing foreign is found in them then.
func Only(tag language.Tag) Detector { return only{tag} }

type only struct{ tag language.Tag }

// Runs implements [Detector].
func (o only) Runs(text string) []Run {
	if text == "" {
		return nil
	}
	return []Run{{Span: offset.Span{End: len(text)}, Lang: o.tag, Score: 1}}
}
