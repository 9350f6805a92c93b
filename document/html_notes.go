package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/lazyregexp"
)

// noteMark matches what a link holds if that is no more than the number or the sign of a note, in brackets or not.
var noteMark = lazyregexp.New(`^(?:\s|[\[(]|&#91;|<[A-Za-z][^<>]*>|</span>)*` +
	`(?:\d{1,3}|[A-Za-z]|[ivx]{1,5}|[*†‡§¶#^]{1,3}|[↑↩]\x{fe0e}?)` +
	`(?:\s|[\])]|&#93;|</?(?:span|sup|small|b|i|em|strong|cite)(?:\s[^<>]*)?>)*$`)

// raisedEnd matches what follows the end of a link that is all of what is raised.
var raisedEnd = lazyregexp.New(`^\s*>\s*</sup\s*>`)

// inPage matches a link to a place of a page.
var inPage = lazyregexp.New(`(?i)\shref\s*=\s*["']?[^"'\s>]*#`)

// These bound what is looked at for the call of a note: bytes behind a tag, and tags in a link.
const (
	maxCall     = 600
	maxCallTags = 6
)

// callsNote reports whether an element, whose start tag stands before rest, is the call of a note or the way back from
// one. There is no word in it, and a sentence may end before it, so that it is taken as a whole.
func callsNote(name, tag, rest string) bool {
	rest = rest[:min(len(rest), maxCall)]
	switch name {
	case "a":
		link, after, closed := strings.Cut(rest, "</a")
		leads := strings.Contains(tag, "#") && inPage().MatchString(tag) || strings.Contains(tag, "noteref")
		return closed && leads && isNoteMark(link) && !goesOn(after)
	case "sup":
		start, content, _ := strings.Cut(strings.TrimLeft(rest, " \t\r\n"), ">")
		link, after, closed := strings.Cut(content, "</a")
		return closed && strings.HasPrefix(start, "<a ") && raisedEnd().MatchString(after) && isNoteMark(link)
	}
	return false
}

func isNoteMark(link string) bool {
	return strings.Count(link, "<") <= maxCallTags && noteMark().MatchString(link)
}

// goesOn reports whether a word goes on behind the end of a link: "<a href=#d>D</a>er" is no note.
func goesOn(after string) bool {
	_, next, _ := strings.Cut(after, ">")
	r, _ := utf8.DecodeRuneInString(next)
	return unicode.IsLetter(r)
}
