package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
)

// Names finds names that were changed, lost or invented.
var Names = &Check{
	Name: "names",
	Doc: `Names
A name in the translation is not in the source, or is spelt otherwise than there. Endings, umlauts written out and words that English writes with a capital
(Germany, Monday) do not count.`,
	Run: names,
}

// foldName makes names comparable: small letters, ä as ae, accents off.
func foldName(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			plain = false
			break
		}
	}
	if plain {
		return strings.ToLower(s)
	}
	return nameFolder.Replace(strings.ToLower(s))
}

var nameFolder = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "á", "a", "à", "a", "â", "a", "ã", "a", "å", "a", "ā", "a", "ă", "a", "ą", "a", "æ", "ae",
	"ç", "c", "ć", "c", "č", "c", "ď", "d", "đ", "d", "é", "e", "è", "e", "ê", "e", "ë", "e", "ě", "e", "ę", "e", "ē", "e", "ğ", "g", "í", "i", "ì", "i", "î", "i", "ï", "i", "ı", "i",
	"ł", "l", "ľ", "l", "ñ", "n", "ń", "n", "ň", "n", "ó", "o", "ò", "o", "ô", "o", "õ", "o", "ő", "oe", "ø", "oe", "ř", "r", "ś", "s", "š", "s", "ş", "s", "ș", "s", "ť", "t", "ț", "t",
	"ú", "u", "ù", "u", "û", "u", "ů", "u", "ű", "ue", "ý", "y", "ź", "z", "ż", "z", "ž", "z")

// inSentence says whether the word at s[i] stands inside a sentence: after a letter, a digit or a comma and a space.
func inSentence(s string, i int) bool {
	return i >= 2 && s[i-1] == ' ' && (wordByte(s[i-2]) || s[i-2] == ',')
}

func names(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || env.from() != "de" || env.to() != "en" || len(p.Target) < 4 || tooLong(p) {
		return nil
	}
	ws := env.target(p).words
	if headline(p.Target, ws) {
		return nil
	}
	var out []bitext.Finding
	folded, foldedTarget := "", ""
	for _, w := range ws {
		text := in(p.Target, w)
		if len(text) < 4 || text[0] < 'A' || text[0] > 'Z' || text[1] >= 'A' && text[1] <= 'Z' || !inSentence(p.Target, w[0]) {
			continue
		}
		if strings.HasSuffix(text, "'s") {
			text = text[:len(text)-2]
			w[1] -= 2
		}
		if strings.Contains(p.Source, text) {
			continue
		}
		if _, ok := knownCapitals()[text]; ok {
			continue
		}
		if folded == "" {
			folded, foldedTarget = foldName(p.Source), foldName(p.Target)
		}
		name := foldName(text)
		if strings.Contains(folded, name) || strings.Contains(folded, strings.TrimSuffix(name, "s")) || strings.Contains(umlautsOff(folded), name) {
			continue
		}
		f := bitext.Finding{Check: "names", Severity: bitext.Info, Target: &bitext.Offsets{w[0], w[1]}, Message: fmt.Sprintf("%q is not in the source", text)}
		at, near, same := nearName(p.Source, name, foldedTarget)
		if same {
			continue
		}
		if near {
			f.Severity = bitext.Warning
			f.Source = &at
			f.Message = fmt.Sprintf("%q is spelt %q in the source", text, in(p.Source, at))
		}
		out = append(out, f)
		if len(out) == 3 {
			break
		}
	}
	if len(out) == 0 {
		if f, ok := exchanged(p, env); ok {
			out = append(out, f)
		}
	}
	return out
}

// startsSentence says whether the word at s[i] stands behind a closing mark.
func startsSentence(s string, i int) bool {
	before := strings.TrimRight(s[:i], " \n\"'“”‘’(")
	return before == "" || strings.IndexByte(".!?:", before[len(before)-1]) >= 0
}

