// Package postgres keeps a cache in a PostgreSQL database, for many workers on many machines at the same time. It
// leases keys, so that of the workers that want the same text one asks for it and the others wait for its answer.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/internal/excerpt"
)

const (
	// patience is how long a request may take. A cache that is slower than the backend is of no use.
	patience = 5 * time.Second
	// pause is how long a server that cannot be reached is left alone. Until then everything is a miss.
	pause = 10 * time.Second
	// useGrain is the precision of the time of last use, so that lookups do not turn into writes.
	useGrain = "1 day"
	// maxUsed bounds the hits whose time of use has yet to be written.
	maxUsed = 100_000
	// maxMessage bounds, in bytes, what the server sends in one message, such as a row or an error. Translations are far
	// shorter, but whoever may write into the database can make a value, or a message, of a gigabyte.
	maxMessage = 16 << 20
	// maxError is how many characters messages show of an error of the server.
	maxError = 500
)

// Workers show every beat that they are alive. One that has not for the length of life is taken for dead, and what it
// has leased is free. A lease ends after longest in any case.
const (
	beat    = 10 * time.Second
	life    = 45 * time.Second
	longest = "30 minutes"
)

// The tables of a cache. Their names end with the version of their form. Those of leases hold nothing that must
// survive a crash of the server.
const tables = `
CREATE TABLE IF NOT EXISTS satzpaar_groups_1 (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS satzpaar_entries_1 (
	key bytea PRIMARY KEY,
	value bytea NOT NULL,
	sum bigint NOT NULL,
	grp integer NOT NULL REFERENCES satzpaar_groups_1,
	made timestamptz NOT NULL DEFAULT now(),
	used timestamptz NOT NULL DEFAULT now(),
	parts bytea NOT NULL
);
CREATE UNLOGGED TABLE IF NOT EXISTS satzpaar_workers_1 (id bigint PRIMARY KEY, until timestamptz NOT NULL);
CREATE UNLOGGED TABLE IF NOT EXISTS satzpaar_leases_1 (
	key bytea PRIMARY KEY, worker bigint NOT NULL, since timestamptz NOT NULL DEFAULT now());`

// lockTables is the number of the lock under which tables are made: two that make the same one at once would fail.
const lockTables = 0x7361747a70616172

// ErrAway means that the server cannot be reached now.
var ErrAway = errors.New("the server cannot be reached")

// ErrTables means that the server refuses what is asked of the tables: rights are missing, or somebody has changed
// them.
var ErrTables = errors.New("its tables cannot be used")

// Cache is a [cache.Leaser] in a PostgreSQL database. A server that cannot be reached is an error that wraps [ErrAway],
// once; for a while after that, entries are misses and what is put is lost.
type Cache struct {
	pool *pgxpool.Pool
	name string // for messages
	now  func() time.Time

	stop    context.CancelFunc // of the beat
	beating sync.WaitGroup

	mu     sync.Mutex
	ready  bool      // tables are there
	away   time.Time // until then nothing is asked
	worker int64     // under which keys are leased; 0: under none yet
	groups map[string]int32
	used   map[cache.Key]struct{}
	lost   int
	closed bool
}

// Open opens the cache in the database that config names, and makes its tables where there are none. It is an error
// that wraps [ErrAway] if the server cannot be reached, or [ErrTables]; then the cache can be used all the same, and is
// asked again later.
func Open(ctx context.Context, config *pgxpool.Config, now func() time.Time) (*Cache, error) {
	config = config.Copy()
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = patience
	}
	build := config.ConnConfig.BuildFrontend
	config.ConnConfig.BuildFrontend = func(r io.Reader, w io.Writer) *pgproto3.Frontend {
		f := build(r, w)
		f.SetMaxBodyLen(maxMessage)
		return f
	}
	c := &Cache{
		name:   nameOf(config),
		now:    now,
		groups: map[string]int32{},
		used:   map[cache.Key]struct{}{},
	}
	var err error
	if c.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, fmt.Errorf("cache %s: %w", c.name, err)
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	c.stop = stop
	c.beating.Go(func() { c.beat(background) })
	err = c.do(ctx, "opening", func(context.Context) error { return nil })
	if err != nil && !errors.Is(err, ErrAway) && !errors.Is(err, ErrTables) {
		return nil, errors.Join(err, c.Close())
	}
	return c, err
}

// ErrAddress means that the address of a database cannot be read. Nothing of it is in the message: there may be a
// password in it.
var ErrAddress = errors.New("the address of the database cannot be read")

// fewConnections is how many connections each process opens to a database that all share, where its address does not
// specify it: a server allows some hundred.
const fewConnections = 2

