package marian

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// verbatim returns where a text holds what no translation may change: web and mail addresses, handles and hashtags.
func verbatim(text string) []offset.Span {
	// In most sentences there is nothing of the kind. A sentence may begin with "Www.".
	if !strings.ContainsAny(text, "@#/") && !strings.Contains(text, "ww.") && !strings.Contains(text, "WW.") {
		return nil
	}
	var list []offset.Span
	at := 0
	for at < len(text) {
		r, n := utf8.DecodeRuneInString(text[at:])
		if outsideAddress(r) {
			at += n
			continue
		}
		end := at
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if outsideAddress(r) {
				break
			}
			end += n
		}
		list = appendVerbatim(list, text, at, end)
		at = end
	}
	return list
}

// outsideAddress reports whether r ends every address: white space, quotation marks, angle brackets.
func outsideAddress(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("<>\"„“”‚‘’«»‹›…", r)
}

// appendVerbatim looks at a stretch of text without white space.
func appendVerbatim(list []offset.Span, text string, start, end int) []offset.Span {
	word := text[start:end]
	if address(strings.TrimLeft(word, "([{*_'-–—")) {
		start += len(word) - len(strings.TrimLeft(word, "([{*_'-–—"))
		return append(list, offset.Span{Start: start, End: start + addressEnd(text[start:end])})
	}
	// Handles and hashtags, several of which may stand together.
	for at := start; at < end; {
		i := strings.IndexAny(text[at:end], "@#")
		if i < 0 {
			break
		}
		from := at + i
		to := from + 1
		for to < end {
			r, n := utf8.DecodeRuneInString(text[to:end])
			if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				break
			}
			to += n
		}
		before, _ := utf8.DecodeLastRuneInString(text[:from])
		if to-from > 2 && (from == 0 || !inWord(before)) && strings.ContainsFunc(text[from:to], unicode.IsLetter) {
			list = append(list, offset.Span{Start: from, End: to})
		}
		at = to
	}
	return list
}

// address reports whether a word starts as a web or mail address does: a scheme, "www.", name@host.domain, or
// host.domain/path.
func address(word string) bool {
	if scheme, rest, ok := strings.Cut(word, "://"); ok && rest != "" && scheme != "" &&
		!strings.ContainsFunc(scheme, func(r rune) bool { return r > 'z' || !unicode.IsLetter(r) }) {
		return true
	}
	if len(word) > 6 && strings.EqualFold(word[:4], "www.") {
		return true
	}
	if name, host, ok := strings.Cut(word, "@"); ok && name != "" && inWord(rune(name[len(name)-1])) {
		return hostName(host)
	}
	host, path, ok := strings.Cut(word, "/")
	return ok && path != "" && hostName(host)
}

// hostName reports whether s is, or begins with, labels of ASCII letters, digits and hyphens between dots, the last of
// them of two letters or more.
func hostName(s string) bool {
	end := strings.IndexFunc(s, func(r rune) bool {
		return r != '.' && r != '-' && (r > 'z' || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
	if end < 0 {
		end = len(s)
	}
	s = strings.TrimRight(s[:end], ".")
	dot := strings.LastIndexByte(s, '.')
	return dot > 0 && len(s)-dot > 2 && !strings.Contains(s, "..") &&
		!strings.ContainsFunc(s[dot+1:], func(r rune) bool { return !unicode.IsLetter(r) })
}

// addressEnd returns where the address at the start of s ends: signs that end sentences do not belong to it, nor
// brackets that it does not open.
func addressEnd(s string) int {
	for s != "" {
		last := s[len(s)-1:]
		if i := strings.Index(")]}", last); i >= 0 && strings.Count(s, last) > strings.Count(s, "([{"[i:i+1]) ||
			strings.Contains(".,;:!?'*", last) {
			s = s[:len(s)-1]
			continue
		}
		break
	}
	return len(s)
}

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
		if last >= 0 && r.Start >= list[last].Start {
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
