package metric

import (
	"fmt"
	"math"
	"strings"
)

// BLEU is corpus BLEU (Papineni et al., 2002): 4-grams, tokenizer 13a of mteval, exponential smoothing, case kept.
type BLEU struct{}

const bleuOrder = 4

// Counts returns the lengths of hypothesis and closest reference, the matches of each order, and the n-grams of each
// order.
func (BLEU) Counts(hypothesis string, references []string) []float64 {
	h := Tokenize13a(hypothesis)
	counts := make([]float64, 2+2*bleuOrder)
	most := map[string]int{} // of an n-gram, in any reference
	length, gap := -1, -1
	for _, r := range references {
		words := Tokenize13a(r)
		if d := max(len(words)-len(h), len(h)-len(words)); gap < 0 || d < gap || d == gap && len(words) < length {
			length, gap = len(words), d
		}
		for g, n := range wordGrams(words, 1, bleuOrder) {
			most[g] = max(most[g], n)
		}
	}
	counts[0], counts[1] = float64(len(h)), float64(length)
	for g, n := range wordGrams(h, 1, bleuOrder) {
		order := strings.Count(g, "\x1f")
		counts[2+order] += float64(min(n, most[g]))
		counts[2+bleuOrder+order] += float64(n)
	}
	return counts
}

// Score returns BLEU of summed counts.
func (BLEU) Score(counts []float64, references int) Score {
	s := Score{
		Name:      "BLEU",
		Signature: fmt.Sprintf("nrefs:%d|case:mixed|eff:no|tok:13a|smooth:exp|version:%s", references, Version),
	}
	if counts == nil {
		counts = make([]float64, 2+2*bleuOrder)
	}
	h, r := counts[0], counts[1]
	right, total := counts[2:2+bleuOrder], counts[2+bleuOrder:]
	brevity := 1.0
	if h < r {
		brevity = 0
		if h > 0 {
			brevity = math.Exp(1 - r/h)
		}
	}
	var precisions [bleuOrder]float64
	matches := false
	for _, n := range right {
		matches = matches || n > 0
	}
	if matches {
		smooth, logs := 1.0, 0.0
		for n := 0; n < bleuOrder && total[n] > 0; n++ {
			if right[n] == 0 {
				smooth *= 2
				precisions[n] = 100 / (smooth * total[n])
			} else {
				precisions[n] = 100 * right[n] / total[n]
			}
		}
		for _, p := range precisions {
			if p == 0 {
				// SacreBLEU takes the logarithm of zero for -9999999999: either way the score is 0.
				p = math.SmallestNonzeroFloat64
			}
			logs += math.Log(p)
		}
		s.Value = brevity * math.Exp(logs/bleuOrder)
		if precisions[bleuOrder-1] == 0 {
			s.Value = 0
		}
	}
	ratio := 0.0
	if r > 0 {
		ratio = h / r
	}
	s.Detail = fmt.Sprintf("%.1f/%.1f/%.1f/%.1f (BP = %.3f ratio = %.3f hyp_len = %.0f ref_len = %.0f)",
		precisions[0], precisions[1], precisions[2], precisions[3], brevity, ratio, h, r)
	return s
}

// wordGrams counts the n-grams of the given orders; the words of a key are joined by a separator that is white space,
// one fewer than words.
func wordGrams(words []string, least, most int) map[string]int {
	grams := map[string]int{}
	for i := range words {
		for n := least; n <= most && i+n <= len(words); n++ {
			grams[strings.Join(words[i:i+n], "\x1f")]++
		}
	}
	return grams
}

var entities = []string{"&quot;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">"}

// Tokenize13a splits a line into words as mteval-v13a does: marks of ASCII stand alone, points and commas unless
// between digits, a dash after a digit.
func Tokenize13a(line string) []string {
	line = trimRight(line)
	line = strings.ReplaceAll(line, "<skipped>", "")
	line = strings.ReplaceAll(line, "-\n", "")
	line = strings.ReplaceAll(line, "\n", " ")
	if strings.Contains(line, "&") {
		for i := 0; i < len(entities); i += 2 { // one after the other: "&amp;lt;" becomes "<"
			line = strings.ReplaceAll(line, entities[i], entities[i+1])
		}
	}
	text := []rune(" " + line + " ")
	text = rewrite(text, func(a, _ rune) (int, []rune) {
		if isMark13a(a) {
			return 1, []rune{' ', a, ' '}
		}
		return 0, nil
	})
	text = rewrite(text, func(a, b rune) (int, []rune) {
		if !isDigit(a) && a >= 0 && isStop(b) {
			return 2, []rune{a, ' ', b, ' '}
		}
		return 0, nil
	})
	text = rewrite(text, func(a, b rune) (int, []rune) {
		if isStop(a) && b >= 0 && !isDigit(b) {
			return 2, []rune{' ', a, ' ', b}
		}
		return 0, nil
	})
	text = rewrite(text, func(a, b rune) (int, []rune) {
		if isDigit(a) && b == '-' {
			return 2, []rune{a, ' ', b, ' '}
		}
		return 0, nil
	})
	return fields(string(text))
}

// rewrite goes through text once from the left. f is given a rune and the next (-1 at the end) and returns how many
// of them to replace and by what.
func rewrite(text []rune, f func(a, b rune) (int, []rune)) []rune {
	out := make([]rune, 0, len(text)+len(text)/2)
	for i := 0; i < len(text); {
		next := rune(-1)
		if i+1 < len(text) {
			next = text[i+1]
		}
		n, by := f(text[i], next)
		if n == 0 {
			out = append(out, text[i])
			i++
			continue
		}
		out = append(out, by...)
		i += n
	}
	return out
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
func isStop(r rune) bool  { return r == '.' || r == ',' }

func isMark13a(r rune) bool {
	return '{' <= r && r <= '~' || '[' <= r && r <= '`' || ' ' <= r && r <= '&' || '(' <= r && r <= '+' ||
		':' <= r && r <= '@' || r == '/'
}
