package caches_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/caches"
)

func TestCheck(t *testing.T) {
	for _, good := range []string{"a.db", "/tmp/a.db", "postgres://me@host/db", "postgresql://me@host/db"} {
		if err := caches.Check(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	err := caches.Check("mysql://me:secret@host/db")
	const want = "cache: mysql:// is not a kind of address that a cache can have"
	if err == nil || err.Error() != want || advice.Of(err) == "" {
		t.Errorf("%v, advice %q", err, advice.Of(err))
	}
}

// TestRun: a file is made when a run opens it, and of failures only the first is noted.
func TestRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if !caches.Missing(path) || caches.Missing("postgres://me@host/db") {
		t.Error("a file that is not there is not missing, or a database is")
	}
	var notes []error
	r, err := caches.OpenForRun(t.Context(), path, time.Now, func(err error) { notes = append(notes, err) })
	if err != nil {
		t.Fatal(err)
	}
	var c satzpaar.Config
	r.Use(&c)
	if caches.Missing(path) || c.Host.Cache == nil || caches.Pairs(c.Host.Cache) == nil {
		t.Error("there is no cache whose pairs can be listed")
	}
	c.Host.CacheError(cache.ErrLocked)
	c.Host.CacheError(errors.New("another"))
	if err := r.Close(); err != nil || len(notes) != 1 || !errors.Is(notes[0], cache.ErrLocked) {
		t.Errorf("%v, notes %v", err, notes)
	}
}
