package marian

import (
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// A model that has lost the thread repeats itself up to the length limit. What counts as that is decided on tokens.
const (
	loopTokens  = 12 // tokens that consecutive copies must cover together
	loopCopies  = 4  // copies that there must be
	loopLongest = 16 // of the repeated phrase

	stutterCopies  = 3 // of a word that is said once instead; of several words, two are enough
	stutterLongest = 8 // tokens of what is said again
)

// repeats looks for a phrase of tokens that stands many times in a row. It returns where the copies start, the length
// of the phrase and the number of copies; length 0 if there is none.
func repeats(tokens []int32) (start, length, copies int) {
	for n := 1; n <= loopLongest; n++ {
		run := 0 // how many tokens so far equal the one n before
		for i := n; i <= len(tokens); i++ {
			if i < len(tokens) && tokens[i] == tokens[i-n] {
				run++
				continue
			}
			if c := run/n + 1; c >= loopCopies && run+n >= loopTokens {
				return i - run - n, n, c
			}
			run = 0
		}
	}
	return 0, 0, 0
}

// scattered reports whether a long text consists of few phrases: less than half of its runs of three tokens differ.
func scattered(tokens []int32) bool {
	const n, least = 3, 30
	if len(tokens) < least {
		return false
	}
	seen := make(map[[n]int32]bool, len(tokens))
	for i := 0; i+n <= len(tokens); i++ {
		seen[[n]int32(tokens[i:i+n])] = true
	}
	return 2*len(seen) < len(tokens)-n+1
}

// looped reports whether a translation repeats itself where its source does not.
func looped(source, target []int32) bool {
	if _, n, _ := repeats(target); n > 0 {
		_, own, _ := repeats(source)
		return own == 0
	}
	return scattered(target) && !scattered(source)
}

// unloop returns how many tokens to keep so that a repeated phrase stands once, and all of them if nothing is
// repeated in a row.
func unloop(tokens []int32) int {
	if start, n, _ := repeats(tokens); n > 0 {
		return start + n
	}
	return len(tokens)
}

// stutter looks for a short phrase of whole words that is said twice in a row or more, a single word three times; rows
// of signs do not count. It returns where the copies start, the length of the phrase and the number of copies; length 0
// if there is none.
func stutter(p *spm.Processor, tokens []int32) (start, length, copies int) {
	for n := 1; n <= stutterLongest; n++ {
		run := 0
		for i := n; i <= len(tokens); i++ {
			if i < len(tokens) && tokens[i] == tokens[i-n] {
				run++
				continue
			}
			// What the run has beyond whole copies, and a last copy that a word goes on from, stay.
			from, c := i-run-n, run/n+1
			if end := from + n*c; end < len(tokens) && p.Joins(tokens[end]) {
				c--
			}
			if c >= 2 && !p.Joins(tokens[from]) {
				if w := spoken(p, tokens[from:from+n]); w > 1 || w == 1 && c >= stutterCopies {
					return from, n, c
				}
			}
			run = 0
		}
	}
	return 0, 0, 0
}

// spoken returns how many words with letters a phrase has.
func spoken(p *spm.Processor, phrase []int32) int {
	text, _ := p.Decode(phrase, nil)
	n := 0
	for word := range strings.FieldsSeq(text) {
		if hasLetter(word) {
			n++
		}
	}
	return n
}

// unstutter removes all but the first copy of what a translation says again and again, unless its source does so, too.
func (b *Backend) unstutter(s *nn.Sentence) {
	start, n, copies := stutter(b.target, s.Target)
	if n == 0 {
		return
	}
	if _, own, _ := stutter(b.source, s.Source); own > 0 {
		return
	}
	width := len(s.Source)
	for ; n > 0; start, n, copies = stutter(b.target, s.Target) {
		from, to := start+n, start+n*copies
		s.Target = slices.Delete(s.Target, from, to)
		s.LogProbs = slices.Delete(s.LogProbs, from, to)
		s.Align = slices.Delete(s.Align, from*width, to*width)
	}
}
