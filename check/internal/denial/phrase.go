package denial

import (
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// A phrase is a sequence of words in which one word, at index at, is the one that is asked about.
type phrase struct {
	words    []string
	at       int
	comma    bool // must stand right behind the word before the phrase
	question bool // must stand right behind the phrase
}

// phrasesOf reads phrases as [lang.Denials] has them.
func phrasesOf(list []string) []phrase {
	out := make([]phrase, len(list))
	for i, text := range list {
		p := &out[i]
		for w := range strings.FieldsSeq(text) {
			switch w {
			case ",":
				p.comma = true
				continue
			case "?":
				p.question = true
				continue
			}
			if own, ok := strings.CutSuffix(w, "*"); ok {
				p.at, w = len(p.words), own
			}
			p.words = append(p.words, w)
		}
	}
	return out
}

// inAny reports whether word i of the words ws of s is the one that any of the phrases asks about.
func inAny(phrases []phrase, s string, ws []offset.Span, i int) bool {
	return slices.ContainsFunc(phrases, func(p phrase) bool { return p.holds(s, ws, i) })
}

// holds reports whether the phrase stands around word i.
func (p *phrase) holds(s string, ws []offset.Span, i int) bool {
	first := i - p.at
	end := first + len(p.words)
	if first < 0 || end > len(ws) {
		return false
	}
	for k, w := range p.words {
		if w != "" && !fits(w, ws[first+k].In(s)) {
			return false
		}
	}
	if p.comma && (first == 0 || s[ws[first-1].End] != ',') {
		return false
	}
	after := ws[end-1].End
	return !p.question || after < len(s) && s[after] == '?'
}

// fits reports whether a word of a phrase, which may be a beginning or an ending, is that of a text.
func fits(w, text string) bool {
	if start, ok := strings.CutSuffix(w, anything); ok {
		return word.HasPrefixFold(text, start)
	}
	if end, ok := strings.CutPrefix(w, anything); ok {
		return len(text) > len(end) && strings.EqualFold(text[len(text)-len(end):], end)
	}
	return strings.EqualFold(text, w)
}

// anything stands in a phrase for the part of a word that is not given.
const anything = "…"

// mayAsk reports whether a word in lower case is the one that any of the phrases asks about.
func mayAsk(phrases []phrase, lower []byte) bool {
	return slices.ContainsFunc(phrases, func(p phrase) bool { return p.words[p.at] == string(lower) })
}

// isTag reports whether word i is part of a question tag: ", isn't it?".
func isTag(s string, ws []offset.Span, i int) bool {
	return i+2 >= len(ws) && strings.HasSuffix(strings.TrimRight(s, `"'”’ `), "?")
}
