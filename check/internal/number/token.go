package number

import (
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/internal/address"
	"github.com/satzpaar/satzpaar/lang"
)

// A token is a word, a chain of digits, or one other character.
type token struct {
	start, end int
	kind       byte // 'w', 'd' or 'p'
	capital    bool
	sense      sense
	rest       int // of a German compound: bytes after its number
	chain      *chain
	roman      int
}

// isNumeral reports whether a Roman numeral is one beyond doubt: "I" is a pronoun and "X" a letter.
func (t *token) isNumeral() bool { return t.roman > 0 && t.end-t.start > 1 }

// longestWord is the most bytes of a word that is looked at.
const longestWord = 64

// tokens splits s. Links are left out: their digits are not quantities. The chains of the tokens are appended to
// chains, which must not be changed while the tokens are used.
func (l *language) tokens(s string, out []token, chains []chain) ([]token, []chain) {
	var fold [longestWord]byte
	links := address.MayHold(s)
	skip := 0 // end of a link
	for i := 0; i < len(s); {
		b := s[i]
		switch {
		case i < skip:
			i++
		case word.IsDigit(b):
			c := scanChain(s, i)
			if i < 2 || s[i-1] != '#' || s[i-2] != '&' { // a numeric character reference
				chains = append(chains, c)
				out = append(out, token{start: i, end: c.end, kind: 'd', chain: &chains[len(chains)-1]})
			}
			i = c.end
		case b|0x20 >= 'a' && b|0x20 <= 'z' || b >= utf8.RuneSelf && isLetterAt(s, i):
			if links {
				if end := address.End(s, i); end > i {
					skip = end
					continue
				}
			}
			j := i
			for j < len(s) && (s[j]|0x20 >= 'a' && s[j]|0x20 <= 'z' || s[j] >= utf8.RuneSelf && isLetterAt(s, j)) {
				j++
				for j < len(s) && !utf8.RuneStart(s[j]) {
					j++
				}
			}
			if j < len(s) && s[j] == '\'' && word.HasPrefixFold(s[j:], "'clock") {
				j += len("'clock")
			} else if j < len(s) && s[j] == 0xe2 && word.HasPrefixFold(s[j:], "’clock") {
				j += len("’clock")
			}
			t := token{start: i, end: j, kind: 'w', capital: b >= 'A' && b <= 'Z'}
			l.look(s[i:j], &t, fold[:0])
			out = append(out, t)
			i = j
		case b == ' ' || b == '\t' || b == '\n' || b == '\r':
			i++
		default:
			_, w := utf8.DecodeRuneInString(s[i:])
			out = append(out, token{start: i, end: i + w, kind: 'p'})
			i += w
		}
	}
	return out, chains
}

// look finds what a word means.
func (l *language) look(w string, t *token, fold []byte) {
	if len(w) > longestWord {
		return
	}
	lower := word.AppendLower(fold, w)
	if l.known.MayHold(lower) {
		if s, ok := l.senses[string(lower)]; ok {
			t.sense = s
			if l.Compounds && w == "Elf" { // a football team
				t.sense.kind = lang.SoftNumber
			}
			return
		}
	}
	t.roman = l.numeral(w)
	if len(l.parts) > 0 {
		if v := l.joined(lower); v > 0 {
			t.sense = sense{lang.Cardinal, v}
		} else if v := l.joinedOrdinal(lower); v > 0 {
			t.sense = sense{lang.Ordinal, v}
		}
		return
	}
	if !l.Compounds {
		return
	}
	switch lower[0] {
	case 'e', 'z', 'd', 'v', 'f', 's', 'a', 'n', 'h', 't', 'j', 'm', 'o':
	default:
		return
	}
	v, n := 0.0, 0
	if mayBeNumber(lower) {
		v, n = germanNumber(lower)
	}
	if n == 0 || v == 0 {
		if t.capital {
			t.sense = monthCompound(lower)
		}
		return
	}
	switch rest := string(lower[n:]); rest {
	case "":
		t.sense = sense{lang.Cardinal, v}
	case "e", "en", "er", "es", "em":
		t.sense = sense{lang.SoftNumber, v}
		if v >= 1e4 && (rest == "e" || rest == "en") { // Zehntausende
			t.sense.kind = lang.BigNumber
			return
		}
		if v > 12 {
			t.sense.kind = lang.Cardinal
			if rest == "er" { // die fünfziger Jahre
				t.sense.kind = lang.DecadeName
			}
		}
	case "te", "ten", "ter", "tes", "tem", "ste", "sten", "ster", "stes", "stem", "tens", "stens":
		t.sense = sense{lang.Ordinal, v}
		if v == 1 || v == 2 || v == 8 {
			t.sense.kind = lang.SoftNumber
		}
	case "erjahre", "erjahren":
		t.sense = sense{lang.DecadeName, v}
	default:
		t.sense = sense{lang.LooseNumber, v}
		if v == 1 || len(rest) > 3 && rest[:3] == "tel" { // Viertelstunde
			t.sense.kind = lang.SoftNumber
		}
		t.rest = len(rest)
	}
}

// numeral returns the value of a Roman numeral, which may have the ending of an ordinal number, as in "XIXe siècle"; 0
// for other words. "Ier" is a first one, which may be left out.
func (l *language) numeral(w string) int {
	switch w[0] { // most words
	case 'I', 'V', 'X', 'W':
	default:
		return 0
	}
	digits := w[:len(w)-len(strings.TrimLeft(w, "IVX"))]
	if len(digits) == 0 || len(digits) == len(w) || l.senses[w[len(digits):]].kind != lang.OrdinalEnd {
		return roman(w)
	}
	if r := roman(digits); r > 1 {
		return r
	}
	return 0
}

// roman returns the value of Roman numerals up to 39.
func roman(w string) int {
	if len(w) > 7 {
		return 0
	}
	v, last := 0, 0
	for i := len(w) - 1; i >= 0; i-- {
		d := 0
		switch w[i] {
		case 'I':
			d = 1
		case 'V':
			d = 5
		case 'X':
			d = 10
		default:
			if w == "WWI" || w == "WWII" {
				return len(w) - 2
			}
			return 0
		}
		if d < last {
			v -= d
		} else {
			v += d
			last = d
		}
	}
	return v
}
