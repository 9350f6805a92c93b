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
	l := &List{trie: make(trie, 1, 1+max(0, len(content)-2*count))}
	r := reader{rest: content, small: true}
	var path []int32 // nodes of the bytes of the last word
	for range count {
		shared, err := r.next()
		if err != nil {
			return nil, err
		}
		for i := shared; i < len(r.word); i++ {
			node := int32(len(l.trie))
			l.trie = append(l.trie, trieNode{label: r.word[i]})
			parent := int32(0)
			if i > 0 {
				parent = path[i-1]
			}
			if i == shared && i < len(path) { // behind its elder sister, which the word before went through
				l.trie[path[i]].sibling = node
			} else {
				l.trie[parent].child = node
			}
			path = append(path[:i], node)
		}
		l.trie[path[len(path)-1]].end = true
	}
	if len(r.rest) > 0 {
		return nil, fmt.Errorf("%d bytes follow the last of %d words", len(r.rest), count)
	}
	return l, nil
}

// Has reports whether a word is in the list as it is written.
func (l *List) Has(word string) bool { return word != "" && l.trie.ends(l.trie.walk(0, word)) }
