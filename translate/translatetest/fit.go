package translatetest

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// SharedWords is a [verify.Fit] that counts the words which a target shares with a source, and takes off those that it
// does not.
func SharedWords(_, _ language.Tag, source, target []string) ([][]float64, bool) {
	nats := make([][]float64, len(source))
	for i, s := range source {
		words := strings.Fields(strings.ToLower(s))
		nats[i] = make([]float64, len(target))
		for j, t := range target {
			for _, w := range strings.Fields(strings.ToLower(t)) {
				if slices.Contains(words, w) {
					nats[i][j] += 3
				} else {
					nats[i][j] -= 3
				}
			}
		}
	}
	return nats, true
}
