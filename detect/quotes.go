package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// closers holds which marks close a quotation that a mark opens. Authors and programs mix them.
var closers = map[rune]string{
	'„': "“”\"", '“': "”“\"", '”': "”", '‟': "”", '«': "»", '»': "«", '‚': "‘’'", '‘': "’‘", '’': "’‘", '‹': "›",
	'›': "‹", '"': "\"", '\'': "'", '「': "」", '『': "』", '《': "》",
}

// maxQuote is the most words that a quotation, and the sentence around it on either side, is followed over.
const maxQuote = 60

// A foreign quotation has at least leastQuote words and the evidence quoteGain, less than other stretches need, since
// its marks show where it begins and ends; and the evidence of any part of it against that is less than quoteDoubt.
const (
	leastQuote = 3
	quoteGain  = 4
	quoteDoubt = 6
)

// quotations decides about the quotations in a text, which are in one language as a whole: where a mark opens one, the
// language may change, and where it closes, the text around goes on in its own.
func (s *Screen) quotations(text string, sc *scratch) {
	for i := range sc.tokens {
		if sc.tokens[i].before < gapQuote || !sc.doubt[i] {
			continue
		}
		lo, hi := sc.gapAt(text, i)
		if mark := openingMark(text[lo:hi], i == 0); mark != 0 {
			if last := sc.quoteEnd(text, i, closers[mark]); last > 0 {
				s.quotation(text, sc, i, last)
			}
		}
	}
}

// quoteEnd returns the number of the token before which one of marks closes the quotation that begins with token first;
// 0 if none does within the paragraph and maxQuote words.
func (sc *scratch) quoteEnd(text string, first int, marks string) int {
	for t := first + 1; t <= min(first+maxQuote, len(sc.tokens)); t++ {
		last := t == len(sc.tokens)
		if !last && sc.tokens[t].before < gapQuote {
			continue
		}
		lo, hi := sc.gapAt(text, t)
		if closes(text[lo:hi], marks, last) {
			return t
		}
		if !last && sc.tokens[t].before == gapParagraph {
			break
		}
	}
	return 0
}

// openingMark returns the quotation mark that ends a gap, behind white space or another mark; 0 if none does. The gap
// is that before the first word, or one between two.
func openingMark(gap string, first bool) rune {
	gap = strings.TrimRight(gap, ".…¿¡")
	mark, n := utf8.DecodeLastRuneInString(gap)
	if closers[mark] == "" {
		return 0
	}
	before, n := utf8.DecodeLastRuneInString(gap[:len(gap)-n])
	if n == 0 && first || unicode.IsSpace(before) || isQuote(before) ||
		n > 0 && strings.ContainsRune("([–—-/:", before) {
		return mark
	}
	return 0
}

// closes reports whether one of marks closes a quotation in a gap: that after the last word, or one between two.
func closes(gap, marks string, last bool) bool {
	for i, r := range gap {
		if unicode.IsSpace(r) {
			return false
		}
		if strings.ContainsRune(marks, r) {
			return last || i+utf8.RuneLen(r) < len(gap) || r != '\'' && r != '’' // "don't"
		}
	}
	return false
}

// quotation decides about the tokens from first to last (exclusive), which stand between quotation marks.
func (s *Screen) quotation(text string, sc *scratch, first, last int) {
	if sc.wholeWords(first, last) < leastQuote {
		return
	}
	n := len(s.states)
	sum := sc.sum[:n]
	clear(sum)
	for t := first; t < last; t++ {
		if !sc.doubt[t] {
			return
		}
		for j, v := range sc.emit[t*n:][:n] {
			sum[j] += v
		}
	}
	if state := int(sc.path[first]); state != s.expected && s.uniform(sc, first, last) {
		s.release(text, sc, first, last, state)
		return
	}
	best := s.likeliest(sum)
	if best < 0 || sum[best]-sum[s.expected] < quoteGain {
		return
	}
	against := float32(0)
	for t := first; t < last; t++ {
		if int(sc.path[t]) == s.expected {
			against -= s.lead(sc, t, best, s.expected)
		}
	}
	st := stretch{from: first, to: last, state: best}
	if s.weigh(text, sc, &st); against >= quoteDoubt || st.words < 2 || st.gain < titleGain && s.titled(text, sc, &st) {
		return
	}
	for t := first; t < last; t++ {
		sc.path[t], sc.sure[t] = uint8(best), true
	}
	s.release(text, sc, first, last, best)
}

// uniform reports whether the tokens from first to last (exclusive) are decoded as one language.
func (s *Screen) uniform(sc *scratch, first, last int) bool {
	for _, state := range sc.path[first:last] {
		if state != sc.path[first] {
			return false
		}
	}
	return true
}

