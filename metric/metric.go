// Package metric scores translations against references (BLEU, chrF, TER: to the last printed digit those of
// sacreBLEU, with its signatures), and alignments, links, language runs and sentence splits against gold.
package metric

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Version is the version of sacreBLEU whose definitions [BLEU], [ChrF] and [TER] follow; it ends their signatures.
const Version = "2.6.0"

// A Score is a number for a whole corpus together with what is needed to make it again.
type Score struct {
	Name      string  // "BLEU", "chrF2", "chrF2++", "TER"
	Value     float64 // 0 to 100; TER may be more
	Signature string  // for example "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0"
	Detail    string  // what stands after the number, if anything: precisions and lengths of BLEU
}

// String returns the line that sacreBLEU prints, with two digits after the point.
func (s Score) String() string { return s.Format(2) }

// Format is String with another number of digits after the point.
func (s Score) Format(digits int) string {
	line := fmt.Sprintf("%s|%s = %.*f", s.Name, s.Signature, digits, s.Value)
	if s.Detail != "" {
		line += " " + s.Detail
	}
	return line
}

// A Corpus is a metric of translations: of each, its edit or match counts, and the score of their sum. Counts of
// several segments may be added, so that parts of a corpus can be scored again without comparing texts again.
type Corpus interface {
	// Counts compares one hypothesis with its references, of which there is at least one.
	Counts(hypothesis string, references []string) []float64
	// Score returns the score of summed counts, for a signature with the given number of references.
	Score(counts []float64, references int) Score
}

// ErrLines is wrapped by the error for hypotheses and references that have different numbers of lines.
var ErrLines = errors.New("different numbers of lines")

// Compute scores hypotheses against one or more lists of references, line by line.
func Compute(m Corpus, hypotheses []string, references ...[]string) (Score, error) {
	counts, err := Segments(m, hypotheses, references...)
	if err != nil {
		return Score{}, err
	}
	return m.Score(sum(counts), len(references)), nil
}

// Segments returns the counts of each line.
func Segments(m Corpus, hypotheses []string, references ...[]string) ([][]float64, error) {
	if len(references) == 0 {
		return nil, errors.New("scoring translations: no references; give at least one list of them")
	}
	for _, r := range references {
		if len(r) != len(hypotheses) {
			return nil, fmt.Errorf(
				"scoring translations: %w: %d hypotheses and %d references; pair them line by line",
				ErrLines,
				len(hypotheses),
				len(r),
			)
		}
	}
	counts := make([][]float64, len(hypotheses))
	refs := make([]string, len(references))
	for i, h := range hypotheses {
		for k := range references {
			refs[k] = references[k][i]
		}
		counts[i] = m.Counts(h, refs)
	}
	return counts, nil
}

func sum(counts [][]float64) []float64 {
	var total []float64
	for _, c := range counts {
		if total == nil {
			total = make([]float64, len(c))
		}
		for i, x := range c {
			total[i] += x
		}
	}
	return total
}

// isSpace is white space as sacreBLEU, being Python, sees it: with the four information separators.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

func fields(s string) []string { return strings.FieldsFunc(s, isSpace) }

func trimRight(s string) string { return strings.TrimRightFunc(s, isSpace) }

// f1 returns the harmonic mean, 0 if both are.
func f1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// percent returns 100 a/b, 0 if b is.
func percent(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return 100 * float64(a) / float64(b)
}
