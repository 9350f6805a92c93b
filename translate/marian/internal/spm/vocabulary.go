package spm

import (
	"fmt"
	"slices"
	"strings"
)

// Renumbered returns a Processor that cuts text as p does, but whose tokens are the entries of another vocabulary:
// entry i is token i. This is how the Marian toolkit reads text that SentencePiece cut for it. A piece that is not
// among the entries is the unknown token, and characters without a piece are an entry if they are one together. The
// entries begin with </s> and <unk>; those between double angle brackets, which name languages, write nothing.
func (p *Processor) Renumbered(entries []string) (*Processor, error) {
	if len(entries) < 2 || entries[0] != "</s>" || entries[1] != "<unk>" {
		return nil, fmt.Errorf("a vocabulary begins with </s> and <unk>, this one with %q",
			entries[:min(2, len(entries))])
	}
	piece := make(map[string]int, len(p.pieces))
	for i, s := range p.pieces {
		piece[s] = i
	}
	n := &Processor{
		byteFallback: p.byteFallback,
		unknownID:    -1,
		norm:         p.norm,
		size:         len(entries),
		entries:      make(map[string]int32, len(entries)),
	}
	for i, s := range entries {
		if _, twice := n.entries[s]; twice {
			return nil, fmt.Errorf("entry %d, %q, is there twice", i, s)
		}
		n.entries[s] = int32(i)
		score, typ := float32(0), unused
		at, known := piece[s]
		switch {
		case i == 0:
			typ = control
		case i == 1:
			typ = unknown
		case known && p.types[at] != unknown:
			score, typ = p.scores[at], p.types[at]
		case isLanguage(s):
			typ = control
		}
		if err := n.add(s, score, typ); err != nil {
			return nil, err
		}
	}
	for i, s := range p.pieces {
		if _, there := n.entries[s]; there || p.types[i] == unknown {
			continue
		}
		if err := n.add(s, p.scores[i], p.types[i]); err != nil {
			return nil, err
		}
	}
	return n, n.index()
}

// isLanguage reports whether an entry names a language, such as >>deu<<.
func isLanguage(entry string) bool {
	return len(entry) > 4 && strings.HasPrefix(entry, ">>") && strings.HasSuffix(entry, "<<")
}

// Languages returns the entries that name languages, without their brackets, in alphabetical order.
func (p *Processor) Languages() []string {
	var names []string
	for _, s := range p.pieces[:p.size] {
		if isLanguage(s) {
			names = append(names, s[2:len(s)-2])
		}
	}
	slices.Sort(names)
	return names
}

// Language returns the token that names a language; see [Processor.Renumbered].
func (p *Processor) Language(name string) (id int32, ok bool) { return p.Control(">>" + name + "<<") }
