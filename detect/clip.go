package detect

import (
	"cmp"
	"slices"
	"unicode"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
)

// Clip returns the parts of runs that lie in span, with their own spans counted from the start of span: the runs of a
// sentence from those of its block. Where runs tile the text around span, the result tiles span.
func Clip(runs []Run, span offset.Span) []Run {
	var out []Run
	first, _ := slices.BinarySearchFunc(runs, span.Start,
		func(r Run, at int) int { return cmp.Compare(r.Span.End, at+1) })
	for _, r := range runs[first:] {
		if r.Span.Start >= span.End {
			break
		}
		r.Span.Start = max(r.Span.Start, span.Start) - span.Start
		r.Span.End = min(r.Span.End, span.End) - span.Start
		if r.Span.Len() > 0 {
			out = append(out, r)
		}
	}
	return out
}

// Language returns the language of most of a text, and how sure the detector is of it, from 0 to 1.
func Language(d Detector, text string) (language.Tag, float64) {
	runs := d.Runs(text)
	dominant, score := Dominant(runs, text), 0.0
	for _, r := range runs {
		if r.Lang == dominant {
			score = max(score, r.Score)
		}
	}
	return dominant, score
}

// Dominant returns the language with the most letters in text, which runs must tile; among equals, the one that comes
// first. It is [language.Und] if there are no runs.
func Dominant(runs []Run, text string) language.Tag {
	if len(runs) == 1 {
		return runs[0].Lang
	}
	type count struct {
		lang    language.Tag
		letters int
	}
	var counts []count
	for _, r := range runs {
		n := 0
		for _, c := range r.Span.In(text) {
			if unicode.IsLetter(c) {
				n++
			}
		}
		i := slices.IndexFunc(counts, func(c count) bool { return c.lang == r.Lang })
		if i < 0 {
			i = len(counts)
			counts = append(counts, count{lang: r.Lang})
		}
		counts[i].letters += n
	}
	best := count{lang: language.Und, letters: -1}
	for _, c := range counts {
		if c.letters > best.letters {
			best = c
		}
	}
	return best.lang
}

// Mixed reports whether runs hold more than one language; [language.Und] is none.
func Mixed(runs []Run) bool {
	var seen language.Tag
	for _, r := range runs {
		if r.Lang == language.Und || r.Lang == (language.Tag{}) {
			continue
		}
		if seen != (language.Tag{}) && r.Lang != seen {
			return true
		}
		seen = r.Lang
	}
	return false
}
