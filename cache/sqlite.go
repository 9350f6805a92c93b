package cache

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// schemaVersion is SQLite's user_version of the files that this package writes.
const schemaVersion = 2

// schema keeps entries in the order in which they came, so that what was written together lies together; sum guards the value against damage, made and used are
// Unix seconds. Keys are hashes: in an index each new one lands on a page of its own, and every such page would be written for it. So the first bytes of new
// keys go to the small index fresh, which moves into the large index settled from time to time, as a whole and in order.
const schema = `
CREATE TABLE IF NOT EXISTS groups (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS entries (
	id    INTEGER PRIMARY KEY,
	key   BLOB NOT NULL,
	value BLOB NOT NULL,
	sum   INTEGER NOT NULL,
	grp   INTEGER NOT NULL,
	made  INTEGER NOT NULL,
	used  INTEGER NOT NULL,
	parts BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS fresh (k BLOB NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (k, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settled (k BLOB NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (k, id)) WITHOUT ROWID;
`

// moveVersion1 brings the entries of a file of version 1, which were ordered by key, into the tables of this version.
const moveVersion1 = `
INSERT INTO entries (key, value, sum, grp, made, used, parts) SELECT key, value, sum, grp, made, used, parts FROM former;
INSERT INTO settled SELECT substr(key, 1, 8), id FROM entries ORDER BY 1, 2;
DROP TABLE former;
`

// prefix is the number of bytes of a key that the indexes hold. Entries that share them are told apart by their whole keys.
const prefix = 8

// settleAt is the number of keys at which fresh moves into settled: few enough for its pages to stay together, enough for the pages of settled to take several
// keys each.
const settleAt = 32 << 10

// putRows is the number of entries that one statement inserts.
const putRows = 32

// useGrain is how exact the time of last use is: a hit is written down only when the last one is longer ago, so that reading stays reading.
const useGrain = 24 * time.Hour

// maxConns is the most connections that are open at a time. Readers beyond it wait for each other.
const maxConns = 8

// getChunk is the number of keys that one query asks for. Larger ones gain nothing measurable over the cost of planning odd sizes.
const getChunk = 64

// ErrNewer says that a cache file was written by a newer version of satzpaar, whose format this one does not know.
var ErrNewer = errors.New("written by a newer version of satzpaar")

// ErrDamaged says that a file is no SQLite database or that its structure is broken.
var ErrDamaged = errors.New("not a cache file, or damaged")

// ErrLocked says that another program has kept a file to itself.
var ErrLocked = errors.New("locked by another program for too long")

// SQLite is a [Cache] in one SQLite file, which several processes may use at the same time. Entries survive the end of the process in any form;
// after a power cut the last ones may be missing, never damaged.
type SQLite struct {
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

	mu     sync.Mutex // serialises writers of this process and guards what follows
	groups map[string]int64
	used   map[Key]struct{} // hits whose time of use is to be written
	fresh  int              // keys in the index fresh, as far as this process knows
	busy   time.Time        // until then nothing is written: another program would not let go of the file
	closed bool
}

// Open opens the cache file at path, making it and its folder where they are missing. now tells the time of entries. Errors wrap [ErrNewer], [ErrDamaged],
// [ErrLocked], or what the file system said.
func Open(ctx context.Context, path string, now func() time.Time) (*SQLite, error) {
	return open(ctx, path, now, patience)
}

// patience is how long a writer waits for another process to finish its writing, openPatience how long opening waits for one that keeps the file to itself.
const (
	patience     = 30 * time.Second
	openPatience = 3 * time.Second
)

func open(ctx context.Context, path string, now func() time.Time, patience time.Duration) (*SQLite, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("cache %s: %w", path, err)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fmt.Errorf("cache %s: is a folder", path)
	}
	if err := readable(ctx, path, min(patience, openPatience)); err != nil {
		return nil, fmt.Errorf("cache %s: %w", path, explain(err))
	}
	pragmas := url.Values{"_pragma": {fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds()), "journal_mode(WAL)", "synchronous(NORMAL)", "wal_autocheckpoint(8192)", "cache_size(-16384)",
		"temp_store(MEMORY)"},
		"_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", address(path, pragmas))
	if err != nil {
		return nil, fmt.Errorf("cache %s: %w", path, err)
	}
	// Every connection has a page cache of its own: their number bounds the memory.
	db.SetMaxOpenConns(maxConns)
	db.SetMaxIdleConns(maxConns)
	c := &SQLite{path: path, now: now, db: db, groups: map[string]int64{}, used: map[Key]struct{}{}}
	if err := c.prepare(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("cache %s: %w", path, explain(err))
	}
	return c, nil
}

func address(path string, parameters url.Values) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + parameters.Encode()
}

// readable fails for a file that another process keeps to itself for longer than wait. A file that is not there is readable.
func readable(ctx context.Context, path string, wait time.Duration) error {
	db, err := sql.Open("sqlite", address(path, url.Values{"_pragma": {fmt.Sprintf("busy_timeout(%d)", wait.Milliseconds())}}))
	if err != nil {
		return err
	}
	defer db.Close()
	var n int
	return db.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_schema").Scan(&n)
}

