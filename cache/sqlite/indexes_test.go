package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
)

// Entries whose keys agree in all that the indexes hold of them are different entries.
func TestKeysThatAgreeInTheirBeginning(t *testing.T) {
	ctx := context.Background()
	c := open(t, filepath.Join(t.TempDir(), "cache.db"))
	var entries []cache.Entry
	for i := range 5 {
		e := entry(strconv.Itoa(i))
		e.Key = key("one")
		e.Key[31] = byte(i)
		entries = append(entries, e)
	}
	for _, e := range entries {
		if err := c.Put(ctx, []cache.Entry{e}); err != nil {
			t.Fatal(err)
		}
	}
	// The last of two that are stored together counts, and it replaces what was there.
	twice := []cache.Entry{entries[1], entries[1]}
	twice[0].Value, twice[1].Value = []byte("first"), []byte("second")
	if err := c.Put(ctx, twice); err != nil {
		t.Fatal(err)
	}
	if err := c.Delete(ctx, []cache.Key{entries[3].Key, key("nothing")}); err != nil {
		t.Fatal(err)
	}
	keys := []cache.Key{key("one")} // whose last byte is another
	for _, e := range entries {
		keys = append(keys, e.Key)
	}
	values, err := c.Get(ctx, keys)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"", "value of 0", "second", "value of 2", "", "value of 4"}
	for i, v := range values {
		if string(v) != want[i] {
			t.Errorf("key %d has %q, want %q", i, v, want[i])
		}
	}
}

// However many entries there are, each is found, listed once in the order of the keys, and gone when it is deleted.
func TestManyEntries(t *testing.T) {
	ctx := context.Background()
	const n = 40_000 // some new keys have moved into the large index, and some have not
	path := filepath.Join(t.TempDir(), "cache.db")
	c := open(t, path)
	name := strconv.Itoa
	for i := 0; i < n; i += 8000 {
		var entries []cache.Entry
		for k := i; k < i+8000; k++ {
			entries = append(entries, cache.Entry{Key: key(name(k)), Value: []byte(name(k)), Group: "test"})
		}
		if err := c.Put(ctx, entries); err != nil {
			t.Fatal(err)
		}
	}
	check := func(c *sqlite.Cache, there func(i int) bool) {
		t.Helper()
		var keys []cache.Key
		left := 0
		for i := range n {
			keys = append(keys, key(name(i)))
			if there(i) {
				left++
			}
		}
		values, err := c.Get(ctx, keys)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			if want := there(i); want != (v != nil) || want && string(v) != name(i) {
				t.Fatalf("entry %d: got %q", i, v)
			}
		}
		var last cache.Key
		count := 0
		for s, err := range c.All(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			if count > 0 && bytes.Compare(last[:], s.Key[:]) >= 0 {
				t.Fatalf("key %x comes after %x", s.Key, last)
			}
			last = s.Key
			count++
		}
		if count != left {
			t.Fatalf("%d entries are listed, %d are there", count, left)
		}
	}
	check(c, func(int) bool { return true })
	var gone []cache.Key
	for i := 0; i < n; i += 5000 {
		gone = append(gone, key(name(i)))
	}
	if err := c.Delete(ctx, gone); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	check(open(t, path), func(i int) bool { return i%5000 != 0 })
}

// A file of the first version keeps all it holds.
func TestFormerVersion(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "cache.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE groups (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
		CREATE TABLE entries (key BLOB PRIMARY KEY, value BLOB NOT NULL, sum INTEGER NOT NULL, grp INTEGER NOT NULL, made INTEGER NOT NULL, used INTEGER NOT NULL,
			parts BLOB NOT NULL) WITHOUT ROWID;
		INSERT INTO groups VALUES (7, 'test'); PRAGMA user_version = 1`); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b", "c"} {
		e := entry(name)
		h := key(string(e.Key[:]) + string(e.Value))
		if _, err := db.Exec("INSERT INTO entries VALUES (?, ?, ?, 7, 1000, 2000, ?)", e.Key[:], e.Value,
			int64(binary.LittleEndian.Uint64(h[:8])), e.Parts); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		c := open(t, path)
		if got := get(t, c, "a", "b", "c", "d"); got[0] != "value of a" || got[2] != "value of c" || got[3] != "" {
			t.Errorf("got %q", got)
		}
		count := 0
		for s, err := range c.All(ctx) {
			if err != nil || s.Damaged || s.Group != "test" || !s.Made.Equal(time.Unix(1000, 0)) {
				t.Errorf("got %+v, %v", s, err)
			}
			count++
		}
		if count != 3 {
			t.Errorf("%d entries", count)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A program that does not let go of the file costs its waiting once, not once for each write. What it holds can still
// be read, and what could not be written is held in memory until it can.
func TestLockedForLong(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "cache.db")
	now := time.Unix(1_000_000_000, 0)
	c, err := sqlite.OpenPatient(ctx, path, func() time.Time { return now }, 20*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Put(ctx, []cache.Entry{entry("before")}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	other, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	exec := func(query string) {
		t.Helper()
		if _, err := other.ExecContext(ctx, query); err != nil {
			t.Fatal(err)
		}
	}
	exec("BEGIN IMMEDIATE")
	put := func() error { return c.Put(ctx, []cache.Entry{entry("now")}) }
	for range 2 {
		if err := put(); err == nil || !strings.Contains(err.Error(), "locked by another program") ||
			!strings.Contains(err.Error(), path) {
			t.Errorf("got %v", err)
		}
	}
	if got := get(t, c, "before", "now"); got[0] != "value of before" || got[1] != "value of now" {
		t.Errorf("got %q", got)
	}
	exec("ROLLBACK")
	if err := put(); err == nil {
		t.Error("written before the pause was over")
	}
	now = now.Add(2 * time.Minute)
	if err := c.Put(ctx, []cache.Entry{entry("later")}); err != nil {
		t.Error(err)
	}
	if err := c.Close(); err != nil || c.Lost() != 0 {
		t.Errorf("closing: %v, %d lost", err, c.Lost())
	}
	if got := get(t, open(t, path), "now", "later"); got[0] != "value of now" || got[1] != "value of later" {
		t.Errorf("got %q", got)
	}
}

// When the disk is full, the error says so, what is there can be read, and writing goes on once there is room.
func TestDiskFull(t *testing.T) {
	ctx := context.Background()
	c := open(t, filepath.Join(t.TempDir(), "cache.db"))
	if err := c.Put(ctx, []cache.Entry{entry("small")}); err != nil {
		t.Fatal(err)
	}
	if err := c.LimitPages(ctx, 10); err != nil {
		t.Fatal(err)
	}
	large := cache.Entry{Key: key("large"), Value: bytes.Repeat([]byte("value "), 1<<16), Group: "another"}
	if err := c.Put(ctx, []cache.Entry{entry("with it"), large}); err == nil ||
		!strings.Contains(err.Error(), "no room left on the disk") {
		t.Errorf("got %v", err)
	}
	if got := get(t, c, "small", "with it", "large"); got[0] != "value of small" || got[1] != "" || got[2] != "" {
		t.Errorf("got %q", got)
	}
	if err := c.LimitPages(ctx, 1<<20); err != nil {
		t.Fatal(err)
	}
	if err := c.Put(ctx, []cache.Entry{entry("with it"), large}); err != nil {
		t.Error(err)
	}
	if got := get(t, c, "with it", "large"); got[0] != "value of with it" || got[1] != string(large.Value) {
		t.Error("what was written once there was room is not there")
	}
}
