package marian

import (
	"regexp"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// What programs fill in later, and the tags of markup that stand in plain text, are in no language: they come out as
// they went in.

// fillIns matches {name}, {{ name }}, ${name}, %s, %2$d, %(name)s, <tag> and </tag>, and paths with backslashes.
var fillIns = regexp.MustCompile(
	`\$?\{\{?[^{}\n]{1,40}\}\}?|%(?:\(\w+\)|\d\$)?[sd]\b|</?[A-Za-z][^<>\n]{0,80}>|[A-Za-z]:\\\S*[\p{L}\p{N}]`,
)

// placeholders returns where a text holds them.
func placeholders(text string) []offset.Span {
	if !strings.ContainsAny(text, "{%<\\") { // nearly all texts
		return nil
	}
	var list []offset.Span
	for _, m := range fillIns.FindAllStringIndex(text, -1) {
		list = append(list, offset.Span{Start: m[0], End: m[1]})
	}
	return list
}
