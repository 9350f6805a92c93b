package align

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Chances that words translate each other, by the kind of evidence for it.
const (
	sameNumber   = 0.9
	sameMark     = 0.5
	sameName     = 0.8  // the same word, which the lexicon does not know
	sameWord     = 0.15 // the same word, for which the lexicon has other translations
	cognateLeast = 0.62 // likeness below which words are not cognates
	cognateMost  = 0.6  // chance of a cognate that is all but the same
	chanceLeast  = 0.004
)

// formEvidence returns the evidence for pairs of words without regard to where they stand: the lexicon, numbers by
// value, equal words and marks, and words that look alike.
func formEvidence(source, target *words, lexicon *Lexicon) []evidence {
	var out []evidence
	numbers := map[string][]uint32{} // target words by the values that they may have
	alike := newLookalikes(target)
	for t, f := range target.forms {
		for _, v := range numberValues(f) {
			numbers[v] = append(numbers[v], uint32(t))
		}
	}
	for s, f := range source.forms {
		start, known := len(out), false
		add := func(t uint32, forward, backward float64) {
			if max(forward, backward) >= chanceLeast {
				out = append(out, evidence{uint32(s), t, float32(forward), float32(backward)})
			}
		}
		if lexicon != nil {
			known = lexiconEvidence(lexicon, f, target, add)
		}
		if t, ok := target.ids[f]; ok {
			p := sameName
			switch {
			case isMark(f):
				p = sameMark
			case known:
				p = sameWord
			}
			add(t, p, p)
		}
		if values := numberValues(f); len(values) > 0 {
			for _, v := range values {
				for _, t := range numbers[v] {
					add(t, sameNumber, sameNumber)
				}
			}
		} else {
			alike.each(f, func(t uint32, likeness float64) {
				p := cognateMost * (likeness - cognateLeast + 0.1) / (1.1 - cognateLeast)
				if known {
					p /= 4
				}
				add(t, p, p)
			})
		}
		out = append(out[:start], merge(out[start:])...)
	}
	return out
}

// lexiconEvidence adds the evidence of the lexicon for a source word. A German compound that it does not know is taken
// for its parts.
func lexiconEvidence(lexicon *Lexicon, form string, target *words, add func(uint32, float64, float64)) bool {
	if lexicon.Has(form) {
		lexicon.Each(form, func(f string, forward, backward float64) {
			if t, ok := target.ids[f]; ok {
				add(t, forward, backward)
			}
		})
		return true
	}
	for _, part := range compoundParts(lexicon, form) {
		lexicon.Each(part, func(f string, forward, backward float64) {
			if t, ok := target.ids[f]; ok {
				add(t, forward*0.7, backward*0.3)
			}
		})
	}
	return false
}

// compoundParts returns the words of the lexicon that form is made of: a longest known beginning and a longest known
// end, with the linking letters that German puts between them; or the known beginning alone of an inflected form.
func compoundParts(lexicon *Lexicon, form string) []string {
	const least = 4
	if utf8.RuneCountInString(form) < 2*least || strings.ContainsAny(form, "0123456789") {
		return nil
	}
	var parts []string
	for i := len(form) - least; i >= least; i-- {
		if utf8.RuneStart(form[i]) && lexicon.Has(form[i:]) {
			if i <= least+1 || !longerEnd(lexicon, form, i) {
				parts = append(parts, form[i:])
				head := form[:i]
				for _, link := range []string{"", "s", "es", "n", "en", "er", "e"} {
					if h, ok := strings.CutSuffix(head, link); ok && len(h) >= least-1 && lexicon.Has(h) {
						return append(parts, h)
					}
				}
				parts = parts[:0]
			}
		}
	}
	for i := len(form) - 1; i >= least+2; i-- {
		if utf8.RuneStart(form[i]) && lexicon.Has(form[:i]) {
			return []string{form[:i]}
		}
	}
	return nil
}

// longerEnd reports whether a longer known word ends form, so that the one that starts at i is but its tail.
func longerEnd(lexicon *Lexicon, form string, i int) bool {
	for k := max(4, i-3); k < i; k++ {
		if utf8.RuneStart(form[k]) && lexicon.Has(form[k:]) {
			return true
		}
	}
	return false
}

