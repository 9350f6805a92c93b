package lexical

import (
	_ "embed"
	"strings"
	"sync"
)

// Each list is one word a line, sorted. The program in check/learn makes them.
var (
	//go:embed tables/german.txt
	germanText string
	//go:embed tables/capitals.txt
	capitalsText string
)

var germanWords = sync.OnceValue(func() map[string]struct{} { return setOf(germanText) })

// IsGerman reports whether w is a German word that is hardly ever left as it is in English: seen often in German,
// almost never in its translation, and not English. Case counts.
func IsGerman(w string) bool {
	_, ok := germanWords()[w]
	return ok
}

var capitals = sync.OnceValue(func() map[string]struct{} { return setOf(capitalsText) })

// IsCapitalised reports whether English writes w with a capital inside sentences although German sources do not hold
// it: Germany, Monday, Church.
func IsCapitalised(w string) bool {
	_, ok := capitals()[w]
	return ok
}

func setOf(text string) map[string]struct{} {
	set := make(map[string]struct{}, strings.Count(text, "\n"))
	for w := range strings.Lines(text) {
		set[strings.TrimSuffix(w, "\n")] = struct{}{}
	}
	return set
}
