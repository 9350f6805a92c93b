package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/address"
	"github.com/satzpaar/satzpaar/offset"
)

// emoticon returns the length of an emoticon such as ":-)", "=D" or "xD", or of what somebody does, "*grins*", that
// starts at i behind white space and ends before white space; 0 if there is none.
func emoticon(text string, i int) int {
	switch text[i] {
	case ':', ';', '=':
	case 'x', 'X', '^', '<', '*':
		for _, e := range [...]string{"xD", "XD", "^^", "*_*", "^_^", "<3"} {
			if strings.HasPrefix(text[i:], e) && (i+len(e) == len(text) || text[i+len(e)] <= ' ') {
				return len(e)
			}
		}
		return action(text, i)
	default:
		return 0
	}
	if i > 0 && text[i-1] > ' ' && text[i-1] < utf8.RuneSelf && !strings.ContainsRune(".!?)", rune(text[i-1])) {
		return 0
	}
	j := i + 1
	if j < len(text) && (text[j] == '-' || text[j] == 'o' || text[j] == 'O' || text[j] == '\'') {
		j++
	}
	k := j
	for k < len(text) && k < j+16 && strings.IndexByte(")(DPpO|*/]", text[k]) >= 0 {
		k++
	}
	if k == j || k < len(text) && text[k] > ' ' && text[k] != '.' && text[k] != ',' {
		return 0
	}
	return k - i
}

// action returns the length of a few small words between asterisks at i, "*grins*" or "* lacht laut *", which say in
// chats what somebody does; 0 if there are none.
func action(text string, i int) int {
	if text[i] != '*' {
		return 0
	}
	letters := false
	for j := i + 1; j < len(text) && j < i+far; {
		r, n := utf8.DecodeRuneInString(text[j:])
		switch {
		case r == '*' && letters && (j+1 == len(text) || text[j+1] <= ' '):
			return j + 1 - i
		case unicode.IsLower(r):
			letters = true
		case r != ' ' && r != ',':
			return 0
		}
		j += n
	}
	return 0
}

// skipEmoticons returns the offset after the emoticons and emoji at i, which belong to the sentence before them.
func skipEmoticons(text string, i int) int {
	end := i
	for i < len(text) {
		if n := emoticon(text, i); n > 0 {
			end = i + n
		} else if text[i] >= 0xe2 {
			r, n := utf8.DecodeRuneInString(text[i:])
			if !isEmoji(r) && !(end > 0 && (r == '\ufe0f' || r == '\u200d')) {
				return end
			}
			end = i + n
		} else {
			return end
		}
		i = skipSpace(text, end)
	}
	return end
}

func isEmoji(r rune) bool {
	return r >= 0x1f300 && r <= 0x1faff || r >= 0x2600 && r <= 0x27bf
}

// afterEmoticon decides whether the sentence ends with the emoticon before i.
func (p *pass) afterEmoticon(i int) (end, next int) {
	next = skipSpace(p.text, i)
	if k := skipEmoticons(p.text, next); k > next {
		i, next = k, skipSpace(p.text, k)
	}
	if next == len(p.text) || next == i {
		return 0, max(next, i)
	}
	if f := following(p.text, next); f.class == capital {
		return i, next
	}
	if p.closingTags(next) {
		return i, next
	}
	return 0, next
}

// afterEmoji is [pass.afterEmoticon] for the emoji at i, if it is one.
func (p *pass) afterEmoji(i int) (end, next int) {
	k := skipEmoticons(p.text, i)
	if k == i {
		return 0, i + 1
	}
	if i > p.start && p.text[i-1] != ' ' {
		return 0, k
	}
	if f := following(p.text, skipSpace(p.text, k)); f.class == capital && !p.openers.has(f.word) {
		return 0, k // an emoji may stand for a word
	}
	return p.afterEmoticon(k)
}

// isAddress reports whether text begins with a web address.
func isAddress(text string) bool {
	return strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "www.")
}

// isTag reports whether a field is a hashtag or a handle: "#news", "@name".
func isTag(field string) bool {
	return field != "" && (field[0] == '#' || field[0] == '@') && address.TagEnd(field, 0) == len(field)
}

// openingTags returns where the hashtags and handles end with which a post begins, whom it answers and what it is
// about, if they are not words of its first sentence; else 0.
func (p *pass) openingTags() int {
	text, i, n := p.text, p.start, 0
	for i < len(text) && (text[i] == '@' || text[i] == '#') {
		j := i
		for j < len(text) && text[j] > ' ' {
			j++
		}
		if !isTag(text[i:j]) || j == len(text) || text[j] != ' ' {
			break
		}
		i = skipSpace(text, j)
		n++
	}
	if n == 0 || i == len(text) || text[i] == '@' || text[i] == '#' {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	tag, _ := utf8.DecodeRuneInString(text[p.start+1:])
	if n > 1 || !unicode.IsLetter(r) || unicode.IsUpper(r) && (text[p.start] == '@' || !unicode.IsUpper(tag) ||
		p.openers.at(text, i) != "") {
		return trimSpan(text, offset.Span{Start: p.start, End: i}).End
	}
	return 0
}

// closingTags reports whether nothing but hashtags and addresses stands between i and the end of the text, the first
// of them a hashtag that is not a word of the sentence before: it has ended, or more of them follow.
func (p *pass) closingTags(i int) bool {
	if p.text[i] != '#' || len(p.text)-i > 4*far {
		return false
	}
	n := 0
	for field := range strings.FieldsSeq(p.text[i:]) {
		if !isTag(field) && !isAddress(field) {
			return false
		}
		n++
	}
	end := trimSpaceLeft(p.text, p.start, i)
	last, _ := utf8.DecodeLastRuneInString(p.text[:end])
	before := strings.TrimRight(p.fieldBefore(end), ",")
	if isTag(before) {
		return false
	}
	return n > 1 || strings.ContainsRune(".!?…)", last) || isEmoji(last)
}
