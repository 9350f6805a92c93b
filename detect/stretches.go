package detect

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// A stretch is a sequence of tokens in one language, before it becomes a run.
type stretch struct {
	from, to int // tokens
	state    int
	start    int     // byte in the text where the run starts
	gain     float32 // how much better its language fits than the expected one
	words    int     // that are evidence
	letters  int
	rival    int          // the state that fits next best; for a foreign stretch among the foreign ones
	lead     float32      // how much better the stretch's own language fits than the rival
	ruling   string       // what the judge said, for explaining
	tag      language.Tag // of a set phrase whose language may not be that of its state
}

// stretches cuts the decoded tokens where the language changes, gives back to the expected language what has too little
// evidence, and finds the byte at which each stretch starts.
func (s *Screen) stretches(text string, sc *scratch, prev int) []stretch {
	if slices.Contains(sc.doubt, true) {
		s.loosen(sc, prev)
		s.foreignScripts(sc)
		s.heads(sc)
		s.quotations(text, sc)
	}
	list := s.settle(text, sc, prev)
	if s.greetings != nil {
		list = s.greet(text, sc, list)
	}
	for i := 1; i < len(list); i++ {
		a, b := &list[i-1], &list[i]
		if sc.free[b.from] && sc.doubt[b.from] && a.tag == language.Und { // a set phrase ends where it ends
			s.slide(sc, a, b)
		}
	}
	for i := range list {
		if i > 0 {
			list[i].start = s.boundary(text, sc, &list[i-1], &list[i])
		}
	}
	if list[0].state != s.expected {
		// A mark that opens before the very first word and closes after the stretch is not the stretch's own.
		if first := int(sc.tokens[0].start); s.enclosed(text, sc, &list[0]) {
			list[0].start = first
			list = append([]stretch{{state: s.expected}}, list...)
		}
	}
	if last := &list[len(list)-1]; last.state != s.expected {
		if end := s.closing(text, sc, last); end > 0 {
			list = append(list, stretch{from: last.to, to: last.to, state: s.expected, start: end})
		}
	}
	return list
}

// settle cuts the decoded tokens into stretches and gives those that lack evidence to the language around them.
func (s *Screen) settle(text string, sc *scratch, prev int) []stretch {
	list := s.cut(text, sc)
	changed := false
	for i := range list {
		st := &list[i]
		if i == 0 && st.state == prev {
			continue
		}
		around := s.expected // the language that a stretch without evidence falls to
		if i > 0 && i+1 < len(list) && list[i-1].state == list[i+1].state {
			around = list[i-1].state
		}
		if st.state == around {
			continue
		}
		ok := s.enough(sc, st, around) && (around != s.expected || !s.borrows(text, sc, st))
		if around == s.expected && !sc.free[st.from] {
			ok = (st.gain >= titleGain || !s.titled(text, sc, st)) && s.accept(text, sc, st, ok)
		}
		if ok || slices.Contains(sc.sure[st.from:st.to], true) {
			continue
		}
		changed = true
		st.state = around
		for t := st.from; t < st.to; t++ {
			sc.path[t] = uint8(around)
		}
	}
	if changed {
		list = s.cutAgain(text, sc, list)
	}
	for i := range list {
		s.settleRival(text, sc, &list[i])
	}
	return list
}

// cut returns the maximal stretches of the decoded tokens, weighed.
func (s *Screen) cut(text string, sc *scratch) []stretch {
	var list []stretch
	for i := range sc.tokens {
		if i == 0 || sc.path[i] != sc.path[i-1] {
			list = append(list, stretch{from: i, state: int(sc.path[i])})
		}
		list[len(list)-1].to = i + 1
	}
	for i := range list {
		s.weigh(text, sc, &list[i])
	}
	return list
}

// cutAgain is [Screen.cut] after a change of the path. It keeps the judge's rulings on the earlier stretches, for
// explaining.
func (s *Screen) cutAgain(text string, sc *scratch, said []stretch) []stretch {
	list := s.cut(text, sc)
	for i := range list {
		if !s.explain {
			break
		}
		if k := slices.IndexFunc(said, func(o stretch) bool { return o.from == list[i].from }); k >= 0 {
			list[i].ruling = said[k].ruling
		}
	}
	return list
}

