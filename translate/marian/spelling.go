package marian

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Umlauts and ß may be written out (Gruesse aus Muenchen, as in Switzerland Strasse), and ß as before the reform of
// 1996 (Schloß). Models have read little of that. A word is given to the model in another spelling if that is far more
// probable for its vocabulary; a name behind a first name or a title (Herr Mueller) stays as it is.

// likelier is by how much, in log-probability, another spelling must be more probable than that of the text. Of 110
// words and names tried, it lets through no wrong spelling of a word, and of names Mueller, Weiss, Jaeger and Haendel.
const likelier = 5

// mostSpellings is how many places of a word are looked at: there are twice as many spellings for each.
const mostSpellings = 4

// written pairs letters with those that may stand for them.
var written = [...]struct{ plain, usual string }{
	{"ae", "ä"}, {"oe", "ö"}, {"ue", "ü"}, {"Ae", "Ä"}, {"Oe", "Ö"}, {"Ue", "Ü"}, {"ss", "ß"}, {"ß", "ss"},
}

// usualSpelling returns what puts the words of a German text into their usual spelling. score returns the
// log-probability of one.
func usualSpelling(text string, score func(string) float64) []change {
	umlauts := strings.ContainsAny(text, "äöüÄÖÜ") // who writes them does so everywhere
	var sure, unsure []change
	before, first := "", true // the word before, and whether it is that of a sentence
	for _, w := range words(nil, text) {
		word := text[w.start:w.end]
		previous, starts := before, first
		before, first = word, before == "" || strings.ContainsAny(before, ".!?:")
		places := spellings(word, umlauts)
		if len(places) == 0 {
			continue
		}
		r, _ := utf8.DecodeRuneInString(word)
		name := unicode.IsUpper(r)
		if name && beforeName(previous, starts) {
			continue
		}
		best := likeliest(word, places, score)
		if best == "" {
			continue
		}
		c := change{w.start, w.end, best}
		if name && first { // it may be a name
			unsure = append(unsure, c)
		} else {
			sure = append(sure, c)
		}
	}
	if len(sure) == 0 {
		return nil
	}
	sure = append(sure, unsure...)
	sortChanges(sure)
	return sure
}

// spellings returns the places of a word that may be spelt in another way, as changes. ß stood at the end of a word or
// before a consonant where it is ss today.
func spellings(word string, umlauts bool) []change {
	if strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return nil
	}
	var places []change
	for i := 0; i < len(word) && len(places) < mostSpellings; i++ {
		for _, p := range written {
			if umlauts && p.plain[1] == 'e' || !strings.HasPrefix(word[i:], p.plain) {
				continue
			}
			end := i + len(p.plain)
			if after, _ := utf8.DecodeRuneInString(word[end:]); p.plain == "ß" && strings.ContainsRune("aeiouyäöü", after) {
				continue
			}
			places = append(places, change{i, end, p.usual})
			break
		}
	}
	return places
}

// likeliest returns the likeliest spelling of a word with some of its places changed; "" if it is not much likelier
// than the word itself.
func likeliest(word string, places []change, score func(string) float64) string {
	best, most := "", score(word)+likelier
	for set := 1; set < 1<<len(places); set++ {
		var b strings.Builder
		at := 0
		for k, p := range places {
			if set&(1<<k) != 0 && p.start >= at {
				b.WriteString(word[at:p.start] + p.text)
				at = p.end
			}
		}
		b.WriteString(word[at:])
		if s := score(b.String()); s > most {
			best, most = b.String(), s
		}
	}
	return best
}
