package document

import (
	"strings"

	"github.com/satzpaar/satzpaar/internal/lazyregexp"
)

// noteContent and noteInside match what follows the start tag of a link, and of what raises one, up to its end tag, if
// that is no more than the number or the sign of a note, in brackets or not.
var (
	noteContent = lazyregexp.New(`^` + noteMark + `</(?:[A-Za-z]\w*:)?[aA]\s*>`)
	noteInside  = lazyregexp.New(`^\s*<(?:[A-Za-z]\w*:)?[aA]\s[^<>]{1,400}>` + noteMark +
		`</(?:[A-Za-z]\w*:)?[aA]\s*>\s*</(?:[A-Za-z]\w*:)?(?i:sup)\s*>`)
)

const noteMark = `(?:\s|[\[(]|&#91;|<[A-Za-z][^<>]{0,200}>|</(?i:span)>)*` +
	`(?:\d{1,3}|[A-Za-z]|[ivx]{1,5}|[*†‡§¶#^]{1,3}|[↑↩]\x{fe0e}?)` +
	`(?:\s|[\])]|&#93;|</?(?i:span|sup|small|b|i|em|strong|cite)(?:\s[^<>]{0,200})?>)*`

// callsNote reports whether an element, whose start tag stands before rest, is the call of a note or the way back to
// one. It has no word in it, and a sentence may end before it, so that it is best taken as a whole.
func callsNote(name, tag, rest string) bool {
	rest = rest[:min(len(rest), 1000)]
	switch name {
	case "a":
		return (strings.Contains(tag, "#") || strings.Contains(tag, "noteref")) && noteContent().MatchString(rest)
	case "sup":
		return noteInside().MatchString(rest)
	}
	return false
}
