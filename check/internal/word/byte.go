package word

import (
	"bytes"
	"strings"
)

// IsDigit reports whether b is an ASCII digit.
func IsDigit(b byte) bool { return b-'0' < 10 }

// IsByte reports whether b is part of a word: a letter, a digit, the underscore, or any byte beyond ASCII except the
// first byte of general punctuation.
func IsByte(b byte) bool {
	return b|0x20 >= 'a' && b|0x20 <= 'z' || IsDigit(b) || b == '_' || b >= 0x80 && b != 0xe2
}

// isWordByte is [IsByte] as a table.
var isWordByte = func() (t [256]bool) {
	for b := range t {
		t[b] = IsByte(byte(b))
	}
	return t
}()

// HasPrefixFold reports whether s begins with prefix, ignoring case. Both begin with as many bytes as prefix has.
func HasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// AppendLower appends w in lower case to out. Letters beyond Latin-1 stay as they are.
func AppendLower(out []byte, w string) []byte {
	for i := 0; i < len(w); i++ {
		switch b := w[i]; {
		case b >= 'A' && b <= 'Z':
			out = append(out, b|0x20)
		case b == 0xc3 && i+1 < len(w) && w[i+1] >= 0x80 && w[i+1] <= 0x9e && w[i+1] != 0x97: // À to Þ
			out = append(out, b, w[i+1]+0x20)
			i++
		default:
			out = append(out, b)
		}
	}
	return out
}

// AppendFold is [AppendLower] for the letters of every script.
func AppendFold(out []byte, w string) []byte {
	start := len(out)
	out = AppendLower(out, w)
	if bytes.ContainsFunc(out[start:], func(r rune) bool { return r > 0xff }) {
		return append(out[:start], bytes.ToLower(out[start:])...)
	}
	return out
}