// OpenAddress is [Open] for the database at an address such as postgres://USER@HOST:5432/DATABASE.
func OpenAddress(ctx context.Context, address string, now func() time.Time) (*Cache, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, ErrAddress
	}
	if !strings.Contains(address, "pool_max_conns") {
		config.MaxConns = fewConnections
	}
	return Open(ctx, config, now)
}

// nameOf returns what messages call a database. Passwords are not in it.
func nameOf(config *pgxpool.Config) string {
	c := config.ConnConfig
	return fmt.Sprintf("postgres://%s:%d/%s", c.Host, c.Port, c.Database)
}

// do runs f, which asks the server for what doing describes, unless the server is away.
func (c *Cache) do(ctx context.Context, doing string, f func(ctx context.Context) error) error {
	c.mu.Lock()
	away, ready := c.now().Before(c.away), c.ready
	c.mu.Unlock()
	if away {
		return errPaused
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var err error
	if !ready {
		err = c.prepare(limited)
	}
	var refused *pgconn.PgError
	for tries := 0; err == nil; tries++ {
		if err = f(limited); err == nil {
			break
		}
		if tries < 2 && errors.As(err, &refused) && strings.HasPrefix(refused.Code, "40") {
			err = nil // it was in the way of another transaction, and was rolled back
		}
	}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, new(pgx.ScanArgError)): // a column of another type
		err = unusable(err)
	case !errors.As(err, &refused) || slices.Contains(unable, refused.Code[:min(2, len(refused.Code))]):
		c.mu.Lock()
		c.away = c.now().Add(pause)
		c.mu.Unlock()
		err = fmt.Errorf("%w (%s)", ErrAway, oneLine(err))
	case errors.As(err, new(*pgconn.ConnectError)):
		err = errors.New(oneLine(err))
	default:
		err = unusable(err)
	}
	return fmt.Errorf("cache %s: %s: %w", c.name, doing, err)
}

// unusable returns an error that wraps ErrTables. Whoever may change the tables decides what the server's
// errors say.
func unusable(err error) error { return fmt.Errorf("%w: %s", ErrTables, oneLine(err)) }

// oneLine returns what is quoted of an error: that of a connection has a line for each attempt, and that of a trigger
// may be of any length.
func oneLine(err error) string {
	return excerpt.Of(strings.Join(strings.Fields(err.Error()), " "), maxError)
}

// unable are the classes of errors of a server that cannot do anything now: connections, resources, shutting down.
var unable = []string{"08", "53", "57"}

// errPaused is the error of do while the server is left alone, which was reported when that began.
var errPaused = fmt.Errorf("not asked again yet: %w", ErrAway)

// prepare makes the tables where they are not there.
func (c *Cache) prepare(ctx context.Context) error {
	var there bool
	err := c.pool.QueryRow(ctx, "SELECT to_regclass('satzpaar_leases_1') IS NOT NULL").Scan(&there)
	if err == nil && !there { // who may only use them need not be allowed to make them
		err = c.make(ctx, tables)
	}
	if err == nil {
		c.mu.Lock()
		c.ready = true
		c.mu.Unlock()
	}
	return err
}

// make makes tables, alone among all workers.
func (c *Cache) make(ctx context.Context, tables string) error {
	return pgx.BeginFunc(ctx, c.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", int64(lockTables)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, tables)
		return err
	})
}

// Get implements [cache.Cache], in one round trip.
func (c *Cache) Get(ctx context.Context, keys []cache.Key) ([][]byte, error) {
	values := make([][]byte, len(keys))
	if len(keys) == 0 {
		return values, nil
	}
	// Whoever may write into the table may have changed it: what cannot be an entry is a miss.
	const query = `SELECT nth - 1, CASE WHEN octet_length(value) <= $2 THEN value END, coalesce(sum, 0),
			coalesce(used < now() - interval '` + useGrain + `', false)
		FROM unnest($1::bytea[]) WITH ORDINALITY AS want (k, nth) JOIN satzpaar_entries_1 ON key = k`
	err := c.do(ctx, "reading", func(ctx context.Context) error {
		rows, err := c.pool.Query(ctx, query, slicesOf(keys), maxMessage/2)
		if err != nil {
			return err
		}
		var nth, sum int64
		var value []byte
		var stale bool
		_, err = pgx.ForEachRow(rows, []any{&nth, &value, &sum, &stale}, func() error {
			if sum != keys[nth].Sum(value) {
				return nil // damaged
			}
			values[nth] = value
			value = nil
			if stale {
				c.use(keys[nth])
			}
			return nil
		})
		return err
	})
	if errors.Is(err, errPaused) {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return values, nil
}

// use notes a hit.
func (c *Cache) use(k cache.Key) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.used) < maxUsed {
		c.used[k] = struct{}{}
	}
}

