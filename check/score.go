package check

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
)

// Score finds translations that the backend itself was unsure of.
var Score = &Check{
	Name: "score",
	Doc: `Low model score
The backend gave its own translation a low score: a mean log-probability per token far below that of good
translations.`,
	Run: lowScore,
}

// lowLogProbability is the mean log-probability per token below which a translation is suspicious: a perplexity of
// about 4.5.
const lowLogProbability = -1.5

func lowScore(p *bitext.Pair, _ *Env) []bitext.Finding {
	if p.Score == nil || p.Action != bitext.Translate || p.State == bitext.Initial || p.Origin == bitext.Human ||
		*p.Score >= lowLogProbability {
		return nil
	}
	return []bitext.Finding{{Check: "score", Severity: bitext.Warning,
		Message: fmt.Sprintf("the model had little confidence in this translation (score %.2f)", *p.Score)}}
}
