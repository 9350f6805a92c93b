// Package tuned has the numbers of the aligner that align/tune looks for.
package tuned

// Weights are the numbers that the programme of beads works with.
type Weights struct {
	// Of words.
	Floor   float64 // share of words without a partner among those whose partner would be known
	Most    float64 // largest ratio of one word
	Lexical float64 // weight of the gain of words
	Unknown float64 // how well words are known that the lexicon does not know
	// Of shapes, logarithms of how likely they are beforehand.
	Single, Empty     float64 // 1-1, 1-0
	Merge, Both, More float64 // 1-2, 2-2, each sentence more
	// Of lengths.
	Length          float64 // weight of the gain of lengths
	Spread, PerRune float64 // variance of the logarithm of the ratio: constant, and times the length in runes
	// Temperature flattens the shares of beads among all ways to align, to make up for scores that take dependent
	// words for independent.
	Temperature float64
}

// Default returns the weights that align/tune has found on documents made of training text by joining, cutting, moving,
// leaving out and adding sentences, none of which the lexicon was learned from. The search leaves Temperature alone.
func Default() Weights {
	return Weights{
		Floor: 0.03, Most: 600, Lexical: 1.5, Unknown: 0.36,
		Single: -0.25, Empty: -4, Merge: -3, Both: -5, More: -1.2,
		Length: 2.7, Spread: 0.028, PerRune: 1.57,
		Temperature: 2,
	}
}
