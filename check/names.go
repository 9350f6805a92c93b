package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// Names finds names that were changed, lost or invented.
var Names = &Check{
	Name: "names",
	Doc: `Names
A name in the translation is not in the source, or is spelt differently there, or another word stands behind a given
name. Endings, umlauts written out and words that English writes with a capital (Germany, Monday) do not count.`,
	Run: names,
}

func names(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || !env.translatesGerman() || len(p.Target) < 4 || tooLong(p) {
		return nil
	}
	ws := env.targetWords(p).Spans
	if headline(p.Target, ws) {
		return nil
	}
	if f, ok := otherFamily(p, env); ok {
		return []bitext.Finding{f}
	}
	var out []bitext.Finding
	folded := ""
	var candidates []candidate // known where folded is
	for i, w := range ws {
		text := w.In(p.Target)
		if len(text) < 4 || text[0] < 'A' || text[0] > 'Z' || !lexical.InsideSentence(p.Target, w.Start) {
			continue
		}
		if strings.HasSuffix(text, "'s") {
			text = text[:len(text)-2]
			w.End -= 2
		}
		if strings.Contains(p.Source, text) {
			continue
		}
		if lexical.IsCapitalised(text) && (partOfTitle(p.Target, ws, i) || !env.coverageOf(p).Lonely(w.Start)) {
			continue
		}
		if folded == "" {
			folded, candidates = lexical.FoldName(p.Source), candidatesOf(p)
		}
		name := lexical.FoldName(text)
		if strings.Contains(folded, name) || strings.Contains(folded, strings.TrimSuffix(name, "s")) ||
			strings.Contains(lexical.UmlautsOff(folded), name) {
			continue
		}
		f := bitext.Finding{Check: "names", Severity: bitext.Info, Target: &offset.Span{Start: w.Start, End: w.End},
			Message: fmt.Sprintf("%q is not in the source", text)}
		at, near, same := nearName(candidates, name)
		if same || slices.ContainsFunc(candidates, func(c candidate) bool { return c.isCalled(name) }) {
			continue
		}
		if near && text != strings.ToUpper(text) { // abbreviations differ by letters: ADHS is ADHD
			f.Severity = bitext.Warning
			f.Source = &at
			f.Message = fmt.Sprintf("%q is spelt %q in the source", text, at.In(p.Source))
		}
		out = append(out, f)
		if len(out) == 3 {
			break
		}
	}
	if len(out) == 0 || len(out) == 1 && out[0].Severity == bitext.Info {
		if f, ok := exchanged(p, env); ok {
			return []bitext.Finding{f} // tells more: what was there before
		}
	}
	return out
}

// partOfTitle reports whether word i may be one of those that English joins to a title without an equal in the source:
// an ordinary word beside another with a capital, as in "Federal Agency" and "World Cup", or a contraction.
func partOfTitle(s string, ws []offset.Span, i int) bool {
	capital := func(j int) bool { return j >= 0 && j < len(ws) && s[ws[j].Start] >= 'A' && s[ws[j].Start] <= 'Z' }
	text := ws[i].In(s)
	return strings.IndexByte(text, '\'') >= 0 ||
		(capital(i-1) || capital(i+1)) && lexical.IsEnglish(strings.ToLower(text))
}

// startsSentence reports whether the word at s[i] follows a closing mark.
func startsSentence(s string, i int) bool {
	before := strings.TrimRight(s[:i], " \n\"'“”‘’(")
	return before == "" || strings.IndexByte(".!?:", before[len(before)-1]) >= 0
}

// otherFamily finds a given name of the source that the translation keeps, with another word behind it: "Hubertus Heil"
// became "Hubertus Sars", or "Jonas Richter" was translated as "Jonas Judge".
func otherFamily(p *bitext.Pair, env *Env) (bitext.Finding, bool) {
	source := env.sourceWords(p)
	var others map[string][]offset.Span // known, as folded is, from the first family name on that is not kept as it is
	folded := ""                        // the target
	tried := 0
	for i := 1; i < len(source.Spans) && tried < mostFamilies; i++ {
		given, family := source.Spans[i-1], source.Spans[i]
		if !sideBySide(p.Source, given, family) || !lexical.IsGivenName(given.In(p.Source)) ||
			strings.Contains(p.Target, family.In(p.Source)) {
			continue
		}
		if others == nil {
			others, folded = othersAfter(p, env), lexical.FoldName(p.Target)
		}
		found := others[given.In(p.Source)]
		if len(found) == 0 || holdsName(folded, family.In(p.Source)) {
			continue
		}
		for _, at := range found {
			if other := at.In(p.Target); !sameName(family.In(p.Source), other) {
				return bitext.Finding{Check: "names", Severity: bitext.Warning, Source: new(family), Target: new(at),
					Message: fmt.Sprintf("%q became %q", p.Source[given.Start:family.End],
						given.In(p.Source)+" "+other)}, true
			}
		}
		tried++
	}
	return bitext.Finding{}, false
}

// mostFamilies is how many family names are compared with all that stands behind their given names in the translation.
// No sentence respells more.
const mostFamilies = 50

// othersAfter returns, for each given name of the translation, the words with a capital behind it that are not in the
// source.
func othersAfter(p *bitext.Pair, env *Env) map[string][]offset.Span {
	target := env.targetWords(p)
	source := lexical.FoldName(p.Source)
	out := map[string][]offset.Span{}
	for k := 1; k < len(target.Spans); k++ {
		given, at := target.Spans[k-1], target.Spans[k]
		if !sideBySide(p.Target, given, at) || !lexical.IsGivenName(given.In(p.Target)) {
			continue
		}
		if strings.HasSuffix(at.In(p.Target), "'s") {
			at.End -= 2
		}
		if !holdsName(source, at.In(p.Target)) {
			out[given.In(p.Target)] = append(out[given.In(p.Target)], at)
		}
	}
	return out
}

