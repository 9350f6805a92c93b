package glossary

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/internal/term"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// A Change is what a person made of a translation.
type Change struct {
	Source, Machine, Target string
	// MachineLinks and Links join the words of Source with those of Machine and of Target.
	MachineLinks, Links []offset.Link
}

// A Suggestion is a term that people changed in the same way more than once.
type Suggestion struct {
	translate.Term
	Instead  string // what the machine had written, most often
	Changes  int    // in different sentences
	Contrary int    // changes of the same term to something else
}

// Line returns the suggestion as a line of a glossary, see [Read]: term, translation, and why it is one.
func (s *Suggestion) Line() string {
	why := "changed " + units.Count(s.Changes, "time") + ", instead of " + s.Instead
	if s.Contrary > 0 {
		why += "; " + units.Count(s.Contrary, "time") + " changed otherwise"
	}
	return s.Source + "\t" + s.Target + "\t" + why
}

// Suggest returns terms that were changed in the same way in at least least different sentences, and less often in
// another way, those that were changed most first. A term is up to four words that an edit has exchanged for others, as
// far as word links tell which words of the source they translate; changes of short words alone, such as articles, do
// not count. Inflected forms count as one where one of them is found by the other as a term, see package internal/term.
func Suggest(changes []Change, least int) []Suggestion {
	var all []exchange
	for i := range changes {
		all = append(all, changes[i].exchanges()...)
	}
	changed := map[string]sentences{} // in which a form was changed in any way
	for i := range all {
		at(changed, fold(all[i].source))[all[i].sentence] = true
	}
	targets := canonical(all, func(e *exchange) string { return e.target })
	byTarget := map[string][]exchange{}
	for i := range all {
		target := targets[fold(all[i].target)]
		byTarget[target] = append(byTarget[target], all[i])
	}
	var out []Suggestion
	for target, list := range byTarget {
		sources := canonical(list, func(e *exchange) string { return e.source })
		of := map[string]map[string]sentences{} // by term and form
		instead := map[string]map[string]int{}
		for i := range list {
			e := &list[i]
			source := sources[fold(e.source)]
			if of[source] == nil {
				of[source], instead[source] = map[string]sentences{}, map[string]int{}
			}
			at(of[source], fold(e.source))[e.sentence] = true
			instead[source][e.machine]++
		}
		for source, forms := range of {
			s := Suggestion{Term: translate.Term{Source: source, Target: target}}
			different := sentences{}
			for form, in := range forms {
				s.Contrary += len(changed[form]) - len(in)
				maps.Copy(different, in)
			}
			if s.Changes = len(different); s.Changes < least || s.Contrary >= s.Changes {
				continue
			}
			for text, n := range instead[source] {
				if most := instead[source][s.Instead]; n > most || n == most && text < s.Instead {
					s.Instead = text
				}
			}
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Suggestion) int {
		return cmp.Or(b.Changes-a.Changes, strings.Compare(a.Source, b.Source), strings.Compare(a.Target, b.Target))
	})
	return out
}

type sentences map[string]bool

// at returns the sentences under a key, which are made if there are none.
func at(m map[string]sentences, key string) sentences {
	if m[key] == nil {
		m[key] = sentences{}
	}
	return m[key]
}

// An exchange is a stretch of a translation that a person has exchanged.
type exchange struct{ sentence, source, machine, target string }

// Bounds of what is taken for a term, and of texts that are compared word by word.
const (
	termWords     = 4
	comparedWords = 300
	// A source word of fewer letters alone is not a term. Such words at the edges of one are left out, as articles are;
	// on the other side unless they are linked with it.
	leastLetters = 4
)

func fold(s string) string { return strings.ToLower(s) }

// longestEnding is how many letters an inflected form may have more than the one that stands for it.
const longestEnding = 3

// canonical returns for the forms of a side, folded, the form that stands for each: the shortest one that it is an
// inflected form of, as it was first written.
func canonical(all []exchange, side func(*exchange) string) map[string]string {
	out := map[string]string{}
	var forms []string
	for i := range all {
		form := side(&all[i])
		if _, ok := out[fold(form)]; !ok {
			out[fold(form)] = form
			forms = append(forms, form)
		}
	}
	slices.SortStableFunc(forms, func(a, b string) int { return len(a) - len(b) })
	for _, form := range forms {
		letters := []rune(fold(form))
		for n := max(1, len(letters)-longestEnding); n < len(letters); n++ {
			stem := string(letters[:n])
			whole, ok := out[stem]
			if !ok && strings.HasSuffix(fold(form), "ies") {
				whole, ok = out[stem+"y"]
			}
			if !ok {
				continue
			}
			if start, end, found := term.Find(form, whole); found && start == 0 && end == len(form) {
				out[fold(form)] = whole
				break
			}
		}
	}
	return out
}

