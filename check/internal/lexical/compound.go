package lexical

import "github.com/satzpaar/satzpaar/check/internal/word"

// A part is a way to cut a compound: its end and what stands before that, by their numbers; head is -1 where that is
// unknown.
type part struct{ end, head int32 }

// cut appends the ways to cut a German word into a known end, the longest first, and what stands before that.
func (l *Stems) cut(out []part, text string) []part {
	var buf, stemBuf [64]byte
	w := word.AppendLower(buf[:0], text)
	for cut := 3; cut+4 <= len(w); cut++ {
		if w[cut]&0xc0 == 0x80 {
			continue
		}
		n := copy(stemBuf[:], w[cut:])
		id := l.Find(Hash(stemBuf[:germanStem(stemBuf[:n])]))
		if id < 0 {
			continue
		}
		head := w[:cut]
		for range 2 { // with and without a joining s
			n := copy(stemBuf[:], head)
			if h := l.Find(Hash(stemBuf[:germanStem(stemBuf[:n])])); h >= 0 {
				return append(out, part{id, h})
			}
			if head[len(head)-1] != 's' || len(head) < 4 {
				break
			}
			head = head[:len(head)-1]
		}
		out = append(out, part{id, -1})
	}
	return out
}

// isCompound reports whether a German word in lower case is made of known words: a first of three letters or more,
// others of four or more, with or without a joining s.
func isCompound(w []byte, l *Stems) bool {
	var buf [64]byte
	var reached [64]bool // whether known words end before byte i
	reached[0] = true
	for start := 0; start+4 <= len(w); start++ {
		if !reached[start] {
			continue
		}
		least := 4
		if start == 0 {
			least = 3
		}
		for end := start + least; end <= len(w); end++ {
			if end == len(w) && start == 0 {
				break
			}
			n := copy(buf[:], w[start:end])
			if end == len(w) {
				n = germanStem(buf[:n])
			}
			if l.Find(Hash(buf[:n])) < 0 && l.Find(Hash(buf[:germanStem(buf[:n])])) < 0 {
				continue
			}
			if end == len(w) {
				return true
			}
			reached[end] = true
			if w[end] == 's' && end+1 < len(w) {
				reached[end+1] = true
			}
		}
	}
	return false
}
