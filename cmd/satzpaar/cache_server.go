//go:build !slim

package main

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/postgres"
	"github.com/satzpaar/satzpaar/translate/price"
)

// fewConnections is how many connections each process opens to a database that all share, where its address does not
// specify it: a server allows some hundred.
const fewConnections = 2

// openServer opens the cache in a database. A server that cannot be reached is asked again later. What the address
// holds is never printed: there may be a password in it.
func (a *app) openServer(ctx context.Context, address string) (*cacheOfRun, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, usage(errors.New("cache: the address of the database cannot be read"),
			"write it as postgres://USER@HOST:5432/DATABASE, and the password into PGPASSWORD or ~/.pgpass")
	}
	if !strings.Contains(address, "pool_max_conns") {
		config.MaxConns = fewConnections
	}
	c, err := postgres.Open(ctx, config, a.now)
	away := errors.Is(err, postgres.ErrAway)
	if err != nil && !away {
		return nil, usage(err, "the password may stand in PGPASSWORD or ~/.pgpass")
	}
	run := &cacheOfRun{cache: c, lost: c.Lost, away: "the cache could not be reached at times"}
	if away {
		a.say("%v; going on without it, it is asked again later", err)
		run.said = postgres.ErrAway
	}
	return run, nil
}

// ledgerOf returns what adds up costs under a name; nil if the cache is not in a database.
func ledgerOf(c cache.Cache, name string) price.Ledger {
	if c, ok := c.(*postgres.Cache); ok {
		return c.Ledger(name)
	}
	return nil
}
