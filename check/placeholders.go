package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// Placeholders finds placeholders and inline markup that were lost, doubled or invented.
var Placeholders = &Check{
	Name: "placeholders",
	Doc: `Placeholders and markup
Placeholders ({0}, {name}, %s, %1$d, ⟦1⟧) and tags (<b>, </b>, <br/>) of the source must occur in the translation
exactly as often.`,
	Run: placeholders,
}

// placeholdersOf appends where the placeholders of s are.
func placeholdersOf(s string, out []offset.Span) []offset.Span {
	for i := 0; i < len(s); {
		if b := s[i]; b != '{' && b != '<' && b != '%' && b != 0xe2 {
			i++
			continue
		}
		if end := placeholderEnd(s, i); end > i {
			out = append(out, offset.Span{Start: i, End: end})
			i = end
			continue
		}
		i++
	}
	return out
}

func placeholderEnd(s string, i int) int {
	rest := s[i:]
	switch rest[0] {
	case '{':
		if n := strings.IndexByte(rest, '}'); n > 1 && n < 40 && !strings.ContainsAny(rest[1:n], " \n\t{") {
			end := i + n + 1
			if strings.HasPrefix(rest, "{{") && end < len(s) && s[end] == '}' {
				end++
			}
			return end
		}
		if n := strings.Index(rest, "}}"); n > 2 && n < 60 && strings.HasPrefix(rest, "{{") {
			return i + n + 2
		}
	case '<':
		if n := strings.IndexByte(rest, '>'); n > 1 && n < 200 &&
			(rest[1] == '/' || rest[1]|0x20 >= 'a' && rest[1]|0x20 <= 'z') && !strings.Contains(rest[1:n], "<") &&
			!strings.Contains(rest[1:n], "@") {
			return i + n + 1
		}
	case '%':
		return i + percentVerb(rest)
	case 0xe2: // ⟦ ⟧
		if strings.HasPrefix(rest, "⟦") {
			if n := strings.Index(rest, "⟧"); n > 0 && n < 24 {
				return i + n + len("⟧")
			}
		}
	}
	return i
}

// percentVerb returns the length of a printf verb at the start of s: %s, %1$d, %(name)s, %.2f; 0 for none. "30 % der"
// is none.
func percentVerb(s string) int {
	i := 1
	if i < len(s) && s[i] == '(' {
		n := strings.IndexByte(s, ')')
		if n < 0 || n > 40 {
			return 0
		}
		i = n + 1
	}
	for i < len(s) && (word.IsDigit(s[i]) || s[i] == '$' || s[i] == '.' || s[i] == '+' || s[i] == '-' || s[i] == '#') {
		i++
	}
	if i >= len(s) || strings.IndexByte("sdifuxXcgeGq@", s[i]) < 0 {
		return 0
	}
	if i+1 < len(s) && word.IsByte(s[i+1]) { // 100%ig
		return 0
	}
	return i + 1
}

func placeholders(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) || !env.mayHold(p, word.Template) {
		return nil
	}
	var sourceBuf, targetBuf [8]offset.Span
	source, target := placeholdersOf(p.Source, sourceBuf[:0]), placeholdersOf(p.Target, targetBuf[:0])
	var out []bitext.Finding
	for _, i := range unmatched(p.Source, source, p.Target, target) {
		at := source[i]
		out = append(out, bitext.Finding{Check: "placeholders", Severity: bitext.Error, Source: &at,
			Message: fmt.Sprintf("%s is missing from the translation", shorten(source[i].In(p.Source)))})
	}
	for _, i := range unmatched(p.Target, target, p.Source, source) {
		at := target[i]
		out = append(out, bitext.Finding{Check: "placeholders", Severity: bitext.Error, Target: &at,
			Message: fmt.Sprintf("%s occurs more often than in the source", shorten(target[i].In(p.Target)))})
	}
	return out
}

// unmatched returns the indexes of those in a that occur less often in b.
func unmatched(textA string, a []offset.Span, textB string, b []offset.Span) []int {
	var out []int
	used := make([]bool, len(b))
next:
	for i := range a {
		for j := range b {
			if !used[j] && a[i].In(textA) == b[j].In(textB) {
				used[j] = true
				continue next
			}
		}
		out = append(out, i)
	}
	return out
}
