// Package denial finds the words of a text that deny or hint at it, in the languages whose negations are known, and
// matches them with those of a translation.
package denial

import (
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// A Word is a word with a negative sense in a text.
type Word struct {
	Span offset.Span

	negative
	place   float32 // in the text, 0 to 1
	phrase  bool    // part of a set phrase that other languages express without a negation
	raised  bool    // it denies with others only: "impossible de"
	matched bool
}

// A Reader finds negative words in texts of one language. It keeps memory from one text to the next and must not be
// used concurrently.
type Reader struct {
	language *language
	words    []Word
	facts    word.Memo[fact]
}

// A fact is what is known of a word by itself.
type fact struct {
	negative
	known bool
	asks  bool // other words decide whether it denies
}

// SetLanguage makes r read the language with the given code, see [lang.Base]. The vocabulary of the texts must be
// emptied as well.
func (r *Reader) SetLanguage(code string) { r.language = languages.Of(code) }

// Known reports whether the negations of the language are known.
func (r *Reader) Known() bool { return r.language != nil }

// Read returns the words of t that deny or hint at it, none where they are not known. They are valid until the next
// call. All texts must be of one vocabulary.
func (r *Reader) Read(t *word.Text) []Word {
	r.words = r.words[:0]
	l := r.language
	if l == nil {
		return r.words
	}
	s, ws := t.String, t.Spans
	facts := r.facts.Of(&t.Vocabulary)
	denied, only := false, false
	deny := -1 // the first word that denies with others
	for i, at := range ws {
		f := &facts[t.IDs[i]]
		if !f.known {
			*f = l.factOf(at.In(s))
		}
		n := f.negative
		if f.asks {
			switch {
			case l.Contractions && s[at.End-1]|0x20 == 'n' && strings.HasPrefix(s[at.End:], "’t"):
				n.denial = lang.Denies
				at.End += len("’t")
			case n.denial != lang.Denies && inAny(l.deny, s, ws, i) && !inAny(l.phrases, s, ws, i):
				n.denial = lang.Hints
				if deny < 0 {
					deny = len(r.words)
				}
			case n.denial == lang.Affirms && inAny(l.hints, s, ws, i):
				n.denial = lang.Hints
			}
		}
		if n.denial == lang.Affirms {
			continue
		}
		w := Word{Span: at, negative: n, place: float32(i) / float32(len(ws))}
		if n.denial == lang.Denies {
			w.phrase = inAny(l.phrases, s, ws, i) || l.Tags && isTag(s, ws, i) || l.Concord && denied
			denied = denied || !w.phrase
		}
		only = only || n.families&lang.Only != 0
		r.words = append(r.words, w)
	}
	if deny >= 0 && !denied && !only { // "ne peut", but not of "ne peut pas" nor of "ne peut qu'une seule fois"
		r.words[deny].denial, r.words[deny].raised = lang.Denies, true
	}
	return r.words
}

// factOf finds out how much a word denies by itself.
func (l *language) factOf(text string) fact {
	f := fact{known: true}
	var fold [64]byte
	if len(text) > len(fold) {
		return f
	}
	lower := word.AppendFold(fold[:0], bare(text))
	if len(lower) == 0 {
		return f
	}
	if l.known.MayHold(lower) {
		f.negative = l.words[string(lower)]
	}
	if f.denial == lang.Affirms {
		f.negative = l.inWord(lower)
	}
	if f.denial == lang.Affirms {
		if l.Contractions && strings.HasSuffix(text, "n't") {
			f.denial = lang.Denies
		} else {
			f.asks = l.Contractions && lower[len(lower)-1] == 'n' || mayAsk(l.hints, lower)
		}
	}
	f.asks = f.asks || mayAsk(l.deny, lower)
	return f
}

// match pairs words of a that pass with words of b that pass, the nearest first.
func match(a, b []Word, passes func(a, b *Word) bool) {
	for {
		bestA, bestB, best := -1, -1, float32(2)
		for i := range a {
			if a[i].matched {
				continue
			}
			for j := range b {
				if !b[j].matched && passes(&a[i], &b[j]) {
					if d := abs(b[j].place - a[i].place); d < best {
						bestA, bestB, best = i, j, d
					}
				}
			}
		}
		if bestA < 0 {
			return
		}
		a[bestA].matched, b[bestB].matched = true, true
	}
}

func abs(x float32) float32 { return max(x, -x) }

// maxWords is how many words of a text are compared; no sentence denies more often.
const maxWords = 24

// Unanswered matches what denies in both texts and returns the first word of the source and of the target that nothing
// stands for, nil for none. Partners reports whether two words translate each other; known is false where it cannot
// know.
func Unanswered(source, target []Word, partners func(s, t *Word) (yes, known bool)) (lost, added *Word) {
	source, target = source[:min(len(source), maxWords)], target[:min(len(target), maxWords)]
	if firstOpen(source) == nil && firstOpen(target) == nil {
		return nil, nil
	}
	no := func(s *Word) bool { return s.denial == lang.Hints && s.families&lang.Refusal != 0 }
	answers := func(s *Word) bool { return s.denial == lang.Hints || s.phrase }
	match(source, target, func(s, t *Word) bool {
		return s.strong() && no(t) && s.families&t.families != 0 || no(s) && t.strong() && s.families&t.families != 0
	})
	match(source, target, func(s, t *Word) bool { return s.strong() && t.strong() })
	match(source, target, func(s, t *Word) bool { return s.strong() && no(t) || no(s) && t.strong() })
	if lost, added = firstOpen(source), firstOpen(target); lost == nil && added == nil {
		return nil, nil // what follows only finds counterparts of the others
	}
	match(source, target, func(s, t *Word) bool { return s.phrase && t.phrase })
	match(source, target, func(s, t *Word) bool {
		if s.denial == lang.Denies || t.denial == lang.Denies {
			return false
		}
		common := s.families & t.families
		if common&^(lang.Unlike|lang.Without) != 0 {
			return true
		}
		yes, known := partners(s, t)
		return yes && s.denial == lang.Hints && t.denial == lang.Hints || common != 0 && !known
	})
	match(source, target, func(s, t *Word) bool { return s.strong() && answers(t) || answers(s) && t.strong() })
	match(source, target, func(s, t *Word) bool {
		relate := s.raised && t.denial == lang.Relates || s.denial == lang.Relates && t.raised
		return relate && s.families&t.families != 0
	})
	return firstOpen(source), firstOpen(target)
}

// strong reports whether the word must be carried over.
func (w *Word) strong() bool { return w.denial == lang.Denies && !w.phrase }

// firstOpen returns the first word that must be carried over and has no match, nil for none.
func firstOpen(list []Word) *Word {
	for i := range list {
		if w := &list[i]; w.strong() && !w.matched {
			return w
		}
	}
	return nil
}

// Affirmed returns what is left of w, a word of the given text, without the prefix or the ending by which it denies:
// un- in "unmöglich", -los in "hoffnungslos". It reports false for a word that does not deny in this way.
func (w *Word) Affirmed(text string) (rest offset.Span, ok bool) {
	if w.denial != lang.Hints {
		return rest, false
	}
	rest = w.Span
	s := rest.In(text)
	switch w.families {
	case lang.Unlike:
		if slices.ContainsFunc(reversals[:], func(verb string) bool { return word.HasPrefixFold(s, verb) }) {
			return rest, false
		}
		for _, p := range [...]string{"un", "im", "in", "il", "ir"} {
			if word.HasPrefixFold(s, p) {
				rest.Start += len(p)
				return rest, true
			}
		}
	case lang.Unlike | lang.Without:
		for _, e := range [...]string{"los", "lose", "losen", "loser", "loses", "losem", "less"} {
			if n := len(s) - len(e); n >= leastNoun && s[n:] == e {
				rest.End = rest.Start + n
				return rest, true
			}
		}
	}
	return rest, false
}

// reversals begin verbs that reverse what was done, which is not to deny it.
var reversals = [...]string{"undo", "unload", "unlock", "unassign", "undelete", "unselect", "unbind", "unbound",
	"unpack", "uninstall", "unfold", "unmount"}

// leastNoun is how many bytes a word must have before an ending that denies: "unless" and "verlosen" do not deny.
const leastNoun = 4

// bare returns a word without the ending of "nobody's".
func bare(w string) string {
	if n := len(w); n > 2 && w[n-2] == '\'' && w[n-1]|0x20 == 's' {
		return w[:n-2]
	}
	return w
}
