package word

// A Filter rules out most words that are not in a table by their length and their first and last byte.
type Filter [64]uint64

// FilterOf returns a filter for the keys of table, none of which is empty.
func FilterOf[V any](table map[string]V) *Filter {
	var f Filter
	for w := range table {
		h := hashEnds(w[0], w[len(w)-1], len(w))
		f[h>>6] |= 1 << (h & 63)
	}
	return &f
}

func hashEnds(first, last byte, n int) uint32 {
	return (uint32(first)*0x9e3779b1 + uint32(last)*0x85ebca6b + uint32(n)*0xc2b2ae35) >> 20
}

// MayHold reports whether w, which must not be empty, may be in the table.
func (f *Filter) MayHold(w []byte) bool {
	h := hashEnds(w[0], w[len(w)-1], len(w))
	return f[h>>6]&(1<<(h&63)) != 0
}
