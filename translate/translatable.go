package translate

import (
	"strings"
	"unicode"
)

// untranslatable reports whether text holds neither letters nor digits. Such a text is its own translation, and
// asking for another invites nonsense.
func untranslatable(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return false
		}
	}
	return true
}

// Translatable splits req for backends that send texts away: results has the untranslatable items filled in as they
// are, with the given origin; rest is req with only the others, and indices are their places.
func Translatable(req Request, origin string) (results []Result, rest Request, indices []int) {
	results = make([]Result, len(req.Items))
	for i := range req.Items {
		if untranslatable(req.Items[i].Text) {
			results[i] = Result{Text: strings.ToValidUTF8(req.Items[i].Text, "\uFFFD"), Origin: origin}
		} else {
			indices = append(indices, i)
		}
	}
	rest = req
	if len(indices) < len(req.Items) {
		rest = req.Pick(indices)
	}
	return results, rest, indices
}