// exchanged finds a name of the source without a counterpart where the translation has another word with a capital that has none either.
func exchanged(p *bitext.Pair, env *Env) (bitext.Finding, bool) {
	c := env.coverOf(p)
	if c == nil {
		return bitext.Finding{}, false
	}
	lost := -1
	for i := range c.german {
		w := &c.german[i]
		if !w.found && (w.guise == shortCapital || w.guise == longCapital) && w.nameLike(env.source(p), i) {
			lost = i
			break
		}
	}
	if lost < 0 {
		return bitext.Finding{}, false
	}
	s := c.german[lost].at
	name, target := foldName(in(p.Source, s)), foldName(p.Target)
	if strings.Contains(target, name) || strings.Contains(target, umlautsOff(name)) {
		return bitext.Finding{}, false
	}
	for j := range c.english {
		w := &c.english[j]
		if w.found || w.guise != shortCapital && w.guise != longCapital || startsSentence(p.Target, w.at[0]) {
			continue
		}
		other := foldName(in(p.Target, w.at))
		if sound(name, true) == sound(other, false) {
			return bitext.Finding{}, false
		}
		if len(other) < 4 || name[0] == other[0] && 2*distance(name, other) <= max(len(name), len(other))+1 {
			continue
		}
		if abs(float32(w.at[0])/float32(len(p.Target))-float32(s[0])/float32(len(p.Source))) > 0.5 {
			continue
		}
		severity := bitext.Info
		if w.nameLike(env.target(p), j) {
			severity = bitext.Warning
		}
		return bitext.Finding{Check: "names", Severity: severity, Source: new(s), Target: new(w.at),
			Message: fmt.Sprintf("%q is not in the translation, and %q not in the source", in(p.Source, s), in(p.Target, w.at))}, true
	}
	return bitext.Finding{}, false
}

// umlautsOff turns ae, oe and ue back to single letters, for names written without dots: Muller.
func umlautsOff(folded string) string {
	return umlautFolder.Replace(folded)
}

var umlautFolder = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// headline says whether most words of s start with a capital.
func headline(s string, ws []bitext.Offsets) bool {
	capitals, small := 0, 0
	for _, w := range ws {
		switch b := s[w[0]]; {
		case b >= 'A' && b <= 'Z':
			capitals++
		case b >= 'a' && b <= 'z':
			small++
		}
	}
	return capitals > 2*small
}

// nearName finds a word of the source with a capital that is not in the target and differs little from name, both folded, or is the same but for how the languages
// spell sounds.
func nearName(source, name, foldedTarget string) (at bitext.Offsets, near, same bool) {
	var buf [96]bitext.Offsets
	for _, w := range tokensOf(source, buf[:0]) {
		text := in(source, w)
		if b := text[0]; len(text) < 4 || !(b >= 'A' && b <= 'Z' || b == 0xc3 && text[1] <= 0x9e) {
			continue
		}
		other := foldName(text)
		if sound(other, true) == sound(name, false) {
			return w, true, true
		}
		if strings.Contains(foldedTarget, other) || other[0] != name[0] && other[len(other)-1] != name[len(name)-1] {
			continue
		}
		if d := distance(name, other); d <= 2 && 4*d <= len(name)+1 {
			return w, true, false
		}
	}
	return bitext.Offsets{}, false, false
}

// sound brings the spellings of a foreign name in German and in English together: Chamenei and Khamenei, Konopljanka and Konoplyanka, Monokultur and Monoculture.
func sound(folded string, german bool) string {
	if german {
		folded = germanSounds.Replace(folded)
	} else {
		folded = englishSounds.Replace(folded)
	}
	return strings.TrimRight(folded, "es")
}

var (
	germanSounds  = strings.NewReplacer("tsch", "C", "sch", "S", "ch", "K", "kh", "K", "ck", "k", "c", "k", "w", "v", "j", "y", "ou", "u")
	englishSounds = strings.NewReplacer("tch", "C", "ch", "C", "sh", "S", "kh", "K", "ck", "k", "c", "k", "w", "v", "j", "y", "ou", "u")
)

// distance counts the edits between two words: letters changed, added, left out, or two neighbours swapped. Words beyond 32 bytes are far from all.
func distance(a, b string) int {
	const limit = 32
	if len(a) > limit || len(b) > limit {
		return limit
	}
	var rows [3][limit + 1]int
	for j := range len(b) + 1 {
		rows[1][j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev2, prev, row := &rows[(i-1+3)%3], &rows[i%3], &rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
	}
	return rows[(len(a)+1)%3][len(b)]
}
