package check

import (
	_ "embed"
	"math"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
)

// A machine that gives scores is judged by more than what planted errors can teach: how sure it was, and what kind of
// text it had to translate. Which of that goes with bad translations was learned from the built-in model's own
// translations of training text: see check/learn.

// ofMachine reports whether p is a translation with a score of the machine that made it.
func ofMachine(p *bitext.Pair) bool { return p.Score != nil && p.Origin != bitext.Human }

// doubtFeatures returns the features of a machine's translation whose words have been compared, in the order of
// doubtNames. Counts of words are shares of their side.
func doubtFeatures(p *bitext.Pair, c *lexical.Coverage) [numDoubts]float64 {
	unsure := min(max(-*p.Score, 0), 3)
	size := math.Log(float64(max(len(p.Source), leastSize)) / usualSize)
	source, target := tallyWords(c.German), tallyWords(c.English)
	return [...]float64{
		1, unsure, max(unsure+usualScore, 0), size,
		min(max(c.Misfit/max(source.words+target.words, 1), -4), 4),
		float64(len(p.Source)) / max(source.words, 1) / 10,
		source.share(source.names), source.share(source.unknown), source.share(source.lost),
		source.share(source.unknownLost), target.share(target.unknown), target.share(target.lost),
		target.share(target.unknownLost), target.share(target.unjudged),
		target.related / max(target.listed, 1), target.unrelated / max(target.listed, 1),
	}
}

var doubtNames = [...]string{"bias", "unsure", "very unsure", "size", "misfit", "long words", "names", "unknown",
	"lost", "unknown lost", "target unknown", "added", "unknown added", "target unjudged", "target related",
	"target unrelated"}

const numDoubts = len(doubtNames)

// usualSize is the length of a sentence, in bytes, beside which others are short or long. Below leastSize, sentences
// are not distinguished by length, since their references are too weak a measure of a translation.
const (
	usualSize = 80
	leastSize = 40
)

// sizeDoubt is the place of the size among the doubts.
const sizeDoubt = 3

// doubtOf returns what the features add to the logarithm of the odds of an error: about nothing for an ordinary
// translation.
//
// That a sentence is short adds nothing. The fit must know it, because a right translation of a few words often has
// none of its reference's, and would blame other features; but that is a property of the reference, not of an error.
func doubtOf(p *bitext.Pair, c *lexical.Coverage) (sum float64) {
	weights := doubtWeights()
	features := doubtFeatures(p, c)
	features[sizeDoubt] = max(features[sizeDoubt], 0)
	for i, x := range features {
		sum += weights[i] * x
	}
	return sum
}

// Doubts returns the features that show how much a machine may have doubted p, nil where there are none. The program in
// check/learn fits their weights.
func (r *Runner) Doubts(p *bitext.Pair) map[string]float64 {
	r.env.analysis.set(p)
	c := r.env.coverageOf(p)
	if c == nil || !ofMachine(p) {
		return nil
	}
	out := make(map[string]float64, numDoubts)
	for i, x := range doubtFeatures(p, c) {
		out[doubtNames[i]] = x
	}
	return out
}

//go:embed doubt.txt
var doubtText string

// doubtWeights are the weights in the order of doubtNames.
var doubtWeights = sync.OnceValue(func() (out [numDoubts]float64) {
	weights := parseWeights(doubtText)
	for i, name := range doubtNames {
		out[i] = weights[name]
	}
	return out
})

// A wordTally counts the words of a side: those that the table does not know, and those without a partner, known and
// unknown.
type wordTally struct {
	words, names, unjudged           float64
	listed, related, unrelated, lost float64
	unknown, unknownLost             float64
}

func (t *wordTally) share(n float64) float64 { return n / max(t.words, 1) }

func tallyWords(ws []lexical.Word) wordTally {
	t := wordTally{words: float64(len(ws))}
	for i := range ws {
		w := &ws[i]
		id, _ := w.Listed()
		switch {
		case !w.Judged():
			t.unjudged++
			continue
		case id < 0:
			t.unknown++
			if !w.Partner {
				t.unknownLost++
			}
		default:
			related, unrelated := w.Reliable()
			t.listed++
			t.related += related
			t.unrelated += unrelated
			if !w.Partner {
				t.lost++
			}
		}
		if w.MayBeName() {
			t.names++
		}
	}
	return t
}
