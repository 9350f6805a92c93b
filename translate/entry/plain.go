package entry

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Plain returns text in the form that is translated: letters and their accents are composed, and soft hyphens,
// zero-width spaces and byte order marks, which nobody sees and no translation depends on, are removed. Texts that
// differ in nothing else are the same work.
func Plain(text string) string {
	if isASCII(text) {
		return text
	}
	if strings.ContainsAny(text, "\u00ad\u200b\u2060\ufeff") {
		text = strings.Map(func(r rune) rune {
			switch r {
			case '\u00ad', '\u200b', '\u2060', '\ufeff':
				return -1
			}
			return r
		}, text)
	}
	return norm.NFC.String(text)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
