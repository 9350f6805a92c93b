package document

import "strings"

// HasSplitter reports whether a language, given as for [SplitterFor], has sentence rules of its own.
func HasSplitter(lang string) bool {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return base == "de" || base == "en"
}
