package cache

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// schemaVersion is SQLite's user_version of the files that this package writes.
const schemaVersion = 1

// schema keeps entries in one B-tree ordered by key. sum guards the value against damage; made and used are Unix seconds.
const schema = `
CREATE TABLE IF NOT EXISTS groups (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS entries (
	key   BLOB PRIMARY KEY,
	value BLOB NOT NULL,
	sum   INTEGER NOT NULL,
	grp   INTEGER NOT NULL,
	made  INTEGER NOT NULL,
	used  INTEGER NOT NULL,
	parts BLOB NOT NULL
) WITHOUT ROWID;
`

// useGrain is how exact the time of last use is: a hit is written down only when the last one is longer ago, so that reading stays reading.
const useGrain = 24 * time.Hour

// getChunk is the number of keys that one query asks for. Larger ones gain nothing measurable over the cost of planning odd sizes.
const getChunk = 64

// ErrNewer says that a cache file was written by a newer version of satzpaar, whose format this one does not know.
var ErrNewer = errors.New("written by a newer version of satzpaar")

// ErrDamaged says that a file is no SQLite database or that its structure is broken.
var ErrDamaged = errors.New("not a cache file, or damaged")

// SQLite is a [Cache] in one SQLite file, which several processes may use at the same time. Entries survive the end of the process in any form;
// after a power cut the last ones may be missing, never damaged.
type SQLite struct {
	path string
	now  func() time.Time
	db   *sql.DB
	many *sql.Stmt // getChunk keys
	one  *sql.Stmt

	mu     sync.Mutex // serialises writers of this process and guards what follows
	groups map[string]int64
	used   map[Key]struct{} // hits whose time of use is to be written
	closed bool
}

// Open opens the cache file at path, making it and its folder where they are missing. now tells the time of entries. Errors wrap [ErrNewer], [ErrDamaged],
// or what the file system said.
func Open(ctx context.Context, path string, now func() time.Time) (*SQLite, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("cache %s: %w", path, err)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fmt.Errorf("cache %s: is a folder", path)
	}
	pragmas := url.Values{"_pragma": {"busy_timeout(30000)", "journal_mode(WAL)", "synchronous(NORMAL)", "mmap_size(268435456)", "temp_store(MEMORY)"},
		"_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()+"?"+pragmas.Encode())
	if err != nil {
		return nil, fmt.Errorf("cache %s: %w", path, err)
	}
	c := &SQLite{path: path, now: now, db: db, groups: map[string]int64{}, used: map[Key]struct{}{}}
	if err := c.prepare(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("cache %s: %w", path, explain(err))
	}
	return c, nil
}

func (c *SQLite) prepare(ctx context.Context) error {
	var version int
	if err := c.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch {
	case version > schemaVersion:
		return ErrNewer
	case version < schemaVersion:
		tx, err := c.db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if _, err := tx.ExecContext(ctx, schema+fmt.Sprintf("PRAGMA user_version = %d;", schemaVersion)); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	const query = "SELECT key, value, sum, used FROM entries WHERE key "
	var err error
	if c.many, err = c.db.PrepareContext(ctx, query+"IN (?"+strings.Repeat(",?", getChunk-1)+")"); err != nil {
		return err
	}
	c.one, err = c.db.PrepareContext(ctx, query+"= ?")
	return err
}

// explain gives the errors of the driver that a caller acts on a name of ours.
func explain(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			return fmt.Errorf("%w (%v)", ErrDamaged, err)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return fmt.Errorf("locked by another program for too long (%w)", err)
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN:
			return fmt.Errorf("%w (%v)", fs.ErrPermission, err)
		}
	}
	return err
}

// sum is the guard stored beside a value: the first eight bytes of the SHA-256 of key and value.
func sum(key Key, value []byte) int64 {
	h := sha256.New()
	h.Write(key[:])
	h.Write(value)
	return int64(binary.LittleEndian.Uint64(h.Sum(nil)))
}

