// Package control finds control characters that a text has and its source does not have.
package control

import (
	"strings"
	"unicode"
)

// Is reports whether r is a control character other than a tab or the end of a line.
func Is(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' }

// Added returns the first character of text for which is reports true and that source does not hold. The time is in
// line with the sizes of both texts.
func Added(text, source string, is func(r rune) bool) (r rune, found bool) {
	own := "" // of the source, each once: both texts may be long and full of them
	for _, r := range text {
		switch {
		case !is(r) || strings.ContainsRune(own, r):
		case strings.ContainsRune(source, r):
			own += string(r)
		default:
			return r, true
		}
	}
	return 0, false
}
