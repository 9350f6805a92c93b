// Package price knows what backends bill: list prices, what a run will cost, and the budget that it must not exceed.
package price

// A Price is what a backend bills, in US dollars per million units. Units are tokens, or characters where
// PerCharacter is set.
type Price struct {
	Source, Target float64
	PerCharacter   bool
}

// Of returns the cost of source and target units.
func (p Price) Of(source, target int) float64 {
	return (float64(source)*p.Source + float64(target)*p.Target) / 1e6
}

// Times returns the price at a discount.
func (p Price) Times(share float64) Price {
	p.Source *= share
	p.Target *= share
	return p
}

// PromptOverhead estimates the tokens that a request to a language model costs beside its text: the instructions
// once, and the frame of each item.
func PromptOverhead(items int) int { return 330 + 18*items }

// AnswerOverhead estimates the tokens of an answer beside the translations: the frame and the echo of each item.
func AnswerOverhead(items int) int { return 4 + 18*items }
