package lexical

import (
	"strings"

	"github.com/satzpaar/satzpaar/check/internal/word"
)

// FoldName makes names comparable: lower case, ä as ae, accents off.
func FoldName(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			plain = false
			break
		}
	}
	if plain {
		return strings.ToLower(s)
	}
	return nameFolder.Replace(strings.ToLower(s))
}

var nameFolder = strings.NewReplacer(
	"ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "á", "a", "à", "a", "â", "a", "ã", "a", "å", "a", "ā", "a",
	"ă", "a", "ą", "a", "æ", "ae", "ç", "c", "ć", "c", "č", "c", "ď", "d", "đ", "d", "é", "e", "è", "e", "ê", "e",
	"ë", "e", "ě", "e", "ę", "e", "ē", "e", "ğ", "g", "í", "i", "ì", "i", "î", "i", "ï", "i", "ı", "i", "ł", "l",
	"ľ", "l", "ñ", "n", "ń", "n", "ň", "n", "ó", "o", "ò", "o", "ô", "o", "õ", "o", "ő", "oe", "ø", "oe", "ř", "r",
	"ś", "s", "š", "s", "ş", "s", "ș", "s", "ť", "t", "ț", "t", "ú", "u", "ù", "u", "û", "u", "ů", "u", "ű", "ue",
	"ý", "y", "ź", "z", "ż", "z", "ž", "z",
)

// UmlautsOff turns ae, oe and ue back to single letters, for names written without dots: Muller.
func UmlautsOff(folded string) string {
	return umlautFolder.Replace(folded)
}

var umlautFolder = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// Sound brings the spellings of a foreign name in German and in English together: Chamenei and Khamenei, Konopljanka
// and Konoplyanka, Monokultur and Monoculture.
func Sound(folded string, german bool) string {
	if german {
		folded = germanSounds.Replace(folded)
	} else {
		folded = englishSounds.Replace(folded)
	}
	return strings.TrimRight(folded, "es")
}

var (
	germanSounds = strings.NewReplacer("tsch", "C", "sch", "S", "ch", "K", "kh", "K", "ck", "k", "c", "k",
		"w", "v", "j", "y", "ou", "u")
	englishSounds = strings.NewReplacer("tch", "C", "ch", "C", "sh", "S", "kh", "K", "ck", "k", "c", "k",
		"w", "v", "j", "y", "ou", "u")
)

// Distance counts the edits between two words: letters changed, added, left out, or two neighbours swapped. Words
// beyond 32 bytes are far from all.
func Distance(a, b string) int {
	const limit = 32
	if len(a) > limit || len(b) > limit {
		return limit
	}
	var rows [3][limit + 1]int
	for j := range len(b) + 1 {
		rows[1][j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev2, prev, row := &rows[(i-1+3)%3], &rows[i%3], &rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
	}
	return rows[(len(a)+1)%3][len(b)]
}

// InsideSentence reports whether the word at s[i] stands inside a sentence: after a letter, a digit or a comma, and a
// space.
func InsideSentence(s string, i int) bool {
	return i >= 2 && s[i-1] == ' ' && (word.IsByte(s[i-2]) || s[i-2] == ',')
}
