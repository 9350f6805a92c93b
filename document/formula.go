package document

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Formulas compare what cells hold with texts of their own, as COUNTIF(A1:A9,"offen") does, and so do filters, lists of
// choices and conditional formats. Formulas are not rewritten: a cell that holds such a text keeps it.

// comparedTexts are the texts in the formulas of a workbook, and what of them cells hold.
type comparedTexts struct {
	known map[string]bool // in lower case: formulas do not tell "Offen" from "offen"
	kept  map[string]bool // as cells hold them
}

func newComparedTexts() *comparedTexts {
	return &comparedTexts{known: map[string]bool{}, kept: map[string]bool{}}
}

// add notes a text that cells are compared with.
func (c *comparedTexts) add(text string) {
	if text = strings.TrimSpace(text); strings.IndexFunc(text, unicode.IsLetter) >= 0 {
		c.known[strings.ToLower(text)] = true
	}
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
	return c.known[strings.ToLower(strings.TrimSpace(text))]
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
