package postgres

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/satzpaar/satzpaar/internal/excerpt"
)

// A Ledger adds up, in the database of a cache, what all processes of a run spend.
type Ledger struct {
	c    *Cache
	name string
}

// Ledger returns the ledger of that name. It is there once something was added to it.
func (c *Cache) Ledger(name string) *Ledger { return &Ledger{c, name} }

// Add adds a cost in US dollars, which may be negative, unless the sum would then be above most. It returns the sum
// after that, and whether the cost is in it. The error wraps [ErrAway] while the server cannot be reached.
func (l *Ledger) Add(ctx context.Context, cost, most float64) (sum float64, added bool, err error) {
	// Whoever changes the sum holds its row, and those who wait for it see what it became. It is never below 0, so that
	// a row that was removed or changed meanwhile allows no more than one that has just begun.
	const add = `INSERT INTO satzpaar_ledgers_1 AS l (name, spent)
		SELECT $1, greatest($2::float8, 0) WHERE $2::float8 <= $3::float8
		ON CONFLICT (name) DO UPDATE SET spent = greatest(greatest(l.spent, 0) + $2::float8, 0), used = now()
			WHERE greatest(l.spent, 0) + $2::float8 <= $3::float8
		RETURNING spent`
	ask := func(ctx context.Context) error {
		var b pgx.Batch
		b.Queue(add, l.name, cost, most).QueryRow(func(row pgx.Row) error {
			err := row.Scan(&sum)
			added = err == nil
			return orNone(err)
		})
		const spent = "SELECT greatest(spent, 0) FROM satzpaar_ledgers_1 WHERE name = $1"
		b.Queue(spent, l.name).QueryRow(func(row pgx.Row) error { return orNone(row.Scan(&sum)) })
		return l.c.pool.SendBatch(ctx, &b).Close()
	}
	err = l.c.do(ctx, "counting costs", func(ctx context.Context) error {
		err := ask(ctx)
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.Code == undefinedTable {
			if err = l.c.make(ctx, ledgers); err == nil {
				err = ask(ctx)
			}
		}
		return err
	})
	if err == nil && !(sum >= 0 && !math.IsInf(sum, 1)) {
		const message = "cache %s: counting costs: the sum of %q is %g: remove its row from the table satzpaar_ledgers_1"
		return 0, false, fmt.Errorf(message, l.c.name, excerpt.Name(l.name), sum)
	}
	return sum, added, err
}

// orNone passes over the error for a row that is not there.
func orNone(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	return err
}

// undefinedTable is the code of the error for a table that is not there.
const undefinedTable = "42P01"

// ledgers is made where a cost is first added. It must survive a crash of the server.
const ledgers = `CREATE TABLE IF NOT EXISTS satzpaar_ledgers_1 (
	name text PRIMARY KEY, spent float8 NOT NULL, used timestamptz NOT NULL DEFAULT now());`
