package faultserver

import (
	"hash/fnv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pseudo translates into a made-up language, so that a test can tell from a translation alone whether it belongs to
// its source: letters of words that start in lower case are exchanged, some short words vanish as articles do, and
// numbers, names, addresses and signs stay. It is a function of text alone.
func Pseudo(text string) string {
	h := fnv.New32a()
	h.Write([]byte(text))
	luck := h.Sum32()
	var out strings.Builder
	dropped := 0
	for i, field := range splitKeep(text) {
		if strings.TrimSpace(field) == "" {
			out.WriteString(field)
			continue
		}
		r, _ := utf8.DecodeRuneInString(field)
		n := utf8.RuneCountInString(field)
		switch {
		case strings.ContainsAny(field, "/@#⟦⟧_<>{}"):
			out.WriteString(field)
		case n <= 3 && unicode.IsLower(r) && (luck>>(uint(i)%29))&1 == 1 && dropped < 3 && i > 0:
			dropped++
			out.WriteString("y")
		default:
			out.WriteString(exchange(field, unicode.IsLower(r)))
		}
	}
	return out.String()
}

// splitKeep cuts text into words and the white space between them.
func splitKeep(text string) []string {
	var out []string
	start, space := 0, false
	for i, r := range text {
		if s := unicode.IsSpace(r); i == 0 {
			space = s
		} else if s != space {
			out = append(out, text[start:i])
			start, space = i, s
		}
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

func exchange(word string, all bool) string {
	return strings.Map(func(r rune) rune {
		if !all && unicode.IsUpper(r) {
			return r
		}
		switch {
		case r >= 'a' && r <= 'z':
			return 'a' + (r-'a'+7)%26
		case r == 'ä' || r == 'ö' || r == 'ü' || r == 'ß':
			return 'q'
		}
		return r
	}, word)
}
