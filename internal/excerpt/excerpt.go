// Package excerpt cuts texts that are quoted in messages.
package excerpt

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
