package check

import (
	"math"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

// Order finds translations whose words do not make a sentence.
var Order = &Check{
	Name: "order",
	Doc: `Words out of order
The words of the English translation hardly ever follow each other in this way, as if they had been shuffled, or were of
another language.`,
	Run: order,
}

const (
	// leastOrder is how far below usualFit the words of a translation must fit each other, by standard errors of their
	// mean, roughly: of sentences of machines one in two hundred is that bad, of shuffled news three in four.
	leastOrder   = -4.5
	usualFit     = 0.5
	leastOrdered = 6 // words
)

func order(p *bitext.Pair, env *Env) []bitext.Finding {
	fit := env.fitOf(p)
	if fit >= 0 {
		return nil
	}
	n := len(env.targetWords(p).Spans)
	// Neighbours depend on each other, so that long sentences vary by more than the root of n predicts.
	if n < leastOrdered || (fit-usualFit)*math.Pow(float64(n), 0.35) >= leastOrder {
		return nil
	}
	return []bitext.Finding{{Check: "order", Severity: bitext.Info, Target: &offset.Span{End: len(p.Target)},
		Message: "the word order is very unusual for English: the words may be jumbled"}}
}
