package lexicon

// A trie is a set of byte strings. Node 0 is the root; a negative node is none.
type trie []trieNode

// A trieNode holds the byte that leads to it. child is its first child and sibling the next child of its parent; 0
// for none.
type trieNode struct {
	child, sibling int32
	label          byte
	end            bool // a string ends here
	stem           bool // a string ends here but for an ending
}

// step returns the node that c leads to from a node, or -1.
func (t trie) step(node int32, c byte) int32 {
	for node = t[node].child; node != 0; node = t[node].sibling {
		if t[node].label == c {
			return node
		}
	}
	return -1
}

// walk returns the node that s leads to from a node, or -1.
func (t trie) walk(node int32, s string) int32 {
	for i := 0; i < len(s) && node >= 0; i++ {
		node = t.step(node, s[i])
	}
	return node
}

// ends reports whether a string of the trie ends at the node.
func (t trie) ends(node int32) bool { return node >= 0 && t[node].end }

// grow returns the node that s leads to from a node, and makes it if it is not there.
func (t *trie) grow(node int32, s string) int32 {
	for i := range len(s) {
		to := t.step(node, s[i])
		if to < 0 {
			to = int32(len(*t))
			*t = append(*t, trieNode{label: s[i], sibling: (*t)[node].child})
			(*t)[node].child = to
		}
		node = to
	}
	return node
}