// endsBefore reports whether a sentence ends before token t, even where a quotation mark stands between.
func endsBefore(text string, sc *scratch, t int) bool {
	tok := &sc.tokens[t]
	lo, hi := sc.gapAt(text, t)
	return ends(tok.before) || tok.before == gapQuote && t > 0 && tok.form != lower &&
		strings.ContainsAny(text[lo:hi], ".!?…")
}

// release gives the words of the sentence around the quotation from first to last (exclusive) back to the expected
// language, if they went along with the quotation on too little evidence of their own.
func (s *Screen) release(text string, sc *scratch, first, last, state int) {
	from, to := first, last
	for from > max(0, first-maxQuote) && !endsBefore(text, sc, from) {
		from--
	}
	for to < min(len(sc.tokens), last+maxQuote) && !endsBefore(text, sc, to) {
		to++
	}
	if from > 0 && int(sc.path[from-1]) == state && sc.tokens[from].before < gapParagraph {
		return // the text before is in that language too
	}
	var sum float32
	for t := from; t < to; t++ {
		if t < first || t >= last {
			sum += s.lead(sc, t, state, s.expected)
		}
	}
	if sum >= quoteGain {
		return
	}
	for t := from; t < to; t++ {
		if (t < first || t >= last) && int(sc.path[t]) == state {
			sc.path[t] = uint8(s.expected)
		}
	}
}

// lead returns how much better a token fits a state than a rival, one of which is the expected language. A token that
// is not in doubt is in that language.
func (s *Screen) lead(sc *scratch, t, state, rival int) float32 {
	if !sc.doubt[t] {
		return -sc.adv[t]
	}
	n := len(s.states)
	return sc.emit[t*n+state] - sc.emit[t*n+rival]
}

// wholeWords returns the number of words from first to last (exclusive), those with a hyphen or an apostrophe inside
// counted once.
func (sc *scratch) wholeWords(first, last int) int {
	n := 0
	for t := first; t < last; t++ {
		if t == first || sc.tokens[t].before > gapJoint {
			n++
		}
	}
	return n
}

// foreignScripts finds the words in scripts that are not the expected language's and not Latin: their script alone
// shows that they are foreign. Single letters are signs of mathematics.
func (s *Screen) foreignScripts(sc *scratch) {
	n, home := len(s.states), s.states[s.expected].script
	for first := 0; first < len(sc.tokens); {
		script := sc.tokens[first].script
		if script == latin || script == home {
			first++
			continue
		}
		last, letters := first, 0
		sum := sc.sum[:n]
		clear(sum)
		for ; last < len(sc.tokens) && sc.tokens[last].script == script && sc.doubt[last]; last++ {
			if sc.tokens[last].form == masked {
				break
			}
			letters += int(sc.tokens[last].letters)
			for j, v := range sc.emit[last*n:][:n] {
				sum[j] += v
			}
		}
		if letters > 1 {
			best := -1
			for _, j := range s.scripts[script] {
				if best < 0 || sum[j]-s.enter[j] > sum[best]-s.enter[best] {
					best = j
				}
			}
			for t := first; t < last && best >= 0; t++ {
				if s.states[sc.path[t]].script != script && !(script == han && s.states[sc.path[t]].script == kana) {
					sc.path[t] = uint8(best)
				}
				sc.sure[t] = true
			}
		}
		first = max(last, first+1)
	}
}

// heads gives the words at the beginning of a foreign stretch back to the expected language if they fit it better:
// those before a colon or a dash, as "Tolles Buch: the maid" is a title and not a sentence, and those that a word in
// small letters proves to be in it, as in "(um 1890) seinen Essai sur les routes".
func (s *Screen) heads(sc *scratch) {
	const most = 6
	for first := range sc.tokens {
		state := int(sc.path[first])
		if state == s.expected {
			continue
		}
		begins := first == 0 || int(sc.path[first-1]) != state
		if !begins && !ends(sc.tokens[first].before) {
			continue
		}
		var sum float32
		worst, head := float32(headGain), first
		proof := false
		for t := first; t < min(first+most, len(sc.tokens)) && int(sc.path[t]) == state; t++ {
			if t > first && sc.tokens[t].before == gapDash {
				if sum < -1 {
					head = t
				}
				break
			}
			lead := s.lead(sc, t, state, s.expected)
			sum += lead
			proof = proof || lead < -proven && sc.tokens[t].form == lower
			if begins && proof && sum < worst && !sc.free[t] && !sc.sure[t] {
				worst, head = sum, t+1
			}
		}
		for k := first; k < head; k++ {
			sc.path[k] = uint8(s.expected)
		}
	}
}

// headGain is how much worse than the expected language a foreign one must fit the words that heads gives back, and
// proven how much worse it must fit one of them.
const (
	headGain = -2.5
	proven   = 2.5
)
