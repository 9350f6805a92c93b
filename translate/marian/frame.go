package marian

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The frame of a text is what stands around its words and is not part of a sentence: a bullet, a dash that opens a
// line, the number of an item, an ellipsis at either end, the arrow of a link. It is taken over as it is, whatever the
// model would make of it.

// bullets open an item of a list where a blank follows.
const bullets = "-–—*•‣◦▪▫●○■□►▶→✓✔☐☑·"

// arrows stand before or behind the text of a link, with a blank between: "« Zurück", "Weiter »".
const arrows = "«»‹›←→<>"

// arrow returns the one arrow in a text; 0 if there is none, or more than one, which may be quotation marks.
func arrow(text string) rune {
	i := strings.IndexAny(text, arrows)
	if i < 0 {
		return 0
	}
	r, n := utf8.DecodeRuneInString(text[i:])
	if strings.ContainsAny(text[i+n:], arrows) {
		return 0
	}
	return r
}

// frame returns how many bytes at the start of a text are its frame, and where the frame at its end starts. 0 and the
// length if there is none. What lies between holds a letter, and no white space at its ends.
func frame(text string) (lead, trail int) {
	trail = len(text)
	if a := arrow(text); a != 0 {
		before, after := string(a)+" ", " "+string(a)
		if strings.HasPrefix(text, before) && hasLetter(text) {
			lead = len(before)
		}
		if core := strings.TrimSuffix(text, after); len(core) < len(text) && hasLetter(core) {
			trail = len(core)
		}
	}
	letter := strings.LastIndexFunc(text[:trail], unicode.IsLetter) // the last one, looked for once for many bullets
	for {
		n := leadMark(text[lead:trail])
		if n == 0 || lead+n > letter {
			break
		}
		lead += n
		for lead < len(text) && text[lead] == ' ' {
			lead++
		}
	}
	if trail < len(text) {
		return lead, trail
	}
	if n := len(text) - len(strings.TrimRight(text, ".…")); n > 1 && (n > 2 || strings.HasSuffix(text, "…")) {
		if core := strings.TrimRight(text[:len(text)-n], " "); len(core) > lead &&
			!strings.ContainsAny(core[len(core)-1:], "!?") &&
			hasLetter(core[lead:]) {
			trail = len(core)
		}
	}
	return lead, trail
}

// leadMark returns the length of the mark that a text begins with; 0 for none.
func leadMark(text string) int {
	r, n := utf8.DecodeRuneInString(text)
	switch {
	case r == '…':
		return n
	case strings.HasPrefix(text, "..."):
		return len(text) - len(strings.TrimLeft(text, "."))
	case strings.ContainsRune(bullets, r):
		if strings.HasPrefix(text[n:], " ") {
			return n
		}
		return 0
	}
	return number(text)
}

// number returns the length of an item's number at the start of a text: "1.", "12)", "2.3.", "(4)", "a)", "(b)",
// "iv)". One with a full stop alone is as well an ordinal, so it counts only before a capital letter and two words
// more, and not before the name of a month.
func number(text string) int {
	rest := strings.TrimPrefix(text, "(")
	open := len(rest) < len(text)
	end := strings.IndexByte(rest, ' ')
	if end < 2 || end > 6 {
		return 0
	}
	name := rest[:end-1]
	digits, letters := 0, 0
	for _, r := range name {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			letters++
		case r != '.':
			return 0
		}
	}
	size := len(text) - len(rest) + end
	switch rest[end-1] {
	case ')':
		roman := strings.Trim(strings.ToLower(name), "ivx") == ""
		if digits > 0 && letters == 0 || digits == 0 && (letters == 1 || roman) && letters == len(name) {
			return size
		}
	case '.':
		if open || digits == 0 || letters > 0 || digits > 2 && !strings.Contains(name, ".") {
			return 0
		}
		after := rest[end+1:]
		if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, "„»\"‚›'")); !unicode.IsUpper(r) ||
			strings.Count(after, " ") < 2 {
			return 0
		}
		if strings.Contains(name, ".") || calendar[leadingWord(after)].month == "" {
			return size
		}
	}
	return 0
}