// exchanges returns what was exchanged, each with the words of the source that it translates.
func (c *Change) exchanges() []exchange {
	source, machine, target := wordsOf(c.Source), wordsOf(c.Machine), wordsOf(c.Target)
	if len(machine) > comparedWords || len(target) > comparedWords {
		return nil
	}
	before, after := linked(source, machine, c.MachineLinks), linked(source, target, c.Links)
	var out []exchange
	for _, h := range hunks(texts(c.Machine, machine), texts(c.Target, target)) {
		from := stretch(before.sources(h.old))
		if to := stretch(after.sources(h.new)); from.Len() == 0 || to.Len() > 0 && to.Len() < from.Len() {
			from = to
		}
		from = trim(from, func(word int) bool { return !short(source[word].In(c.Source)) })
		// An edit may keep a part of what translates the words: "housing cooperative" became "housing association".
		old := trim(before.widened(h.old, from), func(word int) bool {
			return !short(machine[word].In(c.Machine)) || before.own(word, from)
		})
		put := trim(after.widened(h.new, from), func(word int) bool {
			return !short(target[word].In(c.Target)) || after.own(word, from)
		})
		if from.Len() == 0 || old.Len() == 0 || put.Len() == 0 || max(from.Len(), old.Len(), put.Len()) > termWords {
			continue
		}
		e := exchange{c.Source, cut(c.Source, source, from), cut(c.Machine, machine, old), cut(c.Target, target, put)}
		if fold(e.machine) != fold(e.target) {
			out = append(out, e)
		}
	}
	return out
}

// wordsOf returns where the words of a text are.
func wordsOf(text string) []offset.Span {
	var out []offset.Span
	start := -1
	for i, r := range text {
		// Hyphens and apostrophes between letters belong to their word.
		joins := (r == '-' || r == '’' || r == '\'') && start >= 0 && followedByWord(text[i+utf8.RuneLen(r):])
		if term.IsWord(r) || joins {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			out = append(out, offset.Span{Start: start, End: i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, offset.Span{Start: start, End: len(text)})
	}
	return out
}

func followedByWord(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r)
}

func texts(text string, words []offset.Span) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = fold(w.In(text))
	}
	return out
}

func cut(text string, words []offset.Span, s offset.Span) string {
	return space.Fold(text[words[s.Start].Start:words[s.End-1].End])
}

func short(word string) bool { return utf8.RuneCountInString(word) < leastLetters }

// trim leaves out words at both ends of a range that do not belong to a term.
func trim(s offset.Span, belongs func(word int) bool) offset.Span {
	for s.Len() > 0 && !belongs(s.Start) {
		s.Start++
	}
	for s.Len() > 0 && !belongs(s.End-1) {
		s.End--
	}
	return s
}

// joined holds the words of the source that each word of a translation is linked with.
type joined [][]int

func linked(source, target []offset.Span, links []offset.Link) joined {
	out := make(joined, len(target))
	for _, l := range links {
		for t := first(target, l.Target.Start); t < len(target) && target[t].Start < l.Target.End; t++ {
			for s := first(source, l.Source.Start); s < len(source) && source[s].Start < l.Source.End; s++ {
				out[t] = append(out[t], s)
			}
		}
	}
	return out
}

// first returns the number of the first word that ends after at.
func first(words []offset.Span, at int) int {
	n, _ := slices.BinarySearchFunc(words, at, func(w offset.Span, at int) int { return cmp.Compare(w.End, at+1) })
	return n
}

// sources returns the words of the source that a range of words is linked with, in order.
func (j joined) sources(r offset.Span) []int {
	var out []int
	for _, s := range j[r.Start:r.End] {
		out = append(out, s...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// widened adds to a range the words beside it that are linked with words of the source in from alone.
func (j joined) widened(r, from offset.Span) offset.Span {
	for r.Start > 0 && j.own(r.Start-1, from) {
		r.Start--
	}
	for r.End < len(j) && j.own(r.End, from) {
		r.End++
	}
	return r
}

// own reports whether a word is linked with words of the source in from, and with no others.
func (j joined) own(word int, from offset.Span) bool {
	return len(j[word]) > 0 &&
		!slices.ContainsFunc(j[word], func(s int) bool { return s < from.Start || s >= from.End })
}

// stretch returns words that follow each other as a range; an empty one if they do not.
func stretch(words []int) offset.Span {
	if len(words) == 0 || words[len(words)-1]-words[0] != len(words)-1 {
		return offset.Span{}
	}
	return offset.Span{Start: words[0], End: words[len(words)-1] + 1}
}

// A hunk is a range of words that another replaces.
type hunk struct{ old, new offset.Span }

// hunks returns where b differs from a, but for what was only added or left out, by their longest common subsequence.
func hunks(a, b []string) []hunk {
	longest := make([][]int, len(a)+1)
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := len(b) - 1; k >= 0; k-- {
			if a[i] == b[k] {
				longest[i][k] = longest[i+1][k+1] + 1
			} else {
				longest[i][k] = max(longest[i+1][k], longest[i][k+1])
			}
		}
	}
	var out []hunk
	var h hunk
	end := func(i, k int) {
		h.old.End, h.new.End = i, k
		if h.old.Len() > 0 && h.new.Len() > 0 {
			out = append(out, h)
		}
	}
	i, k := 0, 0
	for i < len(a) && k < len(b) {
		switch {
		case a[i] == b[k]:
			end(i, k)
			i, k = i+1, k+1
			h = hunk{offset.Span{Start: i}, offset.Span{Start: k}}
		case longest[i+1][k] >= longest[i][k+1]:
			i++
		default:
			k++
		}
	}
	end(len(a), len(b))
	return out
}
