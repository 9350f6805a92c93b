package document

import (
	"unicode"
	"unicode/utf8"
)

// spoken reports whether the quotation that closes at the marks is followed by who said it: "“Are you?” Betty asked."
func (c *context) spoken() bool {
	f := &c.follow
	if len(c.speech) == 0 || f.class != capital || f.opened || f.end >= len(c.text) || c.text[f.end] != ' ' {
		return false
	}
	g := following(c.text, f.end+1)
	if g.class == capital { // a second name
		g = following(c.text, min(len(c.text), g.end+1))
	}
	return c.speech[g.word]
}

// named reports whether the exclamation mark belongs to a name, "Yahoo! Inc.", in which case the sentence ends only
// before a word that begins one.
func (c *context) named() bool {
	if c.quoted() || c.follow.class != capital || c.starters[c.follow.word] {
		return false
	}
	word := c.wordBefore(c.mark)
	if marked[word] {
		return true
	}
	r, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(r) {
		return false
	}
	before := c.wordBefore(trimSpaceLeft(c.text, c.start, c.mark-len(word)))
	r, _ = utf8.DecodeRuneInString(before)
	return unicode.IsUpper(r) && c.titles.Noun(before)
}

// marked are names that end with an exclamation mark, in any language.
var marked = map[string]bool{
	"Yahoo": true, "Joomla": true, "Jeopardy": true, "Wham": true, "Kahoot": true, "Yum": true,
}
