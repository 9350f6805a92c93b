package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/satzpaar/satzpaar/cache"
)

// A lookup is a request for several keys while it is answered.
type lookup struct {
	c      *Cache
	ctx    context.Context
	keys   []cache.Key
	values [][]byte
	done   []bool // keys whose answer is known
	stale  int64  // a hit whose last use is before this is written down
	hits   []cache.Key
}

// Get implements [cache.Cache]. A file that another program has locked costs one short wait and an error; for a while
// after that, its entries are misses.
func (c *Cache) Get(ctx context.Context, keys []cache.Key) ([][]byte, error) {
	if c.now().Before(c.pausedUntil(&c.noRead)) {
		return c.heldValues(keys, make([][]byte, len(keys))), nil
	}
	l := &lookup{c: c, ctx: ctx, keys: keys, values: make([][]byte, len(keys)), stale: c.now().Add(-useGrain).Unix()}
	if err := l.answer(); err != nil {
		if err = explain(err); errors.Is(err, cache.ErrLocked) {
			c.state.Lock()
			c.noRead = c.now().Add(pause)
			c.state.Unlock()
		}
		return nil, fmt.Errorf("cache %s: reading: %w", c.path, err)
	}
	if len(l.hits) > 0 {
		c.state.Lock()
		for _, k := range l.hits {
			c.used[k] = struct{}{}
		}
		c.state.Unlock()
	}
	return c.heldValues(keys, l.values), nil
}

// heldValues fills in the values of entries that are held in memory.
func (c *Cache) heldValues(keys []cache.Key, values [][]byte) [][]byte {
	c.state.Lock()
	defer c.state.Unlock()
	if len(c.held.entries) > 0 {
		for i, k := range keys {
			if e, ok := c.held.entries[k]; ok {
				values[i] = bytes.Clone(e.Value)
			}
		}
	}
	return values
}

func (l *lookup) answer() error {
	if len(l.keys) < getChunk/4 {
		for i := range l.keys {
			if err := l.find(l.c.one, i, l.keys[i][:prefix]); err != nil {
				return err
			}
		}
		return nil
	}
	l.done = make([]bool, len(l.keys))
	if err := l.follow(); err != nil {
		return err
	}
	args := make([]any, getChunk)
	for first := 0; first < len(l.keys); first += getChunk {
		open := false
		for k := range args {
			args[k] = nil
			if i := first + k; i < len(l.keys) && !l.done[i] {
				args[k], open = l.keys[i][:prefix], true
			}
		}
		if !open {
			continue
		}
		if err := l.find(l.c.many, first, args...); err != nil {
			return err
		}
	}
	return nil
}

// find looks up the keys from first on in the indexes.
func (l *lookup) find(stmt *sql.Stmt, first int, args ...any) error {
	rows, err := stmt.QueryContext(l.ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var raw, value sql.RawBytes
	var nth, guard, used int64
	columns := []any{&nth, &raw, &value, &guard, &used}
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		if i := first + int(nth); i < len(l.keys) && bytes.Equal(raw, l.keys[i][:]) {
			l.take(i, value, guard, used)
		}
	}
	return rows.Err()
}

// take sets the value of key i, unless it does not match its checksum.
func (l *lookup) take(i int, value []byte, guard, used int64) {
	if l.keys[i].Sum(value) != guard {
		return
	}
	l.values[i] = append(make([]byte, 0, len(value)), value...)
	if used < l.stale {
		l.hits = append(l.hits, l.keys[i])
	}
}

// leastRun is how many of the entries that stand one after the other must be asked for, out of twice as many, for
// reading on to be worth it.
const leastRun = 16

// follow reads the entries stored after that of the first key. A text that is translated again asks for what was
// stored together, and reading entries in file order takes a third of the time of finding each in the indexes, far
// less when the indexes do not fit in memory. It stops when the entries are not among the keys.
func (l *lookup) follow() error {
	id, err := l.place(l.keys[0])
	if err != nil || id == 0 {
		return err
	}
	rows, err := l.c.run.QueryContext(l.ctx, id, len(l.keys))
	if err != nil {
		return err
	}
	defer rows.Close()
	next := 0 // the key that probably comes next
	var place map[uint64]int
	var raw, value sql.RawBytes
	var guard, used int64
	columns := []any{&raw, &value, &guard, &used}
	wanted := 0
	for n := 1; rows.Next(); n++ {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		i, ok := next, next < len(l.keys) && bytes.Equal(raw, l.keys[next][:])
		if !ok && len(raw) >= prefix {
			if place == nil {
				place = make(map[uint64]int, len(l.keys))
				for i := range l.keys {
					place[binary.LittleEndian.Uint64(l.keys[i][:])] = i
				}
			}
			i, ok = place[binary.LittleEndian.Uint64(raw)]
			ok = ok && bytes.Equal(raw, l.keys[i][:])
		}
		if ok {
			l.take(i, value, guard, used)
			l.done[i] = l.values[i] != nil
			next = i + 1
			wanted++
		}
		if n%(2*leastRun) == 0 {
			if wanted < leastRun {
				break
			}
			wanted = 0
		}
	}
	return rows.Err()
}

// place returns the number of the entry of a key, 0 where there is none.
func (l *lookup) place(k cache.Key) (id int64, err error) {
	rows, err := l.c.place.QueryContext(l.ctx, k[:prefix])
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var raw sql.RawBytes
	for rows.Next() {
		var at int64
		if err := rows.Scan(&raw, &at); err != nil {
			return 0, err
		}
		if bytes.Equal(raw, k[:]) {
			id = at
		}
	}
	return id, rows.Err()
}

// fill makes the prefixes of the first keys the arguments of a query, and NULL what is left of args: one prepared
// statement serves all sizes.
func fill(args []any, keys []cache.Key) {
	for i := range args {
		args[i] = nil
		if i < len(keys) {
			args[i] = keys[i][:prefix]
		}
	}
}