func slicesOf(keys []cache.Key) [][]byte {
	out := make([][]byte, len(keys))
	for i := range keys {
		out[i] = keys[i][:]
	}
	return out
}

// free gives up leases. Rows are locked in the order of their keys everywhere, so that no two workers wait for each
// other.
const free = `DELETE FROM satzpaar_leases_1 WHERE key IN (
	SELECT key FROM satzpaar_leases_1 WHERE key = ANY($1::bytea[]) AND worker = $2 ORDER BY key FOR UPDATE)`

// Put implements [cache.Cache], in one round trip. What is stored is no longer leased.
func (c *Cache) Put(ctx context.Context, entries []cache.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	last := make(map[cache.Key]int, len(entries)) // of entries with the same key, the last one counts
	for i := range entries {
		last[entries[i].Key] = i
	}
	err := c.do(ctx, "writing", func(ctx context.Context) error {
		var keys, values, parts [][]byte
		var sums []int64
		var groups []int32
		for i := range entries {
			e := &entries[i]
			if last[e.Key] != i {
				continue
			}
			group, err := c.group(ctx, e.Group)
			if err != nil {
				return err
			}
			keys, sums, groups = append(keys, e.Key[:]), append(sums, e.Key.Sum(e.Value)), append(groups, group)
			values, parts = append(values, cache.Present(e.Value)), append(parts, cache.Present(e.Parts))
		}
		const insert = `INSERT INTO satzpaar_entries_1 (key, value, sum, grp, parts)
			SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::integer[], $5::bytea[]) ORDER BY 1
			ON CONFLICT (key) DO UPDATE SET value = excluded.value, sum = excluded.sum, grp = excluded.grp,
				parts = excluded.parts, made = now(), used = now()`
		var b pgx.Batch
		b.Queue(insert, keys, values, sums, groups, parts)
		b.Queue(free, keys, c.leaser())
		return c.pool.SendBatch(ctx, &b).Close()
	})
	if err != nil {
		c.forget(len(last))
	}
	return err
}

// forget counts entries that were not stored, and leaves the leases to expire of a worker that could not give them up.
func (c *Cache) forget(lost int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lost += lost
	c.worker = 0
}

// group returns the number of a group, giving it one where it has none.
func (c *Cache) group(ctx context.Context, name string) (id int32, err error) {
	c.mu.Lock()
	id, known := c.groups[name]
	c.mu.Unlock()
	if known {
		return id, nil
	}
	var b pgx.Batch
	b.Queue("INSERT INTO satzpaar_groups_1 (name) VALUES ($1) ON CONFLICT DO NOTHING", name)
	b.Queue("SELECT id FROM satzpaar_groups_1 WHERE name = $1", name).QueryRow(
		func(row pgx.Row) error { return row.Scan(&id) })
	if err := c.pool.SendBatch(ctx, &b).Close(); err != nil {
		return 0, err
	}
	c.mu.Lock()
	c.groups[name] = id
	c.mu.Unlock()
	return id, nil
}

// Lost returns how many entries could not be stored.
func (c *Cache) Lost() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lost
}

// Close gives up what is leased, writes the times of use, and closes the connections. The cache must not be used
// afterwards. Closing it twice is allowed.
func (c *Cache) Close() error {
	c.mu.Lock()
	closed, worker, used := c.closed, c.worker, c.used
	c.closed = true
	c.mu.Unlock()
	if closed {
		return nil
	}
	c.stop()
	c.beating.Wait()
	if worker != 0 || len(used) > 0 {
		// Neither matters enough to fail a run.
		_ = c.do(context.Background(), "closing", func(ctx context.Context) error {
			var hits []cache.Key
			for k := range used {
				hits = append(hits, k)
			}
			var b pgx.Batch
			b.Queue("UPDATE satzpaar_entries_1 SET used = now() WHERE key = ANY($1::bytea[])", slicesOf(hits))
			b.Queue("DELETE FROM satzpaar_workers_1 WHERE id = $1", worker)
			b.Queue("DELETE FROM satzpaar_leases_1 WHERE worker = $1", worker)
			return c.pool.SendBatch(ctx, &b).Close()
		})
	}
	c.pool.Close()
	return nil
}

// newWorker returns a number that no other worker has.
func newWorker() int64 { return 1 + rand.Int64() }
