package marian

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Soft hyphens tear words apart for a model, and marks without a blank behind them, or with one before them, look like
// parts of other words: "Ja,mehr", "leer .Bitte".

// softHyphen is where a word may be divided at the end of a line.
const softHyphen = '\u00ad'

// usualSpacing drops soft hyphens and blanks before a mark, and puts blanks behind marks.
func usualSpacing(text string) []change {
	if !strings.ContainsAny(text, ",.!?\u00ad") {
		return nil
	}
	var changes []change
	address, until := false, 0 // whether what goes to there without a blank is one
	for i, r := range text {
		switch r {
		case softHyphen:
			changes = append(changes, change{i, i + utf8.RuneLen(r), ""})
		case ',', '.', '!', '?':
			before, n := utf8.DecodeLastRuneInString(text[:i])
			after, _ := utf8.DecodeRuneInString(text[i+1:])
			apart := false
			if before == ' ' {
				before, _ = utf8.DecodeLastRuneInString(text[:i-n])
				next := leadingWord(text[i+1:])
				apart = inWord(before) && (i+1 == len(text) || after == ' ' || unicode.IsUpper(after) && !shouted(next))
				if !apart { // .NET
					continue
				}
				changes = append(changes, change{i - n, i, ""})
			}
			// A full stop may be that of an abbreviation or a name: there it takes a blank before it, too.
			if !unicode.IsLetter(before) || !unicode.IsLetter(after) || r == '.' && !apart {
				continue
			}
			if !apart && i >= until {
				address, until = inAddress(text, word{start: i, end: i}), len(text)
				if end := strings.IndexAny(text[i:], " []"); end >= 0 {
					until = i + end
				}
			}
			if apart || !address {
				changes = append(changes, change{i + 1, i + 1, " "})
			}
		}
	}
	return changes
}
