package check

import (
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/space"
)

// hasContent reports whether s has a letter or a digit.
func hasContent(s string) bool {
	for _, r := range s {
		if r < 0x80 {
			if r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9' {
				return true
			}
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// shorten returns s as messages quote it.
func shorten(s string) string { return excerpt.Of(s, 60) }

// trimMarks removes white space, quotes and closing punctuation from both ends.
func trimMarks(s string) string {
	return strings.Trim(s, " \t\r\n\u00a0.,;:!?\"'()[]„“”‚‘’»«›‹–—-…")
}

// contains reports whether text contains part, ignoring differences in white space and the marks around part.
func contains(text, part string) bool {
	part = trimMarks(part)
	if strings.Contains(text, part) {
		return true
	}
	if !strings.ContainsAny(part, "\n\r\t") && !strings.ContainsAny(text, "\n\r\t") {
		return false
	}
	return strings.Contains(space.Fold(text), space.Fold(part))
}
