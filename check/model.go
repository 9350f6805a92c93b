package check

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
)

// Score finds translations that the backend itself was unsure of.
var Score = &Check{
	Name: "score",
	Doc: `Low model score
The backend gave its own translation a low score: a mean log-probability per token far below what its good translations have.`,
	Run: lowScore,
}

// lowLogProbability is the mean log-probability per token below which a translation is suspicious: a perplexity of about 4.5.
const lowLogProbability = -1.5

func lowScore(p *bitext.Pair, _ *Env) []bitext.Finding {
	if p.Score == nil || p.Action != bitext.Translate || p.State == bitext.Initial || p.Origin == bitext.Human || *p.Score >= lowLogProbability {
		return nil
	}
	return []bitext.Finding{{Check: "score", Severity: bitext.Warning, Message: fmt.Sprintf("the model was unsure: score %.2f", *p.Score)}}
}

// Bead finds sentences that are probably aligned with the wrong ones.
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
		return []bitext.Finding{{Check: "bead", Severity: bitext.Warning, Message: "nothing on the " + side + " side belongs to this text"}}
	}
	if p.Confidence == nil || *p.Confidence >= lowConfidence {
		return nil
	}
	return []bitext.Finding{{Check: "bead", Severity: bitext.Warning, Message: fmt.Sprintf("the aligner was unsure that these belong together: confidence %.2f", *p.Confidence)}}
}
