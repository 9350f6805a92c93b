package marian

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// Vocabularies know fractions and raised or lowered signs by their plain forms only, and so 29¾ becomes 293/4, 10³
// becomes 103 and a footnote mark a digit of its word. A translation shows such a number as its source does, or in
// words; a footnote mark stays behind some word; of units and formulas the plain form counts as well.

// plainForms pairs raised and lowered signs, and fractions, with their plain forms.
var plainForms = map[rune]string{
	'²': "2", '³': "3", '¹': "1", '⁰': "0", '⁴': "4", '⁵': "5", '⁶': "6", '⁷': "7", '⁸': "8", '⁹': "9",
	'⁺': "+", '⁻': "-",
	'₀': "0", '₁': "1", '₂': "2", '₃': "3", '₄': "4", '₅': "5", '₆': "6", '₇': "7", '₈': "8", '₉': "9",
	'¼': "1/4", '½': "1/2", '¾': "3/4", '⅐': "1/7", '⅑': "1/9", '⅒': "1/10", '⅓': "1/3", '⅔': "2/3",
	'⅕': "1/5", '⅖': "2/5", '⅗': "3/5", '⅘': "4/5", '⅙': "1/6", '⅚': "5/6",
	'⅛': "1/8", '⅜': "3/8", '⅝': "5/8", '⅞': "7/8",
}

// plainForm returns the plain form of a raised or lowered sign or a fraction; "" of anything else.
func plainForm(r rune) string {
	if r < 0xb2 || r > 0x215e || r > 0xbe && r < 0x2070 {
		return ""
	}
	return plainForms[r]
}

func isFraction(r rune) bool { return strings.Contains(plainForm(r), "/") }
func isLowered(r rune) bool  { return r >= '₀' && r <= '₉' }

// A raisedKind is what raised signs are for.
type raisedKind uint8

const (
	fraction raisedKind = iota // 29¾, ½
	power                      // 10³
	unit2                      // m², cm³
	formula                    // CO₂
	footnote                   // a mark behind a word or a sentence
)

// A raised is a place with raised or lowered signs or a fraction.
type raised struct {
	offset.Span // of the signs and what they belong to; of a footnote, of the signs
	kind        raisedKind
}

// raisedUnits are units of length that are squared and cubed.
var raisedUnits = set("m mm cm dm km s")

// findRaised finds the raised and lowered signs and fractions of a text.
func findRaised(text string) []raised {
	var list []raised
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRuneInString(text[at:])
		if plainForm(r) == "" {
			at += n
			continue
		}
		start, end := at, at+n
		for !isFraction(r) && end < len(text) {
			next, n := utf8.DecodeRuneInString(text[end:])
			if plainForm(next) == "" || isFraction(next) || isLowered(next) != isLowered(r) {
				break
			}
			end += n
		}
		at = end
		digits := len(text[:start]) - len(strings.TrimRight(text[:start], "0123456789"))
		letters := start
		for letters > 0 {
			before, n := utf8.DecodeLastRuneInString(text[:letters])
			if !unicode.IsLetter(before) {
				break
			}
			letters -= n
		}
		found := raised{offset.Span{Start: start, End: end}, footnote}
		switch {
		case isFraction(r):
			found.kind, found.Start = fraction, start-digits
		case isLowered(r):
			found.kind, found.Start = formula, letters
			for found.End < len(text) { // H₂SO₄
				next, n := utf8.DecodeRuneInString(text[found.End:])
				if !isLowered(next) && !unicode.IsLetter(next) {
					break
				}
				found.End += n
			}
			at = found.End
		case digits > 0:
			found.kind, found.Start = power, start-digits
		case raisedUnits[text[letters:start]]:
			found.kind, found.Start = unit2, letters
		}
		if len(list) == 0 || found.Start >= list[len(list)-1].End {
			list = append(list, found)
		}
	}
	return list
}

// levelFractions writes fractions apart from the digits before them, so that the model sees two numbers.
func levelFractions(text string) []change {
	var changes []change
	for i, r := range text {
		if !isFraction(r) {
			continue
		}
		to := plainForm(r)
		if i > 0 && text[i-1] >= '0' && text[i-1] <= '9' {
			to = " " + to
		}
		changes = append(changes, change{i, i + utf8.RuneLen(r), to})
	}
	return changes
}

