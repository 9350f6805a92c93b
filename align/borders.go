package align

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Gains of borders, in nats before the temperature. Those of paragraphs are small: translators join and part
// paragraphs.
const (
	paragraphCrossed = 2
	paragraphMet     = 1
	paragraphMissed  = 0.5
	// A line that ends without a mark is a heading, a caption, or an item of a list, or was broken by its line:
	// hardly ever does one bead hold it and the next. Among the development documents of the evaluation data it
	// happens once in some thousand times, after a mark one in ten times.
	openCrossed = 16
	// A bead should not start inside a bracket: the sentence was cut in two there.
	bracketCut = 8
)

// paragraphs marks the sentences that begin a paragraph, of n, and the end of the text.
func paragraphs(starts []int, n int) []bool {
	b := make([]bool, n+1)
	b[0], b[n] = true, true
	for _, s := range starts {
		if s >= 0 && s <= n {
			b[s] = true
		}
	}
	return b
}

// openEnds marks the borders, by the number of the sentence after them, whose sentence before ends without a mark. It
// returns nil where there is none, and where so many end like that that it means nothing, as in verse.
func openEnds(texts []string) []bool {
	b, n := make([]bool, len(texts)+1), 0
	for i, t := range texts {
		if b[i+1] = !hasEndMark(t); b[i+1] {
			n++
		}
	}
	if n == 0 || 2*n > len(texts) {
		return nil
	}
	return b
}

// cutBrackets marks the borders, by the number of the sentence after them, between a bracket that opens inside a
// sentence and the end of it in one of the next, as far as a bead reaches. It returns nil where there is none.
func cutBrackets(texts []string) []bool {
	var b []bool
	open := -1 // the sentence whose bracket is open
	for i, t := range texts {
		for k, r := range t {
			switch {
			case r == '(' && open < 0 && strings.TrimSpace(t[:k]) != "":
				open = i
			case r == ')':
				for n := open + 1; open >= 0 && n <= i; n++ {
					if b == nil {
						b = make([]bool, len(texts)+1)
					}
					b[n] = true
				}
				open = -1
			}
		}
		if open >= 0 && i-open >= longestSide-1 {
			open = -1
		}
	}
	return b
}

// hasEndMark reports whether a text ends with a mark that ends sentences or clauses, before any quotes and brackets.
func hasEndMark(t string) bool {
	t = strings.TrimRightFunc(t, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pi) || r == '"' || r == '\''
	})
	r, _ := utf8.DecodeLastRuneInString(t)
	return t == "" || unicode.Is(unicode.Sentence_Terminal, r) || strings.ContainsRune(":;…", r)
}

// borders returns the gain of a bead from the borders inside it and at its start.
func (a *aligner) borders(s, t Range) float64 {
	g := -openCrossed * float64(inside(a.sourceOpen, s)+inside(a.targetOpen, t))
	if startsAt(a.sourceCut, s) {
		g -= bracketCut
	}
	if startsAt(a.targetCut, t) {
		g -= bracketCut
	}
	if a.sourceParagraphs == nil {
		return g
	}
	g -= paragraphCrossed * float64(inside(a.sourceParagraphs, s)+inside(a.targetParagraphs, t))
	if s.Len() > 0 && t.Len() > 0 {
		switch x, y := a.sourceParagraphs[s.Start], a.targetParagraphs[t.Start]; {
		case x && y:
			g += paragraphMet
		case x != y:
			g -= paragraphMissed
		}
	}
	return g
}

// startsAt reports whether sentences of a range start at one of the borders.
func startsAt(borders []bool, r Range) bool { return borders != nil && r.Len() > 0 && borders[r.Start] }

// inside counts the borders between the sentences of a range.
func inside(borders []bool, r Range) int {
	n := 0
	if borders != nil {
		for i := r.Start + 1; i < r.End; i++ {
			if borders[i] {
				n++
			}
		}
	}
	return n
}
