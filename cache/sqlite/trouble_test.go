package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/internal/usertest"
)

// TestLockedReader: a program that keeps the whole file to itself costs lookups one short wait and one error. After
// that its entries are misses, and what is put meanwhile is found.
func TestLockedReader(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "cache.db")
	var clock clock
	c, err := sqlite.OpenPatient(ctx, path, clock.now, 20*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Put(ctx, []cache.Entry{entry("before")}); err != nil {
		t.Fatal(err)
	}
	c.Disconnect()
	release := hold(t, path)
	if _, err := c.Get(ctx, []cache.Key{key("before")}); !errors.Is(err, cache.ErrLocked) {
		t.Errorf("the first lookup: %v, want one that wraps %q", err, cache.ErrLocked)
	}
	if err := c.Put(ctx, []cache.Entry{entry("meanwhile")}); !errors.Is(err, cache.ErrLocked) {
		t.Errorf("put: %v, want one that wraps %q", err, cache.ErrLocked)
	}
	for range 3 {
		if got := get(t, c, "before", "meanwhile"); got[0] != "" || got[1] != "value of meanwhile" {
			t.Errorf("while it is locked: %q", got)
		}
	}
	release()
	clock.add(time.Minute)
	if got := get(t, c, "before", "meanwhile"); got[0] != "value of before" || got[1] != "value of meanwhile" {
		t.Errorf("after it was released: %q", got)
	}
	if err := c.Close(); err != nil || c.Lost() != 0 {
		t.Errorf("closing: %v, %d lost", err, c.Lost())
	}
	if got := get(t, open(t, path), "meanwhile"); got[0] != "value of meanwhile" {
		t.Errorf("in the file: %q", got)
	}
}

// TestForeignTables: a file whose tables are not those of a cache is damaged when it is opened, whatever is wrong
// with them, and is left as it is.
func TestForeignTables(t *testing.T) {
	for name, change := range map[string]string{
		"a missing table":        "DROP TABLE settled",
		"no tables":              "DROP TABLE settled; DROP TABLE fresh; DROP TABLE entries; DROP TABLE groups",
		"a column too many":      "ALTER TABLE entries ADD COLUMN mine INTEGER NOT NULL DEFAULT 1",
		"a column of other name": "ALTER TABLE entries RENAME COLUMN parts TO pieces",
		"a view":                 "ALTER TABLE entries RENAME TO theirs; CREATE VIEW entries AS SELECT * FROM theirs",
		"another program's file": "DROP TABLE settled; PRAGMA user_version = 0",
		"an older version":       "DROP TABLE entries; PRAGMA user_version = 1",
	} {
		path := filepath.Join(t.TempDir(), "cache.db")
		c := open(t, path)
		if err := c.Put(context.Background(), []cache.Entry{entry("before")}); err != nil {
			t.Fatal(err)
		}
		c.Close()
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(change); err != nil {
			t.Fatal(name, err)
		}
		db.Close()
		if _, err := sqlite.Open(context.Background(), path, time.Now); !errors.Is(err, cache.ErrDamaged) {
			t.Errorf("%s: error %v, want one that wraps %q", name, err, cache.ErrDamaged)
		}
		aside, err := sqlite.MoveAside(path, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(aside); err != nil || info.Size() == 0 {
			t.Errorf("%s: what was there is gone: %v", name, err)
		}
		if got := get(t, open(t, path), "before"); got[0] != "" {
			t.Errorf("%s: the new file holds %q", name, got)
		}
	}
}

// TestReadOnly: a file that may only be read is read.
func TestReadOnly(t *testing.T) {
	if !usertest.Bound(t) {
		return
	}
	ctx := context.Background()
	for name, protect := range map[string]func(path string) error{
		"the file":   func(path string) error { return os.Chmod(path, 0o444) },
		"the folder": func(path string) error { return os.Chmod(filepath.Dir(path), 0o555) },
		"the file and folder": func(path string) error {
			return errors.Join(os.Chmod(path, 0o444), os.Chmod(filepath.Dir(path), 0o555))
		},
	} {
		dir := filepath.Join(t.TempDir(), "d")
		path := filepath.Join(dir, "cache.db")
		c := open(t, path)
		if err := c.Put(ctx, []cache.Entry{entry("before")}); err != nil {
			t.Fatal(err)
		}
		c.Close()
		if err := protect(path); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(dir, 0o755) })
		c, err := sqlite.Open(ctx, path, time.Now)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := get(t, c, "before"); got[0] != "value of before" {
			t.Errorf("%s: %q", name, got)
		}
		if err := c.Put(ctx, []cache.Entry{entry("now")}); !errors.Is(err, cache.ErrReadOnly) || !c.ReadOnly() {
			t.Errorf("%s: putting gives %v, want %q", name, err, cache.ErrReadOnly)
		}
		if err := c.Close(); err != nil {
			t.Errorf("%s: closing: %v", name, err)
		}
	}
}
