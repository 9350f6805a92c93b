package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
)

// Links compares what must come through letter for letter: web and mail addresses, handles, hashtags.
var Links = &Check{
	Name: "links",
	Doc: `Addresses, handles and hashtags
Web addresses, mail addresses, @handles and #hashtags of the source must stand in the translation letter for letter, and none may be invented.`,
	Run: links,
}

// linkEnd returns the end of a web or mail address that starts at s[i], or i where none does.
func linkEnd(s string, i int) int {
	switch s[i] | 0x20 {
	case 'h':
		if !hasFold(s[i:], "http://") && !hasFold(s[i:], "https://") {
			return mailEnd(s, i)
		}
	case 'f':
		if !hasFold(s[i:], "ftp://") {
			return mailEnd(s, i)
		}
	case 'w':
		if !hasFold(s[i:], "www.") {
			return mailEnd(s, i)
		}
	default:
		return mailEnd(s, i)
	}
	return trimLink(s, i, spaceAfter(s, i))
}

// mayHoldLinks is false for texts in which [linkEnd] finds nothing.
func mayHoldLinks(s string) bool {
	if strings.IndexByte(s, '@') >= 0 || strings.Contains(s, "://") {
		return true
	}
	for i := 3; i < len(s); i++ {
		n := strings.IndexByte(s[i:], '.')
		if n < 0 {
			break
		}
		if i += n; hasFold(s[i-3:], "www.") {
			return true
		}
	}
	return false
}

// spaceAfter returns where the next white space or closing mark after s[i] is.
func spaceAfter(s string, i int) int {
	for j := i; j < len(s); j++ {
		switch s[j] {
		case ' ', '\t', '\n', '\r', '"', '<', '>':
			return j
		case 0xe2:
			if j+2 < len(s) && s[j+1] == 0x80 && (s[j+2] >= 0x98 && s[j+2] <= 0x9f || s[j+2] == 0xa6 || s[j+2] == 0x93) { // quotes, ellipsis, dash
				return j
			}
		}
	}
	return len(s)
}

// trimLink takes off punctuation that closes the sentence, not the address.
func trimLink(s string, i, j int) int {
	for j > i && strings.IndexByte(".,;:!?)]'", s[j-1]) >= 0 {
		if s[j-1] == ')' && strings.Count(s[i:j], "(") >= strings.Count(s[i:j], ")") {
			break
		}
		j--
	}
	return j
}

// mailEnd returns the end of a mail address at s[i], or i.
func mailEnd(s string, i int) int {
	j := i
	for j < len(s) && (s[j]|0x20 >= 'a' && s[j]|0x20 <= 'z' || digit(s[j]) || s[j] == '.' || s[j] == '_' || s[j] == '+' || s[j] == '-') {
		j++
	}
	if j == i || j >= len(s) || s[j] != '@' {
		return i
	}
	k, dot := j+1, false
	for k < len(s) && (s[k]|0x20 >= 'a' && s[k]|0x20 <= 'z' || digit(s[k]) || s[k] == '.' || s[k] == '-') {
		dot = dot || s[k] == '.' && k > j+1
		k++
	}
	if !dot {
		return i
	}
	return trimLink(s, i, k)
}

// linksOf returns the places of addresses, handles and hashtags in s.
func linksOf(s string, out []bitext.Offsets) []bitext.Offsets {
	if !strings.ContainsAny(s, "@#") && !strings.Contains(s, "://") && !strings.Contains(s, "www.") && !strings.Contains(s, "WWW.") {
		return out
	}
	for i := 0; i < len(s); {
		b := s[i]
		start := i == 0 || !wordByte(s[i-1])
		switch {
		case start && (b == '@' || b == '#') && i+1 < len(s) && wordByte(s[i+1]):
			j := i + 1
			letter := false
			for j < len(s) && wordByte(s[j]) {
				letter = letter || !digit(s[j])
				j++
			}
			for j > i && (s[j-1] == '-' || s[j-1] == '\'') {
				j--
			}
			if letter { // "#3" is a number
				out = append(out, bitext.Offsets{i, j})
			}
			i = j
		case start && wordByte(b):
			j := linkEnd(s, i)
			if j > i {
				out = append(out, bitext.Offsets{i, j})
				i = j
				continue
			}
			for i < len(s) && wordByte(s[i]) {
				i++
			}
		default:
			i++
		}
	}
	return out
}

// wordByte says whether b is part of a word: letters, digits, the underscore, everything beyond ASCII but the first byte of general punctuation.
func wordByte(b byte) bool {
	return b|0x20 >= 'a' && b|0x20 <= 'z' || digit(b) || b == '_' || b >= 0x80 && b != 0xe2
}

func links(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) || !env.mayHold(p, someHandle|someColon|someAddress) {
		return nil
	}
	var sourceBuf, targetBuf [4]bitext.Offsets
	source, target := linksOf(p.Source, sourceBuf[:0]), linksOf(p.Target, targetBuf[:0])
	var out []bitext.Finding
	for _, s := range source {
		if !strings.Contains(p.Target, in(p.Source, s)) {
			out = append(out, bitext.Finding{Check: "links", Severity: bitext.Error, Source: &s, Message: fmt.Sprintf("%s is not in the translation", in(p.Source, s))})
		}
	}
	for _, t := range target {
		if !strings.Contains(p.Source, in(p.Target, t)) {
			out = append(out, bitext.Finding{Check: "links", Severity: bitext.Error, Target: &t, Message: fmt.Sprintf("%s is not in the source", in(p.Target, t))})
		}
	}
	return out
}
