// Package plant plants errors into translations, to measure checks and to fit the risk.
package plant

import (
	"math/rand/v2"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/internal/parallel"
)

// A Fault is a kind of error.
type Fault struct {
	Name string
	// Spoil returns the English of s with such an error in it, or false where s offers no place for it. Other is
	// another pair of the same source.
	Spoil func(r *rand.Rand, s, other parallel.Pair) (string, bool)
	// share is how often it is planted for the risk, relative to others; 0 is 1. It is less for what can hardly be
	// found, or is minor.
	share float64
}

func (f *Fault) weight() float64 {
	if f.share == 0 {
		return 1
	}
	return f.share
}

// A field is a word of a text with its place.
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

var plantedMonths = []string{
	"January", "February", "April", "June", "July", "August", "September", "October", "November", "December",
}
var plantedScales = []string{"hundred", "thousand", "million", "billion", "trillion"}
var plantedWords = []string{
	"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty",
	"forty", "fifty",
}

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
		if word.IsDigit(w[i]) {
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

func numberFault(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
	f, ok := pick(r, s.English, 0, func(w string) bool { return strings.ContainsAny(w, "0123456789") })
	if !ok {
		return "", false
	}
	w, ok := changeDigits(r, f.text)
	return swap(s.English, f, w), ok
}

func wordFrom(list []string) func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
	return func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		f, ok := pick(r, s.English, 0, oneOf(list))
		if !ok {
			return "", false
		}
		w := another(r, list, f.text)
		if capital(f.text) {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		return swap(s.English, f, w), true
	}
}

// NumberFaults is how many of [Faults] change a value.
const NumberFaults = 4

