package stack

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// What speaks for a word of the translation standing inside a pair of placeholders, and what against it. The stretch
// of words with the best sum is taken, so that a word without links, such as an article, belongs to it where it stands
// between words that do.
const (
	markInside   = 1.0  // linked to words inside alone
	markOutside  = -1.0 // linked to words outside alone
	markUnlinked = -0.3
	markTaken    = -100 // inside another pair
	markShort    = 0.6  // what a link from a short word, such as an article or a preposition, counts of another

	markCompound = 6 // letters of a word that may be put together of two
	markContent  = 4 // bytes of a word that is not an article or a preposition
	markApart    = 2 // most words between two parts of a phrase that are marked with them
	markLead     = 5 // most letters of an article or a preposition
	markNear     = 6 // words to either side among which one without links is looked for
)

// place finds out where in a translation pair i belongs.
func (t *markedText) place(i int, words []linkedWord, target string) {
	p := &t.pairs[i]
	source := trimmed(t.plain, p.span)
	if source.Len() == 0 {
		at := words[proportional(t.plain, p.span.Start, words)].End
		p.at = offset.Span{Start: at, End: at}
		return
	}
	if source == trimmed(t.plain, offset.Span{End: len(t.plain)}) {
		p.at = trimmed(target, offset.Span{End: len(target)})
		return
	}
	score := make([]float64, len(words))
	for k, w := range words {
		score[k] = t.score(i, source, w)
	}
	from, to, sum := best(score, p.open == "")
	switch at, ok := verbatim(t.plain, source, target); {
	case ok && t.free(i, at):
		p.at = at
		return
	case sum > 0:
		from, to = t.bridge(i, from, to, words, score)
		from, to = t.compound(i, from, to, words, target)
		if to+1 < len(words) && t.completes(i, words[to], words[to+1], target) {
			to++
		}
		for n := t.led(source); n > 0 && from > 0 && t.leads(i, words[from-1], words[from], target); n-- {
			from--
		}
		p.at = offset.Span{Start: words[from].Start, End: words[to].End}
	default:
		p.at = t.loose(i, (source.Start+source.End)/2, words)
	}
	t.punctuate(i, source, target)
}

// score returns how well a word of the translation belongs inside pair i.
func (t *markedText) score(i int, source offset.Span, word linkedWord) float64 {
	if !t.free(i, word.Span) {
		return markTaken
	}
	in, out, most := 0, 0, 0.0
	for _, l := range word.links {
		weight := 1.0
		if l.Source.Len() < markContent {
			weight = markShort
		}
		most = max(most, weight)
		if l.Source.Start < source.End && source.Start < l.Source.End {
			in++
		} else {
			out++
		}
	}
	switch {
	case in+out == 0:
		return markUnlinked
	case out == 0:
		return markInside * most
	case in == 0:
		return markOutside * most
	}
	return float64(in-out)/float64(in+out) + 0.1
}

