package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A hand describes how somebody writes.
type hand uint8

const (
	unknownHand hand = iota
	careful
	careless // sentences begin with small letters
)

// careless reports whether whoever wrote the text begins sentences with small letters: by a pronoun that only such
// writers write small, or by most of the sentences that follow full stops.
func (p *pass) careless() bool {
	if p.hand == unknownHand {
		whole := pass{rules: p.rules, text: p.text} // from the beginning of the text, not that of the sentence
		p.hand = whole.judgeHand()
	}
	return p.hand == careless
}

// handSample is how many bytes of a text show how its writer writes.
const handSample = 8 << 10

// judgeHand finds out how the writer of the text writes, from its beginning.
func (p *pass) judgeHand() hand {
	small, stopped, capitals := 0, 0, 0
	for i := 1; i+2 < min(len(p.text), handSample); i++ {
		switch c := p.text[i]; {
		case c == ' ' && p.small != "" && strings.HasPrefix(p.text[i+1:], p.small) &&
			i+1+len(p.small) < len(p.text) && strings.IndexByte(" '", p.text[i+1+len(p.small)]) >= 0:
			return careless
		case (c == '.' || c == '!' || c == '?') && p.text[i+1] == ' ':
			r, _ := utf8.DecodeRuneInString(p.text[i+2:])
			if unicode.IsUpper(r) {
				capitals++
			} else if unicode.IsLower(r) && (c != '.' || p.plainWord(i)) {
				small++
				if c == '.' {
					stopped++
				}
			}
		}
	}
	if small >= 2 && stopped > 0 && small > 2*capitals {
		return careless
	}
	return careful
}

// plainWord reports whether a word that is not an abbreviation ends at i.
func (p *pass) plainWord(i int) bool {
	word := strings.TrimRight(p.wordBefore(i), ")\"“”'")
	if utf8.RuneCountInString(word) < 2 || !lowerLetters(word[1:]) {
		return false
	}
	c := context{pass: p, mark: i}
	return p.abbreviation(&c, word) == noAbbreviation
}

// bracketed reports whether a bracket, and no quotation mark, closes behind the marks.
func (c *context) bracketed() bool {
	return strings.Trim(c.text[c.marksEnd:c.closed], ")]") == ""
}

// aside reports whether a whole sentence in brackets follows, whatever it begins with: "It broke. (like very badly)
// Then". It ends with a mark of its own, or something that begins a sentence stands behind it.
func (c *context) aside() bool {
	next := skipSpace(c.text, c.closed)
	if next >= len(c.text) || c.text[next] != '(' || c.quoted() || !c.strong && !c.plainWord(c.mark) {
		return false
	}
	ahead := c.text[next:min(len(c.text), next+8*far)]
	k := strings.IndexByte(ahead, ')')
	if k < 0 {
		return false
	}
	if strings.ContainsRune(".!?", rune(ahead[k-1])) {
		return true
	}
	rest := skipSpace(c.text, next+k+1)
	return rest < len(c.text) && rest > next+k+1 && following(c.text, rest).class == capital
}
