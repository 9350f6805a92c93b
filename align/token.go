package align

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Word is a token of a sentence: a run of letters and digits, or a single other character that is not white space.
type Word struct {
	Start, End int    // bytes of the sentence, at rune borders
	Form       string // lower-cased; punctuation is brought to one form for each kind of mark
}

// Words splits a sentence into words and marks. Numbers keep their inner points and commas ("1.250,5"); every other
// mark stands alone; scripts without spaces between words (Han, kana, Thai) give one word a character. The bytes of
// invalid UTF-8 count as white space.
func Words(text string) []Word {
	words := make([]Word, 0, len(text)/5+1)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size <= 1, unicode.IsSpace(r), isIgnorable(r):
			i += size
		case isAlone(r):
			words = append(words, Word{i, i + size, text[i : i+size]})
			i += size
		case isWordRune(r):
			end := wordEnd(text, i)
			words = append(words, Word{i, end, strings.ToLower(text[i:end])})
			i = end
		default:
			words = append(words, Word{i, i + size, markForm(r, text[i:i+size])})
			i += size
		}
	}
	return words
}

// wordEnd returns the end of the word or number that starts at i.
func wordEnd(text string, i int) int {
	digit := false // the last rune was a digit
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size <= 1, isAlone(r):
			return i
		case isWordRune(r), r == '\u00ad':
			digit = r >= '0' && r <= '9'
		case digit && (r == '.' || r == ',') && i+size < len(text) && text[i+size] >= '0' && text[i+size] <= '9':
			digit = false
		default:
			return i
		}
		i += size
	}
	return i
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// isAlone reports whether r is a letter of a script that puts no spaces between words.
func isAlone(r rune) bool {
	return r > 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

func isIgnorable(r rune) bool {
	return r == '\u00ad' || r == '\ufeff' || r >= '\u200b' && r <= '\u200f' || r < ' '
}

// markForm brings the many forms of quotes and dashes together, so that they can be compared between languages.
func markForm(r rune, text string) string {
	switch r {
	case '"', '„', '“', '”', '«', '»', '‟', '「', '」':
		return `"`
	case '\'', '‚', '‘', '’', '‹', '›', '`', '´':
		return `'`
	case '-', '–', '—', '−', '‐', '‑', '―':
		return "-"
	case '…':
		return "..."
	case '。':
		return "."
	case '？', '¿':
		return "?"
	case '！', '¡':
		return "!"
	}
	return text
}