// framed divides a text into its frame and what lies between. Empty parts are left out; core is the index of what
// lies between.
func framed(text mapped) (parts []mapped, core int) {
	lead, trail := frame(text.text)
	if lead > 0 {
		parts = append(parts, text.slice(0, lead))
	}
	core = len(parts)
	parts = append(parts, text.slice(lead, trail))
	if trail < len(text.text) {
		parts = append(parts, text.slice(trail, len(text.text)))
	}
	return parts, core
}

// ending gives a translation the end mark of its source: none, if the source has none, since models end a line as if
// it were a sentence; its exclamation or question mark instead of a full stop. What ends an abbreviation stays.
func ending(source, target string) []change {
	const closing = `"'”“»«’‘)] `
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(source, closing))
	at := len(strings.TrimRight(target, closing)) - 1
	if at < 0 || target[at] != '.' || strings.HasSuffix(target[:at], ".") {
		return nil
	}
	switch {
	case last == '!' || last == '?':
		return []change{{at, at + 1, string(last)}}
	case !unicode.IsLetter(last) && !unicode.IsDigit(last):
		return nil
	}
	word := target[strings.LastIndexByte(target[:at], ' ')+1 : at]
	if strings.Contains(word, ".") || abbreviations[strings.ToLower(word)] ||
		utf8.RuneCountInString(word) == 1 && hasLetter(word) {
		return nil
	}
	return []change{{at, at + 1, ""}}
}

// abbreviations are English and German words that are written with a full stop.
var abbreviations = set("etc inc ltd co jr sr st dr mr mrs no corp vs " +
	"usw bzw ca evtl ggf inkl exkl zzgl nr str abs jh vgl hrsg")

// beginning gives the first word of a translation into English the capital or the small letter of its source. Where
// something stands before it, such as a bullet, a capital needs three words or a mark at the end: of less, it may be
// that of a German noun in the middle. A small letter is for words that have no capital of their own. Signs of a
// formula and addresses that are handed on stay as they are.
func (c *care) beginning(source, target string) []change {
	from := strings.IndexFunc(source, unicode.IsLetter)
	to := strings.IndexFunc(target, unicode.IsLetter)
	if from < 0 || to < 0 ||
		strings.ContainsAny(source[:from]+target[:to], "0123456789") && !numbered(source[:from], target[:to]) {
		return nil
	}
	was, _ := utf8.DecodeRuneInString(source[from:])
	is, n := utf8.DecodeRuneInString(target[to:])
	first := leadingWord(target[to:])
	switch {
	case unicode.IsUpper(was) && unicode.IsLower(is) && first == strings.ToLower(first):
		if len(first) == 1 && first != "a" { // a sign of a formula
			return nil
		}
		inAddress := inAddress(target, word{start: to, end: to + len(first)})
		if strings.Trim(source[:from]+target[:to], " "+arrows) == "" {
			if inAddress && strings.Contains(source, strings.Fields(target)[0]) {
				return nil
			}
		} else if last, _ := utf8.DecodeLastRuneInString(source); !c.german || inAddress ||
			strings.Count(source[from:], " ") < 2 && !strings.ContainsRune(".!?", last) {
			return nil
		}
		return []change{{to, to + n, string(unicode.ToUpper(is))}}
	case c.german && unicode.IsLower(was) && unicode.IsUpper(is) &&
		!strings.ContainsAny(source[len(source)-1:], ".!?") &&
		englishFunctionWords[strings.ToLower(first)] && first == title(strings.ToLower(first)):
		return []change{{to, to + n, string(unicode.ToLower(is))}}
	}
	return nil
}

// numbered reports whether what stands before the first word of a text and of its translation is the number of an item.
func numbered(source, target string) bool {
	return source == target && (strings.HasSuffix(source, ". ") || strings.HasSuffix(source, ") "))
}

// englishFunctionWords are words that have a capital at the start of a sentence only.
var englishFunctionWords = set(
	`a after all also although an and another any are as at be because before but by can could did do does each every
 for from had has have he her here his how if in is it its may more most must my no nobody nor not nothing now of on
 once one only or other our over she should since so some such that the their them then there these they this those
 though through to too under until up was we were what when where whether which while who why will with without would
 yet you your`,
)
