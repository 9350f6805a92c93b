package check

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// Invented finds words of an English translation that do not exist.
var Invented = &Check{
	Name: "invented",
	Doc: `Invented words
A word of the English translation is in no word list, is hardly ever used in English, and is not in the source either:
models that spell words in pieces make up some. Names inside a sentence are left to the check of names.`,
	Run: invented,
}

func invented(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || env.to() != lang.English.Code || p.Target == "" || tooLong(p) {
		return nil
	}
	target := env.targetWords(p)
	var out []bitext.Finding
	folded := "" // the source, known from the first strange word on
	for i := target.lexical.NextStrange(0); i >= 0; i = target.lexical.NextStrange(i + 1) {
		at := target.Spans[i]
		text := strings.TrimSuffix(at.In(p.Target), "'s")
		first, _ := utf8.DecodeRuneInString(text)
		small := unicode.IsLower(first)
		if inAddress(p.Target, at) || !small && lexical.InsideSentence(p.Target, at.Start) {
			continue
		}
		if folded == "" {
			folded = lexical.FoldName(p.Source)
		}
		if strings.Contains(folded, lexical.FoldName(text)) {
			continue
		}
		f := bitext.Finding{Check: "invented", Severity: bitext.Warning, Source: linkedTo(p, at),
			Target:  &offset.Span{Start: at.Start, End: at.Start + len(text)},
			Message: fmt.Sprintf("%q is not a word that English uses", text)}
		if !small || lexical.IsFormed(text) {
			f.Severity = bitext.Info // it may be a name, or new
		}
		if out = append(out, f); len(out) == 3 {
			break
		}
	}
	return out
}

// inAddress reports whether a word belongs to an address, a handle, a file name or the like.
func inAddress(s string, at offset.Span) bool {
	if at.Start > 0 && strings.IndexByte("@#./\\_&<", s[at.Start-1]) >= 0 {
		return true
	}
	if at.End >= len(s) {
		return false
	}
	next := s[at.End]
	return next == '@' || next == '/' || next == '\\' || next == '=' || next == '(' ||
		(next == '.' || next == ':') && at.End+1 < len(s) && word.IsByte(s[at.End+1])
}

// linkedTo returns the part of the source that a part of the target is linked with, nil where nothing is known.
func linkedTo(p *bitext.Pair, target offset.Span) *offset.Span {
	var found *offset.Span
	for _, l := range p.Links {
		if l.Target.End <= target.Start || l.Target.Start >= target.End || l.Source.End > len(p.Source) ||
			l.Source.Start >= l.Source.End {
			continue
		}
		if found == nil {
			found = new(l.Source)
			continue
		}
		found.Start, found.End = min(found.Start, l.Source.Start), max(found.End, l.Source.End)
	}
	return found
}
