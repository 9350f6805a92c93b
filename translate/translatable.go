package translate

import (
	"context"
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

// ByList translates req for a backend whose server takes a list of texts and answers with a list: ask sends what is
// [Translatable], and is not called if nothing is. An answer with another number of texts fails the request, since it
// does not show which of them belong together.
func ByList(ctx context.Context, req Request, backend, origin string,
	ask func(ctx context.Context, rest *Request) (answers []string, usage Usage, err error)) ([]Result, Usage, error) {
	results, rest, indices := Translatable(req, origin)
	if err := ctx.Err(); err != nil || len(indices) == 0 {
		return results, Usage{}, err
	}
	answers, usage, err := ask(ctx, &rest)
	if err == nil && len(answers) != len(indices) {
		err = Errorf(Internal, backend, "the server sent %d texts for %d", len(answers), len(indices))
	}
	if err != nil {
		return nil, usage, err
	}
	for k, i := range indices {
		results[i] = Result{Text: answers[k], Origin: origin}
	}
	return results, usage, nil
}
