package marian

import (
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// maxPieces is the largest number of tokens of a sentence, without its end mark: what the upstream engine sets as
// max-length-break, less one. The models have hardly seen anything longer.
const maxPieces = 127

// cutWindow is how many bytes of a text are looked at to cut off one part: more than maxPieces tokens of any but the
// strangest text.
const cutWindow = 4096

// conjunctions open clauses: a sentence without a better place is cut before one. German and English; a word of
// another language does no harm.
var conjunctions = set(
	`aber als bevor bis da damit dass denn doch indem nachdem ob obwohl oder sobald sodass sondern sowie und während
 weil wenn wobei and because but or that when which while`,
)

// cut divides a folded text into parts of at most maxPieces tokens. A part ends, if there is such a place in the
// second half of what fits, at the end of a sentence, else after a semicolon, colon or dash, after a comma, before a
// conjunction, between words, and only then within a word.
func cut(e *spm.Encoder, text mapped) []mapped {
	var parts []mapped
	tokens := make([]spm.Token, 0, roomFor(text.text[:min(len(text.text), cutWindow)]))
	for {
		window := text.text
		if len(window) > cutWindow {
			window = window[:cutWindow]
			for !utf8.RuneStart(text.text[len(window)]) && len(window) > cutWindow-utf8.UTFMax {
				window = window[:len(window)-1]
			}
		}
		tokens = e.Encode(tokens[:0], window)
		whole := len(window) == len(text.text)
		if whole && len(tokens) <= maxPieces {
			return append(parts, text)
		}
		// A part may take one token more when it stands alone: the blank before it.
		most := min(maxPieces-1, len(tokens)-1)
		at := place(window, tokens, most/2, most, most)
		if at <= 0 || at >= len(text.text) {
			// No boundary: tokens without text. Cut by bytes.
			at = min(maxPieces, len(text.text)-1)
			for at > 1 && !utf8.RuneStart(text.text[at]) {
				at--
			}
		}
		if part := text.slice(0, at); part.text != "" {
			parts = append(parts, part)
		}
		if text = text.slice(at, len(text.text)); text.text == "" {
			return parts
		}
	}
}

// halve divides a text into two at the best place around its middle; ok is false if there is no blank to cut at.
func halve(text mapped, tokens []spm.Token) (left, right mapped, ok bool) {
	n := len(tokens)
	at := place(text.text, tokens, max(1, n/4), n-n/4, n/2)
	if at <= 0 || at >= len(text.text) || text.text[at] != ' ' {
		return left, right, false
	}
	left, right = text.slice(0, at), text.slice(at, len(text.text))
	return left, right, left.text != "" && right.text != ""
}

// place returns the byte offset of the best place to cut before one of the tokens low to high; of equal ones the
// nearest to want. 0 if there is none.
func place(text string, tokens []spm.Token, low, high, want int) int {
	best, bestRank, bestDistance := 0, -1, 0
	for i := max(1, low); i <= high && i < len(tokens); i++ {
		at := tokens[i].Start
		if at == 0 || at >= len(text) {
			continue
		}
		rank, distance := rankOf(text, at), max(i-want, want-i)
		if rank > bestRank || rank == bestRank && distance < bestDistance {
			best, bestRank, bestDistance = at, rank, distance
		}
	}
	return best
}

// rankOf returns how good a place to cut the offset is; more is better.
func rankOf(text string, at int) int {
	if text[at] != ' ' {
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text[:at], `"'”“»«’)`))
	switch before {
	case '.', '!', '?', '…':
		return 5
	case ';', ':', '–', '—':
		return 4
	case ',':
		return 3
	}
	if conjunctions[strings.ToLower(leadingWord(text[at+1:]))] {
		return 2
	}
	return 1
}
