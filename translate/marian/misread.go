package marian

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Text that was written in UTF-8 and read as Windows-1252 somewhere on its way shows two or three signs where one
// stood: "fÃ¼r", "â€žJaâ€œ". The model reads what was written. What is kept of such a text stays as it is.

// misread returns the changes that put right what was misread in a text.
func misread(text string) []change {
	var changes []change
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := once(text[i:])
		if n > 0 {
			changes = append(changes, change{i, i + n, string(r)})
		} else {
			_, n = utf8.DecodeRuneInString(text[i:])
		}
		i += n
	}
	return changes
}

// once returns the character whose bytes, read as Windows-1252, are the first n bytes of text; n is 0 if there is none.
func once(text string) (r rune, n int) {
	var written []byte
	for _, sign := range text {
		b, ok := charmap.Windows1252.EncodeRune(sign)
		if !ok && sign < 0xa0 { // five bytes that Windows-1252 does not have are read as control characters
			b, ok = byte(sign), true
		}
		if !ok || b < utf8.RuneSelf {
			return 0, 0
		}
		written = append(written, b)
		n += utf8.RuneLen(sign)
		if r, _ := utf8.DecodeRune(written); r != utf8.RuneError {
			return r, n
		}
		if utf8.FullRune(written) { // and yet none
			return 0, 0
		}
	}
	return 0, 0
}
