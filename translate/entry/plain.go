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
	if isPlain(text) {
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

// isPlain reports whether [Plain] certainly leaves s as it is: of letters with accents it knows those below U+0300, of
// other signs the dashes, quotation marks and the ellipsis from U+2010 to U+2027, none of which composes with another
// of these.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b < utf8.RuneSelf:
		case b >= 0xc2 && b <= 0xcb && i+1 < len(s) && s[i+1]&0xc0 == 0x80 && !(b == 0xc2 && s[i+1] == 0xad):
			i++
		case b == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] >= 0x90 && s[i+2] <= 0xa7:
			i += 2
		default:
			return false
		}
	}
	return true
}
