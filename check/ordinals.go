package check

import (
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// afterOrdinals are English words that stand behind ordinals. Of those with a capital, March and May are left out, as
// they may begin a sentence.
var afterOrdinals = lang.WordSet(`
	century Century January February April June July August September October November December
`)

// mostOrdinals is how many ordinals of a sentence are looked for in the source. No sentence has more.
const mostOrdinals = 20

// germanOrdinal finds an ordinal that is written in an English text as German does, "the 20. century", and that the
// source has as well.
func germanOrdinal(p *bitext.Pair) (offset.Span, bool) {
	s, tried := p.Target, 0
	for i := 1; i+2 < len(s) && tried < mostOrdinals; i++ {
		if s[i] != '.' || s[i+1] != ' ' || !word.IsDigit(s[i-1]) {
			continue
		}
		start := i - 1
		if start > 0 && word.IsDigit(s[start-1]) {
			start--
		}
		if start > 0 && (word.IsByte(s[start-1]) || strings.IndexByte(".,:/$-", s[start-1]) >= 0) {
			continue // the end of a longer number, or of a word
		}
		next := wordAt(s, i+2)
		small := next != "" && next[0] >= 'a' && next[0] <= 'z'
		if !afterOrdinals[next] && (!small || start == 0) {
			continue // the next sentence, or the number of an item: "1. starter"
		}
		tried++
		if k := strings.Index(p.Source, s[start:i+2]); k >= 0 && capitalised(p.Source, offset.Span{Start: k + i + 2 - start, End: len(p.Source)}) &&
			(k == 0 || !word.IsByte(p.Source[k-1])) {
			return offset.Span{Start: start, End: i + 1}, true
		}
	}
	return offset.Span{}, false
}

// wordAt returns the letters at s[i].
func wordAt(s string, i int) string {
	j := i
	for j < len(s) && letter(s[j]) {
		j++
	}
	return s[i:j]
}
