package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/satzpaar/satzpaar/cache"
)

// prefix is the number of bytes of a key that the indexes hold. Entries that share them are told apart by their whole
// keys.
const prefix = 8

// settleAt is the number of keys at which fresh moves into settled: few enough for its pages to stay together, enough
// for the pages of settled to take several keys each.
const settleAt = 32 << 10

// putRows is the number of entries that one statement inserts.
const putRows = 32

// useGrain is the precision of the time of last use: a hit is recorded only if the last recorded one is older, so
// that lookups do not turn into writes.
const useGrain = 24 * time.Hour

// maxConns is the most connections that are open at a time. Readers beyond it wait for each other.
const maxConns = 8

// getChunk is the number of keys that one query asks for. Larger ones gain nothing measurable over the cost of
// planning odd sizes.
const getChunk = 64

// Cache is a [cache.Cache] in one SQLite file, which several processes may use at the same time. Entries survive the
// end of the process in any form; after a power cut the last ones may be missing, never damaged.
type Cache struct {
	path   string
	now    func() time.Time
	db     *sql.DB
	many   *sql.Stmt // reads the entries of getChunk keys
	one    *sql.Stmt
	places *sql.Stmt // finds the ids of getChunk keys
	place  *sql.Stmt // finds the id of one key
	run    *sql.Stmt // reads entries in the order of their ids
	insert *sql.Stmt // of putRows entries
	single *sql.Stmt

	readOnly bool
	waits    waits

	mu     sync.Mutex // serialises writers of this process and guards what follows
	groups map[string]int64
	fresh  int // keys in the index fresh, as far as this process knows
	closed bool

	// state guards what follows. It is never held while waiting for the file, so that lookups do not wait for a
	// waiting writer.
	state   sync.Mutex
	used    map[cache.Key]struct{} // hits whose time of use has yet to be written
	noRead  time.Time              // until then nothing is read: another program would not let go of the file
	noWrite time.Time              // until then nothing is written
	held    held                   // what could not be written so far
	lost    int
}

// found begins a query for the entries of n keys, of which it takes the prefixes; NULL finds nothing. Entries that
// only share a prefix come up too. nth is the number of the key that an entry was found for, from 0.
func found(n int) string {
	var want strings.Builder
	for i := range n {
		if i > 0 {
			want.WriteString(", ")
		}
		fmt.Fprintf(&want, "(%d, ?)", i)
	}
	return "WITH want (nth, k) AS (VALUES " + want.String() + `), found (nth, id) AS (
		SELECT nth, settled.id FROM want CROSS JOIN settled ON settled.k = want.k UNION ALL SELECT nth, fresh.id FROM want CROSS JOIN fresh ON fresh.k = want.k) `
}

const fromFound = " FROM found CROSS JOIN entries e ON e.id = found.id"

func insertRows(n int) string {
	return "INSERT INTO entries (key, value, sum, grp, made, used, parts) VALUES (?, ?, ?, ?, ?, ?, ?)" + strings.Repeat(
		", (?, ?, ?, ?, ?, ?, ?)",
		n-1,
	)
}

// explain turns the driver's errors that callers act on into errors of this package.
func explain(err error) error {
	var e *driver.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			return fmt.Errorf("%w (%v)", cache.ErrDamaged, err)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return fmt.Errorf("%w (%w)", cache.ErrLocked, err)
		case sqlite3.SQLITE_FULL:
			return fmt.Errorf("no room left on the disk (%w)", err)
		case sqlite3.SQLITE_READONLY:
			return fmt.Errorf("%w (%v)", fs.ErrPermission, err)
		case sqlite3.SQLITE_CANTOPEN:
			if full := filesLeft(); full != nil {
				return fmt.Errorf("%w (%v)", full, err)
			}
			return fmt.Errorf("%w (%v)", fs.ErrPermission, err)
		}
	}
	return err
}

