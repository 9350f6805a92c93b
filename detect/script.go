package detect

import "unicode"

// A script is a writing system, insofar as it distinguishes languages.
type script uint8

const (
	latin script = iota
	cyrillic
	greek
	hebrew
	arabic
	han
	kana
	hangul
	thai
	devanagari
	armenian
	georgian
	bengali
	tamil
	otherScript
)

// scriptOf returns the script of a letter.
func scriptOf(r rune) script {
	switch {
	case r < 0x250 || r >= 0x1e00 && r < 0x1f00:
		return latin
	case r >= 0x370 && r < 0x400 || r >= 0x1f00 && r < 0x2000:
		return greek
	case r >= 0x400 && r < 0x530:
		return cyrillic
	case r >= 0x530 && r < 0x590:
		return armenian
	case r >= 0x590 && r < 0x600:
		return hebrew
	case r >= 0x600 && r < 0x700 || r >= 0x750 && r < 0x780 || r >= 0xfb50 && r < 0xfe00 || r >= 0xfe70 && r < 0xff00:
		return arabic
	case r >= 0x900 && r < 0x980:
		return devanagari
	case r >= 0x980 && r < 0xa00:
		return bengali
	case r >= 0xb80 && r < 0xc00:
		return tamil
	case r >= 0xe00 && r < 0xe80:
		return thai
	case r >= 0x10a0 && r < 0x1100:
		return georgian
	case r >= 0x3040 && r < 0x3100 || r >= 0xff66 && r < 0xffa0:
		return kana
	case r >= 0x3400 && r < 0xa000 || r >= 0xf900 && r < 0xfb00 || r >= 0x20000 && r < 0x32000 || r == 0x3005:
		return han
	case r >= 0xac00 && r < 0xd7b0 || r >= 0x1100 && r < 0x1200:
		return hangul
	case unicode.Is(unicode.Latin, r):
		return latin
	}
	return otherScript
}

// scripts names the script of each language that the detector knows; Japanese is listed under kana and also written in
// han.
var scripts = map[string]script{
	"de": latin, "en": latin, "es": latin, "fr": latin, "it": latin, "pt": latin, "nl": latin, "pl": latin, "cs": latin,
	"tr": latin, "sv": latin,
	"da": latin, "ro": latin, "hu": latin, "fi": latin, "hr": latin,
	"nb": latin, "sk": latin, "ca": latin, "sl": latin, "et": latin, "lv": latin, "lt": latin, "vi": latin,
	"ru": cyrillic, "uk": cyrillic, "bg": cyrillic, "sr": cyrillic, "mk": cyrillic, "be": cyrillic,
	"el": greek, "he": hebrew, "ar": arabic, "fa": arabic, "zh": han, "ja": kana, "ko": hangul, "th": thai,
	"hi": devanagari, "hy": armenian, "ka": georgian,
	"bn": bengali, "ta": tamil,
}
