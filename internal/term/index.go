package term

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// An Index finds many terms in a text at once. It is immutable and safe for concurrent use. The zero Index holds no
// terms.
type Index struct {
	patterns []pattern
	byHead   map[string][]int // the beginning of a term's first word → numbers of terms
}

// headRunes is how many letters of a term's first word index it, at most.
const headRunes = 6

// A Match is a place where a term stands in a text.
type Match struct {
	Term       int // its number
	Start, End int
}

// NewIndex returns an index of terms, numbered in their order. Terms that are empty or not valid UTF-8 are never found.
func NewIndex(terms []string) *Index {
	x := &Index{byHead: make(map[string][]int, len(terms))}
	for i, t := range terms {
		p := parse(t)
		x.patterns = append(x.patterns, p)
		if len(p.words) > 0 {
			h := p.head()
			x.byHead[h] = append(x.byHead[h], i)
		}
	}
	return x
}

// head returns the letters in lower case that every text begins with that begins with the term: its sign, or the
// beginning of its first word.
func (p *pattern) head() string {
	w := p.words[0]
	if len(p.words) > 1 {
		w = adjectiveStem(w)
	}
	if stem := strings.TrimSuffix(w, "y"); stem != "" {
		w = stem
	}
	n := 0
	for i, r := range w {
		if n > 0 && (n == headRunes || p.sign || !IsWord(r)) {
			w = w[:i]
			break
		}
		n++
	}
	return strings.ToLower(w)
}

// Find returns the terms that stand in text, each at its first place, in the order of their numbers.
func (x *Index) Find(text string) []Match {
	if x == nil || len(x.byHead) == 0 {
		return nil
	}
	var out []Match
	found := map[int]bool{}
	inside := false // of a word
	for i, r := range text {
		w := IsWord(r)
		if !inside || !w {
			x.at(text, i, func(term, end int) {
				if !found[term] {
					found[term] = true
					out = append(out, Match{term, i, end})
				}
			})
		}
		inside = w
	}
	slices.SortFunc(out, func(a, b Match) int { return a.Term - b.Term })
	return out
}

// at calls f for the terms that stand at text[i], with the end of each.
func (x *Index) at(text string, i int, f func(term, end int)) {
	end := i
	for n := 0; n < headRunes && end < len(text); n++ {
		r, size := utf8.DecodeRuneInString(text[end:])
		if n > 0 && !IsWord(r) {
			return
		}
		end += size
		for _, t := range x.byHead[strings.ToLower(text[i:end])] {
			if n := x.patterns[t].match(text[i:]); n > 0 {
				f(t, i+n)
			}
		}
	}
}
