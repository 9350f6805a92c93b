package review

import (
	"slices"
	"strconv"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

// A page holds links as the numbers of the words that they join, "0-0 1-2", as word alignments are usually written: the
// offsets of the bitext would take three times as much space. A word here is a stretch of characters that are neither
// marks nor blanks, or a single mark. What is not exactly one word is written by its bounds: "0:7-3".

// isBlank reports whether r stands between words: controls, spaces and characters without width.
func isBlank(r rune) bool {
	return r <= 0x20 || 0x7f <= r && r <= 0xa0 || 0x2000 <= r && r <= 0x200f || 0x2028 <= r && r <= 0x202f ||
		0x205f <= r && r <= 0x206f || r == 0x3000
}

// isMark reports whether r, which is not a blank, is a word of its own: the punctuation and signs of ASCII, Latin-1 and
// the blocks General Punctuation and CJK Symbols and Punctuation. The ranges are fixed, so that programs with other
// versions of Unicode, such as a browser, count the same words.
func isMark(r rune) bool {
	return r < '0' || '9' < r && r < 'A' || 'Z' < r && r < 'a' || 'z' < r && r < 0xc0 || 0x2000 <= r && r < 0x2070 ||
		0x3000 <= r && r < 0x3040
}

// wordsOf returns the words of a text, in order.
func wordsOf(text string) []offset.Span {
	var words []offset.Span
	start := -1 // of the word that has begun
	end := func(i int) {
		if start >= 0 {
			words = append(words, offset.Span{Start: start, End: i})
			start = -1
		}
	}
	for i, r := range text {
		switch {
		case isBlank(r):
			end(i)
		case isMark(r):
			end(i)
			words = append(words, offset.Span{Start: i, End: i + len(string(r))})
		case start < 0:
			start = i
		}
	}
	end(len(text))
	return words
}

// linkText writes the word links of a pair. Where a link does not join whole words, it has bounds in UTF-16 code units.
func linkText(p *bitext.Pair, links []offset.Link, source, target *units) string {
	var b []byte
	from, to := wordsOf(p.Source), wordsOf(p.Target)
	for i, l := range links {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(appendSide(b, from, l.Source, source), '-')
		b = appendSide(b, to, l.Target, target)
	}
	return string(b)
}

func appendSide(b []byte, words []offset.Span, s offset.Span, text *units) []byte {
	i, found := slices.BinarySearchFunc(words, s.Start, func(w offset.Span, start int) int { return w.Start - start })
	if found && words[i] == s {
		return strconv.AppendInt(b, int64(i), 10)
	}
	b = append(strconv.AppendInt(b, int64(text.at(s.Start)), 10), ':')
	return strconv.AppendInt(b, int64(text.at(s.End)), 10)
}
