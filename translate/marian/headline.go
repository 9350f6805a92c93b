package marian

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// Headlines and other lines without a verb and a full stop are short of what models read best. One that came out with
// most of its words missing, or with its first German word in place, is translated once more as if it were a
// sentence, and loses the full stop again.

// longestHeadline is how many words a line has that is taken for a headline.
const longestHeadline = 10

// headlineFailed reports whether a line without an end mark lost most of its words, or kept a first word that is
// written small within a sentence, and so is not a name: small reports that of a word.
func headlineFailed(source, target string, small func(word string) bool) bool {
	last, _ := utf8.DecodeLastRuneInString(source)
	n := strings.Count(source, " ") + 1
	if !unicode.IsLetter(last) || n < 2 || n > longestHeadline {
		return false
	}
	if 2*(strings.Count(target, " ")+1) < n {
		return true
	}
	const shortest = 4
	first := leadingWord(source)
	return utf8.RuneCountInString(first) >= shortest && strings.HasPrefix(target, first+" ") &&
		strings.HasPrefix(source, first+" ") &&
		small(first)
}

// usuallySmall reports whether a word with a capital is one that the vocabulary knows without it.
func usuallySmall(e *spm.Encoder, word string) bool {
	const margin, pieces = 2, 2 // a name that looks like a word in small letters is spelt in many pieces
	lower := strings.ToLower(word)
	return word != lower && e.Score(lower) > e.Score(word)+margin && len(e.Encode(nil, lower)) <= pieces
}

// sentence returns the text as a sentence.
func (m mapped) sentence() mapped {
	end := m.from[len(m.text)]
	return mapped{m.text + ".", append(m.from[:len(m.text):len(m.text)], end, end)}
}
