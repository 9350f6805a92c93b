package check

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

// A fault is a way to spoil a translation. It returns the spoilt target, or false where the pair offers no place for it.
type fault struct {
	name  string
	spoil func(r *rand.Rand, s sample, other sample) (string, bool)
	share float64 // how often it is planted for the risk, relative to others; 0 is 1: less for what is hardly to be found, or minor
}

func (f *fault) weight() float64 {
	if f.share == 0 {
		return 1
	}
	return f.share
}

// field is a word of a text with its place.
type field struct {
	start, end int
	text       string
}

func fieldsOf(s string) []field {
	var out []field
	for i := 0; i < len(s); {
		for i < len(s) && s[i] == ' ' {
			i++
		}
		j := i
		for j < len(s) && s[j] != ' ' {
			j++
		}
		if j > i {
			out = append(out, field{i, j, s[i:j]})
		}
		i = j
	}
	return out
}

// pick returns a random word that passes, with the marks around it cut off.
func pick(r *rand.Rand, s string, from int, ok func(core string) bool) (field, bool) {
	var all []field
	for i, f := range fieldsOf(s) {
		if i < from {
			continue
		}
		core := strings.TrimFunc(f.text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		if core != "" && ok(core) {
			at := f.start + strings.Index(f.text, core)
			all = append(all, field{at, at + len(core), core})
		}
	}
	if len(all) == 0 {
		return field{}, false
	}
	return all[r.IntN(len(all))], true
}

func swap(s string, f field, text string) string { return s[:f.start] + text + s[f.end:] }

func capital(w string) bool { return w[0] >= 'A' && w[0] <= 'Z' }

var plantedMonths = []string{"January", "February", "April", "June", "July", "August", "September", "October", "November", "December"}
var plantedScales = []string{"hundred", "thousand", "million", "billion", "trillion"}
var plantedWords = []string{"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty"}

func oneOf(list []string) func(string) bool {
	return func(w string) bool {
		for _, l := range list {
			if strings.EqualFold(l, w) {
				return true
			}
		}
		return false
	}
}

func another(r *rand.Rand, list []string, not string) string {
	for {
		if w := list[r.IntN(len(list))]; !strings.EqualFold(w, not) {
			return w
		}
	}
}

// changeDigits returns w with another value: a digit replaced, two swapped, one added or left out.
func changeDigits(r *rand.Rand, w string) (string, bool) {
	var at []int
	for i := range len(w) {
		if digit(w[i]) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return "", false
	}
	b := []byte(w)
	i := at[r.IntN(len(at))]
	switch r.IntN(4) {
	case 0:
		if len(at) > 1 {
			if j := at[r.IntN(len(at))]; b[i] != b[j] {
				b[i], b[j] = b[j], b[i]
				break
			}
		}
		fallthrough
	case 1, 2:
		for old := b[i]; b[i] == old || b[at[0]] == '0'; {
			b[i] = byte('0' + r.IntN(10))
			if i != at[0] && b[at[0]] == '0' && b[i] != old {
				break
			}
		}
	default:
		if len(at) < 2 {
			return w + string(byte('1'+r.IntN(9))), true
		}
		b = append(b[:i], b[i+1:]...)
	}
	return string(b), string(b) != w
}

func numberFault(r *rand.Rand, s sample, _ sample) (string, bool) {
	f, ok := pick(r, s.en, 0, func(w string) bool { return strings.ContainsAny(w, "0123456789") })
	if !ok {
		return "", false
	}
	w, ok := changeDigits(r, f.text)
	return swap(s.en, f, w), ok
}

func wordFrom(list []string) func(r *rand.Rand, s sample, _ sample) (string, bool) {
	return func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 0, oneOf(list))
		if !ok {
			return "", false
		}
		w := another(r, list, f.text)
		if capital(f.text) {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		return swap(s.en, f, w), true
	}
}

