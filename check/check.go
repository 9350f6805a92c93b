// Package check looks for faults in sentence pairs without a reference: lost numbers, names and negations, wrong language, repetition, and more.
// Each check is one file and one value; [All] lists them.
package check

import (
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/detect"
)

// A Check looks at one pair at a time.
type Check struct {
	Name string // as in findings and on the command line
	// Doc explains the check; its first line is the title in pages and help.
	Doc string
	// Run returns what is wrong with p, nothing for a clean pair. It neither changes p nor keeps it.
	Run func(p *bitext.Pair, env *Env) []bitext.Finding
}

// Env is what checks may look at beside the pair.
type Env struct {
	From, To language.Tag
	Detector detect.Detector // of the target text; may be nil, then language checks are silent
	Terms    []Term
	// Corpus finds other pairs with the same source or the same target; nil where only one document is known.
	Corpus *Corpus

	shared *shared // of the runner; nil outside of one
}

// A Term is a glossary entry.
type Term struct{ Source, Target string }
