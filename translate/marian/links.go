package marian

import (
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// A word is a range of bytes of a text: letters and digits, or a run of anything else but blanks.
type word struct {
	start, end int
	letters    bool
}

// words divides a text. A hyphen, apostrophe, point or comma between letters or digits belongs to the word.
func words(dst []word, s string) []word {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		w := word{start: i, letters: inWord(r)}
		for i < len(s) {
			r, n = utf8.DecodeRuneInString(s[i:])
			if unicode.IsSpace(r) || inWord(r) != w.letters && !(w.letters && joins(r, s[i+n:])) {
				break
			}
			i += n
		}
		w.end = i
		dst = append(dst, w)
	}
	return dst
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// joins reports whether r, which follows a word character, joins it to what comes after.
func joins(r rune, after string) bool {
	switch r {
	case '-', '\'', '’', '\u00ad', '.', ',', '\u2011':
		next, _ := utf8.DecodeRuneInString(after)
		return inWord(next) && (r != '.' && r != ',' || unicode.IsDigit(next))
	}
	return false
}

// Thresholds on the attention that a target word gives to a source word, as a share of all that it gives.
const (
	linkShare   = 0.2  // below, the best source word is not linked
	secondShare = 0.35 // from here on, another source word is linked too: verbs with a particle, compounds
)

// A linker turns soft alignments into word links. It holds scratch memory.
type linker struct {
	source, target []word
	sourceOf       []int // word of each source token; -1 for none
	share          []float32
}

// links returns which words belong together. align has a row for each target token and in it a weight for each source
// token and the end mark. Ranges of tokens are those of the two texts. A word is linked to words only and punctuation
// to punctuation.
func (l *linker) links(
	source, target string,
	sourceTokens []spm.Token,
	targetRanges []offset.Span,
	align []float32,
) []offset.Link {
	l.source, l.target = words(l.source[:0], source), words(l.target[:0], target)
	if len(l.source) == 0 || len(l.target) == 0 {
		return nil
	}
	l.sourceOf = l.sourceOf[:0]
	at := 0
	for _, t := range sourceTokens {
		l.sourceOf = append(l.sourceOf, wordOf(l.source, &at, offset.Span{Start: t.Start, End: t.End}))
	}
	width := len(sourceTokens) + 1
	var links []offset.Link
	at = 0
	for i := 0; i < len(targetRanges); {
		w := wordOf(l.target, &at, targetRanges[i])
		if w < 0 {
			i++
			continue
		}
		l.share = append(l.share[:0], make([]float32, len(l.source))...)
		total := float32(0)
		for ; i < len(targetRanges); i++ {
			next := wordOf(l.target, &at, targetRanges[i])
			if next < 0 {
				continue
			}
			if next != w {
				break
			}
			for s, a := range align[i*width:][:width-1] {
				if of := l.sourceOf[s]; of >= 0 {
					l.share[of] += a
				}
			}
			total++
		}
		to := l.target[w]
		best := -1
		for s, a := range l.share {
			if l.source[s].letters == to.letters && (best < 0 || a > l.share[best]) {
				best = s
			}
		}
		for s, a := range l.share {
			if l.source[s].letters == to.letters && (s == best && a >= linkShare*total || a >= secondShare*total) {
				links = append(links, offset.Link{
					Source: offset.Span{Start: l.source[s].start, End: l.source[s].end},
					Target: offset.Span{Start: to.start, End: to.end},
				})
			}
		}
	}
	return links
}

// wordOf returns the word that a token belongs to: the first one that ends behind the token's start and starts before
// its end. at is where to look from; it moves with the tokens.
func wordOf(words []word, at *int, r offset.Span) int {
	for *at < len(words) && words[*at].end <= r.Start {
		*at++
	}
	if *at < len(words) && words[*at].start < r.End {
		return *at
	}
	return -1
}
