// Package number reads numbers, amounts, dates and times of day, in digits and in words, and compares them by value.
package number

import (
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
)

// A Reader reads the quantities of texts in one language. It keeps memory from one text to the next and must not be
// used concurrently. The zero Reader must be given a language first.
type Reader struct {
	language   language
	tokens     []token
	chains     []chain
	quantities []Quantity
	values     word.Memo[value]
}

// value reports whether a word may be, or begin, a quantity that is more than soft.
type value uint8

const (
	unknown value = iota
	noValue
	mayBeValue
)

// SetLanguage makes r read the language with the given code, see [lang.Base]. Lenient readers also take the English way
// of grouping digits: sources are not always typed with care, while a translation must get it right.
func (r *Reader) SetLanguage(code string, lenient bool) {
	l := languages.Of(code)
	if l == nil {
		l, lenient = unknownLanguage, true
	}
	r.language = *l
	r.language.lenient = lenient
}

// Read returns the quantities of s in order. They are valid until the next call.
func (r *Reader) Read(s string) []Quantity {
	r.tokens, r.chains = r.language.tokens(s, r.tokens[:0], r.chains[:0])
	r.quantities = r.language.quantities(s, r.tokens, r.quantities[:0])
	return r.quantities
}

// MayHoldValue reports whether t may hold a quantity that is more than [Soft]. It is quicker than reading, since it
// looks at each word of the vocabulary once. The texts that r sees must all be of one vocabulary, which forgets its
// words when r changes its language.
func (r *Reader) MayHoldValue(t *word.Text) bool {
	if t.Marks&word.Unknown != 0 {
		return true
	}
	values := r.values.Of(&t.Vocabulary)
	for i, id := range t.IDs {
		if values[id] == unknown {
			values[id] = noValue
			if r.isValue(t.Word(i)) {
				values[id] = mayBeValue
			}
		}
		if values[id] == mayBeValue {
			return true
		}
	}
	return false
}

// isValue reports whether a word may be more than soft in any context.
func (r *Reader) isValue(text string) bool {
	r.tokens, _ = r.language.tokens(text, r.tokens[:0], nil)
	for i := range r.tokens {
		switch t := &r.tokens[i]; t.kind {
		case 'd':
			return true
		case 'p':
			if fraction(text[t.start:t.end]) > 0 {
				return true
			}
		default:
			if t.isNumeral() {
				return true
			}
			switch t.sense.kind {
			case 0, lang.Lowering, lang.Step, lang.DayPart, lang.SoftNumber, lang.And, lang.Of, lang.Per, lang.Past,
				lang.Before, lang.Through, lang.DecadeEnd, lang.OrdinalEnd, lang.HourWord, lang.Meridiem, lang.Midpoint:
			case lang.MonthWord:
				if t.capital {
					return true
				}
			default:
				return true
			}
		}
	}
	return false
}
