package lexical

import "github.com/satzpaar/satzpaar/check/internal/word"

// Stem appends to out the form under which the tables know a word: in lower case, without common endings. It brings the
// forms of a word together and need not be one of them: "Hause" and "Hauses" are "haus", "making" and "makes" are
// "mak".
func Stem(out []byte, w string, german bool) []byte {
	start := len(out)
	out = word.AppendLower(out, w)
	if german {
		return out[:start+germanStem(out[start:])]
	}
	return out[:start+englishStem(out[start:])]
}

// latin1Plain are the letters À to ÿ without their accents, by the last byte from 0x80.
const latin1Plain = "aaaaaaaceeeeiiiidnoooooxouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty"

// startLetters is how many letters of a word startHash looks at.
const startLetters = 5

// startHash is a hash of the first letters of w in lower case without accents: names and loan words of both languages
// begin alike. It is 0 for shorter words.
func startHash(w string) uint32 {
	h := uint32(2166136261)
	n := 0
	for i := 0; i < len(w); i++ {
		b := w[i]
		switch {
		case b >= 'A' && b <= 'Z':
			b |= 0x20
		case b == 0xc3 && i+1 < len(w) && w[i+1] >= 0x80 && w[i+1] < 0xc0:
			i++
			b = latin1Plain[w[i]-0x80]
		}
		h = (h ^ uint32(b)) * 16777619
		if n++; n == startLetters {
			return h | 1
		}
	}
	return 0
}

// germanStem returns how much of a word in lower case is its stem.
func germanStem(w []byte) int {
	n := len(w)
	if n < 4 {
		return n
	}
	before := w[n-2]
	switch w[n-1] {
	case 'n':
		switch {
		case n >= 6 && before == 'r' && w[n-3] == 'e':
			return n - 3
		case n >= 5 && before == 'e':
			return n - 2
		}
		return n - 1
	case 's':
		if n >= 5 && before == 'e' {
			return n - 2
		}
		return n - 1
	case 'r', 'm':
		if n >= 5 && before == 'e' {
			return n - 2
		}
	case 'e':
		return n - 1
	}
	return n
}

// englishStem returns how much of a word in lower case is its stem. It may change the last letter: "cities" and "city"
// are "citi".
func englishStem(w []byte) int {
	n := len(w)
	if n >= 3 && w[n-1] == 's' && w[n-2] == '\'' {
		n -= 2
	}
	if n >= 4 {
		before := w[n-2]
		switch w[n-1] {
		case 's':
			switch {
			case before == 'e' && n >= 5:
				n -= 2
			case before != 's' && before != 'u':
				n--
			}
		case 'd':
			switch {
			case before != 'e' || n < 5:
			case w[n-3] == 'i':
				n -= 2
			default:
				n = undouble(w[:n-2])
			}
		case 'g':
			if n >= 6 && before == 'n' && w[n-3] == 'i' {
				n = undouble(w[:n-3])
			}
		case 'y':
			if before == 'l' && n >= 6 {
				n -= 2
			}
		case 'e':
			n--
		}
	}
	if n > 2 && w[n-1] == 'y' {
		w[n-1] = 'i'
	}
	return n
}

// undouble takes back the letter that English doubles before an ending: "stopp".
func undouble(w []byte) int {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && w[n-1] != 's' && w[n-1] != 'l' && w[n-1] != 'e' {
		return n - 1
	}
	return n
}

// Hash returns the 32-bit FNV-1a hash of w.
func Hash(w []byte) uint32 {
	h := uint32(2166136261)
	for _, b := range w {
		h = (h ^ uint32(b)) * 16777619
	}
	return h
}
