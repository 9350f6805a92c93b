package check

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// Punctuation finds marks, capitals and spaces that a proofreader would correct.
var Punctuation = &Check{
	Name: "punctuation",
	Doc: `Marks and capitals
The closing mark of the source is lost or replaced, a closing mark is inside a sentence, spaces precede marks,
brackets are empty, or the first letter lost its capital; each only if the source does not do the same. An English
ordinal is written as in German: "the 20. century".`,
	Run: punctuation,
}

func punctuation(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || !hasContent(p.Source) || !hasContent(p.Target) || tooLong(p) {
		return nil
	}
	var out []bitext.Finding
	add := func(severity bitext.Severity, source, target *offset.Span, message string) {
		out = append(out, bitext.Finding{Check: "punctuation", Severity: severity, Source: source, Target: target,
			Message: message})
	}
	s, t := closing(p.Source), closing(p.Target)
	switch {
	case s.mark == 0 || s.words < 3:
	case t.mark == 0 && !closesWithDigit(p.Target):
		add(bitext.Info, new(s.at), nil, fmt.Sprintf("the source ends with %q, but the translation has no closing mark",
			s.at.In(p.Source)))
	case t.mark != 0 && (s.mark == '?') != (t.mark == '?') && s.mark != ':' && t.mark != ':':
		add(bitext.Warning, new(s.at), new(t.at), fmt.Sprintf("the source ends with %q, but the translation with %q",
			s.at.In(p.Source), t.at.In(p.Target)))
	}
	if at, ok := smallStart(p); ok {
		add(bitext.Info, nil, new(at), "the translation begins with a lower-case letter, but the source with a capital")
	}
	if env.translatesGerman() {
		if at, ok := germanOrdinal(p); ok {
			add(bitext.Info, nil, new(at), fmt.Sprintf("%q is an ordinal as German writes them", at.In(p.Target)))
		}
	}
	a := env.analyse(p)
	source, target := marksIn(p.Source, a.source.shortWords), marksIn(p.Target, a.target.shortWords)
	for k := range target {
		if n := target[k].n; n > source[k].n && (k != spaced || source[k].n == 0) {
			at := new(target[k].at)
			severity := bitext.Info
			if k == within {
				severity = bitext.Warning
			}
			add(severity, nil, at, fmt.Sprintf(markTexts[k], at.In(p.Target)))
		}
	}
	return out
}

// A closeMark is the mark at the end of a text.
type closeMark struct {
	mark  rune // one of .!?:… or 0
	at    offset.Span
	words int // of the text, roughly
}

// closing finds the closing mark of s, ignoring quotes, brackets and white space after it.
func closing(s string) closeMark {
	c := closeMark{words: strings.Count(s, " ") + 1}
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		switch r {
		case '.', '!', '?', ':', '…':
			if r == '.' && i > n && word.IsDigit(s[i-n-1]) { // the 200.
				return c
			}
			c.mark, c.at = r, offset.Span{Start: i - n, End: i}
			return c
		case ' ', '\n', '\t', '\r', '"', '\'', '”', '“', '’', '‘', '»', '«', ')', ']', '\u00a0', '‹', '›', '*', '_':
			i -= n
		default:
			return c
		}
	}
	return c
}

// closesWithDigit reports whether s ends with a digit and a point, which may be an ordinal or the end of the sentence.
func closesWithDigit(s string) bool {
	s = strings.TrimRight(s, " \"”")
	return len(s) > 1 && s[len(s)-1] == '.' && word.IsDigit(s[len(s)-2])
}

// smallStart reports whether the target begins with a lower-case letter though the source does not.
func smallStart(p *bitext.Pair) (offset.Span, bool) {
	if b := p.Target[0]; b >= 'A' && b <= 'Z' {
		return offset.Span{}, false
	}
	source, target := strings.TrimLeft(p.Source, " \n\t\"'„“»«‚‘(*–-"), strings.TrimLeft(p.Target, " \n\t\"'“‘”»«(*–-")
	if source == "" || target == "" || target[0] < 'a' || target[0] > 'z' {
		return offset.Span{}, false
	}
	if b := source[0]; !(b >= 'A' && b <= 'Z' || b == 0xc3 && len(source) > 1 && source[1] >= 0x80 &&
		source[1] <= 0x9e) {
		return offset.Span{}, false
	}
	end := strings.IndexFunc(target, func(r rune) bool { return r == ' ' || r == ',' || r == '.' || r == '\n' })
	if end < 0 || strings.Contains(p.Source, target[:end]) ||
		strings.ContainsAny(target[1:end], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") { // iPhone
		return offset.Span{}, false
	}
	at := len(p.Target) - len(target)
	return offset.Span{Start: at, End: at + end}, true
}

// The kinds of odd marks.
const (
	within  = iota // a closing mark inside a sentence: "the. house"
	spaced         // a space before a mark or behind an opening bracket
	hollow         // brackets or quotes around nothing
	stacked        // two marks that do not belong together: ",."
	markKinds
)

var markTexts = [markKinds]string{
	within:  "%q in the middle of a sentence",
	spaced:  "unnecessary space in %q",
	hollow:  "there is nothing inside %q",
	stacked: "%q has one punctuation mark too many",
}

type marks struct {
	n  int
	at offset.Span // of the first
}

// marksIn counts odd marks in s, whose common short words are given.
func marksIn(s string, shortWords map[string]bool) (out [markKinds]marks) {
	note := func(kind, start, end int) {
		if out[kind].n == 0 {
			out[kind].at = offset.Span{Start: start, End: end}
		}
		out[kind].n++
	}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '.', '!', '?', ';', ',':
			if i == 0 || i+1 >= len(s) {
				continue
			}
			before, next := s[i-1], s[i+1]
			switch {
			case before == ' ' && (i < 2 || s[i-2] != ' ') && next != '.' && !word.IsByte(next) &&
				s[i] != ';': // " ," but not " .net"
				note(spaced, i-1, i+1)
			case (next == ',' || next == ';' || next == '.' && s[i] == ',') && (s[i] == ',' || s[i] == ';'):
				note(stacked, i, i+2)
			case next == ' ' && s[i] != ',' && s[i] != ';' && i+2 < len(s) && s[i+2] >= 'a' && s[i+2] <= 'z' &&
				letter(before):
				if s[i] != '.' || !shortened(s, i, shortWords) {
					note(within, i, i+1)
				}
			}
		case '(', '[':
			if i+1 < len(s) && (s[i+1] == ' ' && i+2 < len(s) && word.IsByte(s[i+2])) && s[i] == '(' {
				note(spaced, i, i+2)
			}
			if i+1 < len(s) && s[i] == '(' && s[i+1] == ')' && (i == 0 || !word.IsByte(s[i-1])) { // not f()
				note(hollow, i, i+2)
			}
		}
	}
	if n := len(s); n > 2 && (s[n-1] == '.' || s[n-1] == '?' || s[n-1] == '!') && s[n-2] == ' ' {
		note(spaced, n-2, n)
	}
	return out
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// shortened reports whether the full stop at s[i] may belong to an abbreviation: it follows a short word, one with a
// full stop inside, or a known one.
func shortened(s string, i int, shortWords map[string]bool) bool {
	j := i
	for j > 0 && word.IsByte(s[j-1]) {
		j--
	}
	w := s[j:i]
	if len(w) <= 3 && !shortWords[w] || j > 0 && s[j-1] == '.' || w[0] >= 'A' && w[0] <= 'Z' {
		return true
	}
	return abbreviation(w)
}
