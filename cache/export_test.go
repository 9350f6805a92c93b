package cache

import (
	"context"
	"strconv"
)

// OpenPatient is Open with another patience.
var OpenPatient = open

// LimitPages lets the file have no more than n pages, as on a disk that is full.
func (c *SQLite) LimitPages(ctx context.Context, n int) error {
	c.db.SetMaxOpenConns(1)
	var now int
	return c.db.QueryRowContext(ctx, "PRAGMA max_page_count = "+strconv.Itoa(n)).Scan(&now)
}
