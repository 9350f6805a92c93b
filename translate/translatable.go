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

// Translatable splits req for backends that send texts away. Items without letters and digits are their own
// translations: results has them filled in, with the given origin. rest is req with the other items, and indices are
// their places.
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

// Fill puts the answers to the items at indices into results, and fails where there are not as many: nobody knows then
// which is which.
func Fill(results []Result, indices []int, answers []string, backend, origin string) error {
	if len(answers) != len(indices) {
		return Errorf(Internal, backend, "the server sent %d texts for %d", len(answers), len(indices))
	}
	for k, i := range indices {
		results[i] = Result{Text: answers[k], Origin: origin}
	}
	return nil
}
