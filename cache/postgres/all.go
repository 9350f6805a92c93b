package postgres

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/satzpaar/satzpaar/cache"
)

const (
	// entriesAtOnce is how many entries are asked for at a time: few enough for an answer within [patience].
	entriesAtOnce = 500
	// maxListed bounds, in bytes, the entries that are listed, and with them the memory that entriesAtOnce take.
	// Translations are far shorter.
	maxListed = 128 << 10
)

// All yields the entries in the order of their keys. Those that others put or delete meanwhile may be among them. A
// server that cannot be reached ends it, the first time with the error.
func (c *Cache) All(ctx context.Context) iter.Seq2[cache.Stored, error] {
	return func(yield func(cache.Stored, error) bool) {
		last := []byte{}
		for {
			page, err := c.behind(ctx, last)
			if errors.Is(err, errPaused) {
				return
			}
			if err != nil {
				yield(cache.Stored{}, err)
				return
			}
			for i := range page {
				if !yield(page[i], nil) {
					return
				}
			}
			if len(page) < entriesAtOnce {
				return
			}
			last = page[len(page)-1].Key[:]
		}
	}
}

// behind returns the next entries behind a key. Whoever may write into the tables may have changed them: what cannot be
// an entry is left out, so that it neither ends the listing nor fills the memory.
func (c *Cache) behind(ctx context.Context, last []byte) (page []cache.Stored, err error) {
	const query = `SELECT key, value, sum, name, made, used, parts
		FROM satzpaar_entries_1 JOIN satzpaar_groups_1 ON id = grp
		WHERE key > $1 AND octet_length(key) = $3
			AND octet_length(value)::bigint + octet_length(name) + octet_length(parts) <= $4
			AND sum IS NOT NULL AND isfinite(made) AND isfinite(used)
		ORDER BY key LIMIT $2`
	err = c.do(ctx, "listing", func(ctx context.Context) error {
		page = page[:0]
		rows, err := c.pool.Query(ctx, query, last, entriesAtOnce, len(cache.Key{}), maxListed)
		if err != nil {
			return err
		}
		var key, value, parts []byte
		var sum int64
		var group string
		var made, used time.Time
		_, err = pgx.ForEachRow(rows, []any{&key, &value, &sum, &group, &made, &used, &parts}, func() error {
			s := cache.Stored{Entry: cache.Entry{Value: value, Group: group, Parts: parts}, Made: made, Used: used}
			copy(s.Key[:], key)
			s.Damaged = s.Key.Sum(value) != sum
			page = append(page, s)
			value, parts = nil, nil // the next row gets memory of its own
			return nil
		})
		return err
	})
	return page, err
}
