package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Foreign titles, slogans and names of works stand in quotation marks like foreign speech, but belong to the sentence
// around them: the series „La casa de papel“ is a name. They are recognised by the noun before, or a hyphen after: the
// „Winner takes all“-Prinzip.

// prepositionGain is the evidence beyond which words after a preposition or an article are not a title.
const prepositionGain = 14

// maxTitle is the most words of a title.
const maxTitle = 7

// titled reports whether the stretch, with quotation marks around it or without, is introduced as the title or name of
// something.
func (s *Screen) titled(text string, sc *scratch, st *stretch) bool {
	if st.to-st.from > maxTitle {
		return false
	}
	if s.compound(text, sc, st) {
		return true
	}
	if f := sc.tokens[st.from].form; f != first && f != title && f != upper {
		return false
	}
	quoted := st.from > 0 && sc.tokens[st.from].before == gapQuote
	if s.titles == nil || st.from == 0 || !quoted && sc.tokens[st.from].before != gapSpace {
		return false
	}
	if strings.ContainsAny(text[sc.tokens[st.from-1].end:sc.tokens[st.from].start], ".!?") {
		return false // the sentence before has ended
	}
	if t := &sc.tokens[st.from-1]; quoted && s.titles.Before(text[t.start:t.end]) {
		return st.gain < prepositionGain
	}
	// The noun is right before the title, or before a name of up to two words: the novel by X "…".
	for k := st.from - 1; k >= 0 && k >= st.from-3; k-- {
		t := &sc.tokens[k]
		if k < st.from-1 && sc.tokens[k+1].before > gapSpace {
			return false
		}
		if s.titles.Noun(text[t.start:t.end]) {
			return true
		}
		if t.form == lower && k < st.from-1 {
			return false
		}
	}
	return false
}

// compound reports whether the quotation mark that closes the stretch is joined by a hyphen to the word after it.
func (s *Screen) compound(text string, sc *scratch, st *stretch) bool {
	end := int(sc.tokens[st.to-1].end)
	rest := strings.TrimLeftFunc(text[end:min(len(text), end+16)], isQuote)
	if rest == text[end:min(len(text), end+16)] || !strings.HasPrefix(rest, "-") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest[1:])
	return unicode.IsLetter(r)
}
