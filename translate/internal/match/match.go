// Package match decides where a glossary term stands in a text. It is the one rule for this: the glossary, the cache
// keys and the prompts ask it.
package match

import (
	"unicode"
	"unicode/utf8"
)

// longestEnding is how many letters may follow a term within its last word: German and English inflection ("Kanzler"
// in "Kanzlers", "bank" in "banks").
const longestEnding = 2

// In reports whether term stands in text: at the start of a word, in any case, with at most two more letters after it
// in its last word.
func In(text, term string) bool {
	if term == "" {
		return false
	}
	boundary := true
	first, _ := utf8.DecodeRuneInString(term)
	wordStart := IsWord(first)
	for i, r := range text {
		if (boundary || !wordStart) && At(text[i:], term) {
			return true
		}
		boundary = !IsWord(r)
	}
	return false
}

// At reports whether text starts with term, inflection allowed.
func At(text, term string) bool {
	i := 0
	for _, t := range term {
		if i >= len(text) {
			return false
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if r != t && unicode.ToLower(r) != unicode.ToLower(t) {
			return false
		}
		i += n
	}
	for k := 0; i < len(text); k++ {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !IsWord(r) {
			return true
		}
		if k == longestEnding || unicode.IsDigit(r) {
			return false
		}
		i += n
	}
	return true
}

// IsWord reports whether r is part of a word.
func IsWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}
