// Package denial finds the words of a text that deny or hint at it, in German and in English, and matches them with
// those of a translation.
package denial

import (
	"strings"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// A Word is a word with a negative sense in a text.
type Word struct {
	Span offset.Span

	negative
	place   float32 // in the text, 0 to 1
	phrase  bool    // part of a set phrase that other languages say without a negation
	matched bool
}

// A Reader finds negative words in texts of one language, German or English. It keeps memory from one text to the next
// and must not be used concurrently.
type Reader struct {
	german bool
	words  []Word
	facts  word.Memo[fact]
}

// A fact is what is known of a word by itself.
type fact struct {
	negative
	known bool
	asks  bool // other words decide whether it denies
}

// SetGerman makes r read German, or else English. The vocabulary of the texts must be emptied as well.
func (r *Reader) SetGerman(german bool) { r.german = german }

// Read returns the words of t that deny or hint at it. They are valid until the next call. All texts must be of one
// vocabulary.
func (r *Reader) Read(t *word.Text) []Word {
	s, ws, german := t.String, t.Spans, r.german
	facts := r.facts.Of(&t.Vocabulary)
	r.words = r.words[:0]
	var fold [64]byte
	for i, at := range ws {
		f := &facts[t.IDs[i]]
		if !f.known {
			*f = factOf(at.In(s), german)
		}
		n := f.negative
		if f.asks {
			switch lower := word.AppendLower(fold[:0], bare(at.In(s))); {
			case lower[len(lower)-1] == 'n' && strings.HasPrefix(s[at.End:], "’t"):
				n.denial = denies
				at.End += len("’t")
			case inPhrase(s, ws, i, lower):
				n.denial = hints
			}
		}
		if n.denial != affirms {
			r.words = append(r.words, Word{Span: at, negative: n, place: float32(i) / float32(len(ws)),
				phrase: n.denial == denies && phrase(s, ws, i, german)})
		}
	}
	return r.words
}

// factOf finds out how much a word denies by itself.
func factOf(text string, german bool) fact {
	f := fact{known: true}
	var fold [64]byte
	table, filter := englishDenials, englishFilter
	if german {
		table, filter = germanDenials, germanFilter
	}
	if len(text) > len(fold) {
		return f
	}
	lower := word.AppendLower(fold[:0], bare(text))
	n := negative{}
	if len(lower) > 0 && filter.MayHold(lower) {
		n = table[string(lower)]
	}
	if n.denial == affirms {
		n = inWord(lower, german)
	}
	if !german && n.denial == affirms {
		if strings.HasSuffix(text, "n't") {
			n.denial = denies
		} else {
			f.asks = len(lower) > 0 && (lower[len(lower)-1] == 'n' || mayBeginPhrase(lower))
		}
	}
	f.negative = n
	return f
}

var germanFilter, englishFilter = word.FilterOf(germanDenials), word.FilterOf(englishDenials)

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
// say.
func Unanswered(source, target []Word, partners func(s, t *Word) (yes, known bool)) (lost, added *Word) {
	source, target = source[:min(len(source), maxWords)], target[:min(len(target), maxWords)]
	if firstOpen(source) == nil && firstOpen(target) == nil {
		return nil, nil
	}
	no := func(s *Word) bool { return s.denial == hints && s.families&refusal != 0 }
	answers := func(s *Word) bool { return s.denial == hints || s.phrase }
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
		if s.denial == denies || t.denial == denies {
			return false
		}
		common := s.families & t.families
		if common&^(unlike|without) != 0 {
			return true
		}
		yes, known := partners(s, t)
		return yes && s.denial == hints && t.denial == hints || common != 0 && !known
	})
	match(source, target, func(s, t *Word) bool { return s.strong() && answers(t) || answers(s) && t.strong() })
	return firstOpen(source), firstOpen(target)
}

// strong reports whether the word must be carried over.
func (w *Word) strong() bool { return w.denial == denies && !w.phrase }

// firstOpen returns the first word that must be carried over and has no match, nil for none.
func firstOpen(list []Word) *Word {
	for i := range list {
		if w := &list[i]; w.strong() && !w.matched {
			return w
		}
	}
	return nil
}

// Prefix returns the length of the prefix by which w, a word of the given text, denies, 0 for none: un- in "unmöglich".
func (w *Word) Prefix(text string) int {
	if w.families != unlike || w.denial != hints {
		return 0
	}
	s := w.Span.In(text)
	for _, verb := range [...]string{"undo", "unload", "unlock", "unassign", "undelete", "unselect", "unbind",
		"unbound", "unpack", "uninstall", "unfold", "unmount"} { // to reverse is not to deny
		if word.HasPrefixFold(s, verb) {
			return 0
		}
	}
	for _, p := range [...]string{"un", "im", "in", "il", "ir"} {
		if word.HasPrefixFold(s, p) {
			return len(p)
		}
	}
	return 0
}

// bare returns a word without the ending of "nobody's".
func bare(w string) string {
	if n := len(w); n > 2 && w[n-2] == '\'' && w[n-1]|0x20 == 's' {
		return w[:n-2]
	}
	return w
}

// mayBeginPhrase reports whether inPhrase may hold for an English word in lower case.
func mayBeginPhrase(lower []byte) bool {
	switch string(lower) {
	case "far", "question", "anything":
		return true
	}
	return false
}

// inPhrase reports whether English word i, in lower case, ends or begins a phrase that denies without a negative word:
// far from, out of the question.
func inPhrase(s string, ws []offset.Span, i int, lower []byte) bool {
	switch string(lower) {
	case "far":
		return i+1 < len(ws) && ws[i+1].In(s) == "from"
	case "question":
		return i > 2 && ws[i-1].In(s) == "the" && ws[i-2].In(s) == "of" && ws[i-3].In(s) == "out"
	case "anything":
		return i+1 < len(ws) && ws[i+1].In(s) == "but"
	}
	return false
}

// phrase reports whether the denying word i is part of a set phrase that other languages say without a negation.
func phrase(s string, ws []offset.Span, i int, german bool) bool {
	next := func(n int) string {
		if i+n < len(ws) && i+n >= 0 {
			return ws[i+n].In(s)
		}
		return ""
	}
	if !german {
		return strings.EqualFold(ws[i].In(s), "not") &&
			(next(1) == "only" || next(1) == "least" || next(1) == "just" || next(-1) == "why" ||
				next(-1) == "whether" || next(-1) == "or" || next(-1) == "if" ||
				next(1) == "to" && next(2) == "mention") ||
			strings.EqualFold(next(-1), "why") || tag(s, ws, i)
	}
	switch next(1) {
	case "nur", "zuletzt", "allein", "bloß", "selten", "umsonst", "weniger", "wenige", "wenigen", "wenig", "anders",
		"weit":
		return true
	case "wahr": // …, nicht wahr?
		e := ws[i+1].End
		return e < len(s) && s[e] == '?' && i > 0 && s[ws[i-1].End] == ','
	case "mehr": // nicht mehr als: only, at most
		return next(2) == "als"
	}
	if e := ws[i].End; e < len(s) && s[e] == '?' { // …, oder nicht?
		return true
	}
	switch next(-1) {
	case "ob", "oder", "warum", "gar", "Warum", "Ob":
		return true
	}
	return false
}

// tag reports whether English word i is part of a question tag: ", isn't it?".
func tag(s string, ws []offset.Span, i int) bool {
	return i+2 >= len(ws) && strings.HasSuffix(strings.TrimRight(s, `"'”’ `), "?")
}
