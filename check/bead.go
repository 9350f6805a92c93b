package check

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
)

// Bead finds pairs that are probably misaligned.
var Bead = &Check{
	Name: "bead",
	Doc: `Doubtful alignment
The aligner was unsure that these sentences belong together, or one side of the pair has no sentence at all.`,
	Run: bead,
}

// lowConfidence is the aligner's confidence below which a bead is reported.
const lowConfidence = 0.5

func bead(p *bitext.Pair, _ *Env) []bitext.Finding {
	if p.Bead != nil && (len(p.Bead.Source) == 0) != (len(p.Bead.Target) == 0) {
		side := "target"
		if len(p.Bead.Source) == 0 {
			side = "source"
		}
		return []bitext.Finding{{Check: "bead", Severity: bitext.Warning,
			Message: "this text has no counterpart on the " + side + " side"}}
	}
	if p.Confidence == nil || *p.Confidence >= lowConfidence {
		return nil
	}
	return []bitext.Finding{{Check: "bead", Severity: bitext.Warning,
		Message: fmt.Sprintf("the two sides may not belong together: the aligner's confidence is only %.2f",
			*p.Confidence)}}
}