// Faults lists the kinds of errors. Those of numbers come first, [NumberFaults] of them. It must not be changed.
var Faults = []Fault{
	{Name: "number", Spoil: numberFault},
	{Name: "number word", Spoil: wordFrom(plantedWords)},
	{Name: "magnitude", Spoil: wordFrom(plantedScales)},
	{Name: "month", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		f, ok := pick(r, s.English, 0, func(w string) bool { return capital(w) && oneOf(plantedMonths)(w) })
		return swap(s.English, f, another(r, plantedMonths, f.text)), ok
	}},
	{Name: "name", Spoil: func(r *rand.Rand, s, o parallel.Pair) (string, bool) {
		name := func(text string) func(string) bool {
			return func(w string) bool { return capital(w) && len(w) > 3 && strings.Contains(text, w) }
		}
		f, ok := pick(r, s.English, 1, name(s.German))
		g, ok2 := pick(r, o.English, 1, name(o.German))
		return swap(s.English, f, g.text), ok && ok2 && f.text != g.text && !strings.Contains(s.German, g.text)
	}},
	{Name: "name misspelt", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		f, ok := pick(r, s.English, 1, func(w string) bool {
			return capital(w) && len(w) > 4 && strings.Contains(s.German, w)
		})
		if !ok {
			return "", false
		}
		i := 1 + r.IntN(len(f.text)-2)
		if f.text[i] >= 0x80 || f.text[i+1] >= 0x80 || f.text[i] == f.text[i+1] {
			return "", false
		}
		b := []byte(f.text)
		b[i], b[i+1] = b[i+1], b[i]
		return swap(s.English, f, string(b)), !strings.Contains(s.German, string(b))
	}},
	{Name: "negation lost", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		for _, n := range [][2]string{{" not ", " "}, {"n't ", " "}, {" never ", " "}, {" no ", " the "},
			{"cannot ", "can "}, {" nothing ", " something "}} {
			if i := strings.Index(s.English, n[0]); i >= 0 {
				return s.English[:i] + n[1] + s.English[i+len(n[0]):], true
			}
		}
		return "", false
	}},
	{Name: "negation added", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		f, ok := pick(r, s.English, 0, oneOf([]string{"is", "are", "was", "were", "will", "can", "has", "should",
			"would", "could", "must"}))
		return swap(s.English, f, f.text+" not"), ok && !strings.Contains(s.English, " not ") &&
			!strings.Contains(s.English, "n't")
	}},
	{Name: "clause left out", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		i := strings.Index(s.English, ", ")
		j := strings.LastIndex(s.English, ", ")
		if i < 0 {
			return "", false
		}
		if i != j && j-i > 15 {
			return s.English[:i] + s.English[j:], true
		}
		if len(s.English)-i < 25 {
			return "", false
		}
		return s.English[:i] + ".", true
	}},
	{Name: "truncated", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		fs := fieldsOf(s.English)
		if len(fs) < 8 {
			return "", false
		}
		return s.English[:fs[len(fs)*(3+r.IntN(4))/10].end], true
	}},
	{Name: "untranslated", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		return s.German, len(fieldsOf(s.German)) > 4
	}},
	{Name: "clause untranslated", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		de, en := fieldsOf(s.German), fieldsOf(s.English)
		if len(de) < 10 || len(en) < 10 {
			return "", false
		}
		n := 3 + r.IntN(4)
		return s.English[:en[len(en)-n].start] + s.German[de[len(de)-n].start:], true
	}},
	{Name: "word untranslated", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		f, ok := pick(r, s.English, 1, func(w string) bool { return !capital(w) && len(w) > 4 })
		g, ok2 := pick(r, s.German, 1, func(w string) bool { return !capital(w) && len(w) > 4 })
		return swap(s.English, f, g.text), ok && ok2 && !strings.Contains(s.English, g.text)
	}},
	{Name: "doubled word", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		f, ok := pick(r, s.English, 1, func(w string) bool { return !capital(w) && !word.IsDigit(w[0]) })
		return swap(s.English, f, f.text+" "+f.text), ok
	}},
	{Name: "duplicated", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		return s.English + " " + s.English, len(fieldsOf(s.English)) > 3
	}},
	{Name: "loop", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		fs := fieldsOf(s.English)
		if len(fs) < 6 {
			return "", false
		}
		n := 1 + r.IntN(4)
		i := r.IntN(len(fs) - n)
		return s.English[:fs[i+n-1].end] + strings.Repeat(" "+s.English[fs[i].start:fs[i+n-1].end],
			3+r.IntN(6)) + s.English[fs[i+n-1].end:], true
	}},
	{Name: "sentence added", Spoil: func(r *rand.Rand, s, o parallel.Pair) (string, bool) {
		return s.English + " " + o.English, len(o.English) > 20
	}},
	{Name: "wrong sentence", Spoil: func(r *rand.Rand, s, o parallel.Pair) (string, bool) {
		return o.English, o.English != s.English
	}},
	{Name: "empty", Spoil: func(r *rand.Rand, s, o parallel.Pair) (string, bool) {
		return []string{"", ".", " "}[r.IntN(3)], true
	}},
	{Name: "word left out", share: 0.4, Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		f, ok := pick(r, s.English, 1, func(w string) bool { return len(w) > 4 })
		return strings.Replace(swap(s.English, f, ""), "  ", " ", 1), ok
	}},
	{Name: "word replaced", share: 0.4, Spoil: func(r *rand.Rand, s, o parallel.Pair) (string, bool) {
		content := func(w string) bool { return len(w) > 4 && !capital(w) }
		f, ok := pick(r, s.English, 1, content)
		g, ok2 := pick(r, o.English, 1, content)
		return swap(s.English, f, g.text), ok && ok2 && !strings.Contains(s.English, g.text)
	}},
	{Name: "word added", share: 0.4, Spoil: func(r *rand.Rand, s, o parallel.Pair) (string, bool) {
		f, ok := pick(r, s.English, 1, func(w string) bool { return !capital(w) })
		g, ok2 := pick(r, o.English, 1, func(w string) bool { return len(w) > 4 && !capital(w) })
		return swap(s.English, f, g.text+" "+f.text), ok && ok2 && !strings.Contains(s.English, g.text)
	}},
	{Name: "word misspelt", share: 0.4, Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		f, ok := pick(r, s.English, 1, func(w string) bool { return len(w) > 5 && !capital(w) })
		if !ok {
			return "", false
		}
		i := 1 + r.IntN(len(f.text)-2)
		if f.text[i] >= 0x80 || f.text[i+1] >= 0x80 || f.text[i] == f.text[i+1] {
			return "", false
		}
		if r.IntN(2) == 0 {
			return swap(s.English, f, f.text[:i]+f.text[i+1:]), true
		}
		return swap(s.English, f, f.text[:i]+f.text[i+1:i+2]+f.text[i:i+1]+f.text[i+2:]), true
	}},
	{Name: "small word replaced", share: 0.4,
		Spoil: wordFrom(strings.Fields("on of for with by from about into under over between against"))},
	{Name: "verb form replaced", share: 0.4,
		Spoil: wordFrom(strings.Fields("is are was were has have had will would can could should"))},
	{Name: "pronoun replaced", share: 0.4,
		Spoil: wordFrom(strings.Fields("he she it they we you his her its their our your"))},
	{Name: "words swapped", share: 0.4, Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		fs := fieldsOf(s.English)
		if len(fs) < 6 {
			return "", false
		}
		i := 1 + r.IntN(len(fs)-3)
		return s.English[:fs[i].start] + fs[i+1].text + " " + fs[i].text + s.English[fs[i+1].end:],
			fs[i].text != fs[i+1].text
	}},
	{Name: "words shuffled", Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		var words []string
		for _, f := range fieldsOf(s.English) {
			words = append(words, f.text)
		}
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		return strings.Join(words, " "), len(words) > 5
	}},
	{Name: "closing mark lost", share: 0.15, Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		n := len(s.English)
		return s.English[:max(n-1, 0)], n > 20 && (s.English[n-1] == '.' || s.English[n-1] == '?' ||
			s.English[n-1] == '!')
	}},
	{Name: "statement for question", share: 0.15, Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		if text, ok := strings.CutSuffix(s.English, "?"); ok {
			return text + ".", true
		}
		text, ok := strings.CutSuffix(s.English, ".")
		return text + "?", ok && len(text) > 20
	}},
	{Name: "mark added", share: 0.15, Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		f, ok := pick(r, s.English, 1, func(w string) bool { return !capital(w) })
		return swap(s.English, f, f.text+[]string{".", "!", ",", ";", "?"}[r.IntN(5)]), ok && f.end < len(s.English) &&
			s.English[f.end] == ' '
	}},
	{Name: "spaces before marks", share: 0.15, Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		text := strings.NewReplacer(",", " ,", ".", " .", "(", "( ", ")", " )", "?", " ?").Replace(s.English)
		return text, text != s.English
	}},
	{Name: "small first letter", share: 0.15, Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		return strings.ToLower(s.English[:1]) + s.English[1:], len(s.English) > 20 && capital(s.English)
	}},
	{Name: "small letters", share: 0.3, Spoil: func(r *rand.Rand, s, _ parallel.Pair) (string, bool) {
		return strings.ToLower(s.English), len(s.English) > 20 && capital(s.English)
	}},
}
