package marian

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words that are run together in speech (geht's, vor'm, 'ne) are written out for the model: it reads an apostrophe as
// the start of something else. That of a name (Anna's) stays.

// withEs are words after which 's is "es".
var withEs = set(
	`bin da du er gab geben geht gibt gäbe hab habe haben hat hatte ich ihr ist kann kannst klappt kommt könnte lass
 lief läuft mach macht machen man mag muss nimm ob passt reicht sag sagt schafft sei sie sieht sind so stimmt steht
 tut war wars weiß wenn wer wie wir wird wo wär wäre will zeig`,
)

// merged are prepositions that are one word with the article behind them: ans, vorm, zur.
var merged = set("ans aufs beim durchs fürs hinterm hinters ins im überm übers ums unterm unters vorm vors zum zur")

// articles are the indefinite articles that lost their begin.
var articles = map[string]string{"n": "ein", "ne": "eine", "nen": "einen", "nem": "einem", "ner": "einer"}

// spellApostrophes writes out what is run together.
func spellApostrophes(text string) []change {
	var changes []change
	for i, r := range text {
		if r != '\'' && r != '’' {
			continue
		}
		end := i + utf8.RuneLen(r)
		after := leadingWord(text[end:])
		before := text[len(strings.TrimRightFunc(text[:i], unicode.IsLetter)):i]
		if r, _ := utf8.DecodeLastRuneInString(text[:i]); before == "" && i > 0 && !unicode.IsSpace(r) {
			continue
		}
		lower := strings.ToLower(before)
		next, _ := utf8.DecodeRuneInString(text[end+len(after):])
		switch {
		case after == "" || next == '\'' || next == '’':
		case before == "":
			if full := articles[after]; full != "" {
				changes = append(changes, change{i, end + len(after), full})
			}
		case merged[lower+after]:
			changes = append(changes, change{i, end, ""})
		case after == "s" && withEs[lower]:
			changes = append(changes, change{i, end + 1, " es"})
		}
	}
	return changes
}
