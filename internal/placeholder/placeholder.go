// Package placeholder recognises what stands in a text for the inline markup of its document: ⟦1⟧ opens what ⟦/1⟧
// closes, and a number without a partner stands for an element of its own, such as a picture or a piece of code.
package placeholder

import (
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// Start and End are the brackets around the name of a placeholder, which is a number or a slash and a number.
const (
	Start = "⟦"
	End   = "⟧"
)

// mostDigits bounds the number of a placeholder, so that it fits any integer.
const mostDigits = 7

// Of returns the placeholder of a name such as "1" or "/1".
func Of(name string) string { return Start + name + End }

// Prefix returns the length of the placeholder that text begins with, or 0.
func Prefix(text string) int {
	if !strings.HasPrefix(text, Start) {
		return 0
	}
	i := len(Start)
	if strings.HasPrefix(text[i:], "/") {
		i++
	}
	first := i
	for i < len(text) && i < first+mostDigits && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	if i == first || !strings.HasPrefix(text[i:], End) {
		return 0
	}
	return i + len(End)
}

// Trim returns text without the placeholders that it begins with.
func Trim(text string) string {
	for n := Prefix(text); n > 0; n = Prefix(text) {
		text = text[n:]
	}
	return text
}

// Name returns the name of the placeholder that text is; ok is false if it is anything but one placeholder.
func Name(text string) (name string, ok bool) {
	n := Prefix(text)
	if n == 0 || n != len(text) {
		return "", false
	}
	return text[len(Start) : n-len(End)], true
}

// Find returns where the placeholders of a text stand, in order.
func Find(text string) []offset.Span {
	var list []offset.Span
	for i := 0; ; {
		at := strings.Index(text[i:], Start)
		if at < 0 {
			return list
		}
		i += at
		n := Prefix(text[i:])
		if n > 0 {
			list = append(list, offset.Span{Start: i, End: i + n})
		}
		i += max(n, len(Start))
	}
}

// Remove returns a text without its placeholders.
func Remove(text string) string {
	spans := Find(text)
	if spans == nil {
		return text
	}
	var out strings.Builder
	at := 0
	for _, s := range spans {
		out.WriteString(text[at:s.Start])
		at = s.End
	}
	out.WriteString(text[at:])
	return out.String()
}
