package pipeline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/internal/lazyregexp"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate/entry"
)

// lineEndHyphen is where a line ends with a hyphen, or with the sign that readers of scans write for one, and the next
// goes on with a small letter.
var lineEndHyphen = lazyregexp.New(`\pL([-\x{2010}\x{ac}\x{ad}][ \t]*\r?\n\s*)\p{Ll}`)

// cutWords returns what stands inside words that were cut at the end of a line: the hyphen and the line break. A soft
// hyphen is one for certain. Any other may belong to the word, as in "Haupt-" before "und": the word was cut there only
// if the lexicon, which is asked for only then and may be nil, has it whole or does not have what follows.
func cutWords(text string, lexicon func() *align.Lexicon) []offset.Span {
	if strings.IndexByte(text, '\n') < 0 {
		return nil // as nearly always: the search takes longer
	}
	var out []offset.Span
	for at := 0; ; {
		m := lineEndHyphen().FindStringSubmatchIndex(text[at:])
		if m == nil {
			return out
		}
		cut := offset.Span{Start: at + m[2], End: at + m[3]}
		at = cut.End
		if strings.HasPrefix(cut.In(text), "\u00ad") || cutWord(text, cut, lexicon()) {
			out = append(out, cut)
		}
	}
}

// cutWord reports whether a word is cut in two, as far as the lexicon knows: what follows is not a word of its own.
func cutWord(text string, cut offset.Span, lexicon *align.Lexicon) bool {
	if lexicon == nil {
		return false
	}
	start, end := cut.Start, cut.End
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(text[:start])
		if !unicode.IsLetter(r) {
			break
		}
		start -= n
	}
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		if !unicode.IsLetter(r) {
			break
		}
		end += n
	}
	return lexicon.Has(strings.ToLower(text[start:cut.Start]+text[cut.End:end])) || !lexicon.Has(text[cut.End:end])
}

// sameText reports whether target is source but for white space, what nobody sees, and the cuts of words at the ends
// of lines.
func sameText(source, target string) bool {
	if source == target {
		return true
	}
	plainSource, plainTarget := entry.Plain(space.Fold(source)), entry.Plain(space.Fold(target))
	if plainSource == plainTarget {
		return true
	}
	if strings.IndexByte(source, '\n') < 0 || !lineEndHyphen().MatchString(source) {
		return false
	}
	joined := func(text string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || strings.ContainsRune("-\u2010\u00ac", r) {
				return -1
			}
			return r
		}, text)
	}
	return joined(plainSource) == joined(plainTarget)
}
