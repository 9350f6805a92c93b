// Package space has the one rule for white space between words.
package space

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold returns text with every stretch of white space folded into one space and none at its ends.
func Fold(text string) string {
	if IsFolded(text) {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}

// IsFolded reports whether [Fold] leaves text as it is.
func IsFolded(text string) bool {
	space := true // stands before the next character, or the text starts
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if c == ' ' && space || c >= '\t' && c <= '\r' {
				return false
			}
			space = c == ' '
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			return false
		}
		space = false
		i += n
	}
	return !space || text == ""
}