// filesLeft returns an error if this process cannot open any file, because it, or all of them, have too many open. To
// SQLite that is the same as a file that it may not open.
func filesLeft() error {
	f, err := os.OpenFile(os.DevNull, os.O_RDONLY, 0)
	switch {
	case err == nil:
		f.Close()
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return err
	}
	return nil
}

// Put implements [cache.Cache]. All entries are stored or none.
func (c *Cache) Put(ctx context.Context, entries []cache.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	if c.readOnly {
		return fmt.Errorf("cache %s: writing %d entries: %w", c.path, len(entries), cache.ErrReadOnly)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	err := cache.ErrLocked
	if !c.now().Before(c.pausedUntil(&c.noWrite)) {
		err = c.store(ctx, entries)
	}
	if err == nil {
		return nil
	}
	if errors.Is(err, cache.ErrLocked) {
		c.state.Lock()
		c.lost += c.held.put(entries)
		c.state.Unlock()
	}
	return fmt.Errorf("cache %s: writing %d entries: %w", c.path, len(entries), err)
}

// store writes entries together with those that are held. The caller holds mu.
func (c *Cache) store(ctx context.Context, entries []cache.Entry) error {
	c.state.Lock()
	all := append(c.held.all(), entries...)
	c.state.Unlock()
	if len(all) == 0 {
		return nil
	}
	err := c.write(ctx, func(tx *sql.Tx) error { return c.put(ctx, tx, all) })
	if err != nil {
		clear(c.groups) // ids given inside a transaction that failed are not in the file
		err = explain(err)
	}
	c.state.Lock()
	defer c.state.Unlock()
	switch {
	case err == nil:
		c.held = held{}
	case errors.Is(err, cache.ErrLocked):
		c.noWrite = c.now().Add(pause)
	}
	return err
}

// pausedUntil returns one of the moments that state guards.
func (c *Cache) pausedUntil(moment *time.Time) time.Time {
	c.state.Lock()
	defer c.state.Unlock()
	return *moment
}

// Lost returns how many entries a closed cache could not store, because another program kept the file to itself.
func (c *Cache) Lost() int {
	c.state.Lock()
	defer c.state.Unlock()
	return c.lost
}

// ReadOnly reports whether the file may be read but not written.
func (c *Cache) ReadOnly() bool { return c.readOnly }

func (c *Cache) put(ctx context.Context, tx *sql.Tx, entries []cache.Entry) error {
	last := make(map[cache.Key]int, len(entries)) // of entries with the same key, the last one counts
	keys := make([]cache.Key, 0, len(entries))
	for i := range entries {
		if _, twice := last[entries[i].Key]; !twice {
			keys = append(keys, entries[i].Key)
		}
		last[entries[i].Key] = i
	}
	there, err := c.ids(ctx, tx, keys)
	if err != nil {
		return err
	}
	var newest int64
	if err := tx.QueryRowContext(ctx, "SELECT IFNULL(MAX(id), 0) FROM entries").Scan(&newest); err != nil {
		return err
	}
	now := c.now().Unix()
	insert := tx.StmtContext(ctx, c.insert)
	defer insert.Close()
	const columns = 7
	rows := make([]any, 0, columns*putRows)
	added := 0
	for _, k := range keys {
		e := &entries[last[k]]
		group, err := c.group(ctx, tx, e.Group)
		if err != nil {
			return err
		}
		row := [columns]any{e.Key[:], cache.Present(e.Value), e.Key.Sum(e.Value), group, now, now, cache.Present(e.Parts)}
		if id, ok := there[k]; ok {
			const update = "UPDATE entries SET key = ?, value = ?, sum = ?, grp = ?, made = ?, used = ?, parts = ? WHERE id = ?"
			if _, err := tx.ExecContext(ctx, update, append(row[:], id)...); err != nil {
				return err
			}
			continue
		}
		added++
		if rows = append(rows, row[:]...); len(rows) == cap(rows) {
			if _, err := insert.ExecContext(ctx, rows...); err != nil {
				return err
			}
			rows = rows[:0]
		}
	}
	if len(rows) > 0 {
		single := tx.StmtContext(ctx, c.single)
		defer single.Close()
		for ; len(rows) > 0; rows = rows[columns:] {
			if _, err := single.ExecContext(ctx, rows[:columns]...); err != nil {
				return err
			}
		}
	}
	if added == 0 {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO fresh SELECT substr(key, 1, 8), id FROM entries WHERE id > ?",
		newest); err != nil {
		return err
	}
	if c.fresh += added; c.fresh < settleAt {
		return nil
	}
	c.fresh = 0
	_, err = tx.ExecContext(ctx, `INSERT OR IGNORE INTO settled SELECT k, id FROM fresh ORDER BY k, id;
		DELETE FROM fresh`)
	return err
}

// group returns the number of a group, giving it one where it has none.
func (c *Cache) group(ctx context.Context, tx *sql.Tx, name string) (int64, error) {
	id, ok := c.groups[name]
	if ok {
		return id, nil
	}
	if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO groups (name) VALUES (?)", name); err != nil {
		return 0, err
	}
	if err := tx.QueryRowContext(ctx, "SELECT id FROM groups WHERE name = ?", name).Scan(&id); err != nil {
		return 0, err
	}
	c.groups[name] = id
	return id, nil
}

