package check

import (
	"fmt"
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
A name in the translation is not in the source, or is spelt differently there. Endings, umlauts written out and words
that English writes with a capital (Germany, Monday) do not count.`,
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
	var out []bitext.Finding
	folded := ""
	var candidates []candidate // known where folded is
	for _, w := range ws {
		text := w.In(p.Target)
		if len(text) < 4 || text[0] < 'A' || text[0] > 'Z' || text[1] >= 'A' && text[1] <= 'Z' ||
			!lexical.InsideSentence(p.Target, w.Start) {
			continue
		}
		if strings.HasSuffix(text, "'s") {
			text = text[:len(text)-2]
			w.End -= 2
		}
		if strings.Contains(p.Source, text) {
			continue
		}
		if lexical.IsCapitalised(text) {
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
		if same {
			continue
		}
		if near {
			f.Severity = bitext.Warning
			f.Source = &at
			f.Message = fmt.Sprintf("%q is spelt %q in the source", text, at.In(p.Source))
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

// startsSentence reports whether the word at s[i] follows a closing mark.
func startsSentence(s string, i int) bool {
	before := strings.TrimRight(s[:i], " \n\"'“”‘’(")
	return before == "" || strings.IndexByte(".!?:", before[len(before)-1]) >= 0
}

// exchanged finds a name of the source and a capitalised word of the translation that both have no counterpart.
func exchanged(p *bitext.Pair, env *Env) (bitext.Finding, bool) {
	c := env.coverageOf(p)
	if c == nil {
		return bitext.Finding{}, false
	}
	lost := -1
	source, target := env.sourceWords(p), env.targetWords(p)
	for i := range c.German {
		w := &c.German[i]
		if !w.Partner && c.StaysAsItIs(&source.lexical, i, w) {
			lost = i
			break
		}
	}
	if lost < 0 {
		return bitext.Finding{}, false
	}
	s := c.German[lost].Span
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
			Message: fmt.Sprintf("%q is not in the translation, and %q is not in the source", s.In(p.Source),
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