// faults are the errors that are planted into training pairs: to measure checks and to fit the risk.
var faults = []fault{
	{name: "number", spoil: numberFault},
	{name: "number word", spoil: wordFrom(plantedWords)},
	{name: "magnitude", spoil: wordFrom(plantedScales)},
	{name: "month", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 0, func(w string) bool { return capital(w) && oneOf(plantedMonths)(w) })
		return swap(s.en, f, another(r, plantedMonths, f.text)), ok
	}},
	{name: "name", spoil: func(r *rand.Rand, s sample, o sample) (string, bool) {
		name := func(text string) func(string) bool {
			return func(w string) bool { return capital(w) && len(w) > 3 && strings.Contains(text, w) }
		}
		f, ok := pick(r, s.en, 1, name(s.de))
		g, ok2 := pick(r, o.en, 1, name(o.de))
		return swap(s.en, f, g.text), ok && ok2 && f.text != g.text && !strings.Contains(s.de, g.text)
	}},
	{name: "name misspelt", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 1, func(w string) bool { return capital(w) && len(w) > 4 && strings.Contains(s.de, w) })
		if !ok {
			return "", false
		}
		i := 1 + r.IntN(len(f.text)-2)
		if f.text[i] >= 0x80 || f.text[i+1] >= 0x80 || f.text[i] == f.text[i+1] {
			return "", false
		}
		b := []byte(f.text)
		b[i], b[i+1] = b[i+1], b[i]
		return swap(s.en, f, string(b)), !strings.Contains(s.de, string(b))
	}},
	{name: "negation lost", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		for _, n := range [][2]string{{" not ", " "}, {"n't ", " "}, {" never ", " "}, {" no ", " the "}, {"cannot ", "can "}, {" nothing ", " something "}} {
			if i := strings.Index(s.en, n[0]); i >= 0 {
				return s.en[:i] + n[1] + s.en[i+len(n[0]):], true
			}
		}
		return "", false
	}},
	{name: "negation added", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 0, oneOf([]string{"is", "are", "was", "were", "will", "can", "has", "should", "would", "could", "must"}))
		return swap(s.en, f, f.text+" not"), ok && !strings.Contains(s.en, " not ") && !strings.Contains(s.en, "n't")
	}},
	{name: "clause left out", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		i := strings.Index(s.en, ", ")
		j := strings.LastIndex(s.en, ", ")
		if i < 0 {
			return "", false
		}
		if i != j && j-i > 15 {
			return s.en[:i] + s.en[j:], true
		}
		if len(s.en)-i < 25 {
			return "", false
		}
		return s.en[:i] + ".", true
	}},
	{name: "truncated", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		fs := fieldsOf(s.en)
		if len(fs) < 8 {
			return "", false
		}
		return s.en[:fs[len(fs)*(3+r.IntN(4))/10].end], true
	}},
	{name: "untranslated", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) { return s.de, len(fieldsOf(s.de)) > 4 }},
	{name: "clause untranslated", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		de, en := fieldsOf(s.de), fieldsOf(s.en)
		if len(de) < 10 || len(en) < 10 {
			return "", false
		}
		n := 3 + r.IntN(4)
		return s.en[:en[len(en)-n].start] + s.de[de[len(de)-n].start:], true
	}},
	{name: "word untranslated", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 1, func(w string) bool { return !capital(w) && len(w) > 4 })
		g, ok2 := pick(r, s.de, 1, func(w string) bool { return !capital(w) && len(w) > 4 })
		return swap(s.en, f, g.text), ok && ok2 && !strings.Contains(s.en, g.text)
	}},
	{name: "doubled word", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 1, func(w string) bool { return !capital(w) && !digit(w[0]) })
		return swap(s.en, f, f.text+" "+f.text), ok
	}},
	{name: "duplicated", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		return s.en + " " + s.en, len(fieldsOf(s.en)) > 3
	}},
	{name: "loop", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		fs := fieldsOf(s.en)
		if len(fs) < 6 {
			return "", false
		}
		n := 1 + r.IntN(4)
		i := r.IntN(len(fs) - n)
		return s.en[:fs[i+n-1].end] + strings.Repeat(" "+s.en[fs[i].start:fs[i+n-1].end], 3+r.IntN(6)) + s.en[fs[i+n-1].end:], true
	}},
	{name: "sentence added", spoil: func(r *rand.Rand, s sample, o sample) (string, bool) { return s.en + " " + o.en, len(o.en) > 20 }},
	{name: "wrong sentence", spoil: func(r *rand.Rand, s sample, o sample) (string, bool) { return o.en, o.en != s.en }},
	{name: "empty", spoil: func(r *rand.Rand, s sample, o sample) (string, bool) { return []string{"", ".", " "}[r.IntN(3)], true }},
	{name: "word left out", share: 0.4, spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 1, func(w string) bool { return len(w) > 4 })
		return strings.Replace(swap(s.en, f, ""), "  ", " ", 1), ok
	}},
	{name: "word replaced", share: 0.4, spoil: func(r *rand.Rand, s sample, o sample) (string, bool) {
		content := func(w string) bool { return len(w) > 4 && !capital(w) }
		f, ok := pick(r, s.en, 1, content)
		g, ok2 := pick(r, o.en, 1, content)
		return swap(s.en, f, g.text), ok && ok2 && !strings.Contains(s.en, g.text)
	}},
	{name: "word added", share: 0.4, spoil: func(r *rand.Rand, s sample, o sample) (string, bool) {
		f, ok := pick(r, s.en, 1, func(w string) bool { return !capital(w) })
		g, ok2 := pick(r, o.en, 1, func(w string) bool { return len(w) > 4 && !capital(w) })
		return swap(s.en, f, g.text+" "+f.text), ok && ok2 && !strings.Contains(s.en, g.text)
	}},
	{name: "word misspelt", share: 0.4, spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 1, func(w string) bool { return len(w) > 5 && !capital(w) })
		if !ok {
			return "", false
		}
		i := 1 + r.IntN(len(f.text)-2)
		if f.text[i] >= 0x80 || f.text[i+1] >= 0x80 || f.text[i] == f.text[i+1] {
			return "", false
		}
		if r.IntN(2) == 0 {
			return swap(s.en, f, f.text[:i]+f.text[i+1:]), true
		}
		return swap(s.en, f, f.text[:i]+f.text[i+1:i+2]+f.text[i:i+1]+f.text[i+2:]), true
	}},
	{name: "small word replaced", share: 0.4, spoil: wordFrom([]string{"on", "of", "for", "with", "by", "from", "about", "into", "under", "over", "between", "against"})},
	{name: "verb form replaced", share: 0.4, spoil: wordFrom([]string{"is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "should"})},
	{name: "pronoun replaced", share: 0.4, spoil: wordFrom([]string{"he", "she", "it", "they", "we", "you", "his", "her", "its", "their", "our", "your"})},
	{name: "words swapped", share: 0.4, spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		fs := fieldsOf(s.en)
		if len(fs) < 6 {
			return "", false
		}
		i := 1 + r.IntN(len(fs)-3)
		return s.en[:fs[i].start] + fs[i+1].text + " " + fs[i].text + s.en[fs[i+1].end:], fs[i].text != fs[i+1].text
	}},
	{name: "words shuffled", spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		var words []string
		for _, f := range fieldsOf(s.en) {
			words = append(words, f.text)
		}
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		return strings.Join(words, " "), len(words) > 5
	}},
	{name: "closing mark lost", share: 0.15, spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		n := len(s.en)
		return s.en[:max(n-1, 0)], n > 20 && (s.en[n-1] == '.' || s.en[n-1] == '?' || s.en[n-1] == '!')
	}},
	{name: "statement for question", share: 0.15, spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		if text, ok := strings.CutSuffix(s.en, "?"); ok {
			return text + ".", true
		}
		text, ok := strings.CutSuffix(s.en, ".")
		return text + "?", ok && len(text) > 20
	}},
	{name: "mark added", share: 0.15, spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 1, func(w string) bool { return !capital(w) })
		return swap(s.en, f, f.text+[]string{".", "!", ",", ";", "?"}[r.IntN(5)]), ok && f.end < len(s.en) && s.en[f.end] == ' '
	}},
	{name: "spaces before marks", share: 0.15, spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		text := strings.NewReplacer(",", " ,", ".", " .", "(", "( ", ")", " )", "?", " ?").Replace(s.en)
		return text, text != s.en
	}},
	{name: "small first letter", share: 0.15, spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		return strings.ToLower(s.en[:1]) + s.en[1:], len(s.en) > 20 && capital(s.en)
	}},
	{name: "small letters", share: 0.3, spoil: func(r *rand.Rand, s sample, _ sample) (string, bool) {
		return strings.ToLower(s.en), len(s.en) > 20 && capital(s.en)
	}},
}