// ids returns the numbers of those keys that are there.
func (c *Cache) ids(ctx context.Context, tx *sql.Tx, keys []cache.Key) (map[cache.Key]int64, error) {
	there := map[cache.Key]int64{}
	places := tx.StmtContext(ctx, c.places)
	defer places.Close()
	args := make([]any, getChunk)
	for len(keys) > 0 {
		chunk := keys[:min(getChunk, len(keys))]
		keys = keys[len(chunk):]
		fill(args, chunk)
		err := func() error {
			rows, err := places.QueryContext(ctx, args...)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var raw sql.RawBytes
				var id int64
				if err := rows.Scan(&raw, &id); err != nil {
					return err
				}
				var k cache.Key
				if len(raw) != len(k) {
					continue
				}
				copy(k[:], raw)
				there[k] = id // that of an entry that only shares its prefix is never asked for
			}
			return rows.Err()
		}()
		if err != nil {
			return nil, err
		}
	}
	return there, nil
}

// write runs f inside a transaction. The caller holds mu.
func (c *Cache) write(ctx context.Context, f func(tx *sql.Tx) error) error {
	return c.patiently(ctx, func(conn *sql.Conn) error {
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := f(tx); err != nil {
			return err
		}
		return tx.Commit()
	})
}

// patiently runs f with a connection that waits for other processes as long as a writer should. Connections for
// reading wait less.
func (c *Cache) patiently(ctx context.Context, f func(conn *sql.Conn) error) error {
	conn, err := c.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	wait := func(ctx context.Context, d time.Duration) error {
		_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", d.Milliseconds()))
		return err
	}
	if err := wait(ctx, c.waits.write); err != nil {
		return err
	}
	err = f(conn)
	if back := wait(context.WithoutCancel(ctx), c.waits.read); err == nil {
		err = back
	}
	return err
}

// Close writes what is held and the times of use, and closes the file. The cache must not be used afterwards. Closing
// it twice is allowed.
func (c *Cache) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closed = true
	// Times of use only guide pruning: failing to write them, say on a full disk, must not fail the run.
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if !c.readOnly {
		_ = c.store(ctx, nil)
	}
	c.state.Lock()
	used := c.used
	c.lost += len(c.held.entries)
	c.state.Unlock()
	if len(used) > 0 && !c.readOnly {
		_ = c.write(ctx, func(tx *sql.Tx) error {
			there, err := c.ids(ctx, tx, slices.Collect(maps.Keys(used)))
			if err != nil {
				return err
			}
			now := c.now().Unix()
			for k := range used {
				_, err := tx.ExecContext(ctx, "UPDATE entries SET used = ? WHERE id = ?", now, there[k])
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := c.db.Close(); err != nil {
		return fmt.Errorf("cache %s: closing: %w", c.path, err)
	}
	return nil
}
