package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
)

// Negation finds translations that say yes where the source says no, or the reverse.
var Negation = &Check{
	Name: "negation",
	Doc: `Negation lost or added
One side denies ("nicht", "kein", "not", "never") and the other holds nothing that could express it. Set phrases such as "nicht nur" do not count.`,
	Run: negation,
}

var germanDenialFilter, englishDenialFilter = filterOf(germanDenials), filterOf(englishDenials)

// A spoken is a word with a negative sense in a text.
type spoken struct {
	negative
	at      bitext.Offsets
	place   float32 // in the text, 0 to 1
	phrase  bool    // part of a set phrase that other languages say without a negation
	matched bool
}

// deny appends the words of d that deny or hint at it.
func deny(out []spoken, d *side) []spoken {
	s, ws, german := d.text, d.words, d.german
	var fold [64]byte
	for i, w := range ws {
		v := &d.list[d.ids[i]]
		if v.known&knowsDenial == 0 {
			d.learnDenial(v, in(s, w))
		}
		n := v.denial
		if v.asks {
			switch lower := appendFold(fold[:0], bare(in(s, w))); {
			case lower[len(lower)-1] == 'n' && strings.HasPrefix(s[w[1]:], "’t"):
				n.denial = denies
			case inPhrase(s, ws, i, lower):
				n.denial = hints
			}
		}
		if n.denial != affirms {
			out = append(out, spoken{negative: n, at: w, place: float32(i) / float32(len(ws)), phrase: n.denial == denies && phrase(s, ws, i, german)})
		}
	}
	return out
}

// match pairs words of a that pass with words of b that pass, the nearest first.
func match(a, b []spoken, passes func(a, b *spoken) bool) {
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

// mostSpoken is how many words of a text are compared; no sentence denies more often.
const mostSpoken = 24

// unanswered matches what denies in both texts and returns the first of the source and of the target that has nothing to stand for it. Partners says of two
// words that the table knows whether they translate each other; known is false where it knows one of them not.
func unanswered(source, target []spoken, partners func(s, t *spoken) (yes, known bool)) (lost, added *spoken) {
	source, target = source[:min(len(source), mostSpoken)], target[:min(len(target), mostSpoken)]
	strong := func(s *spoken) bool { return s.denial == denies && !s.phrase }
	no := func(s *spoken) bool { return s.denial == hints && s.families&refusal != 0 }
	answers := func(s *spoken) bool { return s.denial == hints || s.phrase }
	match(source, target, func(s, t *spoken) bool {
		return strong(s) && no(t) && s.families&t.families != 0 || no(s) && strong(t) && s.families&t.families != 0
	})
	match(source, target, func(s, t *spoken) bool { return strong(s) && strong(t) })
	match(source, target, func(s, t *spoken) bool { return strong(s) && no(t) || no(s) && strong(t) })
	match(source, target, func(s, t *spoken) bool { return s.phrase && t.phrase })
	match(source, target, func(s, t *spoken) bool {
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
	match(source, target, func(s, t *spoken) bool { return strong(s) && answers(t) || answers(s) && strong(t) })
	first := func(list []spoken) *spoken {
		for i := range list {
			if strong(&list[i]) && !list[i].matched {
				return &list[i]
			}
		}
		return nil
	}
	return first(source), first(target)
}

// bare returns a word without the ending of "nobody's".
func bare(w string) string {
	if n := len(w); n > 2 && w[n-2] == '\'' && w[n-1]|0x20 == 's' {
		return w[:n-2]
	}
	return w
}

// mayBeginPhrase says whether inPhrase may say yes to an English word in small letters.
func mayBeginPhrase(lower []byte) bool {
	switch string(lower) {
	case "far", "question", "anything":
		return true
	}
	return false
}

// inPhrase says whether English word i, in small letters, ends or begins a phrase that denies without a negative word: far from, out of the question.
func inPhrase(s string, ws []bitext.Offsets, i int, lower []byte) bool {
	switch string(lower) {
	case "far":
		return i+1 < len(ws) && in(s, ws[i+1]) == "from"
	case "question":
		return i > 2 && in(s, ws[i-1]) == "the" && in(s, ws[i-2]) == "of" && in(s, ws[i-3]) == "out"
	case "anything":
		return i+1 < len(ws) && in(s, ws[i+1]) == "but"
	}
	return false
}

// phrase says whether the denying word i is part of a set phrase that other languages say without a negation.
func phrase(s string, ws []bitext.Offsets, i int, german bool) bool {
	next := func(n int) string {
		if i+n < len(ws) && i+n >= 0 {
			return in(s, ws[i+n])
		}
		return ""
	}
	if !german {
		return strings.EqualFold(in(s, ws[i]), "not") && (next(1) == "only" || next(1) == "least" || next(1) == "just" || next(-1) == "why" || next(-1) == "whether" || next(-1) == "or" || next(-1) == "if" || next(1) == "to" && next(2) == "mention") ||
			strings.EqualFold(next(-1), "why") || tag(s, ws, i)
	}
	switch next(1) {
	case "nur", "zuletzt", "allein", "bloß", "selten", "umsonst", "weniger", "wenige", "wenigen", "wenig", "anders", "weit":
		return true
	case "wahr": // …, nicht wahr?
		e := ws[i+1][1]
		return e < len(s) && s[e] == '?' && i > 0 && s[ws[i-1][1]] == ','
	case "mehr": // nicht mehr als: only, at most
		return next(2) == "als"
	}
	if e := ws[i][1]; e < len(s) && s[e] == '?' { // …, oder nicht?
		return true
	}
	switch next(-1) {
	case "ob", "oder", "warum", "gar", "Warum", "Ob":
		return true
	}
	return false
}

// tag says whether English word i is part of a question tag: ", isn't it?".
func tag(s string, ws []bitext.Offsets, i int) bool {
	return i+2 >= len(ws) && strings.HasSuffix(strings.TrimRight(s, `"'”’ `), "?")
}

func negation(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) {
		return nil
	}
	from, to := env.from(), env.to()
	if !(from == "de" && to == "en" || from == "en" && to == "de") {
		return nil
	}
	shared := env.pair(p)
	source, target := deny(shared.spoken[0][:0], shared.sides[0].look()), deny(shared.spoken[1][:0], shared.sides[1].look())
	shared.spoken = [2][]spoken{source, target}
	if len(source) == 0 && len(target) == 0 {
		return nil
	}
	lost, added := unanswered(source, target, func(s, t *spoken) (yes, known bool) { return env.coverOf(p).partners(s.at, t.at, from == "de") })
	switch {
	case lost != nil:
		return []bitext.Finding{{Check: "negation", Severity: bitext.Warning, Source: new(lost.at), Message: fmt.Sprintf("%q is not expressed in the translation", in(p.Source, lost.at))}}
	case added != nil:
		return []bitext.Finding{{Check: "negation", Severity: bitext.Warning, Target: new(added.at), Message: fmt.Sprintf("%q has nothing in the source to stand for", in(p.Target, added.at))}}
	}
	return nil
}
