package postgres

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/satzpaar/satzpaar/cache"
)

// entriesAtOnce is how many entries are asked for at a time: few enough for an answer within [patience].
const entriesAtOnce = 500

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

// behind returns the next entries behind a key.
func (c *Cache) behind(ctx context.Context, last []byte) (page []cache.Stored, err error) {
	const query = `SELECT key, value, sum, name, made, used, parts
		FROM satzpaar_entries_1 JOIN satzpaar_groups_1 ON id = grp WHERE key > $1 ORDER BY key LIMIT $2`
	err = c.do(ctx, "listing", func(ctx context.Context) error {
		page = page[:0]
		rows, err := c.pool.Query(ctx, query, last, entriesAtOnce)
		if err != nil {
			return err
		}
		var key, value, parts []byte
		var sum int64
		var group string
		var made, used time.Time
		_, err = pgx.ForEachRow(rows, []any{&key, &value, &sum, &group, &made, &used, &parts}, func() error {
			s := cache.Stored{Entry: cache.Entry{Value: value, Group: group, Parts: parts}, Made: made, Used: used}
			s.Damaged = copy(s.Key[:], key) != len(s.Key) || s.Key.Sum(value) != sum
			page = append(page, s)
			value, parts = nil, nil // the next row gets memory of its own
			return nil
		})
		return err
	})
	return page, err
}
