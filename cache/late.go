package cache

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Late is a [Cache] over a file that another program keeps to itself. It tries to open the file again now and then, answers from what was put until then, and
// stores that as soon as the file opens, at the latest when it is closed. It holds at most maxHeld bytes.
type Late struct {
	open func(ctx context.Context) (Cache, error)
	now  func() time.Time

	mu     sync.Mutex
	cache  Cache // nil until it could be opened
	next   time.Time
	held   map[Key]Entry
	bytes  int
	lost   int
	closed bool
}

// maxHeld bounds the values and descriptions that [Late] holds in memory.
const maxHeld = 64 << 20

// tryEvery is how long [Late] leaves a locked file alone.
const tryEvery = 10 * time.Second

// NewLate returns a cache that open, which is [Open] with its arguments, has just failed to open with [ErrLocked].
func NewLate(open func(ctx context.Context) (Cache, error), now func() time.Time) *Late {
	return &Late{open: open, now: now, next: now().Add(tryEvery), held: map[Key]Entry{}}
}

// try opens the file if it is time to, and stores what was held. The caller holds the lock.
func (l *Late) try(ctx context.Context) Cache {
	if l.cache != nil || l.closed || l.now().Before(l.next) {
		return l.cache
	}
	l.next = l.now().Add(tryEvery)
	c, err := l.open(ctx)
	if err != nil {
		return nil
	}
	entries := make([]Entry, 0, len(l.held))
	for _, e := range l.held {
		entries = append(entries, e)
	}
	for len(entries) > 0 {
		n := min(len(entries), 1000)
		if err := c.Put(ctx, entries[:n]); err != nil {
			c.Close() // what was put is there; all of it is put again the next time
			return nil
		}
		entries = entries[n:]
	}
	l.cache, l.held, l.bytes = c, nil, 0
	return c
}

// Get implements [Cache].
func (l *Late) Get(ctx context.Context, keys []Key) ([][]byte, error) {
	l.mu.Lock()
	c := l.try(ctx)
	if c != nil {
		l.mu.Unlock()
		return c.Get(ctx, keys)
	}
	defer l.mu.Unlock()
	values := make([][]byte, len(keys))
	for i, k := range keys {
		if e, ok := l.held[k]; ok {
			values[i] = e.Value
		}
	}
	return values, nil
}

// Put implements [Cache]. As long as the file is locked it returns an error that wraps [ErrLocked], though the entries are held.
func (l *Late) Put(ctx context.Context, entries []Entry) error {
	l.mu.Lock()
	c := l.try(ctx)
	if c != nil {
		l.mu.Unlock()
		return c.Put(ctx, entries)
	}
	defer l.mu.Unlock()
	for _, e := range entries {
		n := len(e.Value) + len(e.Parts)
		old, again := l.held[e.Key]
		if again {
			n -= len(old.Value) + len(old.Parts)
		}
		if l.bytes+n > maxHeld || l.held == nil {
			if !again {
				l.lost++
			}
			continue
		}
		l.held[e.Key] = e
		l.bytes += n
	}
	return fmt.Errorf("writing %d entries: %w", len(entries), ErrLocked)
}

// Close implements [Cache]. It tries once more to open the file. Entries that could not be stored are no error: [Late.Lost] counts them.
func (l *Late) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil
	}
	l.next = time.Time{}
	c := l.try(context.Background())
	l.closed = true
	if c == nil {
		l.lost += len(l.held)
		return nil
	}
	return c.Close()
}

// Lost returns how many entries a closed cache could not store.
func (l *Late) Lost() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost
}

// Beside returns the name of the file that this version uses where a newer version of satzpaar has taken path.
func Beside(path string) string { return fmt.Sprintf("%s.v%d", path, schemaVersion) }
