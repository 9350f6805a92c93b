package metric

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// ChrF is chrF2 (Popović, 2015): F of character n-grams up to six, white space removed, recall weighted twice; with
// Words 2 it is chrF2++ (Popović, 2017), which adds word unigrams and bigrams.
type ChrF struct{ Words int }

const (
	chrfOrder  = 6
	chrfFactor = 4.0 // beta squared
)

// Counts returns, for each order, the n-grams of the hypothesis and of the best reference, and their matches.
func (c ChrF) Counts(hypothesis string, references []string) []float64 {
	h := c.grams(hypothesis)
	var best []float64
	top := -1.0
	for _, r := range references {
		counts := make([]float64, 0, 3*len(h))
		for n, g := range c.grams(r) {
			made, gold, right := 0, 0, 0
			for x, k := range h[n] {
				made += k
				right += min(k, g[x])
			}
			for _, k := range g {
				gold += k
			}
			if len(g) == 0 {
				made = 0
			}
			counts = append(counts, float64(made), float64(gold), float64(right))
		}
		if f := chrfScore(counts); f > top {
			best, top = counts, f
		}
	}
	return best
}

// Score returns chrF of summed counts.
func (c ChrF) Score(counts []float64, references int) Score {
	return Score{
		Name:  "chrF2" + strings.Repeat("+", c.Words),
		Value: chrfScore(counts),
		Signature: fmt.Sprintf("nrefs:%d|case:mixed|eff:yes|nc:%d|nw:%d|space:no|version:%s",
			references, chrfOrder, c.Words, Version),
	}
}

// chrfScore is the F of precision and recall averaged over the orders that both sides have n-grams of.
func chrfScore(counts []float64) float64 {
	precision, recall, orders := 0.0, 0.0, 0.0
	for i := 0; i+2 < len(counts); i += 3 {
		if made, gold, right := counts[i], counts[i+1], counts[i+2]; made > 0 && gold > 0 {
			precision += right / made
			recall += right / gold
			orders++
		}
	}
	if orders == 0 {
		return 0
	}
	precision /= orders
	recall /= orders
	if precision+recall == 0 {
		return 0
	}
	f := (1 + chrfFactor) * precision * recall
	f /= chrfFactor*precision + recall
	return 100 * f
}

// grams counts the n-grams of each order: characters, then words.
func (c ChrF) grams(line string) []map[string]int {
	grams := make([]map[string]int, 0, chrfOrder+c.Words)
	text := strings.Join(fields(line), "")
	var starts []int
	for i := range text {
		starts = append(starts, i)
	}
	starts = append(starts, len(text))
	for n := 1; n <= chrfOrder; n++ {
		g := map[string]int{}
		for i := 0; i+n < len(starts); i++ {
			g[text[starts[i]:starts[i+n]]]++
		}
		grams = append(grams, g)
	}
	if c.Words > 0 {
		words := chrfWords(line)
		for n := 1; n <= c.Words; n++ {
			g := map[string]int{}
			for i := 0; i+n <= len(words); i++ {
				g[strings.Join(words[i:i+n], " ")]++
			}
			grams = append(grams, g)
		}
	}
	return grams
}

// chrfWords splits at white space and takes one mark of ASCII off the end of a word or, if there is none, off its
// beginning.
func chrfWords(line string) []string {
	var words []string
	for _, w := range fields(line) {
		switch last := len(w) - 1; {
		case utf8.RuneCountInString(w) == 1:
			words = append(words, w)
		case isASCIIMark(w[last]):
			words = append(words, w[:last], w[last:])
		case isASCIIMark(w[0]):
			words = append(words, w[:1], w[1:])
		default:
			words = append(words, w)
		}
	}
	return words
}

func isASCIIMark(c byte) bool {
	return '!' <= c && c <= '/' || ':' <= c && c <= '@' || '[' <= c && c <= '`' || '{' <= c && c <= '~'
}
