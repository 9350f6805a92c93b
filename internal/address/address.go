// Package address finds what leads out of a text and is never translated: web and mail addresses, handles (@name) and
// hashtags (#word).
package address

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// longest bounds, in bytes, how far a word is followed before it is known to be an address.
const longest = 256

// Find returns where text holds addresses, handles and hashtags, in order.
func Find(text string) []offset.Span {
	if !MayHold(text) && !strings.Contains(text, "#") {
		return nil
	}
	var list []offset.Span
	fresh := true // no word ends here
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		end := i
		if fresh {
			if r == '@' || r == '#' {
				end = TagEnd(text, i)
			} else {
				end = End(text, i)
			}
		}
		if end > i {
			list = append(list, offset.Span{Start: i, End: end})
			i, fresh = end, false
			continue
		}
		i, fresh = i+n, !inWord(r)
	}
	return list
}

// MayHold reports whether text may hold an address or a handle. It takes a fraction of the time of [Find].
func MayHold(text string) bool {
	if strings.IndexByte(text, '@') >= 0 || strings.Contains(text, "://") {
		return true
	}
	for i := 1; i+1 < len(text); i++ {
		n := strings.IndexByte(text[i:len(text)-1], '.')
		if n < 0 {
			return false
		}
		if i += n; inHost(text[i-1]) && inHost(text[i+1]) {
			return true
		}
	}
	return false
}

// End returns the end of the web or mail address that starts at text[i], where no word before may touch, or i if none
// does. It begins with a scheme and "://", with "www.", with a host and a path (example.org/a), or is a name at a host
// (name@example.org) or a host under a domain that is in much use (example.org). Marks that close the sentence, and
// brackets that the address does not open, do not belong to it.
func End(text string, i int) int {
	j := i
	for j < len(text) && j < i+longest && (inHost(text[j]) || text[j] == '_' || text[j] == '+' || text[j] == '.') {
		j++
	}
	if j == i || text[i] == '-' || !inHost(text[i]) {
		return i
	}
	word, rest := text[i:j], text[j:]
	switch {
	case strings.HasPrefix(rest, "://"):
		if end := trimmed(text, i, pathEnd(text, j+3)); isScheme(word) && end > j+3 {
			return end
		}
		return i
	case len(word) > 4 && strings.EqualFold(word[:4], "www.") && inHost(word[4]):
		return trimmed(text, i, pathEnd(text, i))
	case strings.HasPrefix(rest, "@"):
		host := host(text[j+1:])
		if c := word[len(word)-1]; host == "" || !inHost(c) && c != '_' {
			return i
		}
		return j + 1 + len(host)
	}
	host := host(word)
	if host == "" {
		return i
	}
	end := i + len(host)
	if end+1 < len(text) && text[end] == '/' {
		if to := trimmed(text, i, pathEnd(text, end+1)); to > end+1 {
			return to
		}
	}
	if !inMuchUse(host[strings.LastIndexByte(host, '.')+1:]) || wordAt(text, end) {
		return i
	}
	return end
}

// TagEnd returns the end of the handle or hashtag at text[i], which is its first sign, or i if there is none: letters,
// digits and underscores, with a letter among them.
func TagEnd(text string, i int) int {
	if strings.HasSuffix(text[:i], "&") { // a character reference of HTML
		return i
	}
	j, letter := i+1, false
	for j < len(text) {
		r, n := utf8.DecodeRuneInString(text[j:])
		if !inWord(r) {
			break
		}
		letter = letter || unicode.IsLetter(r)
		j += n
	}
	if !letter {
		return i
	}
	return j
}

// isScheme reports whether s is a scheme as RFC 3986 writes it, without digits.
func isScheme(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r|0x20 < 'a' || r|0x20 > 'z' })
}

// host returns the name of a host that s begins with, without a full stop after it, or "": labels of ASCII letters,
// digits and hyphens between dots, the last of them of two letters or more and no others.
func host(s string) string {
	n := 0
	for n < len(s) && n < longest && (inHost(s[n]) || s[n] == '.') {
		n++
	}
	s = strings.TrimRight(s[:n], ".-")
	dot := strings.LastIndexByte(s, '.')
	if dot <= 0 || len(s)-dot <= 2 || strings.Contains(s, "..") || s[0] == '-' || !isScheme(s[dot+1:]) {
		return ""
	}
	return s
}

// inMuchUse reports whether hosts are known to end in a domain, so that they need no path to be told from two words
// with a full stop between them. Writing a host in capitals is fine, a capital alone is the start of a sentence.
func inMuchUse(domain string) bool {
	switch domain {
	case strings.ToLower(domain), strings.ToUpper(domain):
		switch strings.ToLower(domain) {
		case "com", "org", "net", "de", "at", "ch", "eu", "uk", "fr", "es", "it", "ru", "pl", "nl", "io", "tv", "info",
			"gov", "edu", "co", "us", "ua", "me", "cz", "ro", "hu", "se", "dk", "tr", "br", "ly":
			return true
		}
	}
	return false
}

// pathEnd returns where the signs end that may be in an address, from text[i] on.
func pathEnd(text string, i int) int {
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			if c <= ' ' || c == '"' || c == '<' || c == '>' || c == 0x7f {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
			break
		}
		i += n
	}
	return i
}

// trimmed returns where the address text[i:j] ends without what closes the sentence or a bracket around the address.
func trimmed(text string, i, j int) int {
	s := text[i:j]
	var open [3]int // opened and not closed, of each kind of bracket
	for k := range open {
		open[k] = strings.Count(s, "([{"[k:k+1]) - strings.Count(s, ")]}"[k:k+1])
	}
	for ; s != ""; s = s[:len(s)-1] {
		last := s[len(s)-1]
		k := strings.IndexByte(")]}", last)
		if k >= 0 && open[k] < 0 {
			open[k]++
			continue
		}
		if strings.IndexByte(".,;:!?'*", last) < 0 {
			break
		}
	}
	return i + len(s)
}

func inHost(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' }

func inWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// wordAt reports whether a word goes on at text[i].
func wordAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return i < len(text) && (inWord(r) || r == '@')
}
