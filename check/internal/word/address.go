package word

import "strings"

// AddressEnd returns the end of a web or mail address that starts at s[i], or i where none does.
func AddressEnd(s string, i int) int {
	switch s[i] | 0x20 {
	case 'h':
		if !HasPrefixFold(s[i:], "http://") && !HasPrefixFold(s[i:], "https://") {
			return mailEnd(s, i)
		}
	case 'f':
		if !HasPrefixFold(s[i:], "ftp://") {
			return mailEnd(s, i)
		}
	case 'w':
		if !HasPrefixFold(s[i:], "www.") {
			return mailEnd(s, i)
		}
	default:
		return mailEnd(s, i)
	}
	return trimAddress(s, i, spaceAfter(s, i))
}

// MayHoldAddress reports whether [AddressEnd] may find an address in s.
func MayHoldAddress(s string) bool {
	if strings.IndexByte(s, '@') >= 0 || strings.Contains(s, "://") {
		return true
	}
	for i := 3; i < len(s); i++ {
		n := strings.IndexByte(s[i:], '.')
		if n < 0 {
			break
		}
		if i += n; HasPrefixFold(s[i-3:], "www.") {
			return true
		}
	}
	return false
}

// spaceAfter returns where the next white space or closing mark after s[i] is.
func spaceAfter(s string, i int) int {
	for j := i; j < len(s); j++ {
		switch s[j] {
		case ' ', '\t', '\n', '\r', '"', '<', '>':
			return j
		case 0xe2:
			if j+2 < len(s) && s[j+1] == 0x80 && (s[j+2] >= 0x98 && s[j+2] <= 0x9f || s[j+2] == 0xa6 ||
				s[j+2] == 0x93) { // quotes, ellipsis, dash
				return j
			}
		}
	}
	return len(s)
}

// trimAddress takes off punctuation that closes the sentence, not the address.
func trimAddress(s string, i, j int) int {
	for j > i && strings.IndexByte(".,;:!?)]'", s[j-1]) >= 0 {
		if s[j-1] == ')' && strings.Count(s[i:j], "(") >= strings.Count(s[i:j], ")") {
			break
		}
		j--
	}
	return j
}

// mailEnd returns the end of a mail address at s[i], or i.
func mailEnd(s string, i int) int {
	j := i
	for j < len(s) && (s[j]|0x20 >= 'a' && s[j]|0x20 <= 'z' || IsDigit(s[j]) || s[j] == '.' || s[j] == '_' ||
		s[j] == '+' || s[j] == '-') {
		j++
	}
	if j == i || j >= len(s) || s[j] != '@' {
		return i
	}
	k, dot := j+1, false
	for k < len(s) && (s[k]|0x20 >= 'a' && s[k]|0x20 <= 'z' || IsDigit(s[k]) || s[k] == '.' || s[k] == '-') {
		dot = dot || s[k] == '.' && k > j+1
		k++
	}
	if !dot {
		return i
	}
	return trimAddress(s, i, k)
}
