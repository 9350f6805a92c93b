package lexicon

import "fmt"

// A List is a set of words. One that starts with a capital letter is only known with one: a name. It is immutable and
// safe for concurrent use.
type List struct{ trie trie }

// listMagic starts a file of words. Its content is the words, their letters from the second on in lower case, and
// nothing else.
const listMagic = "spwords1"

// LoadList reads a file of words. name is used in errors.
func LoadList(name string, data []byte) (*List, error) {
	l, err := loadList(data)
	if err != nil {
		return nil, fmt.Errorf("word list %s: %w", name, err)
	}
	return l, nil
}

func loadList(data []byte) (*List, error) {
	count, content, err := open(listMagic, data)
	if err != nil {
		return nil, err
	}
	// A byte that is not of the two before each word is a node.
	l := &List{trie: make(trie, 1+max(0, len(content)-2*count))}
	r := reader{rest: content, small: true}
	node, before := int32(0), 0 // the last one, and the length of the last word
	var path [mostBytes]int32   // nodes of its bytes
	for range count {
		shared, err := r.next()
		if err != nil {
			return nil, err
		}
		if more := int(node) + 1 + len(r.word) - shared - len(l.trie); more > 0 { // fewer words than announced
			l.trie = append(l.trie, make(trie, more)...)
		}
		parent := int32(0)
		if shared > 0 {
			parent = path[shared-1]
		}
		if shared < before { // behind its elder sister, which the word before went through
			l.trie[path[shared]].sibling = node + 1
		} else {
			l.trie[parent].child = node + 1
		}
		for i := shared; i < len(r.word); i++ {
			node++
			// The next byte leads to the next node.
			l.trie[node] = trieNode{label: r.word[i], child: node + 1}
			path[i] = node
		}
		l.trie[node].child, l.trie[node].end = 0, true
		before = len(r.word)
	}
	if len(r.rest) > 0 {
		return nil, fmt.Errorf("%d bytes follow the last of %d words", len(r.rest), count)
	}
	return l, nil
}

// Has reports whether a word is in the list as it is written.
func (l *List) Has(word string) bool { return word != "" && l.trie.ends(l.trie.walk(0, word)) }
