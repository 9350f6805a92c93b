package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
)

// TestMain is also the other program of [TestLockedAtOpening], if SATZPAAR_TEST_HOLD names a file.
func TestMain(m *testing.M) {
	if path := os.Getenv("SATZPAAR_TEST_HOLD"); path != "" {
		if err := keep(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0) // with the lock
	}
	os.Exit(m.Run())
}

// keep keeps a file to this process until its standard input ends.
func keep(path string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	for _, q := range []string{"PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE",
		"CREATE TABLE IF NOT EXISTS theirs (n)", "INSERT INTO theirs VALUES (1)", "COMMIT"} {
		if _, err := db.Exec(q); err != nil {
			return err
		}
	}
	fmt.Println("held")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// hold lets another process keep the file at path to itself until release is called.
func hold(t *testing.T, path string) (release func()) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "SATZPAAR_TEST_HOLD="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("held"))); err != nil {
		t.Fatal(err)
	}
	done := false
	release = func() {
		if !done {
			done = true
			in.Close()
			_ = cmd.Wait() // its standard output was not read to the end
		}
	}
	t.Cleanup(release)
	return release
}

// A clock shows a time that tests set.
type clock struct{ past atomic.Int64 }

func (c *clock) now() time.Time { return time.Unix(1_000_000_000, c.past.Load()) }

func (c *clock) add(d time.Duration) { c.past.Add(int64(d)) }

// A file that another process keeps to itself is opened late: nothing that was put before is lost, and what the file
// held is found from then on.
func TestLockedAtOpening(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "cache.db")
	c := open(t, path)
	if err := c.Put(ctx, []cache.Entry{entry("before")}); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	release := hold(t, path)
	var clock clock
	again := func(ctx context.Context) (cache.Cache, error) {
		c, err := sqlite.OpenPatient(ctx, path, clock.now, 50*time.Millisecond)
		if err != nil {
			return nil, err
		}
		return c, nil
	}
	if _, err := again(ctx); !errors.Is(err, cache.ErrLocked) {
		t.Fatalf("got error %v, want one that wraps %q", err, cache.ErrLocked)
	}
	for _, early := range []bool{true, false} { // while it is used, or only when it is closed
		locked := sqlite.NewLocked(again, clock.now)
		name := fmt.Sprint("now ", early)
		if err := locked.Put(ctx, []cache.Entry{entry(name)}); !errors.Is(err, cache.ErrLocked) {
			t.Errorf("put while the file is locked: got %v", err)
		}
		clock.add(time.Minute) // it is tried again, in vain
		if got := get(t, locked, "before", name); got[0] != "" || got[1] != "value of "+name {
			t.Errorf("while the file is locked: got %q", got)
		}
		if sqlite.ListedOf(locked) != nil {
			t.Error("a file that is locked is listed")
		}
		release()
		if early {
			sqlite.AwaitAttempt(locked) // the one in vain
			clock.add(time.Minute)
			get(t, locked, "before") // begins another one
			sqlite.AwaitAttempt(locked)
			if got := get(t, locked, "before", name); got[0] != "value of before" || got[1] != "value of "+name {
				t.Errorf("after it was released: got %q", got)
			}
			if sqlite.ListedOf(locked) == nil {
				t.Error("after it was released: the file is not listed")
			}
		}
		if err := locked.Close(); err != nil || locked.Lost() != 0 {
			t.Errorf("closing: %v, %d lost", err, locked.Lost())
		}
		c := open(t, path)
		if got := get(t, c, "before", name); got[0] != "value of before" || got[1] != "value of "+name {
			t.Errorf("in the file: got %q", got)
		}
		c.Close()
		release = hold(t, path)
	}
	locked := sqlite.NewLocked(again, clock.now)
	_ = locked.Put(ctx, []cache.Entry{entry("lost"), entry("lost"), entry("lost too")})
	if err := locked.Close(); err != nil || locked.Lost() != 2 {
		t.Errorf("closing a cache that never opened: %v, %d lost, want 2", err, locked.Lost())
	}
}

// A filled is a cache in memory that calls during when it is written for the first time.
type filled struct {
	entries map[cache.Key][]byte
	during  func()
}

func (f *filled) Get(_ context.Context, keys []cache.Key) ([][]byte, error) {
	out := make([][]byte, len(keys))
	for i, k := range keys {
		out[i] = f.entries[k]
	}
	return out, nil
}

func (f *filled) Put(_ context.Context, entries []cache.Entry) error {
	if during := f.during; during != nil {
		f.during = nil
		during()
	}
	for _, e := range entries {
		f.entries[e.Key] = e.Value
	}
	return nil
}

func (f *filled) Close() error { return nil }

// What is put while older entries are being stored is newer than those, and comes after them.
func TestLockedKeepsNewer(t *testing.T) {
	ctx := context.Background()
	var clock clock
	behind := &filled{entries: map[cache.Key][]byte{}}
	locked := sqlite.NewLocked(func(context.Context) (cache.Cache, error) { return behind, nil }, clock.now)
	older, newer := entry("a"), entry("a")
	newer.Value = []byte("newer")
	behind.during = func() {
		_ = locked.Put(ctx, []cache.Entry{newer})
		if got := get(t, locked, "a"); got[0] != "newer" {
			t.Errorf("while older entries are stored: got %q", got)
		}
	}
	if err := locked.Put(ctx, []cache.Entry{older, entry("b")}); !errors.Is(err, cache.ErrLocked) {
		t.Fatal(err)
	}
	if err := locked.Close(); err != nil || locked.Lost() != 0 {
		t.Fatalf("%v, %d lost", err, locked.Lost())
	}
	if got := string(behind.entries[newer.Key]); got != "newer" {
		t.Errorf("stored is %q", got)
	}
}
