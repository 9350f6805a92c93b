package sqlite

import (
	"maps"

	"github.com/satzpaar/satzpaar/cache"
)

// held are entries that wait in memory until they can be written. It holds at most maxHeld bytes of values and
// descriptions. The zero value is empty.
type held struct {
	entries map[cache.Key]cache.Entry
	bytes   int
}

const maxHeld = 64 << 20

// put adds entries, the later of two with the same key in place of the earlier, and returns how many found no room.
func (h *held) put(entries []cache.Entry) (lost int) {
	for _, e := range entries {
		n := len(e.Value) + len(e.Parts)
		old, again := h.entries[e.Key]
		if again {
			n -= len(old.Value) + len(old.Parts)
		}
		if h.bytes+n > maxHeld {
			if !again {
				lost++
			}
			continue
		}
		if h.entries == nil {
			h.entries = map[cache.Key]cache.Entry{}
		}
		h.entries[e.Key] = e
		h.bytes += n
	}
	return lost
}

// all returns the entries, in any order.
func (h *held) all() []cache.Entry {
	out := make([]cache.Entry, 0, len(h.entries))
	for e := range maps.Values(h.entries) {
		out = append(out, e)
	}
	return out
}