// plain returns a text with plain forms for all raised and lowered signs.
func plain(text string) string {
	var b strings.Builder
	for _, r := range text {
		if form := plainForm(r); form != "" {
			b.WriteString(form)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// forms returns what may stand for a raised place in a translation, apart from itself: what is to be replaced by it,
// and words that mean the same.
func (r raised) forms(source string) (wrong, words []string) {
	text := source[r.Start:r.End]
	switch r.kind {
	case fraction:
		sign, _ := utf8.DecodeLastRuneInString(text)
		number, form := text[:len(text)-utf8.RuneLen(sign)], plainForm(sign)
		slash := strings.ReplaceAll(form, "/", "⁄")
		if number == "" {
			switch form {
			case "1/2":
				words = []string{"half"}
			case "1/4", "3/4":
				words = []string{"quarter"}
			case "1/3", "2/3":
				words = []string{"third"}
			}
			return []string{form, slash}, words
		}
		for _, f := range []string{form, slash} {
			wrong = append(wrong, number+" "+f, number+"-"+f, number+f)
		}
		switch form {
		case "1/2":
			words = []string{number + ".5", number + " and a half"}
		case "1/4":
			words = []string{number + ".25", number + " and a quarter"}
		case "3/4":
			words = []string{number + ".75", number + " and three quarters"}
		}
		return wrong, words
	case unit2:
		if strings.Contains(text, "²") {
			words = []string{"square", "sq"}
		} else if strings.Contains(text, "³") {
			words = []string{"cubic"}
		}
	}
	return []string{plain(text), strings.Map(func(r rune) rune { // signs that no vocabulary has stay
		if form := plainForm(r); form >= "0" && form <= "9" {
			return rune(form[0])
		}
		return r
	}, text)}, words
}

// mendRaised puts raised signs and fractions where a draft has their plain forms and returns those that it does not
// show.
func mendRaised(source string, d *draft, list []raised) []demand {
	var missing []demand
	for _, r := range list {
		want := source[r.Start:r.End]
		text := d.text.String()
		if r.kind == footnote {
			wanted := 0
			for _, o := range list {
				if o.kind == footnote && source[o.Start:o.End] == want {
					wanted++
				}
			}
			if strings.Count(text, want) >= wanted {
				continue
			}
			if at := plainNote(source, text, plain(want)); at >= 0 {
				d.change([]change{{at, at + len(plain(want)), want}})
				continue
			}
			missing = append(missing, demand{r.Span, want})
			continue
		}
		if strings.Count(text, want) >= strings.Count(source, want) {
			continue
		}
		wrong, words := r.forms(source)
		mended := false
		for _, w := range wrong {
			if strings.Contains(source, w) {
				continue // the source says that, too, for another reason
			}
			if at := wholeIndex(text, w); at >= 0 {
				d.change([]change{{at, at + len(w), want}})
				mended = true
				break
			}
		}
		for _, w := range words {
			mended = mended || strings.Contains(text, w)
		}
		if !mended && r.kind != formula {
			missing = append(missing, demand{r.Span, want})
		}
	}
	return missing
}

// plainNote returns where a digit that no other place of the source explains sticks to the end of a word or sentence;
// -1 if it does nowhere.
func plainNote(source, text, digits string) int {
	for i := range occurrences(text, digits) {
		at := i + len(digits)
		before, n := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[at:])
		if i == 0 || unicode.IsSpace(before) || unicode.IsDigit(before) ||
			at < len(text) && (unicode.IsLetter(after) || unicode.IsDigit(after)) {
			continue
		}
		if !strings.Contains(source, text[i-n:at]) {
			return i
		}
	}
	return -1
}

// wholeIndex returns where a text holds a piece that is not part of a longer word or number; -1 if it does not.
func wholeIndex(text, piece string) int {
	for i := range occurrences(text, piece) {
		if !within(text, i, i+len(piece)) {
			return i
		}
	}
	return -1
}
