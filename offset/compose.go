package offset

import (
	"cmp"
	"slices"
)

// Compose joins the links of a text and its translation with those of that translation and a translation of it in
// turn: what both sides link to a word in the middle is linked, each pair of ranges once, by their order in the texts.
func Compose(first, second []Link) []Link {
	first, second = slices.Clone(first), slices.Clone(second)
	slices.SortFunc(first, func(a, b Link) int { return compareSpans(a.Target, b.Target) })
	slices.SortFunc(second, func(a, b Link) int { return compareSpans(a.Source, b.Source) })
	var out []Link
	from := 0 // what ends before the middle of the link at hand does not touch that of a later one
	for _, a := range first {
		for from < len(second) && second[from].Source.End <= a.Target.Start {
			from++
		}
		for _, b := range second[from:] {
			if b.Source.Start >= a.Target.End {
				break
			}
			if b.Source.End > a.Target.Start {
				out = append(out, Link{Source: a.Source, Target: b.Target})
			}
		}
	}
	slices.SortFunc(out, func(a, b Link) int {
		return cmp.Or(compareSpans(a.Source, b.Source), compareSpans(a.Target, b.Target))
	})
	return slices.Compact(out)
}

func compareSpans(a, b Span) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}
