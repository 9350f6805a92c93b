package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/cache"
)

// A lockedCache is a [cache.Cache] over a file that another program has locked. It tries to open the file again now and
// then, in the background. Until that succeeds it answers from what was put meanwhile, which it stores once the file is
// open, at the latest when it is closed. It holds at most 64 MiB.
type lockedCache struct {
	open     func(ctx context.Context) (cache.Cache, error)
	now      func() time.Time
	attempts sync.WaitGroup // to open the file

	mu     sync.Mutex
	cache  cache.Cache // nil until it could be opened and holds what was put before
	fills  cache.Cache // the same, while it is being filled; else nil
	trying bool
	next   time.Time
	held   held
	moving held // what is being stored
	lost   int
	closed bool
}

// tryEvery is how long a lockedCache leaves a locked file alone.
const tryEvery = 10 * time.Second

// newLocked returns a cache that open, which is [Open] with its arguments, has just failed to open with
// [cache.ErrLocked].
func newLocked(open func(ctx context.Context) (cache.Cache, error), now func() time.Time) *lockedCache {
	return &lockedCache{open: open, now: now, next: now().Add(tryEvery)}
}

// opened returns the cache if it could be opened, and begins an attempt if it is time for one. The caller holds the
// lock.
func (l *lockedCache) opened() cache.Cache {
	if l.cache == nil && !l.closed && !l.trying && !l.now().Before(l.next) {
		l.trying = true
		l.attempts.Go(l.attempt)
	}
	return l.cache
}

// attempt opens the file, if the other program has let go of it, and stores what is held.
func (l *lockedCache) attempt() {
	c, err := l.open(context.Background())
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next = l.now().Add(tryEvery)
	defer func() { l.trying, l.fills, l.moving = false, nil, held{} }()
	if err != nil {
		return
	}
	l.fills = c
	// What is put meanwhile is held, and stored after what was put before it.
	for len(l.held.entries) > 0 {
		l.held, l.moving = held{}, l.held
		entries := l.moving.all()
		l.mu.Unlock()
		lost := store(c, entries)
		l.mu.Lock()
		l.lost += lost
	}
	l.cache = c
}

// store puts entries into a cache and returns how many it does not take.
func store(c cache.Cache, entries []cache.Entry) (lost int) {
	for len(entries) > 0 {
		n := min(len(entries), 1000)
		// What is locked again is held by the cache itself.
		if err := c.Put(context.Background(), entries[:n]); err != nil && !errors.Is(err, cache.ErrLocked) {
			lost += n
		}
		entries = entries[n:]
	}
	return lost
}

// Get implements [cache.Cache].
func (l *lockedCache) Get(ctx context.Context, keys []cache.Key) ([][]byte, error) {
	l.mu.Lock()
	c := l.opened()
	values := make([][]byte, len(keys))
	for i, k := range keys {
		e, ok := l.held.entries[k]
		if !ok {
			e = l.moving.entries[k]
		}
		values[i] = e.Value
	}
	if c == nil {
		c = l.fills
	}
	l.mu.Unlock()
	if c == nil {
		return values, nil
	}
	stored, err := c.Get(ctx, keys)
	if err != nil {
		return nil, err
	}
	for i, v := range stored {
		if values[i] == nil { // what is held is newer
			values[i] = v
		}
	}
	return values, nil
}

// Put implements [cache.Cache]. As long as the file is locked it returns an error that wraps [cache.ErrLocked],
// though the entries are held.
func (l *lockedCache) Put(ctx context.Context, entries []cache.Entry) error {
	l.mu.Lock()
	c := l.opened()
	if c != nil {
		l.mu.Unlock()
		return c.Put(ctx, entries)
	}
	defer l.mu.Unlock()
	l.lost += l.held.put(entries)
	return fmt.Errorf("writing %d entries: %w", len(entries), cache.ErrLocked)
}

// Close implements [cache.Cache]. It tries once more to open the file. Entries that could not be stored are not an
// error: Lost counts them.
func (l *lockedCache) Close() error {
	l.mu.Lock()
	done := l.closed
	l.closed = true
	l.mu.Unlock()
	l.attempts.Wait()
	if done {
		return nil
	}
	if l.cache == nil {
		l.attempt()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost += len(l.held.entries)
	if l.cache == nil {
		return nil
	}
	err := l.cache.Close()
	if c, ok := l.cache.(interface{ Lost() int }); ok {
		l.lost += c.Lost()
	}
	return err
}

// Lost returns how many entries a closed cache could not store.
func (l *lockedCache) Lost() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost
}
