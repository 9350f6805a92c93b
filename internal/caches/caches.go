// Package caches opens the cache that an address names: a file, or a database that many workers share. The slim edition
// has no database.
package caches

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/units"
)

// Check refuses an address of an unknown kind: as the name of a file, it would show the password that it may hold.
func Check(address string) error {
	if kind, _, remote := strings.Cut(address, "://"); remote && !inDatabase(address) {
		return advice.With(fmt.Errorf("cache: %s:// is not a kind of address that a cache can have", excerpt.Name(kind)),
			"name a file, or a database as postgres://USER@HOST/DATABASE")
	}
	return nil
}

// inDatabase reports whether an address names a database, not a file.
func inDatabase(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Missing reports whether an address names a file that does not exist.
func Missing(address string) bool {
	if inDatabase(address) {
		return false
	}
	_, err := os.Stat(address)
	return errors.Is(err, fs.ErrNotExist)
}

// OpenFile opens the cache file at an address, to look after it; see [sqlite.OpenMended] for the note.
func OpenFile(ctx context.Context, address string, now func() time.Time) (c *sqlite.Cache, note, err error) {
	if inDatabase(address) {
		return nil, nil, advice.With(errors.New("cache: this command looks into a file, not into a database"),
			"name a file with --cache; psql looks into the tables that begin with satzpaar_")
	}
	return sqlite.OpenMended(ctx, address, now)
}

// A Run is the cache of a run, which goes on where the cache cannot be used.
type Run struct {
	cache lossy
	away  string // why it could not store entries
	note  func(error)
	known error // the failure that was reported when it was opened; nil if it opened

	first sync.Once // of the failures to report
}

// A lossy cache counts the entries that it could not store.
type lossy interface {
	cache.Cache
	Lost() int
}

// OpenForRun opens the cache of a run; nil if that must do without. A database that cannot be reached is asked again
// later, and so is a file that another program has locked. Note is told what a person should know, now and later; it
// may be called from several goroutines.
func OpenForRun(ctx context.Context, address string, now func() time.Time, note func(error)) (*Run, error) {
	if inDatabase(address) {
		return openDatabase(ctx, address, now, note)
	}
	c, notes, err := sqlite.OpenForRun(ctx, address, now)
	for _, n := range notes {
		note(n)
	}
	if err != nil || c == nil {
		return nil, err
	}
	r := &Run{cache: c, away: "the cache has stayed locked", note: note}
	if c.Locked {
		r.known = cache.ErrLocked
	}
	return r, nil
}

// Use gives the sessions of a configuration the cache.
func (r *Run) Use(c *satzpaar.Config) {
	c.Host.Cache = r.cache // not r: it may have more methods
	c.Host.CacheError = r.failed
}

// failed notes the first failure that was not noted before: work goes on, and more of the same would only hide other
// messages.
func (r *Run) failed(err error) {
	if r.known == nil || !errors.Is(err, r.known) {
		r.first.Do(func() { r.note(fmt.Errorf("%w; going on without it", err)) })
	}
}

// Close closes the cache and notes how much of the run it does not hold.
func (r *Run) Close() error {
	err := r.cache.Close()
	if n := r.cache.Lost(); n > 0 {
		r.note(fmt.Errorf("%s: %s could not be kept for later runs", r.away, units.Count(n, "translation")))
	}
	return err
}

// Pairs returns a function that yields the translations of a cache; nil if they cannot be listed.
func Pairs(c cache.Cache) func(ctx context.Context) iter.Seq2[*bitext.Bitext, error] {
	run, ok := c.(*sqlite.RunCache)
	if !ok {
		return databasePairs(c)
	}
	return func(ctx context.Context) iter.Seq2[*bitext.Bitext, error] {
		if file := run.Listed(); file != nil {
			return satzpaar.CachedPairs(ctx, file)
		}
		return func(func(*bitext.Bitext, error) bool) {}
	}
}
