// Package excerpt cuts texts that are quoted in messages.
package excerpt

// Name returns what messages show of a name that somebody has given, however long it is.
func Name(name string) string { return Of(name, 100) }

// Of returns text, or its first n characters and an ellipsis where it has more.
func Of(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i] + "…"
		}
		n--
	}
	return text
}