func isSign(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// free reports whether a stretch of the translation does not cross the pairs that have been placed: it lies inside
// those around pair i, and outside of the others.
func (t *markedText) free(i int, s offset.Span) bool {
	own := t.pairs[i].span
	for _, q := range t.pairs[:i] {
		if q.span.Start <= own.Start && own.End <= q.span.End {
			if s.Start < q.at.Start || s.End > q.at.End {
				return false
			}
		} else if s.Start < q.at.End && q.at.Start < s.End {
			return false
		}
	}
	return true
}

// best returns the stretch of words with the best sum, from the first word on where prefix is set; of equal ones the
// first, and the longest of those that begin there: one word that is linked elsewhere, often an article, does not cut a
// phrase in two.
func best(score []float64, prefix bool) (from, to int, sum float64) {
	sum = -1
	start, run := 0, 0.0
	for k, s := range score {
		if run < 0 && !prefix {
			start, run = k, 0
		}
		if run += s; run > sum || run == sum && start == from {
			from, to, sum = start, k, run
		}
	}
	return from, to, sum
}

// bridge widens a stretch of words to a part of its phrase that stands apart, if no more than markApart words stand
// between, none of which is of another phrase. Of "darf nur von Fachleuten geöffnet werden", "only be opened by
// experts" is marked: to have "only" without emphasis is worse than to have two words too many with it.
func (t *markedText) bridge(i, from, to int, words []linkedWord, score []float64) (int, int) {
	next := func(k, step int) int {
		for range markApart + 1 {
			if k += step; k < 0 || k >= len(words) {
				break
			}
			if score[k] > 0 && t.content(words[k]) {
				return k
			}
			if score[k] == markTaken || t.elsewhere(i, words[k]) {
				break
			}
		}
		return -1
	}
	for k := next(from, -1); k >= 0; k = next(from, -1) {
		from = k
	}
	for k := next(to, 1); k >= 0; k = next(to, 1) {
		to = k
	}
	return from, to
}

// elsewhere reports whether a word is linked to one inside another pair that is not around pair i.
func (t *markedText) elsewhere(i int, w linkedWord) bool {
	own := t.pairs[i].span
	return slices.ContainsFunc(t.pairs, func(q markedPair) bool {
		around := q.span.Start <= own.Start && own.End <= q.span.End
		return !around && slices.ContainsFunc(w.links, func(l offset.Link) bool {
			return l.Source.Start < q.span.End && q.span.Start < l.Source.End
		})
	})
}

// content reports whether a word is linked to one that is more than an article or a preposition, or is itself more.
func (t *markedText) content(w linkedWord) bool {
	return w.Len() >= markContent ||
		slices.ContainsFunc(w.links, func(l offset.Link) bool { return l.Source.Len() >= markContent })
}

// compound widens a stretch of words by those beside it that nothing is linked to, where the word at that end comes
// from a long one: of "Rathaus", "hall" may be all that is linked, and of "Neujahr", "Year". Short ones belong to it
// only if they are not common, as "lot" in "parking lot", or both are names.
func (t *markedText) compound(i, from, to int, words []linkedWord, target string) (int, int) {
	long := func(k int) bool {
		return slices.ContainsFunc(words[k].links, func(l offset.Link) bool {
			return letters(l.Source.In(t.plain)) >= markCompound
		})
	}
	name := func(k int) bool { return capital(words[k].In(target)) }
	loose := func(k, beside int) bool {
		return k >= 0 && k < len(words) && words[k].unlinked() && t.free(i, words[k].Span) &&
			(words[k].Len() >= markContent || t.rare(words[k].In(target)) || k > 0 && name(k) && name(beside))
	}
	if loose(from-1, from) && long(from) {
		from--
	}
	if loose(to+1, to) && long(to) {
		to++
	}
	return from, to
}

// rare reports whether a word of the translation has three letters and is not among the common ones of its language.
func (t *markedText) rare(word string) bool {
	return len(t.target.short) > 0 && letters(word) == 3 && !t.target.short[strings.ToLower(word)]
}

// completes reports whether the word behind the last of pair i is the particle of its verb, whose own particle stands
// at the end of a clause and outside of the pair: "turn off" for "schalten" in "Schalten Sie das Gerät aus."
func (t *markedText) completes(i int, last, word linkedWord, target string) bool {
	particle := func(l offset.Link) bool {
		if !t.original.particles[l.Source.In(t.plain)] {
			return false
		}
		rest := strings.TrimLeft(t.plain[l.Source.End:], " ")
		first, _ := utf8.DecodeRuneInString(rest)
		return rest == "" || isSign(first)
	}
	other := func(l offset.Link) bool { return !particle(l) }
	verb := func(l offset.Link) bool {
		own := t.pairs[i].span
		return own.Start <= l.Source.Start && l.Source.End <= own.End &&
			(l.Source.Start == 0 || !capital(l.Source.In(t.plain)))
	}
	between := offset.Span{Start: last.End, End: word.Start}
	return len(word.links) > 0 && !slices.ContainsFunc(word.links, other) && slices.ContainsFunc(last.links, verb) &&
		t.free(i, word.Span) && !t.elsewhere(i, word) && strings.TrimSpace(between.In(target)) == ""
}

// led returns how many words that have no links may lead those that a stretch of the source is linked to: one for each
// of its short words that nothing is linked to, and one before a genitive.
func (t *markedText) led(source offset.Span) int {
	first := sort.Search(len(t.lone), func(k int) bool { return t.lone[k].Start >= source.Start })
	n := 0
	for _, w := range t.lone[first:] {
		if w.End > source.End {
			break
		}
		if word := w.In(t.plain); letters(word) <= markLead && !capital(word) {
			n++
		}
	}
	if n == 0 && t.genitive(source) {
		n = 1
	}
	return n
}

// genitive reports whether a stretch of the source that begins with a small letter and holds a noun stands right behind
// another noun, as "junger Künstler" does in "Bilder junger Künstler".
func (t *markedText) genitive(source offset.Span) bool {
	before := strings.TrimSuffix(t.plain[:source.Start], " ")
	noun := before[1+strings.LastIndexByte(before, ' '):]
	return capital(noun) && len(noun) < len(before) && strings.TrimFunc(noun, isSign) == noun &&
		!capital(source.In(t.plain)) && slices.ContainsFunc(strings.Fields(source.In(t.plain)), capital)
}

// leads reports whether a word before those of pair i may go with them, if words of the pair are linked to nothing: so
// is that word, as many articles and prepositions are, which stand before what they belong to, and no sign stands
// between.
func (t *markedText) leads(i int, word, first linkedWord, target string) bool {
	between := offset.Span{Start: word.End, End: first.Start}
	return word.unlinked() && t.free(i, word.Span) && strings.TrimSpace(between.In(target)) == ""
}

// capital reports whether a word begins with a capital letter.
func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

func letters(text string) int { return utf8.RuneCountInString(strings.TrimFunc(text, isSign)) }

// verbatim returns where the words of a pair stand in the translation as they are, if they stand there once, as a name
// does, or the number of a note that is raised behind a word.
func verbatim(plain string, source offset.Span, target string) (offset.Span, bool) {
	text := source.In(plain)
	if strings.TrimFunc(text, isSign) == "" {
		return offset.Span{}, false
	}
	before, after := edges(plain, source)
	once := func(in string) (at offset.Span, ok bool) {
		n := 0
		for from := 0; n < 2; {
			i := strings.Index(in[from:], text)
			if i < 0 {
				break
			}
			s := offset.Span{Start: from + i, End: from + i + len(text)}
			if b, a := edges(in, s); b == before && a == after {
				at = s
				n++
			}
			from = s.End
		}
		return at, n == 1
	}
	if _, ok := once(plain); !ok {
		return offset.Span{}, false
	}
	return once(target)
}

// edges returns what stands before a stretch of text and behind it: a letter, a digit, or neither.
func edges(text string, s offset.Span) (before, after rune) {
	kind := func(r rune) rune {
		switch {
		case unicode.IsLetter(r):
			return 'a'
		case unicode.IsDigit(r):
			return '0'
		}
		return ' '
	}
	last, _ := utf8.DecodeLastRuneInString(text[:s.Start])
	next, _ := utf8.DecodeRuneInString(text[s.End:])
	return kind(last), kind(next)
}

// loose returns where pair i belongs whose words are linked to nothing: of the words of the translation without links,
// the one that stands about where byte at stands in the text. If there is none near by, it is any word, or the place
// behind it where that word is taken.
func (t *markedText) loose(i, at int, words []linkedWord) offset.Span {
	k := proportional(t.plain, at, words)
	for d := range markNear + 1 {
		for _, j := range []int{k - d, k + d} {
			if j >= 0 && j < len(words) && words[j].unlinked() && t.free(i, words[j].Span) {
				return words[j].Span
			}
		}
	}
	if s := words[k].Span; t.free(i, s) {
		return s
	}
	return offset.Span{Start: words[k].End, End: words[k].End}
}

// proportional returns the word of the translation that stands about where byte i stands in the text.
func proportional(plain string, i int, words []linkedWord) int {
	return min(i*len(words)/max(len(plain), 1), len(words)-1)
}

// punctuate takes the signs into pair i that the source has there: a colon after a bold word, quotation marks around a
// link, with the full stop that stands before them or, in another language, behind. None is taken across the end of
// another pair.
func (t *markedText) punctuate(i int, source offset.Span, target string) {
	p, text := &t.pairs[i], source.In(t.plain)
	signs := []rune(text[len(strings.TrimRightFunc(text, isSign)):])
	for signs = signs[:min(len(signs), mostSigns)]; ; {
		r, n := utf8.DecodeRuneInString(target[p.at.End:])
		wider := offset.Span{Start: p.at.Start, End: p.at.End + n}
		if n == 0 || !t.free(i, wider) || !takeSign(&signs, r) {
			break
		}
		p.at = wider
	}
	signs = []rune(text[:len(text)-len(strings.TrimLeftFunc(text, isSign))])
	for signs = signs[max(0, len(signs)-mostSigns):]; ; {
		r, n := utf8.DecodeLastRuneInString(target[:p.at.Start])
		wider := offset.Span{Start: p.at.Start - n, End: p.at.End}
		if n == 0 || !t.free(i, wider) || !takeSign(&signs, r) {
			break
		}
		p.at = wider
	}
}

// mostSigns is how many signs in a row are looked at; longer rows are lines and leaders of dots.
const mostSigns = 32

// takeSign removes one that does the work of r from signs. It reports whether there was one.
func takeSign(signs *[]rune, r rune) bool {
	k := slices.IndexFunc(*signs, func(s rune) bool { return alike(s, r) })
	if k < 0 {
		return false
	}
	*signs = slices.Delete(*signs, k, k+1)
	return true
}

// alike reports whether two signs do the same work.
func alike(a, b rune) bool {
	const quotes = "\"'„“”‚‘’«»‹›"
	return a == b && !unicode.IsSpace(a) || strings.ContainsRune(quotes, a) && strings.ContainsRune(quotes, b)
}

// trimmed returns s without white space at its ends.
func trimmed(text string, s offset.Span) offset.Span {
	in := s.In(text)
	s.Start += len(in) - len(strings.TrimLeftFunc(in, unicode.IsSpace))
	s.End = s.Start + len(strings.TrimSpace(in))
	return s
}

// write puts the placeholders where they belong and moves the links with the text.
func (t *markedText) write(r *translate.Result) {
	type end struct {
		at, order int
		text      string
	}
	var ends []end
	n := len(t.pairs)
	for i, p := range t.pairs {
		if p.at.Len() == 0 { // both ends in one place, in front of what opens there
			ends = append(ends, end{p.at.Start, n + i, p.open + p.close})
			continue
		}
		// What closes comes before what opens; inner pairs close first, outer ones open first.
		if p.open != "" {
			ends = append(ends, end{p.at.Start, 2*n + i, p.open})
		}
		if p.close != "" {
			ends = append(ends, end{p.at.End, n - 1 - i, p.close})
		}
	}
	slices.SortFunc(ends, func(a, b end) int { return cmp.Or(a.at-b.at, a.order-b.order) })
	var out strings.Builder
	var put shifts
	at := 0
	for _, e := range ends {
		out.WriteString(r.Text[at:e.at])
		out.WriteString(e.text)
		put.add(e.at, len(e.text))
		at = e.at
	}
	out.WriteString(r.Text[at:])
	links := make([]offset.Link, len(r.Links))
	for i, l := range r.Links {
		links[i] = offset.Link{Source: t.cuts.span(l.Source), Target: put.span(l.Target)}
	}
	r.Text, r.Links = out.String(), links
}
