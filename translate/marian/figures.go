package marian

import (
	"regexp"
	"strings"
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
