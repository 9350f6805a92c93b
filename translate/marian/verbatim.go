package marian

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// unspelt appends the words and symbols of text for which the vocabulary has no signs, which the model can only guess
// at; words beside each other are one range.
func (u *unit) unspelt(p *spm.Processor, text string, list []offset.Span) []offset.Span {
	if u.parts != nil {
		for _, part := range u.parts {
			list = part.unspelt(p, text, list)
		}
		return list
	}
	for _, t := range u.tokens {
		if p.Spelt(t.ID) || t.Start == t.End {
			continue
		}
		r := offset.Span{Start: u.source.from[t.Start], End: u.source.from[t.End]}
		last := len(list) - 1
		if last >= 0 && r.Start < list[last].End {
			continue // in the same word as the one before
		}
		letters := hasLetter(text[r.Start:r.End])
		switch {
		case letters:
			r = wholeWord(text, r)
		case !strings.ContainsFunc(text[r.Start:r.End], func(r rune) bool {
			return unicode.IsSymbol(r) || unicode.IsMark(r) || unicode.Is(unicode.Join_Control, r)
		}):
			continue // punctuation
		}
		// Marks that were listed as symbols may stand within the word that r has become.
		for ; last >= 0 && r.Start < list[last].Start; last-- {
			list = list[:last]
		}
		if last >= 0 {
			gap := text[list[last].End:max(r.Start, list[last].End)]
			if gap == "" || gap == " " && letters && hasLetter(text[list[last].Start:list[last].End]) {
				list[last].End = r.End
				continue
			}
		}
		list = append(list, r)
	}
	return list
}

// wholeWord extends a range to the borders of the words that it touches.
func wholeWord(text string, r offset.Span) offset.Span {
	for r.Start > 0 {
		c, n := utf8.DecodeLastRuneInString(text[:r.Start])
		if !inWord(c) {
			break
		}
		r.Start -= n
	}
	for r.End < len(text) {
		c, n := utf8.DecodeRuneInString(text[r.End:])
		if !inWord(c) {
			break
		}
		r.End += n
	}
	return r
}

// handedOn reports whether a translation has each of the ranges of its source letter by letter, as often as the source.
func handedOn(source, target string, ranges []offset.Span) bool {
	times := map[string]int{}
	for _, r := range ranges {
		times[source[r.Start:r.End]]++
	}
	for piece, n := range times {
		if strings.Count(target, piece) < n {
			return false
		}
	}
	return true
}

// join merges two lists of ranges, each in order; of those that overlap, the ones in hard win.
func join(hard, soft []offset.Span) []offset.Span {
	var all []offset.Span
	for _, s := range soft {
		for len(hard) > 0 && hard[0].End <= s.Start {
			all, hard = append(all, hard[0]), hard[1:]
		}
		if len(hard) == 0 || s.End <= hard[0].Start {
			all = append(all, s)
		}
	}
	return append(all, hard...)
}
