// Package verify judges translations before they are believed: by rules about one answer, and by comparing the
// answers to the texts of one request.
package verify

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
)

// Rules decide whether a translation is believed. The zero value applies all rules that need no knowledge of
// languages.
type Rules struct {
	// Language, if not nil, returns the language of a text and how sure that is, 0 to 1. It is asked only about texts
	// with enough words to judge.
	Language func(text string) (language.Tag, float64)
	// Sure is the least certainty that rejects a text; default 0.85.
	Sure float64
	// Fit, if not nil, is asked whether two answers of one request have changed places, see [Rules.Misplaced].
	Fit Fit
	// Changes, if not nil, reports whether a word is known to be another one in a translation from one language to
	// the other: then a text of such words is not its own translation, however short it is.
	Changes func(from, to language.Tag, word string) bool
	// Structure applies only the rules without which a text is unusable: valid UTF-8, not empty, no control
	// characters, every Keep range in it.
	Structure bool
}

// Check returns what is wrong with text as the translation of it, or nil. A translation is valid UTF-8, is not empty,
// has no control characters, holds every Keep range, has a plausible length, contains nothing that comes from a
// model, a server or a conversation, is not the source again if that has words to translate, does not loop, and is
// not in a language other than to. [KindOf] returns the kind of the error.
func (v Rules) Check(from, to language.Tag, it *translate.Item, text string) error {
	if !utf8.ValidString(text) {
		return errors.New("the answer is not valid UTF-8")
	}
	if strings.TrimSpace(text) == "" {
		if strings.TrimSpace(it.Text) == "" {
			return nil
		}
		return errors.New("the answer is empty")
	}
	if strings.ContainsRune(text, utf8.RuneError) && !strings.ContainsRune(it.Text, utf8.RuneError) {
		return errors.New("the answer holds replacement characters")
	}
	if err := CheckKeep(it, text); err != nil {
		return err
	}
	if err := Controls(it.Text, text); err != nil {
		return err
	}
	if v.Structure {
		return nil
	}
	if err := checkForeign(it.Text, text); err != nil {
		return err
	}
	source := withoutKeep(it)
	if err := checkLength(from, to, it.Text, text); err != nil {
		return err
	}
	if from != to && v.isCopy(from, to, source, it.Text, text) && !v.is(to, source) {
		return errors.New("the answer is the source text again")
	}
	if from != to {
		if err := checkBoth(source, text); err != nil {
			return err
		}
	}
	if part := loop(text); part != "" && loop(it.Text) == "" {
		return fmt.Errorf("the answer repeats %q over and over", excerpt.Of(part, 40))
	}
	return v.checkLanguage(from, to, source, it, text)
}

// Bounds of plausible length, in letters weighted by script: a translation is at most longestRatio times its source
// and longestSlack more, and at least shortestRatio times its source less shortestSlack.
const (
	longestRatio, longestSlack   = 3.0, 40.0
	shortestRatio, shortestSlack = 0.25, 8.0
)

func checkLength(from, to language.Tag, source, text string) error {
	s, t := weight(source), weight(text)
	if t > longestRatio*s+longestSlack {
		return fmt.Errorf("the answer is too long: %d characters for %d", utf8.RuneCountInString(text),
			utf8.RuneCountInString(source))
	}
	if t < shortestRatio*s-shortestSlack {
		return fmt.Errorf("the answer is too short: %d characters for %d", utf8.RuneCountInString(text),
			utf8.RuneCountInString(source))
	}
	return nil
}

// weight counts characters; those of scripts that write a word in one or two characters count three times.
func weight(s string) float64 {
	n := 0.0
	for _, r := range s {
		if r >= 0x2e80 {
			n += 3
		} else {
			n++
		}
	}
	return n
}

