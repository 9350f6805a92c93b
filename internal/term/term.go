// Package term finds the terms of a glossary in running text. Translating with a glossary and checking against it use
// this one rule:
//
//   - A term begins where a word begins. A term that begins with a sign may stand anywhere.
//   - Each of its words may have an ending of German or English inflection in the text: "Kanzler" is found in
//     "Kanzlers" and "bank" in "banks", but not "Land" in "Landrat" or "Hand" in "Handel". In other scripts, up to two
//     letters may follow. All words but the last may also exchange the ending of a German adjective: "Rotes Kreuz" is
//     found in "Roten Kreuzes". An English y may become ies.
//   - Case does not count, except in terms of three letters or fewer: "IT" is not found in "it". These take no ending
//     but an s.
//   - White space within a term matches any white space.
package term

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Find returns where term first stands in text. A term that is empty or not valid UTF-8 is never found.
func Find(text, term string) (start, end int, ok bool) {
	for start, end := range All(text, term) {
		return start, end, true
	}
	return 0, 0, false
}

// Occurs reports whether term stands in text.
func Occurs(text, term string) bool {
	_, _, ok := Find(text, term)
	return ok
}

// All yields where term stands in text, as start and end in bytes, the ending of each word included. The places are
// in order and do not overlap.
func All(text, term string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		p := parse(term)
		if len(p.words) == 0 {
			return
		}
		end := 0
		inside := false // of a word
		for i, r := range text {
			w := IsWord(r)
			if i >= end && (!inside || !w) {
				if n := p.match(text[i:]); n > 0 {
					end = i + n
					if !yield(i, end) {
						return
					}
				}
			}
			inside = w
		}
	}
}

// Alternatives returns the translations that a glossary allows: "flat|apartment" are two. Each is trimmed, and empty
// ones are left out.
func Alternatives(target string) []string {
	var out []string
	for a := range strings.SplitSeq(target, "|") {
		if a = strings.TrimSpace(a); a != "" {
			out = append(out, a)
		}
	}
	return out
}

// IsWord reports whether r is part of a word.
func IsWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '_'
}

// A pattern is a term made ready for matching.
type pattern struct {
	words  []string // between white space
	strict bool     // case counts
	sign   bool     // the first word begins with a sign
}

func parse(term string) pattern {
	p := pattern{words: strings.Fields(term)}
	if len(p.words) == 0 || !utf8.ValidString(term) {
		return pattern{}
	}
	first, _ := utf8.DecodeRuneInString(p.words[0])
	p.sign = !IsWord(first)
	p.strict = len(p.words) == 1 && utf8.RuneCountInString(p.words[0]) <= shortTerm
	return p
}

// shortTerm is the most letters of a term in which case counts.
const shortTerm = 3

// match returns how many bytes of text the term takes at its beginning, 0 where it does not stand there.
func (p *pattern) match(text string) int {
	at := 0
	for i, w := range p.words {
		if i > 0 {
			n := len(text[at:]) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
			if n == 0 {
				return 0
			}
			at += n
		}
		n := p.matchWord(text[at:], w, i < len(p.words)-1)
		if n == 0 {
			return 0
		}
		at += n
	}
	return at
}

// matchWord returns how many bytes of text the word takes at its beginning, with an ending. Inner words may exchange
// theirs.
func (p *pattern) matchWord(text, w string, inner bool) int {
	if n := hasPrefix(text, w, p.strict); n > 0 {
		if last, _ := utf8.DecodeLastRuneInString(w); !IsWord(last) {
			return n
		}
		if end := n + ending(text[n:]); end == n || p.allows(text[n:end]) {
			return end
		}
	}
	if stem, ok := strings.CutSuffix(w, "y"); ok && !p.strict {
		if n := hasPrefix(text, stem+"ies", false); n > 0 && ending(text[n:]) == 0 {
			return n
		}
	}
	if stem := adjectiveStem(w); inner && stem != w {
		if n := hasPrefix(text, stem, p.strict); n > 0 {
			if end := n + ending(text[n:]); adjectiveStem(text[:end]) == text[:n] {
				return end
			}
		}
	}
	return 0
}

// hasPrefix returns how many bytes prefix takes at the beginning of text, 0 where it does not stand there.
func hasPrefix(text, prefix string, strict bool) int {
	if strict {
		if strings.HasPrefix(text, prefix) {
			return len(prefix)
		}
		return 0
	}
	at := 0
	for _, want := range prefix {
		r, n := utf8.DecodeRuneInString(text[at:])
		if n == 0 || r != want && unicode.ToLower(r) != unicode.ToLower(want) {
			return 0
		}
		at += n
	}
	return at
}

// ending returns how many bytes of a word are left at the beginning of text. An apostrophe and an s belong to it.
func ending(text string) int {
	for i, r := range text {
		if IsWord(r) {
			continue
		}
		if i == 0 && (r == '\'' || r == '’') {
			rest := text[utf8.RuneLen(r):]
			if next, n := utf8.DecodeRuneInString(rest); next == 's' && ending(rest[n:]) == 0 {
				return utf8.RuneLen(r) + n
			}
		}
		return i
	}
	return len(text)
}

// allows reports whether the term may have the ending.
func (p *pattern) allows(ending string) bool {
	if p.strict {
		return ending == "s" || ending == "'s" || ending == "’s"
	}
	switch strings.ToLower(ending) {
	case "s", "'s", "’s", "e", "n", "en", "es", // both languages
		"r", "er", "ern", "m", "em", "ens", "se", "sen", "ses", "nen", // German: Kinder, Ereignisse, Lehrerinnen
		"d", "ed", "ing", "ly": // English verbs and adverbs
		return true
	}
	letters := 0
	for _, r := range ending {
		if r < utf8.RuneSelf || unicode.IsDigit(r) {
			return false
		}
		letters++
	}
	return letters <= 2 && !unicode.In(firstRune(ending), unicode.Latin)
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// adjectiveStem returns w without the ending of a German adjective.
func adjectiveStem(w string) string {
	if n := len(w); n > 4 && w[n-2] == 'e' && strings.IndexByte("nrsm", w[n-1]) >= 0 {
		return w[:n-2]
	} else if n > 3 && w[n-1] == 'e' {
		return w[:n-1]
	}
	return w
}
