package detect

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/document"
)

// chunkSize bounds what is decoded at once, so that memory does not grow with the text.
const chunkSize = 16 << 10

// A stretch is a sequence of tokens in one language, before it becomes a run.
type stretch struct {
	from, to int // tokens
	state    int
	start    int     // byte in the text where the run starts
	gain     float32 // how much better its language fits than the expected one
	words    int     // that say something
	letters  int
	rival    int     // the state that fits next best; for a foreign stretch among the foreign ones
	lead     float32 // how much better the stretch's own language fits than the rival
	ruling   string  // what the judge said, for explaining
}

// Runs implements [Detector].
func (s *Screen) Runs(text string) []Run {
	if text == "" {
		return nil
	}
	s.prepare.Do(s.load)
	sc := s.scratch.Get().(*scratch)
	defer s.scratch.Put(sc)
	var out []Run
	prev := s.expected
	letters := false
	for at := 0; at < len(text); {
		end := chunkEnd(text, at)
		chunk := text[at:end]
		sc.tokens = tokenize(chunk, sc.tokens[:0])
		if len(sc.tokens) > 0 {
			sc.grow(len(s.states))
			if s.survey(chunk, sc, prev) {
				s.score(chunk, sc)
			}
			s.decodeDoubts(sc, prev)
			for _, st := range s.stretches(chunk, sc, prev) {
				letters = letters || st.letters > 0
				out = s.append(out, at+st.start, st, chunk, sc)
			}
			if at+chunkSize/2 < end && chunk[len(chunk)-1] != '\n' {
				prev = int(sc.path[len(sc.path)-1])
			} else {
				prev = s.expected
			}
		}
		at = end
	}
	if len(out) == 0 || !letters {
		return []Run{{Span: document.Span{Start: 0, End: len(text)}, Lang: language.Und}}
	}
	out[0].Span.Start = 0
	for i := range out {
		if i+1 < len(out) {
			out[i].Span.End = out[i+1].Span.Start
		} else {
			out[i].Span.End = len(text)
		}
	}
	return out
}

// decodeDoubts decodes each sequence of tokens in doubt; the others are in the expected language.
func (s *Screen) decodeDoubts(sc *scratch, prev int) {
	for first := 0; first < len(sc.tokens); {
		last := first
		for last < len(sc.tokens) && sc.doubt[last] {
			last++
		}
		if last > first {
			before := s.expected
			if first == 0 {
				before = prev
			}
			s.decode(sc, first, last, before, false)
		} else {
			sc.path[first] = uint8(s.expected)
			last++
		}
		first = last
	}
}

// append adds a run that starts at a byte of the text, or lengthens the last one if it has the same language. The stretch counts its tokens in chunk.
func (s *Screen) append(out []Run, start int, st stretch, chunk string, sc *scratch) []Run {
	r := Run{Lang: s.states[st.state].tag, Score: s.confidence(&st)}
	r.Span.Start = start
	if s.explain {
		r.Evidence = s.evidence(chunk, sc, &st)
	}
	if n := len(out); n > 0 && out[n-1].Lang == r.Lang {
		if r.Score > out[n-1].Score {
			out[n-1].Score, out[n-1].Evidence = r.Score, r.Evidence
		}
		return out
	}
	return append(out, r)
}

// confidence turns the evidence for a stretch into a score. What is expected starts ahead.
func (s *Screen) confidence(st *stretch) float64 {
	gain := float64(st.gain)
	if st.state == s.expected {
		gain += leastGain
	}
	return math.Round(1000*(1-.5*math.Exp(-max(0, gain)/5))) / 1000
}

// chunkEnd returns where the chunk that starts at a byte ends: after a line break if there is one in the second half of its greatest length, else after
// white space, else anywhere between two characters.
func chunkEnd(text string, at int) int {
	end := at + chunkSize
	if end >= len(text) {
		return len(text)
	}
	half := at + chunkSize/2
	if i := strings.LastIndexByte(text[half:end], '\n'); i >= 0 {
		return half + i + 1
	}
	if i := strings.LastIndexByte(text[half:end], ' '); i >= 0 {
		return half + i + 1
	}
	for i := end; i > half; i-- {
		if utf8.RuneStart(text[i]) {
			return i
		}
	}
	return end
}

// stretches cuts the decoded tokens where the language changes, gives back to the expected language what has too little evidence, and finds the byte at
// which each stretch starts.
func (s *Screen) stretches(text string, sc *scratch, prev int) []stretch {
	s.loosen(sc, prev)
	list := s.settle(text, sc, prev)
	for i := 1; i < len(list); i++ {
		if b := &list[i]; sc.free[b.from] && sc.doubt[b.from] {
			s.slide(sc, &list[i-1], b)
		}
	}
	for i := range list {
		if i > 0 {
			list[i].start = s.boundary(text, sc, &list[i-1], &list[i])
		}
	}
	if list[0].state != s.expected {
		// A mark that opens before the very first word and closes after the stretch is not the stretch's own.
		if first := int(sc.tokens[0].start); s.enclosed(text, sc, 0, first, &list[0]) {
			list[0].start = first
			list = append([]stretch{{state: s.expected}}, list...)
		}
	}
	return list
}

