// Package fillin finds what programs fill in when they show a text, such as {name}, %s and <0>, by its shape. A
// translation must hold each of them exactly as often as its source.
package fillin

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/lazyregexp"
	"github.com/satzpaar/satzpaar/offset"
)

// Find returns where a text of any kind holds placeholders and tags of markup, in order. It is cautious: percentages,
// prices and text in brackets, as people write them, are none.
func Find(text string) []offset.Span { return find(text, false) }

// FindMessage is [Find] for a message of a program, where more signs have a meaning: %%, :name, $name$ and @:key.
func FindMessage(text string) []offset.Span { return find(text, true) }

func find(text string, message bool) []offset.Span {
	if !strings.ContainsAny(text, "{%<&$#") && !(message && strings.ContainsAny(text, ":@")) { // nearly all texts
		return nil
	}
	var list []offset.Span
	for i := 0; i < len(text); {
		n := at(text, i, message)
		if n > 0 {
			list = append(list, offset.Span{Start: i, End: i + n})
		}
		i += max(n, 1)
	}
	return list
}

var (
	braces = lazyregexp.New(`^(?:\{\{\{?[^{}\n]{1,80}\}\}\}?|\{%[^{}%\n]{1,80}%\}|` +
		`\{ ?[\pL\d_$@#][\pL\d_.$@#\[\]-]{0,60}(?::[^\s{}]{1,40}|` +
		`\s*,\s*(?:number|date|time|spellout|ordinal|duration)\b[^{}]{0,60})? ?\})`)
	filled = lazyregexp.New(`^[$#%]\{[^{}\n]{1,80}\}`)
	call   = lazyregexp.New(`^\$t\([^()\n]{1,80}\)`)
	dollar = lazyregexp.New(`^\$[A-Za-z_]\w{0,40}\$`)
	verb   = lazyregexp.New(`^%(?:\(\w{1,40}\)|\d{1,2}\$)?[-+#0,']{0,4}(?:\d{1,3}|\*)?(?:\.(?:\d{1,3}|\*))?` +
		`(?:hh|h|ll|l|j|z|t|q|L)?[sdifuxXcgeGoq@]`)
	apple = lazyregexp.New(`^%(?:\d{1,2}\$)?#@\w{1,60}@`)
	named = lazyregexp.New(`^%[A-Za-z_][\w.-]{1,40}%`)
	tag   = lazyregexp.New(`^</?[A-Za-z0-9][\w:.-]{0,40}` +
		`(?:\s+[\w:.@-]{1,60}\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|\\"[^"<>]*\\"|[^\s"'<>]+))*\s*/?>`)
	script = lazyregexp.New(`^<(?:%[^\n]{1,120}?%|\?[^\n]{1,120}?\?)>`)
	entity = lazyregexp.New(`^&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});`)
	colon  = lazyregexp.New(`^:[A-Za-z_][A-Za-z_]{1,40}`)
	linked = lazyregexp.New(`^@(?:\.\w{1,20})?:\(?[\w.]{1,60}\)?`)
)

// at returns the length of the placeholder that stands at offset i of text, or 0.
func at(text string, i int, message bool) int {
	rest := text[i:]
	switch rest[0] {
	case '{':
		return length(braces, rest)
	case '<':
		n := length(tag, rest)
		if n == 0 {
			return length(script, rest)
		}
		if !message && !isMarkup(rest[:n]) {
			return 0
		}
		return n
	case '&':
		return Entity(rest)
	case '#':
		return length(filled, rest)
	case '$':
		if n := max(length(filled, rest), length(call, rest)); n > 0 || !message {
			return n
		}
		return length(dollar, rest)
	case '%':
		return percent(text, i, message)
	case ':':
		if n := length(colon, rest); message && n > 0 && !follows(text, i, "\"'(>[") && !continues(rest[n:], ":") {
			return n
		}
	case '@':
		if message && !follows(text, i, "(>") {
			return len(strings.TrimRight(linked().FindString(rest), "."))
		}
	}
	return 0
}

// inline are the elements of HTML that stand in texts.
var inline = []string{
	"a", "abbr", "b", "big", "br", "code", "del", "div", "em", "font", "i", "img", "ins", "kbd", "li", "mark", "ol",
	"p", "pre", "q", "s", "small", "span", "strong", "sub", "sup", "tt", "u", "ul", "wbr",
}

// isMarkup reports whether a tag cannot be a word in angle brackets: it is numbered, of HTML, closes something, or has
// attributes.
func isMarkup(tag string) bool {
	if len(tag) < 3 {
		return false
	}
	name := strings.TrimRight(tag[1:len(tag)-1], " ")
	return name[0] == '/' || name[len(name)-1] == '/' || name[0] >= '0' && name[0] <= '9' ||
		strings.Contains(name, "=") || slices.Contains(inline, strings.ToLower(name))
}

// percent is at for what begins with a percent sign: in prose it stands behind a number as a rule.
func percent(text string, i int, message bool) int {
	rest := text[i:]
	if n := max(length(filled, rest), length(apple, rest)); n > 0 {
		return n
	}
	if message && strings.HasPrefix(rest, "%%") {
		return 2
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	if i > 0 && !message && unicode.IsDigit(before) {
		return 0
	}
	n := length(verb, rest)
	if k := length(named, rest); k > 0 && !(n > 0 && strings.HasPrefix(rest[n:], "%%")) {
		return k
	}
	if n == 0 || rest[n-1] != '@' && continues(rest[n:], "_") {
		return 0 // a word: 100%ig
	}
	return n
}

// Tag returns the length of the tag of markup that s begins with, or 0.
func Tag(s string) int { return length(tag, s) }

// Entity returns the length of the character reference that s begins with, or 0.
func Entity(s string) int {
	n := length(entity, s)
	if n > 0 && html.UnescapeString(s[:n]) == s[:n] {
		return 0
	}
	return n
}

func length(re func() *regexp.Regexp, s string) int {
	if m := re().FindStringIndex(s); m != nil {
		return m[1]
	}
	return 0
}

// follows reports whether anything but white space and the given signs stands before offset i.
func follows(text string, i int, signs string) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return i > 0 && !unicode.IsSpace(r) && !strings.ContainsRune(signs, r)
}

// continues reports whether s goes on with a letter, a digit or one of the signs.
func continues(s, signs string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(signs, r))
}

// Is reports whether a text is one placeholder and nothing else.
func Is(text string) bool { return text != "" && at(text, 0, true) == len(text) }

// Outside reports whether text holds a letter or a digit outside of the spans, which are in the order of
// their starts.
func Outside(text string, spans []offset.Span) bool {
	at := 0
	for _, s := range spans {
		if s.Start > at && strings.ContainsFunc(text[at:s.Start], alphanumeric) {
			return true
		}
		at = max(at, s.End)
	}
	return strings.ContainsFunc(text[at:], alphanumeric)
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