// switching is the evidence it takes to believe that the writer of a line changes the language within sentences, as
// people do who speak both; switchingOwn that for a language whose words are not used in others.
const (
	switching    = 2
	switchingOwn = .5
)

// loosen finds the lines whose writer changes the language within sentences, by comparing what the words weigh when
// such changes are dear and when they are cheap. Those lines keep the second decoding.
func (s *Screen) loosen(sc *scratch, prev int) {
	if len(s.states) < 2 {
		return // no language to change to
	}
	for first := 0; first < len(sc.tokens); {
		last := first + 1
		if sc.doubt[first] {
			for last < len(sc.tokens) && sc.doubt[last] && sc.tokens[last].before < gapLine {
				last++
			}
			if s.toggle || s.odds(sc, first, last) > switching {
				before := prev
				if first > 0 {
					before = int(sc.path[first-1])
				}
				s.loosenLine(sc, first, last, before)
			}
		}
		first = last
	}
}

// odds returns the most that the words in small letters from first to last (exclusive) could win in other languages
// than those they are decoded as; nothing if they are all in one foreign language and hardly any fits the expected one
// better.
func (s *Screen) odds(sc *scratch, first, last int) (odds float32) {
	n := len(s.states)
	back := 0 // words that fit the expected language better
	for t := first; t < last; t++ {
		if sc.tokens[t].form != lower {
			continue
		}
		e := sc.emit[t*n:][:n]
		own := e[sc.path[t]]
		odds += slices.Max(e) - own
		if e[s.expected] > own+telling {
			back++
		}
	}
	if state := int(sc.path[first]); state != s.expected && back < s.leastSwitchBack(state) &&
		s.uniform(sc, first, last) {
		return 0
	}
	return odds
}

// loosenLine decodes the tokens from first to last (exclusive), of one line, once more with changes within sentences
// cheap, and keeps that if it is believed. The state before them is given.
func (s *Screen) loosenLine(sc *scratch, first, last, before int) {
	kept := append(sc.kept[:0], sc.path[first:last]...)
	sc.kept = kept
	dear := s.decode(sc, first, last, before, -1)
	second := s.second(sc, first, last)
	cheap := s.decode(sc, first, last, before, second)
	least := float32(switching)
	if !borrowed[s.states[second].base] {
		least = switchingOwn
	}
	if !s.toggle && !(cheap-dear > least && s.oneForeign(sc, first, kept) && s.switches(sc, first, last, second)) {
		copy(sc.path[first:last], kept)
		return
	}
	for t := first; t < last; t++ {
		sc.free[t] = true
	}
	if !s.toggle {
		s.keepWhole(sc, first, last, kept)
	}
}

// leastSwitchBack returns the least number of words that prove that a sentence in a foreign language changes to the
// expected one: fewer are names, or words of both. A single one is enough for the languages of mixing.
func (s *Screen) leastSwitchBack(state int) int {
	if mixing[s.states[state].base] {
		return 1
	}
	return 3
}

// keepWhole restores the first decoding, which begins at token first, of the sentences up to last (exclusive) that it
// found to be wholly in one foreign language, unless the second found enough of the expected one in them.
func (s *Screen) keepWhole(sc *scratch, first, last int, kept []uint8) {
	for from := first; from < last; {
		to, words := from, 0
		whole := int(kept[from-first]) != s.expected
		for ; to < last && (to == from || !ends(sc.tokens[to].before)); to++ {
			whole = whole && kept[to-first] == kept[from-first]
			t := &sc.tokens[to]
			if int(sc.path[to]) == s.expected && t.form == lower && t.letters > 1 &&
				s.lead(sc, to, int(kept[from-first]), s.expected) < -telling {
				words++
			}
		}
		if whole && words < s.leastSwitchBack(int(kept[from-first])) {
			copy(sc.path[from:to], kept[from-first:to-first])
			clear(sc.free[from:to])
		}
		from = to
	}
}

