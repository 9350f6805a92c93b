//go:build !slim

package caches

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/postgres"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/translate/price"
)

func openDatabase(ctx context.Context, address string, now func() time.Time, note func(error)) (*Run, error) {
	c, err := postgres.OpenAddress(ctx, address, now)
	r := &Run{cache: c, away: "the cache could not be used at times", note: note}
	switch {
	case errors.Is(err, postgres.ErrAway):
		r.known = postgres.ErrAway
	case errors.Is(err, postgres.ErrTables):
		r.known = postgres.ErrTables
	case errors.Is(err, postgres.ErrAddress):
		return nil, advice.With(fmt.Errorf("cache: %w", err),
			"write it as postgres://USER@HOST:5432/DATABASE, and the password into PGPASSWORD or ~/.pgpass")
	case err != nil:
		return nil, advice.With(err, "give the password in PGPASSWORD or ~/.pgpass")
	}
	if err != nil {
		note(fmt.Errorf("%w; going on without it, it is asked again later", err))
	}
	return r, nil
}

// databasePairs is [Pairs] for a cache in a database; nil for any other. While the server cannot be reached, or after
// somebody has changed its tables, there are none: a search of the user's own documents goes on without them.
func databasePairs(c cache.Cache) func(ctx context.Context) iter.Seq2[*bitext.Bitext, error] {
	database, ok := c.(*postgres.Cache)
	if !ok {
		return nil
	}
	return func(ctx context.Context) iter.Seq2[*bitext.Bitext, error] {
		return func(yield func(*bitext.Bitext, error) bool) {
			for b, err := range satzpaar.CachedPairs(ctx, database) {
				unusable := errors.Is(err, postgres.ErrAway) || errors.Is(err, postgres.ErrTables)
				if unusable || !yield(b, err) {
					return
				}
			}
		}
	}
}

// Ledger returns what adds up costs under a name; nil if the cache is not in a database.
func Ledger(c cache.Cache, name string) price.Ledger {
	if c, ok := c.(*postgres.Cache); ok {
		return c.Ledger(name)
	}
	return nil
}
