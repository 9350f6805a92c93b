// Package price knows what backends bill: list prices, what a run will cost, and the budget that it must not exceed.
package price

import (
	"errors"
	"fmt"
	"sync"
)

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

// ErrBudget is in the chain of errors for requests that were not sent because they would have taken the run over its
// [Budget].
var ErrBudget = errors.New("cost limit")

// A Budget is the most that a run may spend, shared by all backends of the run. It is safe for concurrent use.
type Budget struct {
	mu       sync.Mutex
	most     float64
	spent    float64
	reserved float64
}

// NewBudget returns a budget of at most the given US dollars; 0 or less means no limit.
func NewBudget(most float64) *Budget { return &Budget{most: most} }

// Spent returns what has been spent, in US dollars.
func (b *Budget) Spent() float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.spent
}

// Charge takes what was spent elsewhere, such as on a batch that is collected, from the budget.
func (b *Budget) Charge(cost float64) {
	b.mu.Lock()
	b.spent += cost
	b.mu.Unlock()
}

// Reserve sets the estimated cost of a request aside before it is sent. The error wraps [ErrBudget].
func (b *Budget) Reserve(estimate float64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.most > 0 && b.spent+b.reserved+estimate > b.most {
		return fmt.Errorf("%w of $%.4f reached: $%.4f spent, $%.4f under way, the next request is about $%.4f",
			ErrBudget, b.most, b.spent, b.reserved, estimate)
	}
	b.reserved += estimate
	return nil
}

// Settle replaces what [Budget.Reserve] set aside by what the request really cost.
func (b *Budget) Settle(estimate, real float64) {
	b.mu.Lock()
	b.reserved -= estimate
	b.spent += real
	b.mu.Unlock()
}

// PromptOverhead estimates the tokens that a request to a language model costs beside its text: the instructions
// once, and the frame of each item.
func PromptOverhead(items int) int { return 330 + 18*items }

// AnswerOverhead estimates the tokens of an answer beside the translations: the frame and the echo of each item.
func AnswerOverhead(items int) int { return 4 + 18*items }
