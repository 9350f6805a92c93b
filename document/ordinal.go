package document

import (
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/lang"
)

// ordinals distinguish ordinal numbers from numbers at the end of a sentence, see [lang.Ordinals].
type ordinals struct{ months, articles, prepositions, cardinals map[string]bool }

// A numeral is a number before a full stop that may be an ordinal.
type numeral struct {
	digits  int    // of the number as written
	before  string // the word before it in the same sentence, if any, without brackets and quotes
	after   string // the word after it, if any
	starter bool   // after is a starter
	padded  bool   // the number begins with a zero, as hardly any ordinal does: "Schalke 04"
}

// ends reports whether a sentence ends at a number and a full stop: in German, "auf Platz 3. Das" does, and "am 3.
// Oktober", "der 1. FC" and "im 19. Jahrhundert" do not.
func (o *ordinals) ends(n numeral) bool {
	switch {
	case o.months[n.after]:
		return false
	case n.digits < 3 && strings.HasSuffix(n.before, ":"):
		return false // the first item of a list: "Drei Gründe: 1. Das …"
	case n.starter:
		return true
	case n.after == "" && n.digits < 4:
		return o.cardinals[n.before] // a number or a sign follows
	case o.cardinals[n.before]:
		return true
	case o.articles[n.before], n.digits < 3 && o.prepositions[n.before]:
		return false
	}
	return n.digits >= 3 || n.padded
}

// numberEnds reports whether a sentence ends at word, which stands before the full stop, if it is a number: ok is false
// where it is none, and where a Roman number may belong to a ruler.
func (c *context) numberEnds(word string, starter bool) (ends, ok bool) {
	if ordinalRange(word) {
		return starter, true
	}
	n := numeral{digits: digits(word), after: c.follow.word, starter: starter}
	if n.digits == 0 && (len(word) < 2 || !roman(word)) {
		return false, false
	}
	n.before = c.wordBefore(trimSpaceLeft(c.text, c.start, c.mark-len(word)))
	if n.digits == 0 {
		ends = c.ordinals.cardinals[n.before] // "Hartz IV", "Kapitel II"
		return ends, ends
	}
	n.padded = n.digits > 1 && word[0] == '0' &&
		following(c.text, skipSpace(c.text, c.follow.end)).class != digit // not "03. June 2014"
	return c.ordinals.ends(n), true
}

// ordinalRange reports whether word and the full stop after it are ordinals from one to another, such as the days of
// "8.–10. August" or "16./17. März".
func ordinalRange(word string) bool {
	i := strings.LastIndexAny(word, "-–/")
	if i < 2 || word[i-1] != '.' || word[i-2] < '0' || word[i-2] > '9' {
		return false
	}
	_, n := utf8.DecodeRuneInString(word[i:])
	return digits(word[i+n:]) > 0
}

// isMonth reports whether a German date may go on with word: its month, or the usual abbreviation of it.
func isMonth(word string) bool { return rulesOf.Of(lang.German.Code).ordinals.months[word] }