// settle cuts the decoded tokens into stretches and gives those that lack evidence to the language around them.
func (s *Screen) settle(text string, sc *scratch, prev int) []stretch {
	list := s.cut(sc)
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
		ok := s.enough(sc, st, around)
		if around == s.expected && !sc.free[st.from] {
			ok = s.accept(text, sc, st, ok) && (st.gain >= titleGain || !s.titled(text, sc, st))
		}
		if ok {
			continue
		}
		changed = true
		st.state = around
		for t := st.from; t < st.to; t++ {
			sc.path[t] = uint8(around)
		}
	}
	if changed {
		said := list
		list = s.cut(sc)
		for i := range list {
			if k := slices.IndexFunc(said, func(o stretch) bool { return o.from == list[i].from }); k >= 0 && s.explain {
				list[i].ruling = said[k].ruling
			}
		}
	}
	for i := range list {
		s.settleRival(text, sc, &list[i])
	}
	return list
}

// cut returns the maximal stretches of the decoded tokens, weighed.
func (s *Screen) cut(sc *scratch) []stretch {
	var list []stretch
	for i := range sc.tokens {
		if i == 0 || sc.path[i] != sc.path[i-1] {
			list = append(list, stretch{from: i, state: int(sc.path[i])})
		}
		list[len(list)-1].to = i + 1
	}
	for i := range list {
		s.weigh(sc, &list[i])
	}
	return list
}

// switching is the evidence it takes to believe that the writer of a line changes the language within sentences, as people do who speak both; and
// switchingMore the evidence for a line after such a line.
const (
	switching     = 3
	switchingMore = 2
)

// loosen finds the lines whose writer changes the language within sentences, by comparing what the words weigh when such changes are dear and when they
// are cheap. Those lines keep the second decoding.
func (s *Screen) loosen(sc *scratch, prev int) {
	n := len(s.states)
	need := float32(switching)
	for first := 0; first < len(sc.tokens); {
		last := first + 1
		for last < len(sc.tokens) && sc.doubt[last] && sc.tokens[last].before < gapLine {
			last++
		}
		if !sc.doubt[first] {
			first++
			continue
		}
		var odd float32 // what could be won
		for t := first; t < last; t++ {
			if e := sc.emit[t*n:][:n]; sc.tokens[t].form == lower {
				odd += slices.Max(e) - e[sc.path[t]]
			}
		}
		if odd > need || s.toggle {
			before := prev
			if first > 0 {
				before = int(sc.path[first-1])
			}
			kept := append(sc.kept[:0], sc.path[first:last]...)
			sc.kept = kept
			dear := s.decode(sc, first, last, before, false)
			cheap := s.decode(sc, first, last, before, true)
			if s.toggle || cheap-dear > need && s.oneForeign(sc, first, kept) {
				need = switchingMore
				for t := first; t < last; t++ {
					sc.free[t] = true
				}
			} else {
				copy(sc.path[first:last], kept)
			}
		}
		first = last
	}
}

