package spm

import "math/bits"

// A trie is a set of byte strings with an id each. The edges of all nodes lie in one hash table: it is filled in a
// few milliseconds, which matters at the start of a program more than the last nanosecond of a lookup.
type trie struct {
	keys  []uint32 // parent node <<8 | byte, plus one; 0 is an empty slot
	nodes []int32
	ids   []int32 // of each node; -1 where no string ends
	shift uint
}

// newTrie returns an empty trie for strings of total bytes. Most of them are expected to share a beginning with others
// (a vocabulary has a node for every third byte); where they do not, the trie grows.
func newTrie(total int) trie {
	log := max(4, bits.Len(uint(total/2)))
	return trie{keys: make([]uint32, 1<<log), nodes: make([]int32, 1<<log), ids: []int32{-1}, shift: uint(32 - log)}
}

// slot returns where the edge is, or where it would be.
func (t *trie) slot(key uint32) uint32 {
	mask := uint32(len(t.keys) - 1)
	i := key * 2654435769 >> t.shift
	for t.keys[i] != 0 && t.keys[i] != key {
		i = (i + 1) & mask
	}
	return i
}

// step returns the node behind the edge c of a node, or -1.
func (t *trie) step(node int32, c byte) int32 {
	i := t.slot((uint32(node)<<8 | uint32(c)) + 1)
	if t.keys[i] == 0 {
		return -1
	}
	return t.nodes[i]
}

// insert adds s. It returns false if s is there already.
func (t *trie) insert(s string, id int32) bool {
	node := int32(0)
	for i := range len(s) {
		key := (uint32(node)<<8 | uint32(s[i])) + 1
		at := t.slot(key)
		if t.keys[at] == 0 {
			if len(t.ids) >= len(t.keys)/2 {
				t.grow()
				at = t.slot(key)
			}
			t.keys[at] = key
			t.nodes[at] = int32(len(t.ids))
			t.ids = append(t.ids, -1)
		}
		node = t.nodes[at]
	}
	if t.ids[node] >= 0 {
		return false
	}
	t.ids[node] = id
	return true
}

func (t *trie) grow() {
	old := *t
	t.keys = make([]uint32, 2*len(old.keys))
	t.nodes = make([]int32, 2*len(old.keys))
	t.shift--
	for i, k := range old.keys {
		if k != 0 {
			at := t.slot(k)
			t.keys[at], t.nodes[at] = k, old.nodes[i]
		}
	}
}

// longest returns the length of the longest string of the trie that s starts with.
func (t *trie) longest(s string) int {
	length := 0
	for node, i := int32(0), 0; i < len(s); i++ {
		if node = t.step(node, s[i]); node < 0 {
			break
		}
		if t.ids[node] >= 0 {
			length = i + 1
		}
	}
	return length
}