// Get implements [Cache].
func (c *SQLite) Get(ctx context.Context, keys []Key) ([][]byte, error) {
	values := make([][]byte, len(keys))
	place := make(map[Key][]int, len(keys))
	unique := make([]Key, 0, len(keys))
	for i, k := range keys {
		if place[k] == nil {
			unique = append(unique, k)
		}
		place[k] = append(place[k], i)
	}
	stale := c.now().Add(-useGrain).Unix()
	var hits []Key
	read := func(rows *sql.Rows, err error) error {
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var raw, value sql.RawBytes
			var guard, used int64
			if err := rows.Scan(&raw, &value, &guard, &used); err != nil {
				return err
			}
			var k Key
			if len(raw) != len(k) {
				continue
			}
			copy(k[:], raw)
			if sum(k, value) != guard {
				continue
			}
			own := append(make([]byte, 0, len(value)), value...)
			for _, i := range place[k] {
				values[i] = own
			}
			if used < stale {
				hits = append(hits, k)
			}
		}
		return rows.Err()
	}
	args := make([]any, getChunk)
	for len(unique) > 0 {
		var err error
		if len(unique) >= getChunk/4 {
			// The rest of a short chunk repeats its first key: one prepared statement serves all sizes.
			for i := range args {
				k := unique[0][:]
				if i < len(unique) {
					k = unique[i][:]
				}
				args[i] = k
			}
			err = read(c.many.QueryContext(ctx, args...))
			unique = unique[min(getChunk, len(unique)):]
		} else {
			err = read(c.one.QueryContext(ctx, unique[0][:]))
			unique = unique[1:]
		}
		if err != nil {
			return nil, fmt.Errorf("cache %s: reading: %w", c.path, explain(err))
		}
	}
	if len(hits) > 0 {
		c.mu.Lock()
		for _, k := range hits {
			c.used[k] = struct{}{}
		}
		c.mu.Unlock()
	}
	return values, nil
}

// Put implements [Cache]. All entries are stored or none.
func (c *SQLite) Put(ctx context.Context, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.write(ctx, func(tx *sql.Tx) error { return c.put(ctx, tx, entries) }); err != nil {
		clear(c.groups) // ids given inside a transaction that failed are not in the file
		return fmt.Errorf("cache %s: writing %d entries: %w", c.path, len(entries), explain(err))
	}
	return nil
}

func (c *SQLite) put(ctx context.Context, tx *sql.Tx, entries []Entry) error {
	insert, err := tx.PrepareContext(ctx, "INSERT OR REPLACE INTO entries (key, value, sum, grp, made, used, parts) VALUES (?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer insert.Close()
	now := c.now().Unix()
	for _, e := range entries {
		group, ok := c.groups[e.Group]
		if !ok {
			if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO groups (name) VALUES (?)", e.Group); err != nil {
				return err
			}
			if err := tx.QueryRowContext(ctx, "SELECT id FROM groups WHERE name = ?", e.Group).Scan(&group); err != nil {
				return err
			}
			c.groups[e.Group] = group
		}
		parts := e.Parts
		if parts == nil {
			parts = []byte{}
		}
		if _, err := insert.ExecContext(ctx, e.Key[:], e.Value, sum(e.Key, e.Value), group, now, now, parts); err != nil {
			return err
		}
	}
	return nil
}

// write runs f inside a transaction. The caller holds mu.
func (c *SQLite) write(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Close writes the times of use and closes the file. The cache is of no use afterwards; closing twice is allowed.
func (c *SQLite) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closed = true
	// Times of use only guide pruning: failing to write them, on a full disk say, is no reason to fail the run.
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if len(c.used) > 0 {
		_ = c.write(ctx, func(tx *sql.Tx) error {
			now := c.now().Unix()
			for k := range c.used {
				if _, err := tx.ExecContext(ctx, "UPDATE entries SET used = ? WHERE key = ?", now, k[:]); err != nil {
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
