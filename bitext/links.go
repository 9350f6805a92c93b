package bitext

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// Links are written as the numbers of the words that they join, "0-0 1-2", as the word alignments of other programs
// are. A word, in this, is a stretch of characters that are neither marks nor blanks, or a single mark. What is not
// exactly one word is written by its bounds: "0:7-3".

// isBlank reports whether r stands between words: controls, spaces and characters without width.
func isBlank(r rune) bool {
	return r <= 0x20 || 0x7f <= r && r <= 0xa0 || 0x2000 <= r && r <= 0x200f || 0x2028 <= r && r <= 0x202f ||
		0x205f <= r && r <= 0x206f || r == 0x3000
}

// isMark reports whether r, which is no blank, is a word of its own: the punctuation and signs of ASCII, Latin-1 and
// the blocks General Punctuation and CJK Symbols and Punctuation. The ranges are fixed, so that programs with other
// versions of Unicode, such as a browser, count the same words.
func isMark(r rune) bool {
	return r < '0' || '9' < r && r < 'A' || 'Z' < r && r < 'a' || 'z' < r && r < 0xc0 || 0x2000 <= r && r < 0x2070 ||
		0x3000 <= r && r < 0x3040
}

// appendWords appends the words of text, in order.
func appendWords(words []offset.Span, text string) []offset.Span {
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

// AppendLinks appends the word links of two texts as the native format has them. At tells, for a byte offset into the
// source or the target, the number to write where a link does not join whole words.
func AppendLinks(b []byte, source, target string, links []offset.Link, sourceAt, targetAt func(int) int) []byte {
	var buf [2][64]offset.Span
	from, to := appendWords(buf[0][:0], source), appendWords(buf[1][:0], target)
	for i, l := range links {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(appendSide(b, from, l.Source, sourceAt), '-')
		b = appendSide(b, to, l.Target, targetAt)
	}
	return b
}

func appendSide(b []byte, words []offset.Span, s offset.Span, at func(int) int) []byte {
	i, found := slices.BinarySearchFunc(words, s.Start, func(w offset.Span, start int) int { return w.Start - start })
	if found && words[i] == s {
		return strconv.AppendInt(b, int64(i), 10)
	}
	b = append(strconv.AppendInt(b, int64(at(s.Start)), 10), ':')
	return strconv.AppendInt(b, int64(at(s.End)), 10)
}

// parseLinks reads what [AppendLinks] has written with offsets in bytes. Bounds may lie outside the texts.
func parseLinks(text, source, target string) ([]offset.Link, error) {
	if text == "" {
		return nil, nil
	}
	from, to := appendWords(nil, source), appendWords(nil, target)
	out := make([]offset.Link, 0, strings.Count(text, " ")+1)
	for one := range strings.SplitSeq(text, " ") {
		left, right, _ := strings.Cut(one, "-")
		s, fine := parseSide(left, from)
		t, too := parseSide(right, to)
		if !fine || !too {
			return nil, fmt.Errorf("link %.40q does not join words or ranges of the texts, as 0-0 or 0:4-1", one)
		}
		out = append(out, offset.Link{Source: s, Target: t})
	}
	return out, nil
}

func parseSide(text string, words []offset.Span) (s offset.Span, ok bool) {
	start, end, bounds := strings.Cut(text, ":")
	first, err := strconv.ParseUint(start, 10, 31)
	if err != nil {
		return s, false
	}
	if !bounds {
		if first >= uint64(len(words)) {
			return s, false
		}
		return words[first], true
	}
	last, err := strconv.ParseUint(end, 10, 31)
	return offset.Span{Start: int(first), End: int(last)}, err == nil
}
