package number

import (
	"strings"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
)

// A language is how a language writes values.
type language struct {
	*lang.Values
	senses                map[string]sense
	known                 *word.Filter // of senses
	parts                 []part       // of number words that are written together
	oneAfter, ordinalEnds []string     // the fields of those of Values
	units                 map[string]lang.Unit
	// lenient allows, beside the language's own way, the English way of grouping digits: sources are not always typed
	// with care, while a translation must get it right.
	lenient bool
}

// languages holds those whose words for values are known.
var languages = lang.NewTable(func(l *lang.Language) *language {
	if l.Values == nil {
		return nil
	}
	return newLanguage(l.Values)
})

// newLanguage returns v with its words in tables.
func newLanguage(v *lang.Values) *language {
	l := &language{Values: v, senses: map[string]sense{}, units: map[string]lang.Unit{}}
	for _, ws := range v.Words {
		for w := range strings.FieldsSeq(ws.Words) {
			l.senses[w] = sense{ws.Sense, ws.Value}
		}
	}
	for _, us := range v.Units {
		for w := range strings.FieldsSeq(us.Words) {
			l.units[w] = us.Unit
		}
	}
	l.known = word.FilterOf(l.senses)
	l.parts = partsOf(v)
	l.oneAfter, l.ordinalEnds = strings.Fields(v.OneAfter), strings.Fields(v.OrdinalEnds)
	return l
}

// unknownLanguage reads digits as most languages write them, and no words.
var unknownLanguage = newLanguage(&lang.Values{Decimal: ',', Thousands: '.', DayFirst: true})

// hasWords reports whether anything is known of the words of l.
func (l *language) hasWords() bool { return len(l.senses) > 0 }
