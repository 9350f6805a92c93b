package price_test

import (
	"context"
	"errors"
	"math"
	"sync"
	"testing"

	"github.com/satzpaar/satzpaar/translate/price"
)

// A ledger is a [price.Ledger] that may be away.
type ledger struct {
	mu   sync.Mutex
	sum  float64
	away error
}

func (l *ledger) Add(ctx context.Context, cost, most float64) (float64, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.away != nil {
		return 0, false, l.away
	}
	if l.sum+cost > most {
		return l.sum, false, nil
	}
	l.sum += cost
	if ctx.Err() != nil { // the answer does not arrive
		return 0, false, ctx.Err()
	}
	return l.sum, true, nil
}

// TestCancelledBudget: of a request that is cancelled while it is counted nothing stays in the ledger.
func TestCancelledBudget(t *testing.T) {
	var l ledger
	b := price.NewBudget(1)
	b.Share(&l, func(err error) { t.Error(err) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Reserve(ctx, 0.5); err != nil {
		t.Fatal(err)
	}
	b.Settle(ctx, 0.5, 0)
	if l.sum != 0 || b.Spent() != 0 {
		t.Errorf("%v is entered, %v spent", l.sum, b.Spent())
	}
}

// TestSharedBudget: two processes never spend more than one may, and each no more than that while they are apart.
func TestSharedBudget(t *testing.T) {
	var l ledger
	var said [2]int
	process := func(i int) *price.Budget {
		b := price.NewBudget(1)
		b.Share(&l, func(error) { said[i]++ })
		return b
	}
	one, two := process(0), process(1)
	reserve := func(b *price.Budget, estimate float64, fits bool) {
		t.Helper()
		err := b.Reserve(t.Context(), estimate)
		if fits != (err == nil) || err != nil && !errors.Is(err, price.ErrBudget) {
			t.Fatalf("reserving %v with %v spent by all: %v", estimate, l.sum, err)
		}
	}
	sum := func(want float64) {
		t.Helper()
		if math.Abs(l.sum-want) > 1e-12 {
			t.Fatalf("%v is entered, want %v", l.sum, want)
		}
	}
	reserve(one, 0.5, true)
	reserve(two, 0.375, true)
	reserve(two, 0.25, false)
	sum(0.875)
	one.Settle(t.Context(), 0.5, 0.25)
	sum(0.625)
	reserve(two, 0.25, true)
	two.Settle(t.Context(), 0.25, 0.25)
	sum(0.875)

	l.away = errors.New("away")
	two.Settle(t.Context(), 0.375, 0.125)
	reserve(one, 0.5, true)
	one.Settle(t.Context(), 0.5, 0.375)
	reserve(one, 0.5, false) // more than it may spend alone
	reserve(one, 0.25, true)
	if said != [2]int{1, 1} {
		t.Errorf("said %v", said)
	}
	sum(0.875)
	l.away = nil
	two.Charge(t.Context(), 0.0625)
	sum(0.6875)
	one.Settle(t.Context(), 0.25, 0.125)
	sum(1.1875)
	reserve(two, 0.0625, false)
	if one.Spent() != 0.75 || two.Spent() != 0.4375 {
		t.Errorf("spent %v and %v", one.Spent(), two.Spent())
	}
}
