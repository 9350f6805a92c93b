package spm

import "slices"

// A Token is a piece of a segmented text.
type Token struct {
	ID int32
	// Start and End delimit the bytes of the original text that the token stands for. Tokens are in order and do not
	// overlap; one may be empty, such as a lone blank put before the text, or all but the last of the bytes that
	// spell a character.
	Start, End int
}

// An Encoder segments text with a Processor. It holds scratch memory and belongs to one goroutine.
type Encoder struct {
	p    *Processor
	norm normalized
	best []node
}

// A node is the best way to reach a position of the normalized text.
type node struct {
	score float32
	id    int32
	start int32 // where the last piece of the way starts; -1 if nothing reaches the position
}

// NewEncoder returns an Encoder.
func (p *Processor) NewEncoder() *Encoder { return &Encoder{p: p} }

// MaxText is the longest text, in bytes, that is segmented as a whole; what is behind it is left out. Callers cut
// text long before.
const MaxText = 1 << 26

// Encode appends the tokens of text to dst.
func (e *Encoder) Encode(dst []Token, text string) []Token {
	p := e.p
	if len(text) > MaxText {
		text = text[:MaxText]
	}
	p.normalize(text, &e.norm)
	e.search()
	// Walk back along the best way, then write the tokens in order.
	from := e.norm.from
	first := len(dst)
	for end := len(e.norm.text); end > 0; {
		n := e.best[end]
		dst = append(dst, Token{ID: n.id, Start: int(n.start), End: end})
		end = int(n.start)
	}
	slices.Reverse(dst[first:])
	tokens := dst[first:]
	if !slices.ContainsFunc(tokens, func(t Token) bool { return t.ID == p.unknownID || int(t.ID) >= p.size }) {
		for i, t := range tokens {
			tokens[i].Start, tokens[i].End = from[t.Start], from[t.End]
		}
		return dst
	}
	tokens = slices.Clone(tokens)
	dst = dst[:first]
	afterUnknown := false
	run := 0 // byte of the normalized text where a run of unknown characters starts
	for i, t := range tokens {
		is := t.ID == p.unknownID
		start, end := from[t.Start], from[t.End]
		if is && !afterUnknown {
			run = t.Start
		}
		switch {
		case is && p.byteFallback:
			text := e.norm.text[t.Start:t.End]
			for i, c := range text {
				b := Token{ID: p.token(p.bytes[c]), Start: start, End: start}
				if i == len(text)-1 {
					b.End = end
				}
				dst = append(dst, b)
			}
		case is && afterUnknown:
			dst[len(dst)-1].End = end
		default:
			dst = append(dst, Token{ID: p.token(t.ID), Start: start, End: end})
		}
		afterUnknown = is
		if p.entries == nil || !is || p.byteFallback || i+1 < len(tokens) && tokens[i+1].ID == p.unknownID {
			continue
		}
		if id, ok := p.entries[string(e.norm.text[run:t.End])]; ok {
			dst[len(dst)-1].ID = id
		}
	}
	return dst
}

// token returns the token for a piece: the unknown one if it is not among the entries of the vocabulary.
func (p *Processor) token(piece int32) int32 {
	if int(piece) >= p.size {
		return p.unknownID
	}
	return piece
}

// Score returns the log-probability of the best segmentation of text. Of two spellings of a word, the one with the
// greater score is the more usual one in what the vocabulary was made of.
func (e *Encoder) Score(text string) float64 {
	e.p.normalize(text[:min(len(text), MaxText)], &e.norm)
	e.search()
	return float64(e.best[len(e.norm.text)].score)
}

// runeLength is the number of bytes of a UTF-8 character by its first byte; 1 for a byte that starts none.
func runeLength(c byte) int {
	return int("\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x02\x02\x03\x04"[c>>4])
}

// search finds the best segmentation (Kudo 2018, "Subword Regularization", the Viterbi case): best[i] is the best way
// to position i. A way replaces another only if its score is greater; scores are added in float64 and kept in
// float32, as the reference does.
func (e *Encoder) search() {
	p, text := e.p, e.norm.text
	if cap(e.best) < len(text)+1 {
		e.best = make([]node, len(text)+1, len(text)+len(text)/4+64)
	}
	best := e.best[:len(text)+1]
	e.best = best
	for i := range best {
		best[i] = node{start: -1}
	}
	for start := 0; start < len(text); {
		here := best[start].score
		size := min(runeLength(text[start]), len(text)-start)
		single := false
		at := int32(0)
		for i := start; i < len(text); i++ {
			if at = p.trie.step(at, text[i]); at < 0 {
				break
			}
			id := p.trie.ids[at]
			if id < 0 || p.types[id] == unused {
				continue
			}
			length := i + 1 - start
			score := float64(p.scores[id])
			if p.types[id] == userDefined {
				score = float64(float32(length)*p.userBonus) - 0.1
			}
			score += float64(here)
			if to := &best[i+1]; to.start < 0 || score > float64(to.score) {
				*to = node{score: float32(score), id: id, start: int32(start)}
			}
			single = single || length == size
		}
		if !single {
			score := p.unknownScore + here
			if to := &best[start+size]; to.start < 0 || score > to.score {
				*to = node{score: score, id: p.unknownID, start: int32(start)}
			}
		}
		start += size
	}
}
