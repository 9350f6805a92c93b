package document

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Formulas compare what cells hold with texts of their own, as COUNTIF(A1:A9,"offen") does, and so do filters, lists of
// choices and conditional formats. Formulas are not rewritten: a cell that holds such a text keeps it. A text may be a
// criterion, as in COUNTIF(A1:A9,"<>offen"), and hold wildcards: "*" for any text, "?" for a character, neither behind
// "~".

// comparedTexts are the texts in the formulas of a workbook, and what of them cells hold.
type comparedTexts struct {
	known    map[string]bool // in lower case: formulas do not tell "Offen" from "offen"
	kept     map[string]bool // as cells hold them
	wild     map[string]bool // those with wildcards, which are anyText and anyChar
	wildSize int             // of wild in bytes
}

func newComparedTexts() *comparedTexts {
	return &comparedTexts{known: map[string]bool{}, kept: map[string]bool{}, wild: map[string]bool{}}
}

// maxWild bounds the texts with wildcards, in bytes, since each byte of a cell may be compared with all of them. What
// is beyond it is not looked for.
const maxWild = 2 << 10

// Wildcards in comparedTexts.wild: bytes that UTF-8 does not use.
const (
	anyText = 0xfe
	anyChar = 0xff
)

// add notes a text that cells are compared with.
func (c *comparedTexts) add(text string) {
	text = strings.ToLower(strings.TrimSpace(text))
	if strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return
	}
	c.known[text] = true
	text = strings.TrimSpace(strings.TrimLeft(text, "<>="))
	c.known[text] = true
	if !strings.ContainsAny(text, "*?") {
		return
	}
	if w := wildcards(text); !c.wild[w] && c.wildSize+len(w) <= maxWild {
		c.wild[w] = true
		c.wildSize += len(w)
	}
}

// wildcards returns a text with its wildcards as anyText and anyChar.
func wildcards(text string) string {
	var w strings.Builder
	quoted := false
	for _, r := range text {
		switch {
		case r == '~' && !quoted:
			quoted = true
			continue
		case r == '*' && !quoted:
			w.WriteByte(anyText)
		case r == '?' && !quoted:
			w.WriteByte(anyChar)
		default:
			if quoted && r != '*' && r != '?' && r != '~' {
				w.WriteByte('~')
			}
			w.WriteRune(r)
		}
		quoted = false
	}
	return w.String()
}

// matches reports whether a text is one that wild stands for. Regular expressions took minutes for a long cell.
func matches(wild, text string) bool {
	w, i := 0, 0
	after, retry := -1, 0 // behind the last anyText, and where in the text what follows it is tried
	for i < len(text) {
		switch {
		case w < len(wild) && wild[w] == anyText:
			w++
			after, retry = w, i
		case w < len(wild) && wild[w] == anyChar:
			w++
			i += runeLen(text[i:])
		case w < len(wild) && wild[w] == text[i]:
			w++
			i++
		case after >= 0:
			retry += runeLen(text[retry:])
			w, i = after, retry
		default:
			return false
		}
	}
	for w < len(wild) && wild[w] == anyText {
		w++
	}
	return w == len(wild)
}

// runeLen returns the length of the character that text begins with.
func runeLen(text string) int {
	_, n := utf8.DecodeRuneInString(text)
	return n
}

// formula notes the texts in a formula, which stand in quotation marks; one in a text is doubled. The names of sheets
// stand in apostrophes. In a list of choices, commas part the texts.
func (c *comparedTexts) formula(formula string, list bool) {
	for {
		i := strings.IndexAny(formula, `"'`)
		if i < 0 {
			return
		}
		quote := formula[i : i+1]
		var text strings.Builder
		formula = formula[i+1:]
		for {
			part, rest, ok := strings.Cut(formula, quote)
			text.WriteString(part)
			if formula = rest; !ok || !strings.HasPrefix(rest, quote) {
				break
			}
			text.WriteString(quote)
			formula = rest[1:]
		}
		if quote == "'" {
			continue
		}
		c.add(text.String())
		if list {
			for choice := range strings.SplitSeq(text.String(), ",") {
				c.add(choice)
			}
		}
	}
}

// has reports whether cells of that text are compared with it.
func (c *comparedTexts) has(text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	if c.known[text] {
		return true
	}
	for w := range c.wild {
		if matches(w, text) {
			return true
		}
	}
	return false
}

// keeps reports whether a cell that is made of these items keeps its text.
func (c *comparedTexts) keeps(items []item) bool {
	if len(c.known) == 0 {
		return false
	}
	var text strings.Builder
	for i := range items {
		text.WriteString(items[i].text)
	}
	if !c.has(text.String()) {
		return false
	}
	c.kept[strings.TrimSpace(text.String())] = true
	return true
}

// notes returns a note on the cells that keep their texts.
func (c *comparedTexts) notes() []Note {
	if len(c.kept) == 0 {
		return nil
	}
	const most = 5
	texts := slices.Sorted(maps.Keys(c.kept))
	more := ""
	if n := len(texts) - most; n > 0 {
		texts, more = texts[:most], fmt.Sprintf(" and %d more", n)
	}
	return []Note{{Text: "cells keep texts that formulas, filters or lists of choices compare them with: " +
		strings.Join(texts, ", ") + more}}
}
