package lang

import "strings"

// Titles are the words that mark what follows, often in quotation marks, as a title or a name.
type Titles struct {
	// Nouns name kinds of works and things: "the film", "la serie". In a language whose nouns have capitals, they stand
	// for the compounds that end with them too.
	Nouns string
	// Before are words that make a noun of any quotation right after them: articles, prepositions.
	Before string
}

// TitleWords looks up single words in [Titles]. Nil holds none.
type TitleWords struct {
	nouns     []string
	before    map[string]bool
	compounds bool
}

var titleWords = NewTable(func(l *Language) *TitleWords {
	if l.Titles == nil {
		return nil
	}
	return &TitleWords{strings.Fields(l.Titles.Nouns), WordSet(l.Titles.Before), l.NounCapitals}
})

// TitleWordsOf returns the title words of the language with a code, as [Base] returns it, or nil if none are known.
func TitleWordsOf(code string) *TitleWords { return titleWords.Of(code) }

// Noun reports whether word, as written, is one of the nouns, or a compound that ends with one.
func (w *TitleWords) Noun(word string) bool {
	if w == nil {
		return false
	}
	low := strings.ToLower(word)
	for _, n := range w.nouns {
		if low == n || w.compounds && low != word && strings.HasSuffix(low, n) {
			return true
		}
	}
	return false
}

// Before reports whether word is one of those that make a noun of a quotation.
func (w *TitleWords) Before(word string) bool { return w != nil && w.before[strings.ToLower(word)] }
