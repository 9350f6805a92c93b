package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// schemaVersion is SQLite's user_version of the files that this package writes.
const schemaVersion = 2

// schema keeps entries in the order of their arrival, so that what was written together is stored together. sum is a
// checksum of the value; made and used are Unix seconds. Keys are hashes: in an index each new one would fall on a
// page of its own, and each such page would have to be written. So the first bytes of new keys go to the small index
// fresh, which is moved into the large index settled from time to time, as a whole and in order.
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

// Open opens the cache file at path, creating it and its folder if they do not exist. now returns the time of
// entries. Errors wrap [cache.ErrNewer], [cache.ErrDamaged], [cache.ErrLocked], or an error of the file system.
//
// A file that can be read but not written is opened for reading; see [Cache.ReadOnly].
func Open(ctx context.Context, path string, now func() time.Time) (*Cache, error) {
	return open(ctx, path, now, waits{read: 250 * time.Millisecond, write: 2 * time.Second, open: 2 * time.Second})
}

// waits are how long other processes are waited for: by a lookup, which can do without an answer; by a writer, whose
// entries can be held in memory; and when the file is opened.
type waits struct{ read, write, open time.Duration }

// pause is how long a file is left alone after a wait was in vain: a run must not stop for each of its thousands of
// lookups and writes.
const pause = 30 * time.Second

func open(ctx context.Context, path string, now func() time.Time, waits waits) (*Cache, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("cache %s: %w", path, err)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		what := "not a plain file"
		if info.IsDir() {
			what = "a folder"
		}
		return nil, fmt.Errorf("cache %s: is %s", path, what)
	}
	if err := readable(ctx, path, waits.open); err != nil && !errors.Is(explain(err), fs.ErrPermission) {
		return nil, fmt.Errorf("cache %s: %w", path, explain(err))
	}
	pragmas := []string{fmt.Sprintf("busy_timeout(%d)", waits.read.Milliseconds()), "cache_size(-16384)",
		"temp_store(MEMORY)"}
	writing := url.Values{"_pragma": append(pragmas[:3:3], "journal_mode(WAL)", "synchronous(NORMAL)",
		"wal_autocheckpoint(8192)"), "_txlock": {"immediate"}}
	c, err := connect(ctx, path, now, waits, writing, writable(path))
	if err == nil || !errors.Is(err, fs.ErrPermission) {
		return c, err
	}
	// In a folder where SQLite cannot create its companion files, a database can be opened only as immutable. If it
	// does change, the checksums of the entries show it.
	for _, reading := range []url.Values{{"_pragma": pragmas, "mode": {"ro"}},
		{"_pragma": pragmas, "mode": {"ro"}, "immutable": {"1"}}} {
		if c, readErr := connect(ctx, path, now, waits, reading, fs.ErrPermission); readErr == nil {
			return c, nil
		}
	}
	return nil, err
}

// writable returns nil if path can be written or created.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%w (%w)", fs.ErrPermission, err)
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// connect opens the file with the given parameters; refused is why it cannot be written, nil where it can.
func connect(ctx context.Context, path string, now func() time.Time, waits waits, parameters url.Values,
	refused error) (*Cache, error) {
	readOnly := parameters.Has("mode")
	if refused != nil && !readOnly {
		return nil, fmt.Errorf("cache %s: %w", path, refused)
	}
	db, err := sql.Open("sqlite", address(path, parameters))
	if err != nil {
		return nil, fmt.Errorf("cache %s: %w", path, err)
	}
	// Every connection has its own page cache, so their number bounds the memory.
	db.SetMaxOpenConns(maxConns)
	db.SetMaxIdleConns(maxConns)
	c := &Cache{path: path, now: now, db: db, readOnly: readOnly, waits: waits, groups: map[string]int64{},
		used: map[cache.Key]struct{}{}}
	if err := c.prepare(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("cache %s: %w", path, explain(err))
	}
	return c, nil
}

func address(path string, parameters url.Values) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + parameters.Encode()
}

// readable fails if another process keeps the file locked for longer than wait. A file that does not exist is
// readable.
func readable(ctx context.Context, path string, wait time.Duration) error {
	db, err := sql.Open("sqlite", address(path, url.Values{"_pragma": {fmt.Sprintf("busy_timeout(%d)",
		wait.Milliseconds())}}))
	if err != nil {
		return err
	}
	defer db.Close()
	var n int
	return db.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_schema").Scan(&n)
}

func (c *Cache) prepare(ctx context.Context) error {
	var version int
	if err := c.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > schemaVersion {
		return cache.ErrNewer
	}
	if version < schemaVersion {
		if c.readOnly {
			return fmt.Errorf("%w: the file is of an older version and cannot be brought up to date", fs.ErrPermission)
		}
		if err := c.write(ctx, func(tx *sql.Tx) error { return migrate(ctx, tx) }); err != nil {
			return err
		}
	}
	if err := c.checkTables(ctx); err != nil {
		return err
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

// checkTables makes sure that the file has the tables of this version, with their columns: other tables may have the
// same names.
func (c *Cache) checkTables(ctx context.Context) error {
	for name, want := range map[string]string{
		"groups":  "id,name",
		"entries": "id,key,value,sum,grp,made,used,parts",
		"fresh":   "k,id",
		"settled": "k,id",
	} {
		var kind, columns string
		err := c.db.QueryRowContext(ctx, `SELECT IFNULL(MAX(m.type), ''), IFNULL(GROUP_CONCAT(p.name), '')
			FROM sqlite_schema m JOIN pragma_table_info(m.name) p WHERE m.name = ?`, name).Scan(&kind, &columns)
		if err != nil {
			return err
		}
		if kind != "table" || columns != want {
			return fmt.Errorf("%w: it has no table %s with the columns of a cache", cache.ErrDamaged, name)
		}
	}
	return nil
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
	case 0:
		var others int
		if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_schema").Scan(&others); err != nil {
			return err
		}
		if others > 0 {
			return fmt.Errorf("%w: it is the database of another program", cache.ErrDamaged)
		}
	case 1:
		steps = "ALTER TABLE entries RENAME TO former;" + schema + moveVersion1
	}
	_, err := tx.ExecContext(ctx, steps+fmt.Sprintf("PRAGMA user_version = %d;", schemaVersion))
	var e *driver.Error
	if errors.As(err, &e) && e.Code() == sqlite3.SQLITE_ERROR {
		return fmt.Errorf("%w: its tables are not those of version %d (%w)", cache.ErrDamaged, version, err)
	}
	return err
}
