package marian

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// A text of figures alone, such as a cell of a table, holds nothing that a model could translate, yet it is not its
// own translation: what is 1.085,5 in German is 1,085.5 in English.

// figure is what may be a number: digits, and the signs that may be among them.
var figure = regexp.MustCompile(`[0-9][0-9.,]*`)

// germanFigure is a number as German writes it: with full stops between groups of three digits, or a decimal comma, or
// both.
var germanFigure = regexp.MustCompile(`^(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+,[0-9]+)$`)

// ownWay finds texts in which full stops mean something else: with the beginning of a telephone number, and four
// numbers that may be the address of a machine.
var ownWay = regexp.MustCompile(`(?:^|[^0-9.,])0[0-9]{2}|\+[0-9]{2}|^[0-9]{3}(?:\.[0-9]{3}){3}$`)

// spacedPercent is a percentage as German writes it, with a blank before the sign.
var spacedPercent = regexp.MustCompile(`([0-9])[ \x{a0}\x{202f}]%`)

// bareDigits drops the signs among the digits of a number.
var bareDigits = strings.NewReplacer(".", "", ",", "")

// swapSigns makes an English number of a German one, or the other way round.
var swapSigns = strings.NewReplacer(".", ",", ",", ".")

// englishFigures writes the numbers of a German text without letters the English way.
func englishFigures(text string) string {
	text = spacedPercent.ReplaceAllString(text, "$1%")
	if !strings.ContainsAny(text, ".,") || ownWay.MatchString(text) {
		return text
	}
	return figure.ReplaceAllStringFunc(text, func(number string) string {
		end := len(strings.TrimRight(number, ".,"))
		if !germanFigure.MatchString(number[:end]) {
			return number
		}
		return swapSigns.Replace(number[:end]) + number[end:]
	})
}

// numbers returns the numbers of a text that are not parts of words.
func numbers(text string) []offset.Span {
	var list []offset.Span
	for _, m := range figure.FindAllStringIndex(text, -1) {
		end := m[0] + len(strings.TrimRight(text[m[0]:m[1]], ".,"))
		if !within(text, m[0], end) {
			list = append(list, offset.Span{Start: m[0], End: end})
		}
	}
	return list
}

// germanDecimals writes the numbers that a translation took over from its German source the English way.
func germanDecimals(source, target string) []change {
	if !strings.Contains(target, ",") {
		return nil
	}
	var german map[string]bool
	var changes []change
	for _, n := range numbers(target) {
		number := target[n.Start:n.End]
		// 1,234 may as well be English.
		i := strings.IndexByte(number, ',')
		if i < 0 || len(number)-i-1 == 3 || !germanFigure.MatchString(number) {
			continue
		}
		if german == nil {
			german = map[string]bool{}
			for _, n := range numbers(source) {
				german[source[n.Start:n.End]] = true
			}
		}
		if german[number] {
			changes = append(changes, change{n.Start, n.End, swapSigns.Replace(number)})
		}
	}
	return changes
}

// longNumber is how many digits a number has that is looked for in the translation: shorter ones are often said in
// words.
const longNumber = 3

// inWords are words by which a translation may tell a long number.
var inWords = regexp.MustCompile(`(?i)hundred|thousand|million|billion|trillion|centur|dozen|\bhalf\b`)

// lostFigures returns the numbers of a German text, of many digits or with decimals, whose digits its translation does
// not have, and those from 21 to 99 in words that it does not have in either way. Times of day are looked for
// elsewhere.
func lostFigures(source, target string, clocks []clock) []demand {
	digits := strings.ContainsAny(source, "0123456789") && !inWords.MatchString(target)
	if !digits && !strings.Contains(source, "und") {
		return nil
	}
	shown := map[string]bool{}
	for _, number := range figure.FindAllString(target, -1) { // those in words, too: 1990s
		shown[bareDigits.Replace(number)] = true
	}
	var list []demand
	if digits {
		for _, n := range numbers(source) {
			for len(clocks) > 0 && clocks[0].End <= n.Start {
				clocks = clocks[1:]
			}
			number := source[n.Start:n.End]
			plain := bareDigits.Replace(number)
			if shown[plain] || len(clocks) > 0 && clocks[0].Start < n.End ||
				len(plain) < longNumber && !strings.Contains(number, ",") ||
				plain != number && !germanFigure.MatchString(number) {
				continue
			}
			list = append(list, demand{n, englishFigures(number)})
		}
	}
	lower := ""
	said := map[string]bool{} // whether the translation has such a number
	for _, w := range words(nil, source) {
		digits, english := saidNumber(source[w.start:w.end])
		if digits == "" || shown[digits] {
			continue
		}
		has, known := said[english]
		if !known {
			if lower == "" {
				lower = strings.ToLower(target)
			}
			has = strings.Contains(lower, english) || strings.Contains(lower, strings.Replace(english, "-", " ", 1))
			said[english] = has
		}
		if !has {
			list = append(list, demand{offset.Span{Start: w.start, End: w.end}, english})
		}
	}
	return list
}

// saidNumber reads a number from 21 to 99 with tens and ones, which German writes as one word, the ones first:
// siebenundachtzig is 87, eighty-seven. Of any other word, both are empty.
func saidNumber(word string) (digits, english string) {
	one, ten, ok := strings.Cut(strings.ToLower(word), "und")
	if !ok {
		return "", ""
	}
	u := slices.Index(germanOnes, one)
	t := slices.Index(germanTens, strings.Replace(ten, "dreissig", "dreißig", 1))
	if u < 0 || t < 0 {
		return "", ""
	}
	return strconv.Itoa(10*(t+2) + u + 1), englishTens[t] + "-" + englishOnes[u]
}

var (
	germanOnes  = strings.Fields("ein zwei drei vier fünf sechs sieben acht neun")
	germanTens  = strings.Fields("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
	englishOnes = strings.Fields("one two three four five six seven eight nine")
	englishTens = strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety")
)