// slide moves the boundary between two stretches over words that fit both languages about equally, such as names, to
// where a change is likelier by the marks around: where changes are cheap, the decoding is careless about that.
func (s *Screen) slide(sc *scratch, a, b *stretch) {
	const (
		reach = 5
		slid  = 4 // how much better a word may fit the language that it is taken from
	)
	n := len(s.states)
	lead := func(t int) float32 { return sc.emit[t*n+b.state] - sc.emit[t*n+a.state] }
	at, best := b.from, change[sc.tokens[b.from].before]
	loss := float32(0)
	for p := b.from - 1; p > a.from && p >= b.from-reach && sc.doubt[p]; p-- {
		if lead(p) < -slid {
			break
		}
		loss -= lead(p)
		if c := change[sc.tokens[p].before] + loss; c < best {
			at, best = p, c
		}
	}
	loss = 0
	for p := b.from + 1; p < b.to && p <= b.from+reach && sc.doubt[p]; p++ {
		if lead(p-1) > slid {
			break
		}
		loss += lead(p - 1)
		if c := change[sc.tokens[p].before] + loss; c < best {
			at, best = p, c
		}
	}
	for t := min(at, b.from); t < max(at, b.from); t++ {
		if at < b.from {
			sc.path[t] = uint8(b.state)
		} else {
			sc.path[t] = uint8(a.state)
		}
	}
	a.to, b.from = at, at
}

// second returns the foreign language that most of what does not fit the expected one, among the tokens from first to
// last (exclusive), fits: people who change between languages share two.
func (s *Screen) second(sc *scratch, first, last int) int {
	n := len(s.states)
	sum := sc.sum[:n]
	clear(sum)
	for t := first; t < last; t++ {
		e := sc.emit[t*n:][:n]
		for j, v := range e {
			sum[j] += max(0, v-e[s.expected])
		}
	}
	return s.likeliest(sum)
}

// likeliest returns the foreign language that words fit best, given how well they fit each, or -1 if none is looked
// for.
func (s *Screen) likeliest(sum []float32) int {
	best := -1
	for j, v := range sum {
		if j != s.expected && (best < 0 || v-s.enter[j] > sum[best]-s.enter[best]) {
			best = j
		}
	}
	return best
}

// switches reports whether enough of the words in small letters from first to last (exclusive) are clearly in a
// foreign language, as decoded, to believe that the writer changes into it: more than a term, where a
// language's terms are used in others, else a word.
func (s *Screen) switches(sc *scratch, first, last, state int) bool {
	words, letters := 0, 0
	for t := first; t < last; t++ {
		tok := &sc.tokens[t]
		if int(sc.path[t]) == state && tok.form == lower && tok.letters > 1 &&
			s.lead(sc, t, state, s.expected) > telling {
			words++
			letters += int(tok.letters)
		}
	}
	switch base := s.states[state].base; {
	case borrowed[base]:
		return words >= 4
	case distinct[base]:
		return letters >= 4
	}
	return words >= 3
}

// oneForeign reports whether what the second decoding finds beyond the first, which begins at a token, is in one
// foreign language. Words of several are a list of dishes or of names.
func (s *Screen) oneForeign(sc *scratch, first int, kept []uint8) bool {
	lang := -1
	for i, before := range kept {
		for _, now := range [...]int{int(sc.path[first+i]), int(before)} {
			if now == s.expected {
				continue
			}
			if lang >= 0 && now != lang {
				return false
			}
			lang = now
		}
	}
	return true
}

var (
	// mixing are the languages that people are known to mix with German within sentences.
	mixing = map[string]bool{"en": true, "tr": true}
	// borrowed are those whose words and names stand in texts of other languages without being foreign there.
	borrowed = map[string]bool{
		"en": true, "fr": true, "it": true, "es": true, "pt": true, "nl": true, "ca": true, "ro": true,
	}
	// distinct are those of which a single word is enough, since it is not mistaken for one of another language.
	distinct = map[string]bool{"tr": true, "hu": true, "fi": true, "vi": true}
)

