package check

import (
	_ "embed"
	"strings"
	"sync"
)

// The tables come from the training pairs by TestTables with -update. Each is one word a line, sorted.
var (
	//go:embed tables/german.txt
	germanText string
	//go:embed tables/capitals.txt
	capitalsText string
)

// germanWords are German words that are hardly ever left as they are in English: seen often in German, almost never in its translation, and not English.
var germanWords = sync.OnceValue(func() map[string]struct{} { return setOf(germanText) })

// knownCapitals are words that English writes with a capital inside sentences though the German source does not hold them: Germany, Monday, Church.
var knownCapitals = sync.OnceValue(func() map[string]struct{} { return setOf(capitalsText) })

func setOf(text string) map[string]struct{} {
	set := make(map[string]struct{}, strings.Count(text, "\n"))
	for w := range strings.Lines(text) {
		set[strings.TrimSuffix(w, "\n")] = struct{}{}
	}
	return set
}