func (c *SQLite) prepare(ctx context.Context) error {
	var version int
	if err := c.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > schemaVersion {
		return ErrNewer
	}
	if version < schemaVersion {
		if err := c.write(ctx, func(tx *sql.Tx) error { return migrate(ctx, tx) }); err != nil {
			return err
		}
	}
	for stmt, query := range map[**sql.Stmt]string{
		&c.many:   found(getChunk) + "SELECT found.nth, e.key, e.value, e.sum, e.used" + fromFound,
		&c.one:    found(1) + "SELECT found.nth, e.key, e.value, e.sum, e.used" + fromFound,
		&c.places: found(getChunk) + "SELECT e.key, e.id" + fromFound,
		&c.place:  found(1) + "SELECT e.key, e.id" + fromFound,
		&c.run:    "SELECT key, value, sum, used FROM entries WHERE id >= ? ORDER BY id LIMIT ?",
		&c.insert: insertRows(putRows),
		&c.single: insertRows(1),
	} {
		var err error
		if *stmt, err = c.db.PrepareContext(ctx, query); err != nil {
			return err
		}
	}
	return c.db.QueryRowContext(ctx, "SELECT COUNT(*) FROM fresh").Scan(&c.fresh)
}

// migrate makes the tables of this version. Another process may have done so since the version was read.
func migrate(ctx context.Context, tx *sql.Tx) error {
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	steps := schema
	switch version {
	case schemaVersion:
		return nil
	case 1:
		steps = "ALTER TABLE entries RENAME TO former;" + schema + moveVersion1
	}
	_, err := tx.ExecContext(ctx, steps+fmt.Sprintf("PRAGMA user_version = %d;", schemaVersion))
	return err
}

// found begins a query for the entries of n keys, of which it takes the prefixes; NULL finds nothing. Entries that only share a prefix come up too. nth is the
// number of the key that an entry was found for, from 0.
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
	return "INSERT INTO entries (key, value, sum, grp, made, used, parts) VALUES (?, ?, ?, ?, ?, ?, ?)" + strings.Repeat(", (?, ?, ?, ?, ?, ?, ?)", n-1)
}

// pause is how long writes are refused at once after one has waited in vain: a run must not stand still for each of its thousands of writes.
const pause = time.Minute

// explain gives the errors of the driver that a caller acts on a name of ours.
func explain(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			return fmt.Errorf("%w (%v)", ErrDamaged, err)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return fmt.Errorf("%w (%w)", ErrLocked, err)
		case sqlite3.SQLITE_FULL:
			return fmt.Errorf("no room left on the disk (%w)", err)
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

// Put implements [Cache]. All entries are stored or none.
func (c *SQLite) Put(ctx context.Context, entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now().Before(c.busy) {
		return fmt.Errorf("cache %s: writing %d entries: %w", c.path, len(entries), ErrLocked)
	}
	if err := c.write(ctx, func(tx *sql.Tx) error { return c.put(ctx, tx, entries) }); err != nil {
		if errors.Is(explain(err), ErrLocked) {
			c.busy = c.now().Add(pause)
		}
		clear(c.groups) // ids given inside a transaction that failed are not in the file
		return fmt.Errorf("cache %s: writing %d entries: %w", c.path, len(entries), explain(err))
	}
	return nil
}

func (c *SQLite) put(ctx context.Context, tx *sql.Tx, entries []Entry) error {
	last := make(map[Key]int, len(entries)) // of entries with the same key, the last one counts
	keys := make([]Key, 0, len(entries))
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
		parts := e.Parts
		if parts == nil {
			parts = []byte{}
		}
		row := [columns]any{e.Key[:], e.Value, sum(e.Key, e.Value), group, now, now, parts}
		if id, ok := there[k]; ok {
			if _, err := tx.ExecContext(ctx, "UPDATE entries SET key = ?, value = ?, sum = ?, grp = ?, made = ?, used = ?, parts = ? WHERE id = ?", append(row[:], id)...); err != nil {
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
	if _, err := tx.ExecContext(ctx, "INSERT INTO fresh SELECT substr(key, 1, 8), id FROM entries WHERE id > ?", newest); err != nil {
		return err
	}
	if c.fresh += added; c.fresh < settleAt {
		return nil
	}
	c.fresh = 0
	_, err = tx.ExecContext(ctx, "INSERT OR IGNORE INTO settled SELECT k, id FROM fresh ORDER BY k, id; DELETE FROM fresh")
	return err
}

// group returns the number of a group, giving it one where it has none.
func (c *SQLite) group(ctx context.Context, tx *sql.Tx, name string) (int64, error) {
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
func (c *SQLite) ids(ctx context.Context, tx *sql.Tx, keys []Key) (map[Key]int64, error) {
	there := map[Key]int64{}
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
				var k Key
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
			there, err := c.ids(ctx, tx, slices.Collect(maps.Keys(c.used)))
			if err != nil {
				return err
			}
			now := c.now().Unix()
			for k := range c.used {
				if _, err := tx.ExecContext(ctx, "UPDATE entries SET used = ? WHERE id = ?", now, there[k]); err != nil {
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
