package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/internal/usertest"
)

// TestOpenForRun: whatever has become of the file, a run has a cache, and is told.
func TestOpenForRun(t *testing.T) {
	ctx := context.Background()
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, path string)
		note   string // a part of it; empty: none
		kept   bool   // what the file held before is found
	}{
		{"a whole file", func(*testing.T, string) {}, "", true},
		{"a damaged file", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte("no database, but long enough to be looked at"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "was damaged; it is now ", false},
		{"a newer file", func(t *testing.T, path string) {
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
				t.Fatal(err)
			}
		}, "was written by a newer version of satzpaar; this run uses ", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "cache.db")
			c, err := sqlite.Open(ctx, path, time.Now)
			if err == nil {
				err = errors.Join(c.Put(ctx, []cache.Entry{entry("before")}), c.Close())
			}
			if err != nil {
				t.Fatal(err)
			}
			tt.change(t, path)
			run, notes, err := sqlite.OpenForRun(ctx, path, time.Now)
			if err != nil || run.Locked {
				t.Fatalf("%v; locked: %v", err, run.Locked)
			}
			defer run.Close()
			if (len(notes) > 0) != (tt.note != "") || len(notes) > 0 && !strings.Contains(notes[0].Error(), tt.note) {
				t.Errorf("notes %v, want one with %q", notes, tt.note)
			}
			if err := run.Put(ctx, []cache.Entry{entry("now")}); err != nil {
				t.Error(err)
			}
			got := get(t, run, "before", "now")
			if (got[0] != "") != tt.kept || got[1] != "value of now" {
				t.Errorf("found %q", got)
			}
			listed := 0
			for _, err := range run.Listed().All(ctx) {
				if listed++; err != nil {
					t.Error(err)
				}
			}
			if want := len(slices.DeleteFunc(got, func(s string) bool { return s == "" })); listed != want {
				t.Errorf("%d entries are listed, want %d", listed, want)
			}
		})
	}
}

// TestOpenForRunDenied: a run goes on without a file that it may not open.
func TestOpenForRunDenied(t *testing.T) {
	if !usertest.Bound(t) {
		return
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "cache.db")
	if err := os.WriteFile(path, nil, 0); err != nil {
		t.Fatal(err)
	}
	run, notes, err := sqlite.OpenForRun(context.Background(), path, time.Now)
	if run != nil || err != nil || len(notes) != 1 || !strings.Contains(notes[0].Error(), "neither read nor written") {
		t.Errorf("%v, %v, %v", run, notes, err)
	}
}