// telling is how much better a word must fit a language to count among the words that are evidence for it.
const telling = .5

// weigh sums up the evidence for a stretch.
func (s *Screen) weigh(text string, sc *scratch, st *stretch) {
	n := len(s.states)
	st.gain, st.words, st.letters = 0, 0, 0
	sum := sc.sum[:n]
	clear(sum)
	var plain float32
	var seen *token // the last that was counted
	for t := st.from; t < st.to; t++ {
		tok := &sc.tokens[t]
		if tok.form == masked {
			continue
		}
		if !sc.doubt[t] {
			// In the expected language, and no other wins more than this.
			plain -= sc.adv[t]
			st.letters += int(tok.letters)
			continue
		}
		e := sc.emit[t*n:][:n]
		st.letters += int(tok.letters)
		for j, v := range e {
			sum[j] += v
		}
		if (tok.form == lower || tok.form == first) && e[st.state] > e[s.expected]+telling {
			st.words++
			if st.words == 2 && strings.EqualFold(text[tok.start:tok.end], text[seen.start:seen.end]) {
				st.words = 1 // the same word again proves no more
			}
			seen = tok
		}
	}
	st.rival = -1
	for j, v := range sum {
		if j != st.state && j != s.expected && (st.rival < 0 || v > sum[st.rival]) {
			st.rival = j
		}
	}
	if st.rival < 0 {
		st.rival = s.expected
	}
	st.lead = plain + sum[st.state] - sum[st.rival]
	st.gain = st.lead
	if st.state != s.expected {
		st.gain = sum[st.state] - sum[s.expected]
	}
}

// borrows reports whether a stretch is nothing but words that the expected language uses as its own, and words that fit
// it as well.
func (s *Screen) borrows(text string, sc *scratch, st *stretch) bool {
	if len(s.loans) == 0 || st.to-st.from > mostLoans {
		return false
	}
	for k := st.from; k < st.to; k++ {
		t := &sc.tokens[k]
		if !s.loans[strings.ToLower(text[t.start:t.end])] && s.lead(sc, k, st.state, s.expected) > 0 {
			return false
		}
	}
	return true
}

// mostLoans is how many words in a row may be loans.
const mostLoans = 4

// titleGain is the evidence beyond which words are foreign even where a title may stand.
const titleGain = 30

// leadBack is the evidence for a stretch in the expected language within a foreign one.
const leadBack = 4

// enough reports whether a foreign stretch has the evidence that its kind needs to stand within text in the state
// around.
func (s *Screen) enough(sc *scratch, st *stretch, around int) bool {
	free := sc.free[st.from]
	if around != s.expected {
		var lead float32
		for t := st.from; t < st.to; t++ {
			lead += s.lead(sc, t, st.state, around)
		}
		if st.state == s.expected {
			return lead >= leadBack
		}
		return st.words >= 3 && lead >= 10
	}
	if free {
		return st.words >= 1 && st.gain >= 2
	}
	switch s.states[st.state].script {
	case han, kana, hangul, thai:
		return st.letters >= 5
	case latin:
		open, shut := sc.tokens[st.from].before, gapParagraph
		if st.to < len(sc.tokens) {
			shut = sc.tokens[st.to].before
		}
		if open < gapDash || shut < gapComma {
			return st.words >= 3 && st.gain >= 10
		}
		if shut < gapSentence || open < gapSentence || open == gapQuote && shut == gapQuote {
			// Two words in quotation marks or brackets are a term.
			if sc.wholeWords(st.from, st.to) < leastQuote {
				return false
			}
		}
		if st.to-st.from < 3 {
			return st.words >= 2 && st.gain >= 2*leastGain // a greeting
		}
		return st.words >= 2 && st.gain >= leastGain
	}
	return st.words >= 2 || st.words >= 1 && st.letters >= 12
}
