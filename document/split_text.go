package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
)

// far is how many bytes the splitter looks back or ahead for a word.
const far = 64

// wordBefore returns the word that ends at end, without the quotes and brackets before it; empty if there is none, or
// none that is short enough to matter.
func (c *pass) wordBefore(end int) string {
	floor := max(c.start, end-far)
	i := end
	for i > floor {
		b := c.text[i-1]
		if b <= ' ' {
			break
		}
		if b >= utf8.RuneSelf {
			r, n := utf8.DecodeLastRuneInString(c.text[floor:i])
			if unicode.IsSpace(r) {
				break
			}
			i -= n
			continue
		}
		i--
	}
	if i == floor && floor > c.start {
		return c.text[end-1 : end] // longer than any word: its last byte stands for it
	}
	for i < end {
		if n := placeholder.Prefix(c.text[i:end]); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(c.text[i:end])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			break
		}
		i += n
	}
	return c.text[i:end]
}

// onlySigns reports whether nothing but bullets and brackets stands between the start of the sentence and end.
func (c *pass) onlySigns(end int) bool {
	return end-c.start <= 12 &&
		strings.IndexFunc(
			c.text[c.start:end],
			func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) },
		) < 0
}

type class uint8

const (
	other   class = iota // signs, emoji, scripts without case
	small                // a lower-case letter
	capital              // a capital letter
	digit
	joining // a sign that goes on with the sentence: a comma, a closing bracket, an equals sign
	bullet
)

// follow is what stands behind the marks and the white space after them.
type follow struct {
	class   class
	dots    bool   // the text goes on with an ellipsis
	opened  bool   // quotes, brackets or dashes were skipped before the word
	torn    bool   // a number with a closing bracket that nothing opened: "2021)."
	address bool   // a web address
	word    string // letters, apostrophes and hyphens excluded
	end     int    // where the word ends
}

// isInitial reports whether the word is a single letter with a full stop: "A.", which is not an article.
func (f *follow) isInitial(text string) bool {
	return len(f.word) == 1 && f.end < len(text) && text[f.end] == '.'
}

