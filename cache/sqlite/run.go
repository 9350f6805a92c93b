package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"time"

	"github.com/satzpaar/satzpaar/cache"
)

// OpenMended is [Open], but a damaged file is moved aside and a new one begun, since it holds nothing that cannot be
// made again. Note reports that; otherwise it is nil.
func OpenMended(ctx context.Context, path string, now func() time.Time) (c *Cache, note, err error) {
	c, err = Open(ctx, path, now)
	if !errors.Is(err, cache.ErrDamaged) {
		return c, nil, err
	}
	aside, moveErr := moveAside(path, now())
	if moveErr != nil {
		return nil, nil, errors.Join(err, moveErr)
	}
	c, err = Open(ctx, path, now)
	return c, fmt.Errorf("cache %s was damaged; it is now %s, and a new one was begun", path, aside), err
}

// A RunCache is the cache of a run; see [OpenForRun].
type RunCache struct {
	losable
	// Locked reports whether another program had locked the file when it was opened.
	Locked bool
}

// Listed returns the file, whose entries can be listed; nil while another program has it locked.
func (c *RunCache) Listed() *Cache {
	var now cache.Cache = c.losable
	if l, ok := now.(*lockedCache); ok {
		l.mu.Lock()
		now = l.opened()
		l.mu.Unlock()
	}
	file, _ := now.(*Cache)
	return file
}

// A losable cache counts what it could not store.
type losable interface {
	cache.Cache
	Lost() int
}

// OpenForRun opens the cache of a run, which goes on even where the file cannot be used just now: a damaged one is
// moved aside, beside one of a newer version the run has a file of its own, and while another program has locked the
// file, what is new is kept until it is free. The cache is nil where the run must do without: the file can be neither
// read nor written, or no more files can be opened. Notes report which of these happened.
func OpenForRun(ctx context.Context, path string, now func() time.Time) (c *RunCache, notes []error, err error) {
	open := func() (*Cache, error) {
		c, note, err := OpenMended(ctx, path, now)
		if note != nil {
			notes = append(notes, note)
		}
		return c, err
	}
	file, err := open()
	if errors.Is(err, cache.ErrNewer) {
		beside := fmt.Sprintf("%s.v%d", path, schemaVersion)
		notes = append(notes,
			fmt.Errorf("cache %s was written by a newer version of satzpaar; this run uses %s", path, beside))
		path = beside
		file, err = open()
	}
	switch {
	case err == nil:
		return &RunCache{losable: file}, notes, nil
	case errors.Is(err, cache.ErrLocked):
		note := fmt.Errorf("cache %s is locked by another program; going on without it, "+
			"what is new is stored once it is free", path)
		again := func(ctx context.Context) (cache.Cache, error) { return Open(ctx, path, now) }
		return &RunCache{losable: newLocked(again, now), Locked: true}, append(notes, note), nil
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return nil, append(notes, fmt.Errorf("cache %s: %w; going on without it", path, err)), nil
	case errors.Is(err, fs.ErrPermission):
		note := fmt.Errorf("cache %s can be neither read nor written; going on without it", path)
		return nil, append(notes, note), nil
	}
	return nil, notes, err
}
