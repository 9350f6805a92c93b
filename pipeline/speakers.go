package pipeline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// Transcripts and subtitles name who speaks in capitals, with a colon behind. Without their usual form, names that are
// words as well were translated: KLEIN became SMALL.

// labelWords are the words that stand there besides names, with ss for ß.
var labelWords = lang.NewTable(func(l *lang.Language) map[string]bool { return lang.WordSet(foldSharpS(l.Labels)) })

// foldSharpS writes ss for ß, as capitals mostly do: STRASSE.
func foldSharpS(text string) string { return strings.ReplaceAll(text, "ß", "ss") }

// shortestLabel is how many letters a word must have to be looked for at the end of longer ones.
const shortestLabel = 5

// speaker returns where a sentence of a block of that kind begins with the name of who speaks, in capitals and with
// the colon behind it; an empty span if it does not. Words are those that are no names; without any, nothing is one.
func speaker(kind document.Kind, sentence string, words map[string]bool) offset.Span {
	if kind != document.Turn && kind != document.Cue || len(words) == 0 {
		return offset.Span{}
	}
	// Formatting may begin there, around or behind the dash of one of two who speak in a cue.
	rest := placeholder.Trim(strings.TrimPrefix(placeholder.Trim(sentence), "- "))
	start := len(sentence) - len(rest)
	name, rest, found := strings.Cut(sentence[start:min(len(sentence), start+48)], ":")
	if !found || rest == "" || !isName(name, words) {
		return offset.Span{}
	}
	return offset.Span{Start: start, End: start + len(name) + 1}
}

// isName reports whether a label is one to three words in capitals none of which is one of words, or a compound or a
// feminine of one.
func isName(label string, words map[string]bool) bool {
	parts := strings.Split(label, " ")
	if len(parts) > 3 {
		return false
	}
	letters := 0
	for _, part := range parts {
		for _, r := range part {
			switch {
			case unicode.IsUpper(r) || r == 'ß':
				letters++
			case !strings.ContainsRune(".-'’", r):
				return false
			}
		}
		low := foldSharpS(strings.ToLower(strings.Trim(part, ".-")))
		if low == "" || isLabel(low, words) || isLabel(strings.TrimSuffix(low, "in"), words) {
			return false
		}
	}
	return letters >= 2
}

// isLabel reports whether a word in lower case is one of words, or ends with a longer one.
func isLabel(low string, words map[string]bool) bool {
	if words[low] {
		return true
	}
	for i := range low {
		if utf8.RuneCountInString(low[i:]) < shortestLabel {
			break
		}
		if words[low[i:]] {
			return true
		}
	}
	return false
}
