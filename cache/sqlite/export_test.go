package sqlite

import (
	"context"
	"strconv"
	"time"
)

// What [OpenForRun] is made of.
var (
	MoveAside = moveAside
	NewLocked = newLocked
)

// ListedOf returns what [RunCache.Listed] does for a run whose file was locked.
func ListedOf(l *lockedCache) *Cache { return (&RunCache{losable: l}).Listed() }

// AwaitAttempt waits until an attempt to open the file, if one has begun, has ended.
func AwaitAttempt(l *lockedCache) { l.attempts.Wait() }

// OpenPatient is Open with another patience.
func OpenPatient(ctx context.Context, path string, now func() time.Time, patience time.Duration) (*Cache, error) {
	return open(ctx, path, now, waits{patience, patience, patience})
}

// LimitPages lets the file have no more than n pages, as on a disk that is full.
func (c *Cache) LimitPages(ctx context.Context, n int) error {
	c.db.SetMaxOpenConns(1)
	var now int
	return c.db.QueryRowContext(ctx, "PRAGMA max_page_count = "+strconv.Itoa(n)).Scan(&now)
}

// Disconnect closes the connections to the file, as when none was needed for a while. Each later use makes one of its
// own.
func (c *Cache) Disconnect() { c.db.SetMaxIdleConns(0) }
