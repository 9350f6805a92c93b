package verify

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
)

// A Fit measures how well texts would do as translations of one another: row i, column j of nats holds by how many
// nats target j is more likely given source i than as an unrelated text. known reports whether the words of both
// languages are known, so that a right translation can be recognised; otherwise the evidence is names, numbers and
// lengths alone, and only strong evidence against an answer counts.
type Fit func(from, to language.Tag, source, target []string) (nats [][]float64, known bool)

// margins are the nats of evidence against an answer at which it is doubted. Neighbours are confused more easily than
// texts that stand apart, so their order must be supported by some evidence. Chosen on training texts from which the
// lexicon of package align was not learned; see TestExchanged of package openai.
type margins struct {
	near, far float64 // what two answers have to gain by standing where they stand and not in each other's place
	moved     float64 // what they may gain by moving the border between them
	// cut is the same where the first of the two does not end as its text does, with the mark of a sentence or without.
	cut   float64
	short float64 // what is added to these for the many borders that cut off only a few words
	// begun stands for all of these where the second of the two begins in the middle of a sentence, and would not with
	// the border moved.
	begun float64
}

var (
	wordMargins     = margins{near: 1, far: -2, moved: 4, cut: 1, short: 6, begun: -3}
	wordlessMargins = margins{near: -1.5, far: -3, moved: 6, cut: 3, short: 6, begun: 0}
)

// Misplaced compares the answers to one request with one another, to find two that have changed places, and one that
// holds a part of its neighbour's. Neither shows in the number of answers, their ids or echoes. It returns an error
// for each item whose answer is in doubt; texts[i] is the answer to items[i], "" if there is none to judge. Without
// [Rules.Fit] all errors are nil.
func (v Rules) Misplaced(from, to language.Tag, items []translate.Item, texts []string) []error {
	errs := make([]error, len(items))
	if v.Fit == nil || len(items) < 2 || len(texts) != len(items) {
		return errs
	}
	source := make([]string, len(items))
	for i := range items {
		source[i] = items[i].Text
	}
	// Compare a few at a time, so that the time does not grow with the square of the number.
	for lo := 0; ; lo += comparedAtOnce - 1 {
		hi := min(lo+comparedAtOnce, len(items))
		c := comparison{source: source[lo:hi], target: texts[lo:hi]}
		c.compare(v.Fit, from, to, errs[lo:hi])
		if hi == len(items) {
			return errs
		}
	}
}

const (
	comparedAtOnce = 17 // answers; neighbours among them share one with the next
	bordersTried   = 6  // parts of an answer, of equal numbers of words
	leastPart      = 2  // words of a part
	shortPart      = 6  // words at an end of an answer up to which every border is tried
)

// A comparison compares a few neighbouring answers.
type comparison struct {
	source, target []string
	borders        []border
}

// A border is a place where an answer may really end and its neighbour's begin.
type border struct {
	i, j           int  // the answer that is cut, and the neighbour that gets the part
	rest, enlarged int  // their texts then, as columns
	short          bool // the part is not a whole number of sixths of its answer
}

func (c *comparison) compare(fit Fit, from, to language.Tag, errs []error) {
	columns := append([]string(nil), c.target...)
	for i := range c.target {
		words := strings.Fields(c.target[i])
		// Half of a headline is lost in a sixth of the long answer that follows it, so pieces of a few words are
		// tried besides.
		for cut := leastPart; cut <= len(words)-leastPart; cut++ {
			// Whether cut is a number of sixths, rounded down.
			sixth := (len(words)-cut*bordersTried%len(words))%len(words) < bordersTried
			if !sixth && cut > shortPart && len(words)-cut > shortPart {
				continue
			}
			head, tail := strings.Join(words[:cut], " "), strings.Join(words[cut:], " ")
			if i > 0 && c.judged(i-1) && (sixth || cut <= shortPart) {
				c.borders = append(c.borders, border{i, i - 1, len(columns), len(columns) + 1, !sixth})
				columns = append(columns, tail, c.target[i-1]+" "+head)
			}
			if i+1 < len(c.target) && c.judged(i+1) && (sixth || len(words)-cut <= shortPart) {
				c.borders = append(c.borders, border{i, i + 1, len(columns), len(columns) + 1, !sixth})
				columns = append(columns, head, tail+" "+c.target[i+1])
			}
		}
	}
	nats, known := fit(from, to, c.source, columns)
	m := wordlessMargins
	if known && c.understood(nats) {
		m = wordMargins
	}
	doubt := func(i, j int, what string) {
		if errs[i] == nil {
			errs[i] = fmt.Errorf("the answer %s that to %q", what, excerpt.Of(space.Fold(c.source[j]), 40))
		}
	}
	for i := range c.target {
		for j := i + 1; j < len(c.target); j++ {
			if !c.judged(i) || !c.judged(j) {
				continue
			}
			margin := m.far
			if j == i+1 {
				margin = m.near
			}
			if nats[i][i]+nats[j][j]-nats[i][j]-nats[j][i] < margin &&
				!sameWords(c.target[i], c.target[j]) && !sameWords(c.source[i], c.source[j]) {
				doubt(i, j, "may have changed places with")
				doubt(j, i, "may have changed places with")
			}
		}
	}
	for _, b := range c.borders {
		margin := m.moved
		if !c.endsAlike(min(b.i, b.j)) {
			margin = m.cut
		}
		if b.short {
			margin += m.short
		}
		if c.beginsWithin(b, columns) {
			margin = m.begun
		}
		if nats[b.i][b.rest]+nats[b.j][b.enlarged]-nats[b.i][b.i]-nats[b.j][b.j] > margin {
			doubt(b.i, b.j, "holds a part of")
			doubt(b.j, b.i, "lacks a part, which stands in")
		}
	}
}

// beginsWithin reports whether the answer that is cut begins in the middle of a sentence, with a small letter where its
// text has none, and would not if its beginning belonged to the answer before it.
func (c *comparison) beginsWithin(b border, columns []string) bool {
	return b.j < b.i && unicode.IsLower(firstLetter(c.target[b.i])) && !unicode.IsLower(firstLetter(c.source[b.i])) &&
		unicode.IsUpper(firstLetter(columns[b.rest]))
}

// firstLetter returns the first letter of a text, and 0 if it has none.
func firstLetter(s string) rune {
	i := strings.IndexFunc(s, unicode.IsLetter)
	if i < 0 {
		return 0
	}
	first, _ := utf8.DecodeRuneInString(s[i:])
	return first
}

func (c *comparison) judged(i int) bool { return strings.TrimSpace(c.target[i]) != "" }

// understood reports whether most answers look like translations of their texts at all. Where they do not, as with
// names alone or in a language that was not expected, the words say too little to ask for evidence.
func (c *comparison) understood(nats [][]float64) bool {
	const least = 2
	own := make([]float64, len(c.target))
	for i := range own {
		own[i] = nats[i][i]
	}
	slices.Sort(own)
	return own[len(own)/2] > least
}

// endsAlike reports whether an answer ends with the mark of a sentence where its text does, and only there.
func (c *comparison) endsAlike(i int) bool {
	return endsSentence(c.source[i]) == endsSentence(c.target[i])
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, " \t\n\"'”“’‘»«)]")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") ||
		strings.HasSuffix(s, "…") || strings.HasSuffix(s, ":")
}
