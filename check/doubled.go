package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// Doubled finds words that occur twice in a row.
var Doubled = &Check{
	Name: "doubled",
	Doc: `Doubled word
A word occurs twice in a row in the translation ("the the") but not in the source.`,
	Run: doubled,
}

// mayDouble reports whether w is an English or German word that may well occur twice in a row.
func mayDouble(w string) bool {
	switch strings.ToLower(w) {
	case "had", "that", "very", "so", "no", "yes", "ja", "nein", "bye", "ha", "der", "die", "das", "sie", "who", "is":
		return true
	}
	return false
}

func doubled(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || tooLong(p) {
		return nil
	}
	target := env.targetWords(p)
	ws := target.Spans
	for i := 1; i < len(ws); i++ {
		if target.Keys[i-1] != target.Keys[i] {
			continue
		}
		a, b := ws[i-1].In(p.Target), ws[i].In(p.Target)
		if !strings.EqualFold(a, b) || p.Target[ws[i-1].End:ws[i].Start] != " " || mayDouble(a) {
			continue
		}
		// A name or number may be doubled for good reason: Duran Duran.
		if a[0] <= 'Z' && b[0] <= 'Z' && strings.Count(p.Source, a) != 1 {
			continue
		}
		if i+1 < len(ws) && strings.EqualFold(ws[i+1].In(p.Target), a) || doublesAnything(p.Source) {
			return nil // a loop, which is another check's, or emphasis
		}
		return []bitext.Finding{{Check: "doubled", Severity: bitext.Warning,
			Target:  &offset.Span{Start: ws[i-1].Start, End: ws[i].End},
			Message: fmt.Sprintf("%q appears twice in a row", a)}}
	}
	return nil
}

func doublesAnything(s string) bool {
	var buf [96]offset.Span
	ws := word.Spans(s, buf[:0])
	for i := 1; i < len(ws); i++ {
		if a := ws[i].In(s); strings.EqualFold(ws[i-1].In(s), a) && !mayDouble(a) {
			return true
		}
	}
	return false
}
