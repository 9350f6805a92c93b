//go:build !slim

package main

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/postgres"
	"github.com/satzpaar/satzpaar/translate/price"
)

// openServer opens the cache in a database. A server that cannot be reached is asked again later.
func (a *app) openServer(ctx context.Context, address string) (*cacheOfRun, error) {
	c, err := postgres.OpenAddress(ctx, address, a.now)
	away, unusable := errors.Is(err, postgres.ErrAway), errors.Is(err, postgres.ErrTables)
	switch {
	case errors.Is(err, postgres.ErrAddress):
		return nil, usage(fmt.Errorf("cache: %w", err),
			"write it as postgres://USER@HOST:5432/DATABASE, and the password into PGPASSWORD or ~/.pgpass")
	case err != nil && !away && !unusable:
		return nil, usage(err, "the password may stand in PGPASSWORD or ~/.pgpass")
	}
	run := &cacheOfRun{cache: c, away: "the cache could not be used at times"}
	switch {
	case away:
		run.said = postgres.ErrAway
	case unusable:
		run.said = postgres.ErrTables
	}
	if run.said != nil {
		a.say("%v; going on without it, it is asked again later", err)
	}
	return run, nil
}

// listedServer returns a function that yields the translations of a cache in a database; nil for any other. While the
// server cannot be reached, or after somebody has changed its tables, there are none: a search of the user's own
// documents goes on without them.
func listedServer(c cache.Cache) func(ctx context.Context) iter.Seq2[*bitext.Bitext, error] {
	server, ok := c.(*postgres.Cache)
	if !ok {
		return nil
	}
	return func(ctx context.Context) iter.Seq2[*bitext.Bitext, error] {
		return func(yield func(*bitext.Bitext, error) bool) {
			for b, err := range satzpaar.CachedPairs(ctx, server) {
				unusable := errors.Is(err, postgres.ErrAway) || errors.Is(err, postgres.ErrTables)
				if unusable || !yield(b, err) {
					return
				}
			}
		}
	}
}

// ledgerOf returns what adds up costs under a name; nil if the cache is not in a database.
func ledgerOf(c cache.Cache, name string) price.Ledger {
	if c, ok := c.(*postgres.Cache); ok {
		return c.Ledger(name)
	}
	return nil
}
