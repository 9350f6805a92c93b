package marian

import (
	"regexp"
	"strings"

	"github.com/satzpaar/satzpaar/internal/fillin"
	"github.com/satzpaar/satzpaar/offset"
)

// What programs fill in later, and the tags of markup that stand in plain text, are in no language: they come out as
// they went in.

// paths matches paths with backslashes.
var paths = regexp.MustCompile(`[A-Za-z]:\\\S*[\p{L}\p{N}]`)

// placeholders returns where a text holds them.
func placeholders(text string) []offset.Span {
	list := fillin.Find(text)
	if !strings.Contains(text, `:\`) { // nearly all texts
		return list
	}
	var found []offset.Span
	for _, m := range paths.FindAllStringIndex(text, -1) {
		found = append(found, offset.Span{Start: m[0], End: m[1]})
	}
	return join(list, found)
}
