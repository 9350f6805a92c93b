package check

import (
	"fmt"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// Quotes compares quotation marks and brackets with the source.
var Quotes = &Check{
	Name: "quotes",
	Doc: `Quotes and brackets
Quotation marks and brackets open and close in the translation as they do in the source. A sentence that begins inside
a quotation may well have only one mark, so the source decides.`,
	Run: quotes,
}

// A tally counts marks: double quotes of any shape, and each kind of bracket, as opening minus closing.
type tally struct {
	quotes      int
	first       offset.Span
	round       int
	square      int
	curly       int
	brackets    int
	lastBracket offset.Span
}

func tallyOf(s string) tally {
	var t tally
	bracket := func(n *int, by, i int) {
		*n += by
		t.brackets++
		t.lastBracket = offset.Span{Start: i, End: i + 1}
	}
	for i := 0; i < len(s); i++ {
		switch b := s[i]; b {
		case '(':
			bracket(&t.round, 1, i)
		case ')':
			if smiley(s, i) || t.round == 0 && enumerates(s, i) {
				continue
			}
			bracket(&t.round, -1, i)
		case '[':
			bracket(&t.square, 1, i)
		case ']':
			bracket(&t.square, -1, i)
		case '{':
			bracket(&t.curly, 1, i)
		case '}':
			bracket(&t.curly, -1, i)
		case '"':
			t.quote(i, 1)
		case 0xc2: // « »
			if i+1 < len(s) && (s[i+1] == 0xab || s[i+1] == 0xbb) {
				t.quote(i, 2)
			}
		case 0xe2: // “ ” „ ‟
			if i+2 < len(s) && s[i+1] == 0x80 && s[i+2] >= 0x9c && s[i+2] <= 0x9f {
				t.quote(i, 3)
			}
		}
	}
	return t
}

func (t *tally) quote(i, width int) {
	if t.quotes == 0 {
		t.first = offset.Span{Start: i, End: i + width}
	}
	t.quotes++
}

// smiley reports whether the bracket at s[i] ends one: ":)" or ";-)".
func smiley(s string, i int) bool {
	if i > 0 && s[i-1] == '-' {
		i--
	}
	return i > 0 && (s[i-1] == ':' || s[i-1] == ';')
}

// enumerates reports whether the bracket at s[i] ends a list marker: "a)", "12)".
func enumerates(s string, i int) bool {
	j := i
	for j > 0 && word.IsByte(s[j-1]) {
		j--
	}
	return i-j >= 1 && i-j <= 2
}

func quotes(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || !hasContent(p.Target) ||
		!tooLong(p) && !env.mayHold(p, word.Quote|word.Bracket) {
		return nil
	}
	s, t := tallyOf(p.Source), tallyOf(p.Target)
	var out []bitext.Finding
	switch {
	case s.quotes%2 != t.quotes%2:
		f := bitext.Finding{Check: "quotes", Severity: bitext.Info,
			Message: fmt.Sprintf("unbalanced quotation marks: %d in the source, %d in the translation", s.quotes,
				t.quotes)}
		if t.quotes > 0 {
			at := t.first
			f.Target = &at
		} else {
			at := s.first
			f.Source = &at
		}
		out = append(out, f)
	case s.quotes >= 2 && t.quotes == 0 && !single(p.Target):
		at := s.first
		out = append(out, bitext.Finding{Check: "quotes", Severity: bitext.Info, Source: &at,
			Message: "the quotation marks are missing from the translation"})
	}
	if t.round != s.round || t.square != s.square || t.curly != s.curly {
		f := bitext.Finding{Check: "quotes", Severity: bitext.Info,
			Message: "the brackets do not match those in the source"}
		if t.brackets > 0 {
			at := t.lastBracket
			f.Target = &at
		} else {
			at := s.lastBracket
			f.Source = &at
		}
		out = append(out, f)
	}
	return out
}

// single reports whether s may use single marks for quoting.
func single(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '\'' && (i == 0 || s[i-1] == ' ') {
			return true
		}
		if s[i] == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] >= 0x98 && s[i+2] <= 0x9b) {
			if _, w := utf8.DecodeRuneInString(s[i:]); w == 3 && (i == 0 || s[i-1] == ' ') {
				return true
			}
		}
	}
	return false
}
