package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"iter"
	"os"
	"strings"
	"time"

	"github.com/satzpaar/satzpaar/cache"
)

// Stats describe what is in a cache file.
type Stats struct {
	File    string  `json:"file"`
	Size    int64   `json:"size"` // on the disk, in bytes
	Entries int64   `json:"entries"`
	Groups  []Group `json:"groups"` // the largest first
}

// A Group counts the entries of a backend.
type Group struct {
	Backend string `json:"backend"`
	Entries int64  `json:"entries"`
	Bytes   int64  `json:"bytes"`  // of values and their descriptions
	Oldest  string `json:"oldest"` // dates, as 2006-01-02
	Newest  string `json:"newest"`
}

// Stats counts what is in the file.
func (c *Cache) Stats(ctx context.Context) (*Stats, error) {
	rows, err := c.db.QueryContext(ctx, `SELECT g.name, COUNT(*), SUM(LENGTH(e.value) + LENGTH(e.parts)), MIN(e.made), MAX(e.made)
		FROM entries e JOIN groups g ON g.id = e.grp GROUP BY g.name ORDER BY 2 DESC, 1`)
	if err != nil {
		return nil, fmt.Errorf("cache %s: counting: %w", c.path, explain(err))
	}
	defer rows.Close()
	out := &Stats{File: c.path, Size: c.Size(), Groups: []Group{}}
	for rows.Next() {
		var g Group
		var oldest, newest int64
		if err := rows.Scan(&g.Backend, &g.Entries, &g.Bytes, &oldest, &newest); err != nil {
			return nil, fmt.Errorf("cache %s: counting: %w", c.path, explain(err))
		}
		g.Oldest = time.Unix(oldest, 0).UTC().Format(time.DateOnly)
		g.Newest = time.Unix(newest, 0).UTC().Format(time.DateOnly)
		out.Entries += g.Entries
		out.Groups = append(out.Groups, g)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("cache %s: counting: %w", c.path, explain(err))
	}
	return out, nil
}

// Path returns the file that holds the cache.
func (c *Cache) Path() string { return c.path }

// Size returns the bytes on disk, the write-ahead log included.
func (c *Cache) Size() int64 {
	var n int64
	for _, p := range []string{c.path, c.path + "-wal"} {
		if info, err := os.Stat(p); err == nil {
			n += info.Size()
		}
	}
	return n
}

// All yields the entries in the order of their keys.
func (c *Cache) All(ctx context.Context) iter.Seq2[cache.Stored, error] {
	return func(yield func(cache.Stored, error) bool) {
		// Read the keys by their first byte: sorting all of them at once would take as much memory as the file is
		// large.
		for first := range 256 {
			low, high := []byte{byte(first)}, []byte{byte(first + 1)}
			if first == 255 {
				high = bytes.Repeat([]byte{255}, prefix+1)
			}
			if !c.between(ctx, low, high, yield) {
				return
			}
		}
	}
}

// between yields the entries whose prefix is at least low and less than high. It returns false if the caller or an
// error ended the loop.
func (c *Cache) between(ctx context.Context, low, high []byte, yield func(cache.Stored, error) bool) bool {
	fail := func(err error) bool {
		yield(cache.Stored{}, fmt.Errorf("cache %s: reading: %w", c.path, explain(err)))
		return false
	}
	rows, err := c.db.QueryContext(ctx, `SELECT e.key, e.value, e.sum, g.name, e.made, e.used, e.parts
		FROM (SELECT id FROM settled WHERE k >= ? AND k < ? UNION ALL SELECT id FROM fresh WHERE k >= ? AND k < ?) AS found
		CROSS JOIN entries e ON e.id = found.id JOIN groups g ON g.id = e.grp ORDER BY e.key`, low, high, low, high)
	if err != nil {
		return fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s cache.Stored
		var key []byte
		var guard, made, used int64
		if err := rows.Scan(&key, &s.Value, &guard, &s.Group, &made, &used, &s.Parts); err != nil {
			return fail(err)
		}
		s.Damaged = copy(s.Key[:], key) != len(s.Key) || s.Key.Sum(s.Value) != guard
		s.Made, s.Used = time.Unix(made, 0), time.Unix(used, 0)
		if !yield(s, nil) {
			return false
		}
	}
	if err := rows.Err(); err != nil {
		return fail(err)
	}
	return true
}

// Prune deletes the entries last used before the given time, then those used longest ago until values and
// descriptions fit into maxBytes (0: any size). It returns how many entries it deleted, and gives the space back to
// the file system.
func (c *Cache) Prune(ctx context.Context, before time.Time, maxBytes int64) (int64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var deleted int64
	err := c.write(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, "DELETE FROM entries WHERE used < ?", before.Unix())
		if err != nil {
			return err
		}
		deleted, _ = res.RowsAffected()
		if maxBytes <= 0 {
			return forget(ctx, tx, deleted)
		}
		// Everything after the point where the newest entries have filled maxBytes goes.
		res, err = tx.ExecContext(ctx, `DELETE FROM entries WHERE id IN (SELECT id FROM (
			SELECT id, SUM(LENGTH(value) + LENGTH(parts)) OVER (ORDER BY used DESC, key ROWS UNBOUNDED PRECEDING) AS total FROM entries) WHERE total > ?)`, maxBytes)
		if err != nil {
			return err
		}
		n, _ := res.RowsAffected()
		deleted += n
		return forget(ctx, tx, deleted)
	})
	if err == nil && deleted > 0 {
		err = c.patiently(ctx, func(conn *sql.Conn) error {
			_, err := conn.ExecContext(ctx, "VACUUM")
			return err
		})
	}
	if err != nil {
		return deleted, fmt.Errorf("cache %s: pruning: %w", c.path, explain(err))
	}
	return deleted, nil
}

// forget takes the keys of entries that were deleted out of the indexes.
func forget(ctx context.Context, tx *sql.Tx, deleted int64) error {
	if deleted == 0 {
		return nil
	}
	_, err := tx.ExecContext(
		ctx,
		"DELETE FROM fresh WHERE id NOT IN (SELECT id FROM entries); DELETE FROM settled WHERE id NOT IN (SELECT id FROM entries)",
	)
	return err
}

// Delete removes entries; keys that are not there are ignored.
func (c *Cache) Delete(ctx context.Context, keys []cache.Key) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.write(ctx, func(tx *sql.Tx) error {
		there, err := c.ids(ctx, tx, keys)
		if err != nil {
			return err
		}
		for _, k := range keys {
			id, ok := there[k]
			if !ok {
				continue
			}
			for _, table := range [...]string{"entries WHERE id = ?", "fresh WHERE k = ? AND id = ?",
				"settled WHERE k = ? AND id = ?"} {
				args := []any{k[:prefix], id}[2-strings.Count(table, "?"):]
				if _, err := tx.ExecContext(ctx, "DELETE FROM "+table, args...); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("cache %s: deleting: %w", c.path, explain(err))
	}
	return nil
}

// moveAside renames a damaged cache file and its companions so that a new one can take its place, and returns the new
// name.
func moveAside(path string, now time.Time) (string, error) {
	to := fmt.Sprintf("%s.damaged-%s", path, now.UTC().Format("20060102-150405"))
	if err := os.Rename(path, to); err != nil {
		return "", fmt.Errorf("cache %s: moving the damaged file aside: %w", path, err)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		// A log that belongs to the damaged file must not be applied to the new one.
		if err := os.Rename(path+suffix, to+suffix); err != nil && !os.IsNotExist(err) {
			return "", fmt.Errorf("cache %s: moving the damaged file aside: %w", path, err)
		}
	}
	return to, nil
}
