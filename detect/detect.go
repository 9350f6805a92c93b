// Package detect finds the language of every stretch of a text.
//
// A run is a maximal stretch in one language. Runs tile the text they were found in, without gaps or overlaps; white
// space and punctuation belong to the run before.
package detect

import (
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
)

// A Run is a maximal stretch of text in one language.
type Run struct {
	Span offset.Span // bytes into the text that was given
	// Lang is language.Und where there is nothing to judge and no neighbour to join, such as in a text of digits only.
	Lang  language.Tag
	Score float64 // 0 to 1: how sure the language is
	// Evidence explains in words what the decision rests on. It is filled only by detectors made for explaining.
	Evidence string
}

// A Detector finds the runs of a text. Implementations are safe for concurrent use, and their result depends on the
// text alone.
type Detector interface {
	// Runs returns runs that tile text; none for an empty text. Any bytes are allowed; runs start and end at character
	// boundaries.
	Runs(text string) []Run
}

// A Judge gives second opinions on stretches that cheap evidence leaves in doubt. It is asked rarely and may be slow or
// large.
type Judge interface {
	// Judge returns the likelihood of each candidate for text, in the order of candidates, each 0 to 1.
	Judge(text string, candidates []language.Tag) []float64
}
