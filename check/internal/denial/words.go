package denial

import (
	"strings"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
)

// A negative is the negative sense of a word.
type negative struct {
	denial   lang.Denial
	families lang.Family
}

// A language is what denies in a language.
type language struct {
	*lang.Denials
	words              map[string]negative
	known              *word.Filter // of words
	prefixes, suffixes wordParts
	phrases            []phrase
	hints              []phrase
	deny               []phrase
}

// languages holds those whose negations are known.
var languages = lang.NewTable(func(l *lang.Language) *language {
	d := l.Denials
	if d == nil {
		return nil
	}
	out := &language{
		Denials:  d,
		words:    map[string]negative{},
		prefixes: partsOf(d.Prefixes, func(w string) byte { return w[0] }),
		suffixes: partsOf(d.Suffixes, func(w string) byte { return w[len(w)-1] }),
		phrases:  phrasesOf(d.Phrases),
		hints:    phrasesOf(d.Hints),
		deny:     phrasesOf(d.Deny),
	}
	for _, ws := range d.Words {
		for w := range strings.FieldsSeq(ws.Words) {
			n := out.words[w]
			out.words[w] = negative{max(n.denial, ws.Denial), n.families | ws.Families}
		}
	}
	out.known = word.FilterOf(out.words)
	return out
})

// A wordPart is the beginning or the ending of words that deny, or of words that only look so.
type wordPart struct {
	text string
	negative
}

// wordParts are beginnings by their first and endings by their last byte.
type wordParts [256][]wordPart

// partsOf indexes parts of words by the byte that at returns.
func partsOf(lists []lang.DenialWords, at func(string) byte) (out wordParts) {
	for _, l := range lists {
		for w := range strings.FieldsSeq(l.Words) {
			b := at(w)
			out[b] = append(out[b], wordPart{w, negative{l.Denial, l.Families}})
		}
	}
	return out
}

// longest returns the sense of the longest part that fits.
func longest(parts []wordPart, fits func(part string) bool) (n negative, found bool) {
	length := 0
	for i := range parts {
		if p := &parts[i]; len(p.text) > length && fits(p.text) {
			n, length = p.negative, len(p.text)
		}
	}
	return n, length > 0
}

// inWord returns how strongly a word in lower case denies by its parts: un-, -los, -less.
func (l *language) inWord(w []byte) negative {
	if len(w) < 5 {
		return negative{}
	}
	hasSuffix := func(x string) bool { return len(w) >= len(x) && string(w[len(w)-len(x):]) == x }
	if n, ok := longest(l.suffixes[w[len(w)-1]], hasSuffix); ok {
		return n
	}
	hasPrefix := func(x string) bool { return len(w) >= len(x) && string(w[:len(x)]) == x }
	n, _ := longest(l.prefixes[w[0]], hasPrefix)
	return n
}
