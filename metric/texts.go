package metric

import "fmt"

// Reported are the metrics that translations are usually reported with.
var Reported = []Corpus{BLEU{}, ChrF{}, ChrF{Words: 2}, TER{}}

// CompareTexts is [Compare] of the translations of two systems, a line for each segment.
func CompareTexts(m Corpus, own, other []string, references [][]string, samples int) (Comparison, error) {
	a, err := Segments(m, own, references...)
	if err != nil {
		return Comparison{}, err
	}
	b, err := Segments(m, other, references...)
	if err != nil {
		return Comparison{}, err
	}
	return Compare(m, a, b, len(references), samples)
}

// ScoreLinks scores lines of word links against gold, a line for each sentence, as [ParseLinks] reads them.
func ScoreLinks(gold, made []string) (Links, error) {
	if len(gold) != len(made) {
		return Links{}, fmt.Errorf("scoring word links: %w: %d and %d", ErrLines, len(gold), len(made))
	}
	var sum LinkCount
	for i := range gold {
		sure, possible := ParseLinks(gold[i])
		own, doubtful := ParseLinks(made[i])
		sum.Add(sure, possible, append(own, doubtful...))
	}
	return sum.Score(), nil
}
