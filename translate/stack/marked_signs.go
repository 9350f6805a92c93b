package stack

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

// A markSign opens or closes a pair: a placeholder, or a sign that people write around words to stress them.
type markSign struct {
	offset.Span
	pair   string
	closes bool
}

// placeholders returns those of what an item keeps that open what another one closes, or close what was opened in
// another sentence, in no order.
func placeholders(item *translate.Item) []markSign {
	at := map[string]int{} // places among what is to be kept
	for i, k := range item.Keep {
		if name, ok := placeholder.Name(k.In(item.Text)); ok {
			at[name] = i
		}
	}
	var signs []markSign
	for name, i := range at {
		pair, closes := strings.CutPrefix(name, "/")
		if open, both := at[pair]; closes && !(both && i < open) {
			signs = append(signs, markSign{item.Keep[i], pair, true})
			if both {
				signs = append(signs, markSign{item.Keep[open], pair, false})
			}
		}
	}
	return signs
}

// A stressing looks for the signs that people write around words to stress them: *this*, **that**, _this_, ~~that~~.
// A model that reads them as text loses them, and often the words with them.
type stressing struct {
	text  string
	open  []offset.Span // nothing closes these so far; no two are the same sign
	signs []markSign
}

// stresses returns the signs that stand around words of an item, and the one that it begins or ends with whose partner
// stands in another sentence. Nothing in code or in what is to be kept is one.
func stresses(item *translate.Item) []markSign {
	if !strings.ContainsAny(item.Text, "*_~") { // nearly all texts
		return nil
	}
	s := stressing{text: item.Text}
	keep := item.Keep
	for i := 0; i < len(s.text); {
		for len(keep) > 0 && keep[0].End <= i {
			keep = keep[1:]
		}
		switch c := s.text[i]; {
		case len(keep) > 0 && keep[0].Start <= i:
			i = keep[0].End
		case c == '`':
			rest := strings.TrimLeft(s.text[i:], "`")
			ticks := s.text[i : len(s.text)-len(rest)]
			i += len(ticks)
			if end := strings.Index(rest, ticks); end >= 0 {
				i += end + len(ticks)
			}
		case strings.IndexByte("*_~", c) >= 0:
			n := len(s.text[i:]) - len(strings.TrimLeft(s.text[i:], string(c)))
			if len(keep) == 0 || i+n <= keep[0].Start {
				s.sign(offset.Span{Start: i, End: i + n})
			}
			i += n
		default:
			i++
		}
	}
	for _, o := range s.open {
		if o.Start == 0 && s.text[0] == '*' { // a stroke begins a name
			s.add(o, o, false)
		}
	}
	return s.signs
}

// longestSign is that of ***words*** in bold italics; longer ones are lines.
const longestSign = 3

// sign takes up what may be a sign.
func (s *stressing) sign(at offset.Span) {
	if at.Len() > longestSign || s.text[at.Start] == '~' && at.Len() != 2 {
		return
	}
	before, _ := utf8.DecodeLastRuneInString(s.text[:at.Start])
	after, _ := utf8.DecodeRuneInString(s.text[at.End:])
	first, last := at.Start == 0, at.End == len(s.text)
	opens := !last && (first || borders(before, "([{!?…|")) && !unicode.IsSpace(after) &&
		!strings.ContainsRune(").,;:!?-", after) && (first || wordy(after) || loose(before))
	closes := !first && (last || borders(after, ")]}!?…|.,;:/")) && !unicode.IsSpace(before) &&
		!strings.ContainsRune("(-", before) && (last || wordy(before) || loose(after) || strings.ContainsRune(".,;:", after))
	same := slices.IndexFunc(s.open, func(o offset.Span) bool { return o.In(s.text) == at.In(s.text) })
	switch {
	case closes && same >= 0:
		open := s.open[same]
		s.open = s.open[:same]
		if strings.ContainsFunc(s.text[open.End:at.Start], wordy) {
			s.add(open, open, false)
			s.add(at, open, true)
		}
	case opens:
		if same >= 0 {
			s.open = slices.Delete(s.open, same, same+1)
		}
		s.open = append(s.open, at)
	case closes && last && s.text[at.Start] == '*':
		s.add(at, at, true)
	}
}

// add adds a sign of the pair that begins at a place.
func (s *stressing) add(at, begin offset.Span, closes bool) {
	s.signs = append(s.signs, markSign{at, "*" + strconv.Itoa(begin.Start), closes})
}

// borders reports whether r may stand outside of a sign for stress: it is loose, a quotation mark or one of more. So a
// star inside a word is none, nor is a stroke in an address or a name.
func borders(r rune, more string) bool {
	return loose(r) || strings.ContainsRune("\"'„“”‚‘’«»‹›<>", r) || strings.ContainsRune(more, r)
}

// loose reports whether a sign for stress at r may have another sign than a letter or a digit on its inner side, which
// a star in quotation marks or in brackets has: r is white space, a dash, a placeholder, or another such sign.
func loose(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("—–*_~⟦⟧", r) }

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