// merge sorts evidence by source and target and keeps the highest chances for each pair of words.
func merge(e []evidence) []evidence {
	slices.SortFunc(e, func(a, b evidence) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.target, b.target))
	})
	n := 0
	for _, x := range e {
		if n > 0 && e[n-1].source == x.source && e[n-1].target == x.target {
			e[n-1].forward, e[n-1].backward = max(e[n-1].forward, x.forward), max(e[n-1].backward, x.backward)
			continue
		}
		e[n] = x
		n++
	}
	return e[:n]
}

func isMark(form string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	return !isWordRune(r)
}

// numberValues returns the plausible values of a number as canonical digits: "1.250" may be 1250 or 1.25, "1.250,5"
// is 1250.5 and so is "1,250.5". It returns nil for what is not a number.
func numberValues(form string) []string {
	if form == "" || form[0] < '0' || form[0] > '9' {
		return nil
	}
	points, commas := 0, 0
	last := -1
	for i := range len(form) {
		switch c := form[i]; {
		case c == '.':
			points++
			last = i
		case c == ',':
			commas++
			last = i
		case c < '0' || c > '9':
			return nil
		}
	}
	digits := func(s string) string { return strings.NewReplacer(".", "", ",", "").Replace(s) }
	whole := func() string { return trimNumber(digits(form), "") }
	fraction := func() string { return trimNumber(digits(form[:last]), form[last+1:]) }
	switch {
	case last < 0:
		return []string{whole()}
	case points > 0 && commas > 0:
		return []string{fraction()}
	case points+commas > 1:
		return []string{whole()}
	case len(form)-last-1 == 3 && last <= 3 && form[0] != '0':
		return []string{whole(), fraction()}
	}
	return []string{fraction()}
}

func trimNumber(whole, fraction string) string {
	whole = strings.TrimLeft(whole, "0")
	fraction = strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// lookalikes finds target words that resemble a source word: same beginning, similar letter pairs.
type lookalikes struct {
	byStart map[string][]uint32
	folded  []string
}

const (
	lookalikeStart = 3   // letters that must be equal
	lookalikeLeast = 4   // letters of the shortest word that is looked at
	lookalikeMost  = 400 // words with one beginning; more mean nothing
)

func newLookalikes(w *words) *lookalikes {
	l := &lookalikes{byStart: map[string][]uint32{}, folded: make([]string, len(w.forms))}
	for i, f := range w.forms {
		if g := fold(f); len(g) >= lookalikeLeast {
			l.folded[i] = g
			key := g[:lookalikeStart]
			if len(l.byStart[key]) < lookalikeMost {
				l.byStart[key] = append(l.byStart[key], uint32(i))
			}
		}
	}
	return l
}

func (l *lookalikes) each(form string, f func(t uint32, likeness float64)) {
	g := fold(form)
	if len(g) < lookalikeLeast {
		return
	}
	for _, t := range l.byStart[g[:lookalikeStart]] {
		if x := likeness(g, l.folded[t]); x >= cognateLeast {
			f(t, x)
		}
	}
}

// fold brings a word to plain letters: no diacritics, and letters that stand for one sound in the languages of Europe
// made one. Words of other letters come back as they are, marks and numbers as "".
func fold(form string) string {
	ascii := true
	for _, r := range form {
		if !unicode.IsLetter(r) {
			return ""
		}
		ascii = ascii && r < utf8.RuneSelf
	}
	if !ascii {
		form = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFD.String(form))
		form = strings.ReplaceAll(form, "ß", "ss")
	}
	return soundLetters.Replace(form)
}

var soundLetters = strings.NewReplacer(
	"ph", "f", "th", "t", "ck", "k", "qu", "k", "ch", "k", "c", "k", "y", "i", "z", "k", "ss", "s", "ll", "l",
	"nn", "n", "tt", "t", "mm", "m", "rr", "r", "pp", "p", "ff", "f", "w", "v", "j", "i",
)

// likeness is the share of bytes in the longest common subsequence of two folded words, by their mean length, 0 to 1.
func likeness(a, b string) float64 {
	if len(a) > 2*len(b) || len(b) > 2*len(a) || len(a) > 60 || len(b) > 60 {
		return 0
	}
	var row [61]uint8
	for i := range len(a) {
		diagonal := uint8(0)
		for j := range len(b) {
			above := row[j+1]
			if a[i] == b[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return 2 * float64(row[len(b)]) / float64(len(a)+len(b))
}