// slide moves the border between two stretches over words that hardly tell their languages apart, such as names, to where a change is likelier by the marks
// around: where changes are cheap, the decoding is careless about that.
func (s *Screen) slide(sc *scratch, a, b *stretch) {
	const reach = 5
	n := len(s.states)
	lead := func(t int) float32 { return sc.emit[t*n+b.state] - sc.emit[t*n+a.state] }
	at, best := b.from, change[sc.tokens[b.from].before]
	loss := float32(0)
	for p := b.from - 1; p > a.from && p >= b.from-reach && sc.doubt[p]; p-- {
		loss -= lead(p)
		if c := change[sc.tokens[p].before] + loss; c < best {
			at, best = p, c
		}
	}
	loss = 0
	for p := b.from + 1; p < b.to && p <= b.from+reach && sc.doubt[p]; p++ {
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

// oneForeign says whether what the second decoding finds beyond the first, which begins at a token, is in one foreign language. Words of several are a
// list of dishes or of names.
func (s *Screen) oneForeign(sc *scratch, first int, kept []uint8) bool {
	lang := -1
	for i, before := range kept {
		now := int(sc.path[first+i])
		if now == s.expected || now == int(before) {
			continue
		}
		if lang >= 0 && now != lang {
			return false
		}
		lang = now
	}
	return true
}

// weigh sums up what speaks for a stretch.
func (s *Screen) weigh(sc *scratch, st *stretch) {
	n := len(s.states)
	st.gain, st.words, st.letters = 0, 0, 0
	sum := sc.sum[:n]
	clear(sum)
	var plain float32
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
		if (tok.form == lower || tok.form == first) && e[st.state] > e[s.expected] {
			st.words++
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

// titleGain is the evidence beyond which words are foreign even where a title may stand.
const titleGain = 30

// leadBack is the evidence for a stretch in the expected language within a foreign one.
const leadBack = 4

// enough says whether a foreign stretch has the evidence that its kind needs to stand within text in the state around.
func (s *Screen) enough(sc *scratch, st *stretch, around int) bool {
	free := sc.free[st.from]
	if around != s.expected {
		n := len(s.states)
		var lead float32
		for t := st.from; t < st.to; t++ {
			if sc.doubt[t] {
				lead += sc.emit[t*n+st.state] - sc.emit[t*n+around]
			} else {
				lead -= sc.adv[t]
			}
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
		return st.words >= 2 && st.gain >= 5
	}
	return st.words >= 2 || st.words >= 1 && st.letters >= 12
}

// boundary returns the byte at which the stretch b starts, after a: somewhere in the gap between the last word of a and the first of b.
func (s *Screen) boundary(text string, sc *scratch, a, b *stretch) int {
	lo, hi := int(sc.tokens[b.from-1].end), int(sc.tokens[b.from].start)
	gapText := text[lo:hi]
	// A line break decides: what stands before it belongs before.
	if i := strings.IndexByte(gapText, '\n'); i >= 0 {
		if b.state != s.expected && a.state == s.expected && s.enclosed(text, sc, lo, hi, b) {
			return hi
		}
		for i < len(gapText) && (gapText[i] == '\n' || gapText[i] == '\r' || gapText[i] == ' ' || gapText[i] == '\t') {
			i++
		}
		return lo + i
	}
	// Else the last white space, so that opening marks go with what follows and closing marks with what precedes.
	cutAt := strings.LastIndexFunc(gapText, unicode.IsSpace)
	if cutAt >= 0 {
		_, size := utf8.DecodeRuneInString(gapText[cutAt:])
		cutAt += size
	} else {
		cutAt = 0
		for cutAt < len(gapText) {
			r, size := utf8.DecodeRuneInString(gapText[cutAt:])
			if strings.ContainsRune("([„«‹", r) {
				break
			}
			cutAt += size
		}
	}
	at := lo + cutAt
	if b.state != s.expected && a.state == s.expected {
		// Marks that open before a foreign stretch and close after it belong to the text around them, if that text is of the same sentence.
		if q := strings.TrimFunc(text[at:hi], unicode.IsSpace); q != "" && s.enclosed(text, sc, lo, hi, b) {
			return hi
		}
	}
	if a.state != s.expected && b.state == s.expected {
		// A bracket that closes here and opened before the stretch is not the stretch's.
		if i := strings.IndexAny(gapText, ")]"); i >= 0 && i < cutAt && !strings.ContainsAny(text[a.start:lo], "([") {
			return lo + i
		}
		if s.enclosed(text, sc, int(sc.tokens[max(a.from, 1)-1].end), int(sc.tokens[a.from].start), a) {
			// The closing mark goes with the text around.
			for i, r := range gapText {
				if isQuote(r) || r == ')' || r == ']' {
					return lo + i
				}
			}
		}
	}
	return at
}

// enclosed says whether the foreign stretch st stands between marks, a quotation's or brackets, that belong to a sentence around it. The gap before its
// first word lies at text[lo:hi].
func (s *Screen) enclosed(text string, sc *scratch, lo, hi int, st *stretch) bool {
	if st.from == 0 {
		lo = 0
	}
	open := strings.TrimRightFunc(text[lo:hi], unicode.IsSpace)
	last, _ := utf8.DecodeLastRuneInString(open)
	if open == "" || !isQuote(last) && last != '(' && last != '[' {
		return false
	}
	end, next := int(sc.tokens[st.to-1].end), len(text)
	if st.to < len(sc.tokens) {
		next = int(sc.tokens[st.to].start)
	}
	after := text[end:next]
	closing := -1
	for i, r := range after {
		if r == '\n' {
			break
		}
		if isQuote(r) || r == ')' || r == ']' {
			closing = i
			break
		}
	}
	if closing < 0 {
		return false
	}
	if c := after[:closing]; strings.ContainsFunc(c, unicode.IsSpace) {
		return false // the mark after the space opens the next quotation
	}
	// Marks around a whole sentence are its own, unless the sentence around goes on before or after.
	before := strings.TrimRightFunc(open, func(r rune) bool { return isQuote(r) || unicode.IsSpace(r) || r == '(' || r == '[' })
	if before != "" {
		r, _ := utf8.DecodeLastRuneInString(before)
		if strings.ContainsRune(",:;–—-", r) {
			return true
		}
		if !strings.ContainsRune(".!?…", r) {
			return true
		}
	} else if lo > 0 && !strings.Contains(text[lo:hi], "\n") {
		return true
	}
	rest := strings.TrimLeftFunc(after[closing:], func(r rune) bool { return isQuote(r) || r == ')' || r == ']' })
	if strings.HasPrefix(rest, ",") || strings.HasPrefix(rest, ";") {
		return true
	}
	if st.to < len(sc.tokens) && !strings.ContainsAny(rest, "\n.!?") && sc.tokens[st.to].form == lower {
		return true
	}
	return false
}

// isQuote says whether r is a quotation mark of any kind; which way it points differs by language and by author.
func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '„', '‟', '«', '»', '‹', '›', '‘', '‚', '’', '「', '」', '『', '』', '《', '》', '\'':
		return true
	}
	return false
}
