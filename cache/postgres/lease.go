package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/satzpaar/satzpaar/cache"
)

// alive is how a worker shows that it is alive.
const alive = `INSERT INTO satzpaar_workers_1 (id, until) VALUES ($1, now() + $2::interval)
	ON CONFLICT (id) DO UPDATE SET until = excluded.until`

// leaser returns the number of this worker, and gives it one where it has none.
func (c *Cache) leaser() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.worker == 0 {
		c.worker = newWorker()
	}
	return c.worker
}

// Lease implements [cache.Leaser], in one round trip. While the server is away, all keys may be asked for.
func (c *Cache) Lease(ctx context.Context, keys []cache.Key) ([]bool, error) {
	mine := make([]bool, len(keys))
	places := make(map[string][]int, len(keys))
	for i := range keys {
		places[string(keys[i][:])] = append(places[string(keys[i][:])], i)
	}
	// A lease that is there is taken over from a worker that is dead, or that has held it for too long, or was given it
	// by a clock that went wrong. Whoever leased it a moment ago may have come while this claim waited, and be unknown
	// to its snapshot: such a lease is left alone.
	const claim = `INSERT INTO satzpaar_leases_1 AS l (key, worker)
		SELECT DISTINCT k, $2::bigint FROM unnest($1::bytea[]) AS want (k) ORDER BY 1
		ON CONFLICT (key) DO UPDATE SET worker = excluded.worker, since = now()
			WHERE l.since NOT BETWEEN now() - interval '` + longest + `'
					AND now() + interval '` + longest + `'
				OR l.since < now() - $3::interval AND NOT EXISTS (
				SELECT 1 FROM satzpaar_workers_1 w WHERE w.id = l.worker AND w.until > now())
		RETURNING key`
	err := c.do(ctx, "leasing", func(ctx context.Context) error {
		worker := c.leaser()
		clear(mine) // of an attempt that was rolled back
		var b pgx.Batch
		b.Queue(alive, worker, life)
		b.Queue(claim, slicesOf(keys), worker, life).Query(func(rows pgx.Rows) error {
			var key []byte
			_, err := pgx.ForEachRow(rows, []any{&key}, func() error {
				if at := places[string(key)]; len(at) > 0 {
					mine[at[0]] = true // of equal keys one is asked for
				}
				return nil
			})
			return err
		})
		return c.pool.SendBatch(ctx, &b).Close()
	})
	if errors.Is(err, errPaused) {
		for i := range mine {
			mine[i] = true
		}
		return mine, nil
	}
	return mine, err
}

// Release implements [cache.Leaser].
func (c *Cache) Release(ctx context.Context, keys []cache.Key) error {
	err := c.do(ctx, "giving up leases", func(ctx context.Context) error {
		_, err := c.pool.Exec(ctx, free, slicesOf(keys), c.leaser())
		return err
	})
	if err != nil {
		c.forget(0)
	}
	if errors.Is(err, errPaused) {
		err = nil
	}
	return err
}

// beat shows from time to time that the worker is alive, and removes those that have been dead for long.
func (c *Cache) beat(ctx context.Context) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		c.mu.Lock()
		worker := c.worker
		c.mu.Unlock()
		if worker == 0 {
			continue
		}
		// A worker that cannot show it loses its leases, and finds out when it puts or releases.
		_ = c.do(ctx, "renewing leases", func(ctx context.Context) error {
			var b pgx.Batch
			b.Queue(alive, worker, life)
			b.Queue("DELETE FROM satzpaar_workers_1 WHERE until < now() - interval '1 hour'")
			return c.pool.SendBatch(ctx, &b).Close()
		})
	}
}
