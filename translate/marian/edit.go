package marian

import (
	"slices"
	"sort"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// A change replaces a range of a text.
type change struct {
	start, end int
	text       string
}

// with returns m with changes made to it, which are in order and apart. What takes the place of as many bytes comes
// from these one by one, anything else from the whole range.
func (m mapped) with(changes []change) mapped {
	if len(changes) == 0 {
		return m
	}
	b := mapper{end: m.from[0]}
	at := 0
	put := func(s string, start, end int) {
		b.text.WriteString(s)
		b.from = append(b.from, m.from[start:end]...)
		b.end = m.from[end]
	}
	for _, c := range changes {
		put(m.text[at:c.start], at, c.start)
		if len(c.text) == c.end-c.start {
			put(c.text, c.start, c.end)
		} else {
			b.replace(c.text, m.from[c.start], m.from[c.end])
		}
		at = c.end
	}
	put(m.text[at:], at, len(m.text))
	return b.done()
}

// change makes changes to the text of a draft; see rewritten.
func (d *draft) change(changes []change) {
	if len(changes) == 0 {
		return
	}
	text, links := rewritten(d.text.String(), d.links, changes)
	d.text.Reset()
	d.text.WriteString(text)
	d.links = links
}

// moves maps ranges of a text to where they lie after changes to it.
type moves struct {
	changes []change // in order and apart
	grown   []int    // by how many bytes the text has grown before each of them, and after the last one
}

func newMoves(changes []change) moves {
	m := moves{changes, make([]int, len(changes)+1)}
	for k, c := range changes {
		m.grown[k+1] = m.grown[k] + len(c.text) - (c.end - c.start)
	}
	return m
}

// after is where a range of the text lies afterwards.
func (m moves) after(r offset.Span) offset.Span {
	// The first change that does not end before a place may lie around it.
	ending := func(at int) int {
		return sort.Search(len(m.changes), func(k int) bool { return m.changes[k].end > at })
	}
	k := ending(r.Start)
	start := r.Start + m.grown[k]
	if k < len(m.changes) && m.changes[k].start < r.Start {
		start = m.changes[k].start + m.grown[k]
	}
	k = ending(r.End)
	end := r.End + m.grown[k]
	if k < len(m.changes) && m.changes[k].start < r.End {
		end = m.changes[k].start + m.grown[k] + len(m.changes[k].text)
	}
	return offset.Span{Start: start, End: max(start, end)}
}

// rewritten returns a target text with changes made to it, which are in order and apart, and the links to it. A link
// to a part of what is replaced becomes one to all that replaces it, and one to what is taken out is lost.
func rewritten(target string, links []offset.Link, changes []change) (string, []offset.Link) {
	if len(changes) == 0 {
		return target, links
	}
	var b strings.Builder
	at := 0
	for _, c := range changes {
		b.WriteString(target[at:c.start])
		b.WriteString(c.text)
		at = c.end
	}
	b.WriteString(target[at:])
	moves := newMoves(changes)
	var kept []offset.Link
	for _, l := range links {
		if l.Target = moves.after(l.Target); l.Target.Start < l.Target.End {
			kept = append(kept, l)
		}
	}
	return b.String(), kept
}

// sortChanges puts changes in the order of the text.
func sortChanges(changes []change) {
	slices.SortFunc(changes, func(a, b change) int { return a.start - b.start })
}
