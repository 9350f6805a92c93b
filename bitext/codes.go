package bitext

import (
	"regexp"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/offset"
)

// Exchange formats have elements for what a translator must not change: inline codes. What stands for the markup of a
// document (⟦1⟧) and what programs fill in ({name}, %s) are written as codes that hold it, so that it is text again
// when the file is read.

// An inlineCode is a stretch of text that is a code.
type inlineCode struct {
	offset.Span
	id  int    // the same in source and target
	end string // for the start of a pair, what ends it; for its end, itself; empty for a code of its own
}

var markup = regexp.MustCompile(`⟦/?\d{1,7}⟧`)

// codeSpans returns where a text of a block of that kind holds codes, in order.
func codeSpans(text, kind string) []offset.Span {
	list := document.Kind(kind).FillIns(text)
	if strings.Contains(text, "⟦") {
		for _, m := range markup.FindAllStringIndex(text, -1) {
			list = append(list, offset.Span{Start: m[0], End: m[1]})
		}
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

// inlineCodes returns the codes of both sides of a pair. Equal ones have equal ids, counted from 1.
func inlineCodes(p *Pair) (source, target []inlineCode) {
	ids := map[string][]int{} // of equal texts, in order
	last := 0
	side := func(text string) []inlineCode {
		var out []inlineCode
		spans := codeSpans(text, p.Kind)
		at := map[string][]int{} // where a text occurs among the codes
		for _, s := range spans {
			at[s.In(text)] = append(at[s.In(text)], s.Start)
		}
		seen := map[string]int{}
		for _, s := range spans {
			name := s.In(text)
			c := inlineCode{Span: s}
			start := strings.Replace(name, "/", "", 1)
			end := strings.Replace(start, "⟦", "⟦/", 1)
			if strings.HasPrefix(name, "⟦") && len(at[start]) == 1 && len(at[end]) == 1 && at[start][0] < at[end][0] {
				c.end, name = end, start // one id for both
				seen[name] = 0
			}
			k := seen[name]
			seen[name]++
			if k == len(ids[name]) {
				last++
				ids[name] = append(ids[name], last)
			}
			c.id = ids[name][k]
			out = append(out, c)
		}
		return out
	}
	return side(p.Source), side(p.Target)
}

// coded writes text with its codes. Write gets each of them, and what of a pair it is: 's' its start, 'e' its end, or
// 0 for a code of its own.
func (x *xmlWriter) coded(
	text string,
	codes []inlineCode,
	illegal func(r rune),
	write func(c inlineCode, code string, part byte),
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
		write(c, c.In(text), part)
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
