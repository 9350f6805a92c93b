package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// signals marks the bytes after a space at which a sentence may begin though no mark stands before it.
var signals = func() (t [256]bool) {
	for c := byte('A'); c <= 'Z'; c++ {
		t[c] = true
	}
	for _, c := range []byte("\xc3<@#h123456789-\xe2") {
		t[c] = true
	}
	return
}()

// openers are the words of [lang.Sentences.Openers].
type openers struct {
	words map[string]bool
	// hints distinguishes most other words from them by three bytes.
	hints [1 << 10]bool
}

func newOpeners(list string) *openers {
	o := &openers{words: map[string]bool{}}
	for w := range strings.FieldsSeq(list) {
		o.words[w] = true
		o.hints[hint(w+" ")] = true
	}
	return o
}

// hint returns the number of the entry of hints for the first three bytes of text.
func hint(text string) uint16 {
	return (uint16(text[0])*37 + uint16(text[1])*11 + uint16(text[2])) & (1<<10 - 1)
}

// has reports whether word is an opener.
func (o *openers) has(word string) bool { return o != nil && o.words[word] }

// at returns the opener that starts at i, or nothing.
func (o *openers) at(text string, i int) string {
	if o == nil || i+3 > len(text) || !o.hints[hint(text[i:])] {
		return ""
	}
	j := i
	for j < len(text) && j < i+24 && (text[j] >= utf8.RuneSelf || isASCIILetter(text[j])) {
		j++
	}
	if !o.words[text[i:j]] {
		return ""
	}
	return text[i:j]
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// quiet reports whether the three bytes after a space rule out that a sentence begins there.
func (p *pass) quiet(b string) bool {
	c := b[0]
	if !signals[c] {
		return true
	}
	switch {
	case c >= 'A' && c <= 'Z' || c == 0xc3:
		return p.openers == nil || !p.openers.hints[hint(b)]
	case c == 'h':
		return b[1] != 't' || b[2] != 't'
	case c == '-' || c == 0xe2:
		return p.nouns // a capital behind a dash tells too little where nouns have capitals
	}
	return false
}

// space decides what the space at i means, which one of the signals follows.
func (p *pass) space(i int) (end, next int) {
	text, next := p.text, i+1
	if next == len(text) || i == p.start {
		return 0, next
	}
	switch c := text[next]; c {
	case '<':
		if strings.HasPrefix(text[next:], "<-") { // points back at what somebody else wrote
			return p.before(i), next
		}
	case '@', '#':
		if p.closingTags(next) {
			return p.before(i), next
		}
	case 'h':
		if strings.HasPrefix(text[next:], "http") && isAddress(text[next:]) && isAddress(p.fieldBefore(i)) {
			return i, next
		}
	case '-', 0xe2:
		return p.dash(i), next
	default:
		if c <= '9' {
			return p.listItem(i), next
		}
		return p.runOn(i), next
	}
	return 0, next
}

// before returns the end of what stands before the space at i.
func (p *pass) before(i int) int {
	return trimSpan(p.text, offset.Span{Start: p.start, End: i}).End
}

// leastRunOn is the least number of words of a sentence that begins without a mark before it, and of the one before.
// Shorter ones are often names and titles.
const leastRunOn = 3

// runOn returns where the sentence ends if another begins behind the space at i though no mark stands between, as
// where a page lost its line breaks, or a writer left out the mark; else 0. Only words that are hardly ever capitalised
// anywhere else tell.
func (p *pass) runOn(i int) int {
	text := p.text
	word := p.openers.at(text, i+1)
	if word == "" || !p.mayEnd(i) {
		return 0
	}
	after := i + 1 + len(word)
	if after+1 >= len(text) || text[after] != ' ' {
		return 0
	}
	previous := p.wordBefore(i)
	if isAddress(p.fieldBefore(i)) {
		return i
	}
	if p.introduces(previous) || p.goesOn(previous) || p.openPhrase(i, previous) ||
		wordCount(text[max(p.start, i-far):i]) < leastRunOn-1 {
		return 0
	}
	ahead := text[after:min(len(text), after+far)]
	if k := strings.IndexAny(ahead, ".!?\n"); k >= 0 {
		ahead = ahead[:k]
	}
	if wordCount(ahead) < leastRunOn-1 {
		return 0
	}
	// A capital after it belongs to a noun, if a small word follows soon; else to a name.
	if r, _ := utf8.DecodeRuneInString(text[after+1:]); !unicode.IsLower(r) && !(p.nouns && smallSoon(ahead)) {
		return 0
	}
	return i
}

// mayEnd reports whether a sentence without a mark may end at i: behind a letter, a digit or a sign, or what closes
// after one.
func (p *pass) mayEnd(i int) bool {
	s := p.text[p.start:i]
	last, n := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune(")]\"“”»«", last) {
		if last == ')' && s[0] == '(' {
			return false
		}
		last, _ = utf8.DecodeLastRuneInString(s[:len(s)-n])
	}
	return unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune("%€$", last)
}

// introduces reports whether a title, which may begin with any word, is likely after word.
func (p *pass) introduces(word string) bool {
	return p.titles.Before(word) || p.titles.Noun(word) || p.ordinals != nil && p.ordinals.articles[word]
}

// goesOn reports whether word, in small letters, is one that begins what it belongs to, such as a conjunction.
func (p *pass) goesOn(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return unicode.IsLower(r) && p.openers.has(string(unicode.ToUpper(r))+word[n:])
}

// openPhrase reports whether word, which ends at i, stands between an article and its noun: where nouns have capitals,
// a small word does.
func (p *pass) openPhrase(i int, word string) bool {
	if !p.nouns || p.ordinals == nil || !lowerLetters(word) {
		return false
	}
	return p.ordinals.articles[p.wordBefore(trimSpaceLeft(p.text, p.start, i-len(word)))]
}

// wordCount returns the number of words of s.
func wordCount(s string) int { return len(strings.Fields(s)) }

// smallSoon reports whether a word of small letters is among the next few of s.
func smallSoon(s string) bool {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if n++; n > 4 {
			return false
		}
		if n > 1 && lowerLetters(w) && utf8.RuneCountInString(w) > 2 {
			return true
		}
	}
	return false
}

// fieldBefore returns what stands between the space before i and i.
func (p *pass) fieldBefore(i int) string {
	s := p.text[max(p.start, i-4*far):i]
	return s[strings.LastIndexAny(s, " \n\t")+1:]
}

// dash returns where the sentence ends before the dash and the space at i, or after the dash, if somebody breaks off
// there and begins anew: "We could — Well, no."; else 0.
func (p *pass) dash(i int) int {
	text := p.text
	j := i + 1
	if strings.HasPrefix(text[j:], "--") {
		j += 2
	} else {
		r, n := utf8.DecodeRuneInString(text[j:])
		if r != '–' && r != '—' {
			return 0
		}
		j += n
	}
	if j >= len(text) || text[j] != ' ' {
		return 0
	}
	word := p.openers.at(text, j+1)
	if word == "" || wordCount(text[max(p.start, i-far):i]) < 2 {
		return 0
	}
	r, n := utf8.DecodeRuneInString(text[j+1+len(word):])
	if r == ',' || r == ' ' {
		r, _ = utf8.DecodeRuneInString(text[j+1+len(word)+n:])
		if r == ' ' || unicode.IsLower(r) {
			return j
		}
	}
	return 0
}