// following reads the word that starts at i, skipping what opens before it.
func following(text string, i int) follow {
	var f follow
	limit := min(len(text), i+far)
	j := i
	for j < limit && !isASCIILetter(text[j]) {
		r, n := utf8.DecodeRuneInString(text[j:])
		if k := placeholder.Prefix(text[j:]); k > 0 {
			f.opened = true
			j += k
			continue
		}
		if strings.ContainsRune("„“”‚‘’«»‹›\"'([{*_–—-`¿¡", r) {
			f.opened = true
			j += n
			continue
		}
		if f.opened && (unicode.IsSpace(r) || r == ',' && strings.HasPrefix(text[j:], ",,")) {
			j += n
			continue
		}
		if r == ',' && j+1 < limit && text[j+1] == ',' { // ,, for „
			f.opened = true
			j += 2
			continue
		}
		if r == '.' && j+1 < limit && text[j+1] == '.' || r == '…' { // "... und", "…dann"
			f.opened, f.dots = true, true
			j += n
			for j < limit && text[j] == '.' {
				j++
			}
			continue
		}
		break
	}
	if j >= limit {
		return f
	}
	r, _ := utf8.DecodeRuneInString(text[j:])
	k := j
	for k < limit {
		if isASCIILetter(text[k]) {
			k++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[k:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		k += n
	}
	f.word, f.end = text[j:k], k
	switch {
	case unicode.IsUpper(r) || unicode.IsTitle(r):
		f.class = capital
	case unicode.IsLower(r):
		f.class = small
		f.address = isAddress(text[j:])
	case unicode.IsDigit(r):
		f.class = digit
		for k < limit && text[k] >= '0' && text[k] <= '9' {
			k++
		}
		f.torn = !f.opened && k < limit && text[k] == ')' && !(k+1 < limit && text[k+1] == ' ' && k-j < 3)
		f.end = k
		if f.opened && strings.HasPrefix(text[i:], "-") {
			f.class = joining
		}
	case strings.ContainsRune("•‣◦▪■●○·→", r):
		f.class = bullet
	case strings.ContainsRune(",;:)]}/=+&%|<>°", r):
		f.class = joining
	}
	return f
}

// skipSpace returns the offset of the first byte at or after i that is not white space.
func skipSpace(text string, i int) int {
	for i < len(text) {
		c := text[i]
		if c == ' ' || c-'\t' < 5 {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsSpace(r) && r != '\ufeff' {
			break
		}
		i += n
	}
	return i
}

// trimSpaceLeft returns the end of what is left of text[start:end] without the white space at its end.
func trimSpaceLeft(text string, start, end int) int {
	floor := max(start, end-8)
	for end > floor {
		r, n := utf8.DecodeLastRuneInString(text[floor:end])
		if !unicode.IsSpace(r) {
			break
		}
		end -= n
	}
	return end
}

// skipClosers returns the offset after the quotes and brackets at i, which follow a mark directly and therefore close.
func skipClosers(text string, i int) int {
	for i < len(text) {
		switch text[i] {
		case '"', '\'', ')', ']', '}', '*', '_':
			i++
			continue
		}
		if text[i] < utf8.RuneSelf {
			return i
		}
		if n := placeholder.Prefix(text[i:]); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if !strings.ContainsRune("“”’‘»«›‹", r) {
			return i
		}
		i += n
	}
	return i
}

// agencies are the marks of news agencies, which stand in brackets behind what they wrote.
var agencies = map[string]bool{
	"dpa": true, "ap": true, "afp": true, "apa": true, "reuters": true, "rtr": true, "sid": true, "kna": true,
	"epd": true, "ddp": true, "dapd": true, "upi": true, "sda": true, "ots": true, "taz": true,
}

// skipAgency returns the offset after the mark of news agencies, "(dpa / ap)", that follows the end of a sentence at i
// after a space, and i if there is none.
func skipAgency(text string, i int) int {
	if !strings.HasPrefix(text[i:], " (") {
		return i
	}
	k := strings.IndexByte(text[i:min(len(text), i+far)], ')')
	if k < 0 {
		return i
	}
	names := strings.FieldsFunc(text[i+2:i+k], func(r rune) bool { return !unicode.IsLetter(r) })
	for _, name := range names {
		if !agencies[strings.ToLower(name)] {
			return i
		}
	}
	if len(names) == 0 {
		return i
	}
	return i + k + 1
}

// skipReferences returns the offset after footnote marks such as "[1] [2]" that follow the end of a sentence at i,
// after at most one space each. Where ordinals have no full stop, a bare number before a word that begins sentences is
// one too: "It failed. 4 Even so".
func (p *pass) skipReferences(i int) int {
	text := p.text
	i = skipAgency(text, i)
	if p.ordinals == nil && len(p.starters) > 0 {
		if f := following(text, skipSpace(text, i)); f.class == digit && f.end+1 < len(text) && text[f.end] == ' ' {
			number := strings.TrimLeft(text[i:f.end], " ")
			if g := following(text, f.end+1); len(number) < 3 && digits(number) > 0 && p.starters[g.word] {
				return f.end
			}
		}
	}
	for {
		j := i
		if j < len(text) && text[j] == ' ' {
			j++
		}
		if j == len(text) || text[j] != '[' {
			return i
		}
		k := j + 1
		for k < len(text) && k < j+4 && text[k] >= '0' && text[k] <= '9' {
			k++
		}
		if k == j+1 || k == len(text) || text[k] != ']' {
			return i
		}
		i = k + 1
	}
}

// spacedDot reports whether the text goes on with a space and a full stop that belongs to no word.
func spacedDot(text string, i int) bool {
	return i+1 < len(text) && text[i] == ' ' && text[i+1] == '.' &&
		(i+2 == len(text) || strings.IndexByte(" .\n\r\"')]", text[i+2]) >= 0 || text[i+2] >= utf8.RuneSelf)
}

// bulletCut returns where the sentence before a bullet at i ends; 0 if there is no bullet with space on both sides,
// or nothing before it.
func bulletCut(text string, start, i int) int {
	const sign = "•"
	if i == start || !strings.HasPrefix(text[i:], sign) || text[i-1] != ' ' ||
		!strings.HasPrefix(text[i+len(sign):], " ") {
		return 0
	}
	return trimSpan(text, offset.Span{Start: start, End: i}).End
}

// rule finds lines drawn with five or more signs, "=====". Such a line is a sentence of its own.
func rule(text string, start, i int) (end, next int) {
	j := i
	for j < len(text) && text[j] == text[i] {
		j++
	}
	if j-i < 5 || j < len(text) && text[j] > ' ' || i > 0 && text[i-1] > ' ' {
		return 0, j
	}
	if i > start {
		return trimSpan(text, offset.Span{Start: start, End: i}).End, i
	}
	return j, j
}

// digits returns the length of word if it is a number in digits without separators, else 0.
func digits(word string) int {
	for i := range len(word) {
		if word[i] < '0' || word[i] > '9' {
			return 0
		}
	}
	return len(word)
}

// roman reports whether word is a Roman number up to 39 of more than one letter, or "I", "V", "X".
func roman(word string) bool {
	if word == "" || len(word) > 6 {
		return false
	}
	for i := range len(word) {
		if word[i] != 'I' && word[i] != 'V' && word[i] != 'X' {
			return false
		}
	}
	return true
}

// letters reports whether s is made of letters only.
func letters(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// lowerLetters reports whether s is made of lower-case letters only. It may start inside a character.
func lowerLetters(s string) bool {
	for _, r := range s {
		if !unicode.IsLower(r) && r != utf8.RuneError {
			return false
		}
	}
	return s != ""
}

// lower appends word in lower case to b.
func lower(b, word []byte) []byte {
	for len(word) > 0 {
		r, n := utf8.DecodeRune(word)
		b = utf8.AppendRune(b, unicode.ToLower(r))
		word = word[n:]
	}
	return b
}

// acronym reports whether word is made of three or more capital letters and nothing else: "EST" is not "est."
func acronym(word []byte) bool {
	for _, c := range word {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return len(word) > 2
}
