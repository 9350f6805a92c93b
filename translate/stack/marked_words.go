package stack

import (
	"slices"
	"sort"
	"strings"

	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// A vocabulary holds what is known of the words of a language that belong to others; the zero one knows nothing.
type vocabulary struct {
	short     map[string]bool       // common words of two and three letters
	particles map[string]bool       // of verbs
	phrases   map[string][][]string // by their last words
}

var vocabularies = lang.NewTable(func(l *lang.Language) vocabulary {
	v := vocabulary{
		short: lang.WordSet(l.ShortWords), particles: lang.WordSet(l.Particles), phrases: map[string][][]string{},
	}
	for _, p := range l.Phrases {
		words := strings.Fields(p)
		last := words[len(words)-1]
		v.phrases[last] = append(v.phrases[last], words)
	}
	return v
})

// A linkedWord is a word of a translation with its links to words of the source, not to mere signs.
type linkedWord struct {
	offset.Span
	links []offset.Link
	fixed bool // it is a placeholder, which belongs to nothing that it is not linked to
}

// unlinked reports whether it is unknown which words of the source a word belongs to.
func (w *linkedWord) unlinked() bool { return len(w.links) == 0 && !w.fixed }

// linkedWords returns the words of a translation of a text, which is in the language of these words.
func linkedWords(plain string, r *translate.Result, known vocabulary) []linkedWord {
	spans := textWords(r.Text)
	words := make([]linkedWord, len(spans))
	for k, s := range spans {
		words[k].Span, words[k].fixed = s, strings.HasPrefix(s.In(r.Text), placeholder.Start)
	}
	for _, l := range r.Links {
		if strings.TrimFunc(l.Source.In(plain), isSign) == "" {
			continue
		}
		first := sort.Search(len(words), func(k int) bool { return words[k].End > l.Target.Start })
		for k := first; k < len(words) && words[k].Start < l.Target.End; k++ {
			words[k].links = append(words[k].links, l)
		}
	}
	for k := range words {
		for _, phrase := range known.phrases[strings.ToLower(words[k].In(r.Text))] {
			if first := k + 1 - len(phrase); first >= 0 && match(words[first:k+1], r.Text, phrase) {
				share(plain, words[first:k+1])
			}
		}
	}
	return words
}

// match reports whether words of a text are those of a phrase.
func match(words []linkedWord, text string, phrase []string) bool {
	same := func(w linkedWord, s string) bool { return strings.EqualFold(w.In(text), s) }
	return slices.EqualFunc(words, phrase, same)
}

// share gives the words of a phrase the links of the one among them that stands for a single long word which is not a
// noun: all of "at least" stands for "mindestens". Words with a partner of their own keep it.
func share(plain string, phrase []linkedWord) {
	k := slices.IndexFunc(phrase, func(w linkedWord) bool {
		return len(w.links) > 0 && !slices.ContainsFunc(w.links, func(l offset.Link) bool {
			word := l.Source.In(plain)
			return l.Source != w.links[0].Source || letters(word) < markCompound || capital(word) && l.Source.Start > 0
		})
	})
	if k < 0 {
		return
	}
	for i := range phrase {
		if !slices.ContainsFunc(phrase[i].links, func(l offset.Link) bool { return l.Source.Len() >= markContent }) {
			phrase[i].links = phrase[k].links
		}
	}
}
