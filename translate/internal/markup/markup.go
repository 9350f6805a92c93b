// Package markup writes texts as HTML or XML for services that leave marked parts alone, and reads what they made of
// it.
package markup

import (
	"html"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// NoTranslate are the tags around text that a service which knows HTML 5 does not translate.
const (
	NoTranslate    = `<span translate="no">`
	NoTranslateEnd = "</span>"
)

// A Part is a stretch of a text with the tags around it.
type Part struct {
	offset.Span
	Open, Close string
}

// Kept returns what is to be kept of an item, between the given tags.
func Kept(it *translate.Item, opening, closing string) []Part {
	parts := make([]Part, 0, len(it.Keep))
	for _, k := range it.Keep {
		parts = append(parts, Part{k, opening, closing})
	}
	return parts
}

// Write returns text with its own signs of markup escaped and tags around its parts, which are ordered. A part that is
// empty, not within the text or begins before the end of the one before is passed over.
func Write(text string, parts []Part) string {
	var w strings.Builder
	at := 0
	for _, p := range parts {
		if p.Start < at || p.End > len(text) || p.Start >= p.End {
			continue
		}
		w.WriteString(html.EscapeString(text[at:p.Start]))
		w.WriteString(p.Open + html.EscapeString(text[p.Start:p.End]) + p.Close)
		at = p.End
	}
	w.WriteString(html.EscapeString(text[at:]))
	return w.String()
}

// Texts returns the texts of items: plain as long as nothing is to be kept in any of them, else all written as
// [Write] does, since services take one form in a request.
func Texts(items []translate.Item, opening, closing string) (texts []string, marked bool) {
	for i := range items {
		marked = marked || len(items[i].Keep) > 0
	}
	for i := range items {
		text := items[i].Text
		if marked {
			text = Write(text, Kept(&items[i], opening, closing))
		}
		texts = append(texts, text)
	}
	return texts, marked
}

// Read is the inverse of [Write]: it takes the tags of elements with the given names away, whatever attributes they
// have got, and resolves entities. Tags that the text itself held were escaped, so they stay.
func Read(text string, names ...string) string {
	var w strings.Builder
	for closed := true; ; {
		before, rest, found := strings.Cut(text, "<")
		w.WriteString(before)
		if !found {
			return html.UnescapeString(w.String())
		}
		if closed && beginsTag(rest, names) {
			var after string
			if _, after, closed = strings.Cut(rest, ">"); closed {
				text = after
				continue
			}
		}
		w.WriteByte('<')
		text = rest
	}
}

// beginsTag reports whether text, which follows a "<", begins with the tag of an element with one of the names.
func beginsTag(text string, names []string) bool {
	text = strings.TrimPrefix(text, "/")
	for _, n := range names {
		if rest, ok := strings.CutPrefix(text, n); ok && rest != "" && strings.IndexByte(" />", rest[0]) >= 0 {
			return true
		}
	}
	return false
}
