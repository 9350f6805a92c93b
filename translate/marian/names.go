package marian

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon"
)

// A name that a model has not read is spelt by it in pieces, and the pieces are translated: Bielefeld became "beele
// field". A word of the source is taken for a name if it begins with a capital, is in use in neither language, and
// stands behind a word with a capital (Frau Przybylski) or a preposition (nach Bielefeld): what has an article or an
// adjective before it is a noun rather. If its translation is neither the word itself, with or without an ending, nor
// a word that is in use, it was made up, and the name is copied. Behind a word such as Stadt it is certain that there is
// a name: there it is also copied if it was translated like a noun ("the city of New ports").

// shortestName is how many letters a word must have to be taken for a name.
const shortestName = 4

// Lexica report which words are in use in the source language and in the target language. They are asked about words
// as they are written.
type lexica struct {
	source, target func(word string) bool
	common         func(word string) bool // the source language has it beyond doubt
}

// lexica are those of a model: a word is in use in the target language if the list holds it, and in the source
// language if it is spelt in few pieces, a common one in one piece, or has a hint.
func (b *Backend) lexica(list *lexicon.List) *lexica {
	within := func(pieces int) func(word string) bool {
		return func(word string) bool {
			if b.inliner != nil && b.inliner.hints != nil {
				if _, ok := b.inliner.hints.Lookup(word); ok {
					return true
				}
			}
			return len(b.source.NewEncoder().Encode(nil, word)) <= pieces
		}
	}
	return &lexica{source: within(2), target: list.Has, common: within(1)}
}

// lostNames returns the names of a source that a draft has a made-up word for.
func lostNames(source string, d *draft, known lexica) []demand {
	text := d.text.String()
	var list []demand
	before, first := "", true // the word before, and whether it is that of a sentence
	for _, w := range words(nil, source) {
		word := source[w.start:w.end]
		previous, starts := before, first
		before, first = word, before == "" || strings.ContainsAny(before, ".!?:")
		if !w.letters || !beforeName(previous, starts) {
			continue
		}
		r, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsUpper(r) || shouted(word) || utf8.RuneCountInString(word) < shortestName ||
			strings.ContainsFunc(word, unicode.IsDigit) {
			continue
		}
		if strings.Contains(text, strings.TrimSuffix(word, "s")) {
			continue
		}
		linked := func(lost func(target string) bool) bool {
			return slices.ContainsFunc(d.links, func(l offset.Link) bool {
				return l.Source.Start < w.end && w.start < l.Source.End && lost(text[l.Target.Start:l.Target.End])
			})
		}
		invented := func(target string) bool { return madeUp(target, known.target) }
		if inUse(word, known.target) {
			continue
		}
		if placeNouns[previous] && !known.common(word) && linked(likeNoun) ||
			!inUse(word, known.source) && linked(invented) {
			list = append(list, demand{offset.Span{Start: w.start, End: w.end}, word})
		}
	}
	return list
}

// beforeName reports whether a word is one that names stand behind: a preposition, or one with a capital of its own.
// The first word of a sentence has one for another reason: it must not look like an adjective or a number.
func beforeName(word string, first bool) bool {
	r, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(r) {
		return namePrepositions[word]
	}
	if !first {
		return true
	}
	lower := strings.ToLower(word)
	for _, ending := range []string{"e", "em", "en", "es"} {
		if strings.HasSuffix(lower, ending) {
			return false
		}
	}
	return namePrepositions[lower] || !functionWords[lower] && !numerals[lower]
}

// placeNouns are words that the name of a place stands behind.
var placeNouns = set(
	"Stadt Hauptstadt Hafenstadt Kleinstadt Kreisstadt Nachbarstadt Partnerstadt Gemeinde Nachbargemeinde Dorf Ort " +
		"Ortsteil Ortschaft Stadtteil Landkreis Insel Halbinsel",
)

// likeNoun reports whether a linked stretch of a translation holds a longer word without a capital, as no name of a
// place is.
func likeNoun(target string) bool {
	for _, w := range words(nil, target) {
		r, _ := utf8.DecodeRuneInString(target[w.start:w.end])
		if w.letters && unicode.IsLower(r) && w.end-w.start >= shortestName {
			return true
		}
	}
	return false
}

// namePrepositions are prepositions that names stand behind without an article.
var namePrepositions = set("aus in nach von")

// numerals are numbers that are written as words.
var numerals = set(
	"zwei drei vier fünf sechs acht neun zehn elf zwölf hundert tausend beide mehrere viele wenige einige",
)

// inUse reports whether a word is known, as it is or with another first letter, or one of the parts that hyphens join
// in it is.
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
		if word := target[w.start:w.end]; w.letters && hasLetter(word) &&
			!inUse(strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s"), known) {
			return true
		}
	}
	return false
}

// namesOfList copies the members of an enumeration, or of a group of it, that were translated although most of the
// others, which were not, show that it is one of names: Lange, König and Weiß among Meier, Schulze and Becker. A member
// that became another name (München, Munich) stays.
func namesOfList(source, target string, known lexica) []change {
	const least = 4 // members
	from, to := members(source, " und "), members(target, " and ")
	if len(from) != len(to) || len(from) < least {
		return nil
	}
	same := 0
	var changes []change
	for i := range from {
		member, word := source[from[i].Start:from[i].End], target[to[i].Start:to[i].End]
		switch {
		case member == word:
			same++
		case leadingWord(member) == member && member == title(strings.ToLower(member)) && leadingWord(word) == word &&
			(known.target(strings.ToLower(word)) || !inUse(word, known.target)):
			changes = append(changes, change{to[i].Start, to[i].End, member})
		}
	}
	if 2*same <= len(from) {
		return nil
	}
	return changes
}

// members returns the members of an enumeration without the marks behind it. The last ones may be joined by a
// conjunction.
func members(text, and string) []offset.Span {
	var list []offset.Span
	end := len(strings.TrimRight(text, ",.;!"))
	at := 0
	for i := range occurrences(text[:end], ", ") {
		list = append(list, offset.Span{Start: at, End: i})
		at = i + len(", ")
	}
	last := text[at:end]
	if rest, ok := strings.CutPrefix(last, and[1:]); ok { // "A, B, and C"
		return append(list, offset.Span{Start: end - len(rest), End: end})
	}
	if i := strings.LastIndex(last, and); i >= 0 {
		list = append(list, offset.Span{Start: at, End: at + i})
		at += i + len(and)
	}
	return append(list, offset.Span{Start: at, End: end})
}

// streetNames matches the name of a street with the number of a house.
var streetNames = regexp.MustCompile(`(\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|gasse|allee)) \d`)

// numberedRoads are roads whose number is not that of a house: Bundesstraße 27.
var numberedRoads = regexp.MustCompile(`^(?:Bundes|Landes|Kreis|Staats|Land|Auto|Fern|Schnell)stra`)

// streets returns the names of streets in the addresses of a German text, which are written in English as they are.
func streets(text string) []offset.Span {
	if !strings.Contains(text, "str") && !strings.Contains(text, "gasse") && !strings.Contains(text, "allee") {
		return nil
	}
	var list []offset.Span
	for _, m := range streetNames.FindAllStringSubmatchIndex(text, -1) {
		if !within(text, m[2], m[3]) && !numberedRoads.MatchString(text[m[2]:m[3]]) {
			list = append(list, offset.Span{Start: m[2], End: m[3]})
		}
	}
	return list
}
