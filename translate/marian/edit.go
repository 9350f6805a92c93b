package marian

import (
	"slices"
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

// moved is where a range of a text lies after changes to it.
func moved(r offset.Span, changes []change) offset.Span {
	start, end, shift := r.Start, r.End, 0
	for _, c := range changes {
		grows := len(c.text) - (c.end - c.start)
		if c.end <= r.Start {
			start += grows
		} else if c.start < r.Start {
			start = c.start + shift
		}
		if c.end <= r.End {
			end += grows
		} else if c.start < r.End {
			end = c.start + shift + len(c.text)
		}
		shift += grows
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
	var kept []offset.Link
	for _, l := range links {
		if l.Target = moved(l.Target, changes); l.Target.Start < l.Target.End {
			kept = append(kept, l)
		}
	}
	return b.String(), kept
}

// sortChanges puts changes in the order of the text.
func sortChanges(changes []change) {
	slices.SortFunc(changes, func(a, b change) int { return a.start - b.start })
}
