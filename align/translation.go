package align

import (
	"fmt"
	"slices"
)

// Translation is the scorer that compares a machine translation of the source with the target, word by word, as
// Bleualign does (Sennrich and Volk, 2010).
type Translation struct {
	// ID identifies the translator in signatures.
	ID string
	// Translate returns the translations of sentences, in order: all that Align was given, in one call.
	Translate func(sentences []string) ([]string, error)
}

// Name implements [Scorer].
func (t Translation) Name() string { return "translation(" + t.ID + ")" }

// Bind implements [Scorer].
func (t Translation) Bind(source, target []string) (Gain, error) {
	l, err := t.lexical(source, target, &defaultWeights)
	if err != nil {
		return nil, err
	}
	return func(s, t Range) float64 {
		f := l.forward.newGrid(s, slices.Repeat([]Range{t}, s.Len()))
		b := l.backward.newGrid(t, slices.Repeat([]Range{s}, t.Len()))
		return l.weights.Lexical * 0.5 * (f.gain(s, t) + b.gain(t, s))
	}, nil
}

// lexical makes the scorer of words for the translation and the target.
func (t Translation) lexical(source, target []string, w *weights) (*lexical, error) {
	translated, err := t.Translate(source)
	if err != nil {
		return nil, fmt.Errorf("aligning with the translation scorer: %w", err)
	}
	if len(translated) != len(source) {
		return nil, fmt.Errorf("aligning with the translation scorer: %s gave %d translations of %d sentences; "+
			"use a backend that answers one by one", t.ID, len(translated), len(source))
	}
	half := *w
	half.Unknown, half.Lexical = translationKnown, w.Lexical*translationWeight
	l := newLexical(translated, target, nil, &half)
	for _, known := range [][]float32{l.knownSource, l.knownTarget} {
		for i := range known {
			known[i] = max(known[i], translationKnown)
		}
	}
	l.index(l.base, nil)
	return l, nil
}

const (
	translationKnown  = 0.5 // chance that a translator uses the word of the target, or one that looks like it
	translationWeight = 0.7 // of the gain, beside the words of the source itself
)