// isCopy reports whether text is source again although source has words to translate: known ones, or at least three,
// two of them in lower case as names are not. Words of two letters, as stand in names too, count only beside a long
// one; beside a very long one, which is not a name, one word in lower case is enough.
func (v Rules) isCopy(from, to language.Tag, toTranslate, source, text string) bool {
	if !sameWords(source, text) {
		return false
	}
	if v.changes(from, to, toTranslate) {
		return true
	}
	words, lower, short, long, compound := 0, 0, 0, 0, 0
	for _, w := range strings.Fields(toTranslate) {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsLetter(r) || strings.ContainsAny(w, "/@#") {
			continue
		}
		words++
		n := utf8.RuneCountInString(w)
		if n >= 12 {
			compound++
		}
		if !unicode.IsLower(r) {
			continue
		}
		switch {
		case n == 2:
			short++
		case n >= 6:
			long++
			lower++
		case n >= 3:
			lower++
		}
	}
	return words >= 3 && (lower >= 2 || long >= 1 && short >= 1 || compound >= 1 && lower >= 1)
}

// changes reports whether most words of text must change in translation. At least two must, or one in lower case:
// names rarely change.
func (v Rules) changes(from, to language.Tag, text string) bool {
	if v.Changes == nil {
		return false
	}
	known, lower, all := 0, 0, 0
	for _, w := range strings.Fields(text) {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		if utf8.RuneCountInString(w) < 3 {
			continue
		}
		all++
		if v.Changes(from, to, w) {
			known++
			if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
				lower++
			}
		}
	}
	return 2*known > all && (lower >= 1 || known >= 2)
}

// sameWords reports whether two texts differ in nothing but white space.
func sameWords(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	if a == "" || b == "" || a[0] != b[0] || a[len(a)-1] != b[len(b)-1] {
		return a == b
	}
	return space.Fold(a) == space.Fold(b)
}

// loop returns the part of text that is repeated over and over, as by a model that has lost its way, or "". It looks
// for groups of one to twelve words, and for groups of up to twelve characters within a word.
func loop(text string) string {
	words := strings.Fields(text)
	for p := 1; p <= 12 && p*4 <= len(words); p++ {
		need := max(3*p, 7) // four times the group, and no fewer than eight words
		run := 0
		for i := p; i < len(words); i++ {
			if words[i] != words[i-p] {
				run = 0
				continue
			}
			if run++; run >= need {
				return strings.Join(words[i-p+1:i+1], " ")
			}
		}
	}
	for _, w := range words {
		if len(w) < 40 {
			continue
		}
		rs := []rune(w)
		for p := 1; p <= 12 && p*8 <= len(rs); p++ {
			run := 0
			for i := p; i < len(rs); i++ {
				if rs[i] != rs[i-p] {
					run = 0
					continue
				}
				if run++; run >= max(7*p, 39) && unicode.IsLetter(rs[i]) {
					return string(rs[i-p+1 : i+1])
				}
			}
		}
	}
	return ""
}

// is reports whether Language takes text for tag.
func (v Rules) is(tag language.Tag, text string) bool {
	if v.Language == nil {
		return false
	}
	got, sure := v.Language(text)
	return sure >= v.sure() && lang.Same(got, tag)
}

func (v Rules) sure() float64 {
	if v.Sure > 0 {
		return v.Sure
	}
	return 0.85
}

// checkLanguage rejects a text that is certainly in a language other than to. Short texts, and parts that are kept or
// quoted, prove nothing.
func (v Rules) checkLanguage(from, to language.Tag, source string, it *translate.Item, text string) error {
	if v.Language == nil {
		return nil
	}
	rest := answerWithoutKeep(it, text)
	words := 0
	for _, w := range strings.Fields(rest) {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsLower(r) {
			words++
		}
	}
	if words < 5 {
		return nil
	}
	got, sure := v.Language(rest)
	if sure < v.sure() || got == language.Und || lang.Same(got, to) {
		return nil
	}
	if !lang.Same(got, from) && v.is(got, source) {
		return nil // a quotation in a third language, left as it was
	}
	return fmt.Errorf("the answer is in %s, not in %s", got, to)
}
