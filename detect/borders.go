package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// boundary returns the byte at which the stretch b starts, after a: somewhere in the gap between the last word of a and
// the first of b.
func (s *Screen) boundary(text string, sc *scratch, a, b *stretch) int {
	lo, hi := sc.gapAt(text, b.from)
	gapText := text[lo:hi]
	// A line break decides: what precedes it belongs before.
	if i := strings.IndexByte(gapText, '\n'); i >= 0 {
		if a.state != s.expected && b.state == s.expected {
			if at := s.closing(text, sc, a); at > 0 && at < lo+i {
				return at
			}
		}
		if b.state != s.expected && a.state == s.expected && s.enclosed(text, sc, b) {
			return hi
		}
		for i < len(gapText) && (gapText[i] == '\n' || gapText[i] == '\r' || gapText[i] == ' ' || gapText[i] == '\t') {
			i++
		}
		return lo + i
	}
	// Else the last white space, so that opening marks go with what follows and closing marks with what precedes.
	cutAt := strings.LastIndexFunc(gapText, unicode.IsSpace)
	if cutAt >= 0 {
		_, size := utf8.DecodeRuneInString(gapText[cutAt:])
		cutAt += size
	} else {
		cutAt = 0
		for cutAt < len(gapText) {
			r, size := utf8.DecodeRuneInString(gapText[cutAt:])
			if strings.ContainsRune("([„«‹", r) {
				break
			}
			cutAt += size
		}
	}
	at := lo + cutAt
	if b.state != s.expected && a.state == s.expected {
		// Marks that open before a foreign stretch and close after it belong to the text around them, if that text is
		// of the same sentence.
		if q := strings.TrimFunc(text[at:hi], unicode.IsSpace); q != "" && s.enclosed(text, sc, b) {
			return hi
		}
	}
	if a.state != s.expected && b.state == s.expected {
		// A bracket that was opened before the stretch and closes here is not part of it.
		if i := strings.IndexAny(gapText, ")]"); i >= 0 && i < cutAt && !strings.ContainsAny(text[a.start:lo], "([") {
			return lo + i
		}
		if at := s.closing(text, sc, a); at > 0 {
			return at
		}
	}
	return at
}

// closing returns the byte at which the mark stands that closes after the foreign stretch st and belongs to the text
// around it; 0 if there is none.
func (s *Screen) closing(text string, sc *scratch, st *stretch) int {
	if !s.enclosed(text, sc, st) {
		return 0
	}
	lo, hi := sc.gapAt(text, st.to)
	return lo + strings.IndexFunc(text[lo:hi], isCloser)
}

// enclosed reports whether the foreign stretch st is between quotation marks or brackets that belong to a sentence
// around it.
func (s *Screen) enclosed(text string, sc *scratch, st *stretch) bool {
	lo, hi := sc.gapAt(text, st.from)
	open := strings.TrimRightFunc(text[lo:hi], unicode.IsSpace)
	last, _ := utf8.DecodeLastRuneInString(open)
	if open == "" || !isQuote(last) && last != '(' && last != '[' {
		return false
	}
	end, next := sc.gapAt(text, st.to)
	after := text[end:next]
	closing := strings.IndexFunc(after, isCloser)
	if closing < 0 || strings.ContainsFunc(after[:closing], unicode.IsSpace) {
		return false // a mark after white space opens the next quotation
	}
	// Marks around a whole sentence are its own, unless the sentence around goes on before or after.
	before := strings.TrimRightFunc(open, func(r rune) bool {
		return isQuote(r) || unicode.IsSpace(r) || r == '(' || r == '['
	})
	if before != "" {
		if r, _ := utf8.DecodeLastRuneInString(before); !strings.ContainsRune(".!?…", r) {
			return true
		}
	} else if lo > 0 && !strings.Contains(text[lo:hi], "\n") {
		return true
	}
	rest := strings.TrimLeftFunc(after[closing:], isCloser)
	if strings.HasPrefix(rest, ",") || strings.HasPrefix(rest, ";") {
		return true
	}
	if st.to < len(sc.tokens) && !strings.ContainsAny(rest, "\n.!?") && sc.tokens[st.to].form == lower {
		return true
	}
	return false
}

// isCloser reports whether r may close what was opened around a stretch.
func isCloser(r rune) bool { return isQuote(r) || r == ')' || r == ']' }

// gapAt returns where the gap before token t lies; the last one, after all tokens, has their number.
func (sc *scratch) gapAt(text string, t int) (lo, hi int) {
	hi = len(text)
	if t > 0 {
		lo = int(sc.tokens[t-1].end)
	}
	if t < len(sc.tokens) {
		hi = int(sc.tokens[t].start)
	}
	return lo, hi
}

// isQuote reports whether r is a quotation mark of any kind; which way it points differs by language and by author.
func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '‹', '›', '‘', '‚', '’', '「', '」', '『', '』', '《', '》', '\'':
		return true
	}
	return false
}
