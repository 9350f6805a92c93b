package marian

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/translate"
)

// A name that a model has not read is spelt by it in pieces, and the pieces are translated: Bielefeld became "beele field". A word of the source is taken for a
// name if it begins with a capital and is in use in neither language. If its translation is not the word itself, and is a word that is in use
// in neither language either, it was made up, and the name is copied.

// shortestName is how many letters a word must have to be taken for a name.
const shortestName = 4

// Lexica report which words are in use in the source language and in the target language. They are asked about words as they are written.
type lexica struct{ source, target func(word string) bool }

// lostNames returns the names of a source that a draft has a made-up word for.
func lostNames(source string, d *draft, known lexica) []demand {
	text := d.text.String()
	var list []demand
	for _, w := range words(nil, source) {
		if !w.letters {
			continue
		}
		word := source[w.start:w.end]
		r, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsUpper(r) || shouted(word) || utf8.RuneCountInString(word) < shortestName || strings.ContainsFunc(word, unicode.IsDigit) {
			continue
		}
		if strings.Contains(text, word) {
			continue
		}
		invented := func(l translate.Link) bool {
			return l.Source.Start < w.end && w.start < l.Source.End && madeUp(text[l.Target.Start:l.Target.End], known.target)
		}
		if slices.ContainsFunc(d.links, invented) && !inUse(word, known.source) && !inUse(word, known.target) {
			list = append(list, demand{translate.Range{Start: w.start, End: w.end}, word})
		}
	}
	return list
}

// inUse reports whether a word is known, as it is or with another first letter, or one of the parts that hyphens join in it is.
func inUse(word string, known func(string) bool) bool {
	for part := range strings.SplitSeq(word, "-") {
		if known(part) || known(strings.ToLower(part)) || known(title(strings.ToLower(part))) {
			return true
		}
	}
	return false
}

// madeUp reports whether a linked stretch of a translation holds a word that is not in use.
func madeUp(target string, known func(string) bool) bool {
	for _, w := range words(nil, target) {
		if word := target[w.start:w.end]; w.letters && hasLetter(word) && !inUse(strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s"), known) {
			return true
		}
	}
	return false
}

// namesOfList copies the members of a group of an enumeration that were translated although most of the others, which were not, show that it is one of names:
// Lange, König and Weiß among Meier, Schulze and Becker. A member that became another name (München, Munich) stays.
func namesOfList(source, target string, known lexica) []change {
	const least = 4 // members
	from, to := strings.Split(strings.TrimSuffix(source, ","), ", "), strings.Split(strings.TrimSuffix(target, ","), ", ")
	if len(from) != len(to) || len(from) < least {
		return nil
	}
	same := 0
	var changes []change
	at := 0
	for i, member := range from {
		switch word := to[i]; {
		case member == word:
			same++
		case leadingWord(member) == member && member == title(strings.ToLower(member)) && leadingWord(word) == word && (known.target(strings.ToLower(word)) || !inUse(word, known.target)):
			changes = append(changes, change{at, at + len(word), member})
		}
		at += len(to[i]) + len(", ")
	}
	if 2*same <= len(from) {
		return nil
	}
	return changes
}