// holdsName reports whether a text, which is folded, holds a name, in whatever spelling of its umlauts.
func holdsName(folded, name string) bool {
	name = lexical.FoldName(name)
	return strings.Contains(folded, name) || strings.Contains(folded, lexical.UmlautsOff(name))
}

// sideBySide reports whether two words with capitals stand next to each other, with a blank between them.
func sideBySide(s string, a, b offset.Span) bool {
	return b.Start == a.End+1 && s[a.End] == ' ' && b.Len() >= 3 && capitalised(s, a) && capitalised(s, b)
}

// sameName reports whether a German and an English word may be spellings of one name.
func sameName(german, english string) bool {
	a, b := lexical.FoldName(german), lexical.FoldName(english)
	return lexical.Sound(a, true) == lexical.Sound(b, false) ||
		a[0] == b[0] && 2*lexical.Distance(a, b) <= max(len(a), len(b))+1
}

// exchanged finds a name of the source and a capitalised word of the translation that both have no counterpart.
func exchanged(p *bitext.Pair, env *Env) (bitext.Finding, bool) {
	c := env.coverageOf(p)
	if c == nil {
		return bitext.Finding{}, false
	}
	source := env.sourceWords(p)
	tried := 0
	for i := range c.German {
		w := &c.German[i]
		if w.Partner || !c.StaysAsItIs(&source.lexical, i, w) || hasExonym(w.Span.In(p.Source), p.Target) {
			continue
		}
		if f, ok := exchangedFor(p, env, c, w.Span); ok {
			return f, true
		}
		if tried++; tried == mostTried {
			break
		}
	}
	return bitext.Finding{}, false
}

// mostTried is for how many names of the source a counterpart is looked for: no sentence has lost more, and each is
// compared with every word of the translation.
const mostTried = 6

// exchangedFor finds what stands for the name at a place of the source.
func exchangedFor(p *bitext.Pair, env *Env, c *lexical.Coverage, s offset.Span) (bitext.Finding, bool) {
	target := env.targetWords(p)
	name, folded := lexical.FoldName(s.In(p.Source)), lexical.FoldName(p.Target)
	if strings.Contains(folded, name) || strings.Contains(folded, lexical.UmlautsOff(name)) {
		return bitext.Finding{}, false
	}
	sound := lexical.Sound(name, true)
	for j := range c.English {
		w := &c.English[j]
		if w.Partner || !w.MayBeName() || startsSentence(p.Target, w.Span.Start) {
			continue
		}
		other := lexical.FoldName(w.Span.In(p.Target))
		if sound == lexical.Sound(other, false) {
			return bitext.Finding{}, false
		}
		if len(other) < 4 || name[0] == other[0] && 2*lexical.Distance(name, other) <= max(len(name), len(other))+1 {
			continue
		}
		off := float32(w.Span.Start)/float32(len(p.Target)) - float32(s.Start)/float32(len(p.Source))
		if max(off, -off) > 0.5 {
			continue
		}
		severity := bitext.Info
		if c.StaysAsItIs(&target.lexical, j, w) {
			severity = bitext.Warning
		}
		return bitext.Finding{Check: "names", Severity: severity, Source: new(s), Target: new(w.Span),
			Message: fmt.Sprintf("%q is missing from the translation, and %q is not in the source", s.In(p.Source),
				w.Span.In(p.Target))}, true
	}
	return bitext.Finding{}, false
}

// headline reports whether most words of s start with a capital.
func headline(s string, ws []offset.Span) bool {
	capitals, small := 0, 0
	for _, w := range ws {
		switch b := s[w.Start]; {
		case b >= 'A' && b <= 'Z':
			capitals++
		case b >= 'a' && b <= 'z':
			small++
		}
	}
	return capitals > 2*small
}

// A candidate is a word of the source that may be a name.
type candidate struct {
	at     offset.Span
	folded string
	sound  string // of folded
	kept   bool   // is in the target
}

// isCalled reports whether English has another name, which is folded, for the place that c may be.
func (c *candidate) isCalled(name string) bool {
	return slices.Contains(lexical.Exonyms(c.folded), name)
}

// hasExonym reports whether the translation holds the English name of a place.
func hasExonym(german, target string) bool {
	names := lexical.Exonyms(german)
	if names == nil {
		return false
	}
	folded := lexical.FoldName(target)
	return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(folded, name) })
}

func candidatesOf(p *bitext.Pair) []candidate {
	var out []candidate
	var buf [96]offset.Span
	target := lexical.FoldName(p.Target)
	for _, w := range word.Spans(p.Source, buf[:0]) {
		text := w.In(p.Source)
		if b := text[0]; len(text) < 4 || !(b >= 'A' && b <= 'Z' || b == 0xc3 && text[1] <= 0x9e) {
			continue
		}
		folded := lexical.FoldName(text)
		out = append(out, candidate{w, folded, lexical.Sound(folded, true), strings.Contains(target, folded)})
	}
	return out
}

// nearName finds a candidate that is not in the target and differs little from name, which is folded, or one that
// differs only in how the languages spell sounds.
func nearName(candidates []candidate, name string) (at offset.Span, near, same bool) {
	sound := lexical.Sound(name, false)
	for i := range candidates {
		c := &candidates[i]
		if c.sound == sound {
			return c.at, true, true
		}
		if c.kept || c.folded[0] != name[0] && c.folded[len(c.folded)-1] != name[len(name)-1] {
			continue
		}
		if d := lexical.Distance(name, c.folded); d <= 2 && 4*d <= len(name)+1 {
			return c.at, true, false
		}
	}
	return offset.Span{}, false, false
}
