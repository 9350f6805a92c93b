//go:build !slim

package main

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/satzpaar/satzpaar/cache/postgres"
	"github.com/satzpaar/satzpaar/translate/price"
)

// fewConnections is how many connections each process opens to a database that all share, where its address does not
// say otherwise: a server allows some hundred.
const fewConnections = 2

// openServer opens the cache in a database. A server that cannot be reached is asked again later. What the address
// holds is never said: there may be a password in it.
func (a *app) openServer(ctx context.Context, address string) (cacheOfRun, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, usage(errors.New("cache: the address of the database cannot be read"),
			"write it as postgres://USER@HOST:5432/DATABASE, and the password into PGPASSWORD or ~/.pgpass")
	}
	if !strings.Contains(address, "pool_max_conns") {
		config.MaxConns = fewConnections
	}
	c, err := postgres.Open(ctx, config, a.now)
	late := errors.Is(err, postgres.ErrAway)
	if late {
		a.say("%v; going on without it, it is asked again later", err)
	} else if err != nil {
		return nil, usage(err, "the password may stand in PGPASSWORD or ~/.pgpass")
	}
	return &served{c, a.terminal, late}, nil
}

// served is a cache in a database that says when it is closed what it could not store. late is one that could not be
// reached when the run began, which has been said.
type served struct {
	*postgres.Cache
	t    *terminal
	late bool
}

func (s *served) ledger(name string) price.Ledger { return s.Cache.Ledger(name) }

func (s *served) said(err error) bool { return s.late && errors.Is(err, postgres.ErrAway) }

func (s *served) Close() error {
	err := s.Cache.Close()
	if n := s.Lost(); n > 0 {
		s.t.say("the cache could not be reached at times: %s could not be kept for later runs", count(n, "translation"))
	}
	return err
}
