package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// Links compares what must be kept letter for letter: web and mail addresses, handles, hashtags.
var Links = &Check{
	Name: "links",
	Doc: `Addresses, handles and hashtags
Web addresses, mail addresses, @handles and #hashtags of the source must be in the translation letter for letter, and
none may be invented.`,
	Run: links,
}

// linksOf returns the places of addresses, handles and hashtags in s.
func linksOf(s string, out []offset.Span) []offset.Span {
	if !strings.ContainsAny(s, "@#") && !word.MayHoldAddress(s) {
		return out
	}
	for i := 0; i < len(s); {
		b := s[i]
		start := i == 0 || !word.IsByte(s[i-1])
		switch {
		case start && (b == '@' || b == '#') && i+1 < len(s) && word.IsByte(s[i+1]):
			j := i + 1
			letter := false
			for j < len(s) && word.IsByte(s[j]) {
				letter = letter || !word.IsDigit(s[j])
				j++
			}
			for j > i && (s[j-1] == '-' || s[j-1] == '\'') {
				j--
			}
			if letter { // "#3" is a number
				out = append(out, offset.Span{Start: i, End: j})
			}
			i = j
		case start && word.IsByte(b):
			j := word.AddressEnd(s, i)
			if j > i {
				out = append(out, offset.Span{Start: i, End: j})
				i = j
				continue
			}
			for i < len(s) && word.IsByte(s[i]) {
				i++
			}
		default:
			i++
		}
	}
	return out
}

func links(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) ||
		!env.mayHold(p, word.Handle|word.Colon|word.Address) {
		return nil
	}
	var sourceBuf, targetBuf [4]offset.Span
	source, target := linksOf(p.Source, sourceBuf[:0]), linksOf(p.Target, targetBuf[:0])
	var out []bitext.Finding
	for _, s := range source {
		if !strings.Contains(p.Target, s.In(p.Source)) {
			out = append(out, bitext.Finding{Check: "links", Severity: bitext.Error, Source: &s,
				Message: fmt.Sprintf("%s is not in the translation", s.In(p.Source))})
		}
	}
	for _, t := range target {
		if !strings.Contains(p.Source, t.In(p.Target)) {
			out = append(out, bitext.Finding{Check: "links", Severity: bitext.Error, Target: &t,
				Message: fmt.Sprintf("%s is not in the source", t.In(p.Target))})
		}
	}
	return out
}
