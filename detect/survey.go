package detect

import (
	"github.com/satzpaar/satzpaar/detect/internal/table"
)

// leastGain is the least evidence that any foreign stretch needs. Where no sequence of words can reach it, there is
// nothing to decode.
const leastGain = 5

// A wordAdvantage is an entry of the cache of words: what the best foreign language can win on a word against the
// expected one. Its probabilities by the tables, which few words need and which are large, are kept apart.
type wordAdvantage struct {
	word      [longestCached]byte
	size      uint8
	form      form
	table     uint8 // whose lanes the scratch's post has
	advantage float32
}

// cacheBits is the size of the cache of words, as a power of two, and postBits how many words it has probabilities
// of: real text holds many different words, few of which need that.
const (
	cacheBits = 15
	postBits  = 10
)

// longestCached is the longest word, in bytes, that is kept in the cache.
const longestCached = 24

// keepPosterior remembers the probabilities of the word at a place of the cache.
func (sc *scratch) keepPosterior(at uint32, post *[table.Lanes]float32) {
	p := &sc.post[at%(1<<postBits)]
	p.at, p.lanes = at, *post
}

// posteriorAt returns the probabilities of the word at a place of the cache, nil if they are forgotten.
func (sc *scratch) posteriorAt(at uint32) *[table.Lanes]float32 {
	if p := &sc.post[at%(1<<postBits)]; p.at == at {
		return &p.lanes
	}
	return nil
}

// survey finds the tokens that need decoding and marks them in sc.doubt. The most that a sequence of words can win over
// the expected language is the greatest sum of neighbouring advantages; lines where it stays below leastGain are in the
// expected language, and scoring them in full could not change that.
func (s *Screen) survey(text string, sc *scratch, prev int) (any bool) {
	n := len(sc.tokens)
	// The places of all words first: the cache of words is larger than the processor's near ones, and what is looked
	// up there one after the other is waited for each time.
	for i := range sc.tokens {
		t := &sc.tokens[i]
		sc.place[i] = placeOf(text[t.start:t.end], t.form)
		sc.touch += uint32(sc.cache[sc.place[i]].size)
	}
	if s.explain || s.toggle {
		for t := range sc.doubt {
			sc.doubt[t] = true
		}
		return true
	}
	for i := range sc.tokens {
		sc.adv[i] = s.advantage(text, &sc.tokens[i], sc.place[i], sc)
	}
	var sum float32
	start, marked := 0, 0
	if prev != s.expected {
		sum = leastGain
	}
	over := sum >= leastGain
	mark := func(end int) {
		from, to := sc.widen(start, end)
		for t := max(from, marked); t < to; t++ {
			sc.doubt[t] = true
		}
		marked = max(marked, to)
		any = true
	}
	for t, a := range sc.adv {
		if sum <= 0 {
			if over {
				mark(t)
			}
			sum, start, over = 0, t, false
		}
		sum += a
		over = over || sum >= leastGain
	}
	if over {
		mark(n)
	}
	return any
}

// widen extends a sequence of tokens to whole sentences, and to the lines before and after that give no evidence, such
// as a tweet's header and attribution.
func (sc *scratch) widen(from, to int) (int, int) {
	const neutral, short = -6, 12
	for from > 0 && !ends(sc.tokens[from].before) {
		from--
	}
	for line := from; line > 0 && sc.tokens[line].before >= gapLine; from = line {
		var sum float32
		line--
		for sum += sc.adv[line]; line > 0 && sc.tokens[line].before < gapLine && from-line < short; line-- {
			sum += sc.adv[line-1]
		}
		if sum < neutral || line > 0 && sc.tokens[line].before < gapLine {
			break
		}
	}
	n := len(sc.tokens)
	for to < n && !ends(sc.tokens[to].before) {
		to++
	}
	for line := to; line < n && sc.tokens[line].before >= gapLine; to = line {
		var sum float32
		for sum += sc.adv[line]; line+1 < n && sc.tokens[line+1].before < gapLine && line-to < short; line++ {
			sum += sc.adv[line+1]
		}
		line++
		if sum < neutral || line < n && sc.tokens[line].before < gapLine {
			break
		}
	}
	return from, to
}

// ends reports whether a sentence ends at a gap for certain.
func ends(g gap) bool { return g == gapSentence || g >= gapLine }

// advantage returns the most that any language but the expected one wins on a token, whose word has that place in the
// cache.
func (s *Screen) advantage(text string, t *token, at uint32, sc *scratch) float32 {
	if t.form == masked {
		return 0
	}
	if home := s.states[s.expected].script; t.script != home {
		if home == kana && t.script == han {
			return 0
		}
		return leastGain
	} else if home != latin && home != cyrillic {
		if len(s.scripts[home]) > 1 {
			return leastGain // a language beside the expected one has its script
		}
		return -1
	}
	word := text[t.start:t.end]
	e, known := sc.remembered(word, t.form, at)
	if known {
		return e.advantage
	}
	var post [table.Lanes]float32
	k := s.posterior(word, t, sc, &post)
	w, floor := t.weight()
	own, best := floor, floor
	for l, j := range s.lanes[k] {
		if j == s.expected {
			own = max(post[l], floor)
		} else if j >= 0 {
			best = max(best, post[l])
		}
	}
	a := w * (best - own)
	if e != nil {
		e.size, e.form, e.advantage, e.table = uint8(len(word)), t.form, a, uint8(k)
		sc.keepPosterior(at, &post)
		copy(e.word[:], word)
	}
	return a
}

// placeOf returns the number of the place of a word in the cache.
func placeOf(word string, f form) uint32 {
	if len(word) > longestCached {
		return 0
	}
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	h ^= uint32(f) << 8
	return h * 0x9e3779b1 >> (32 - cacheBits)
}

// remembered returns the place of a word in the cache, nil for words that are too long, and whether the word is there.
func (sc *scratch) remembered(word string, f form, at uint32) (e *wordAdvantage, known bool) {
	if len(word) > longestCached {
		return nil, false
	}
	e = &sc.cache[at]
	return e, int(e.size) == len(word) && e.form == f && string(e.word[:len(word)]) == word
}
