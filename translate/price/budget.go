package price

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
)

// ErrBudget is in the chain of errors for requests that were not sent because they would have taken the run over its
// [Budget].
var ErrBudget = errors.New("cost limit")

// A Ledger adds up what several processes spend.
type Ledger interface {
	// Add adds a cost in US dollars, which may be negative, unless the sum would then be above most. It returns the sum
	// after that, and whether the cost is in it. What was added stays there when the process dies.
	Add(ctx context.Context, cost, most float64) (sum float64, added bool, err error)
}

// A Budget is the most that a run may spend, shared by all backends of the run and, with [Budget.Share], by several
// processes. It is safe for concurrent use.
type Budget struct {
	most  float64
	all   Ledger      // nil: the process is alone
	alone func(error) // for its first failure
	once  sync.Once   // of alone

	mu       sync.Mutex
	spent    float64 // by this process
	reserved float64
	owed     float64 // of both, what the ledger does not know yet
}

// NewBudget returns a budget of at most the given US dollars; 0 or less means no limit.
func NewBudget(most float64) *Budget {
	if most <= 0 {
		most = math.Inf(1)
	}
	return &Budget{most: most}
}

// Share makes the limit one of all processes that use the ledger. It must be called before anything is spent. While the
// ledger fails, the limit is that of this process alone; what is spent meanwhile is entered later. alone is called with
// its first failure, by any goroutine.
func (b *Budget) Share(all Ledger, alone func(error)) { b.all, b.alone = all, alone }

// Spent returns what this process has spent, in US dollars.
func (b *Budget) Spent() float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.spent
}

// Charge takes what was spent elsewhere, such as on a batch that is collected, from the budget.
func (b *Budget) Charge(ctx context.Context, cost float64) { b.Settle(ctx, 0, cost) }

// Reserve sets the estimated cost of a request aside before it is sent. The error wraps [ErrBudget]. What a process
// that dies has set aside counts as spent: its requests were sent, and are billed.
func (b *Budget) Reserve(ctx context.Context, estimate float64) error {
	b.mu.Lock()
	if b.spent+b.reserved+estimate > b.most {
		defer b.mu.Unlock()
		return fmt.Errorf("%w of $%.4f reached: $%.4f spent, $%.4f under way, the next request is about $%.4f",
			ErrBudget, b.most, b.spent, b.reserved, estimate)
	}
	b.reserved += estimate
	owes := b.owed != 0
	b.mu.Unlock()
	if b.all == nil {
		return nil
	}
	ctx = context.WithoutCancel(ctx) // a call that is cancelled leaves open whether the cost was entered
	if owes {
		b.enter(ctx, 0)
	}
	sum, added, err := b.all.Add(ctx, estimate, b.most)
	switch {
	case err != nil:
		b.failed(estimate, err)
	case !added:
		b.mu.Lock()
		b.reserved -= estimate
		b.mu.Unlock()
		return fmt.Errorf("%w of $%.4f for all processes reached: $%.4f spent and under way, "+
			"the next request is about $%.4f", ErrBudget, b.most, sum, estimate)
	}
	return nil
}

// Settle replaces what [Budget.Reserve] set aside by what the request really cost.
func (b *Budget) Settle(ctx context.Context, estimate, real float64) {
	b.mu.Lock()
	b.reserved -= estimate
	b.spent += real
	b.mu.Unlock()
	if b.all != nil && real != estimate {
		b.enter(context.WithoutCancel(ctx), real-estimate)
	}
}

// enter adds a cost to the ledger whatever it comes to, with what it does not know yet.
func (b *Budget) enter(ctx context.Context, cost float64) {
	b.mu.Lock()
	cost += b.owed
	b.owed = 0
	b.mu.Unlock()
	if _, _, err := b.all.Add(ctx, cost, math.Inf(1)); err != nil {
		b.failed(cost, err)
	}
}

// failed notes a cost that the ledger has to be told later.
func (b *Budget) failed(cost float64, err error) {
	b.mu.Lock()
	b.owed += cost
	b.mu.Unlock()
	b.once.Do(func() { b.alone(err) })
}
