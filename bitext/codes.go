package bitext

import (
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
)

// Exchange formats have elements for what a translator must not change: inline codes. What stands for the markup of a
// document (⟦1⟧) and what programs fill in ({name}, %s) are written as codes. Those hold the markup itself where it is
// known, and hold what stands for it, so that it stands there again when the file is read.

// An inlineCode is a stretch of text that is a code.
type inlineCode struct {
	offset.Span
	id      int    // the same in source and target; of what opens a pair, its number
	end     string // for the start of a pair, what ends it; for its end, itself; empty for a code of its own
	content string // what it stands for; the stretch itself where that is not known
	// placeholder is the name of the placeholder that it is, if its markup is known.
	placeholder string
}

// codeSpans returns where a text of a block of that kind holds codes, in order.
func codeSpans(text, kind string) []offset.Span {
	list := document.Kind(kind).FillIns(text)
	if marks := placeholder.Find(text); marks != nil {
		list = append(list, marks...)
		slices.SortStableFunc(list, func(a, b offset.Span) int { return a.Start - b.Start })
	}
	at := 0
	return slices.DeleteFunc(list, func(s offset.Span) bool {
		if s.Start < at {
			return true // inside the one before
		}
		at = s.End
		return false
	})
}

// inlineCodes returns the codes of both sides of a pair. Equal ones have equal ids.
func inlineCodes(p *Pair) (source, target []inlineCode) {
	c := codeIDs{markup: p.Markup, ids: map[string][]int{}}
	sides := [...]struct {
		text  string
		spans []offset.Span
	}{{p.Source, codeSpans(p.Source, p.Kind)}, {p.Target, codeSpans(p.Target, p.Kind)}}
	for _, side := range sides {
		for _, s := range side.spans {
			c.last = max(c.last, placeholderNumber(s.In(side.text)))
		}
	}
	return c.of(sides[0].text, sides[0].spans), c.of(sides[1].text, sides[1].spans)
}

// codeIDs gives codes their ids.
type codeIDs struct {
	markup map[string]string // of the placeholders, by name
	ids    map[string][]int  // of equal texts, in order
	last   int               // the highest so far; not below the number of any placeholder
}

// of returns the codes of a text.
func (c *codeIDs) of(text string, spans []offset.Span) []inlineCode {
	var out []inlineCode
	at := map[string][]int{} // where a text occurs among the codes
	for _, s := range spans {
		at[s.In(text)] = append(at[s.In(text)], s.Start)
	}
	seen := map[string]int{}
	for _, s := range spans {
		name := s.In(text)
		code := inlineCode{Span: s, content: name}
		number := placeholderNumber(name)
		own, _ := placeholder.Name(name)
		if markup := c.markup[own]; number > 0 && markup != "" && !strings.ContainsFunc(markup, notInXML) {
			code.content, code.placeholder = markup, own
		}
		start := strings.Replace(name, "/", "", 1)
		end := strings.Replace(start, placeholder.Start, placeholder.Start+"/", 1)
		if number > 0 && len(at[start]) == 1 && len(at[end]) == 1 && at[start][0] < at[end][0] {
			code.end, name = end, start // one id for both
			seen[name] = 0
		}
		k := seen[name]
		seen[name]++
		if k == len(c.ids[name]) {
			if number == 0 || k > 0 || strings.Contains(name, "/") {
				c.last++
				number = c.last
			}
			c.ids[name] = append(c.ids[name], number)
		}
		code.id = c.ids[name][k]
		out = append(out, code)
	}
	return out
}

// placeholderNumber returns the number of ⟦1⟧ and ⟦/1⟧, and 0 for anything else.
func placeholderNumber(code string) int {
	name, _ := placeholder.Name(code)
	digits := strings.TrimPrefix(name, "/")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || itoa(n) != digits {
		return 0
	}
	return n
}

// coded writes text with its codes. Write gets each of them, and what of a pair it is: 's' its start, 'e' its end, or
// 0 for a code of its own.
func (x *xmlWriter) coded(
	text string,
	codes []inlineCode,
	illegal func(r rune),
	write func(c inlineCode, part byte),
) {
	at := 0
	for _, c := range codes {
		x.text(text[at:c.Start], false, illegal)
		part := byte(0)
		switch code := c.In(text); {
		case c.end == code:
			part = 'e'
		case c.end != "":
			part = 's'
		}
		write(c, part)
		at = c.End
	}
	x.text(text[at:], false, illegal)
}

// codesDiffer returns a code that does not occur as often in both sides of a pair, or "".
func codesDiffer(source, target, kind string) string {
	list := func(text string) []string {
		var out []string
		for _, s := range codeSpans(text, kind) {
			out = append(out, s.In(text))
		}
		slices.Sort(out)
		return out
	}
	a, b := list(source), list(target)
	for k, code := range a {
		if k == len(b) || b[k] != code {
			return code
		}
	}
	if len(b) > len(a) {
		return b[len(a)]
	}
	return ""
}
