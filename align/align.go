// Package align finds which sentences, and which words, of two texts translate each other. It works on plain strings,
// needs no neural model, and uses neither randomness nor time: equal input gives equal output.
//
// [Align] pairs the sentences of two finished documents as beads; [Links] pairs the words of two sentences. The
// evidence for a bead is judged by scorers, one in each file: words (numbers, names, cognates, marks, a lexicon, and a
// lexicon induced from the documents themselves) and lengths always, [Translation] and [Embedding] where they are
// given.
package align

import "github.com/satzpaar/satzpaar/align/internal/tuned"

// A Range is a half-open range of sentence numbers.
type Range struct{ Start, End int }

// Len returns the number of sentences in r.
func (r Range) Len() int { return r.End - r.Start }

// A Bead is a group of neighbouring source sentences and the target sentences that translate them; one side may be
// empty. Beads are monotone: both sides of a bead start where the bead before it ends.
type Bead struct {
	Source, Target Range
	// Cost is the negative gain of the scorers, in nats a word: below zero where the sides explain each other, about
	// zero where they do not, and zero where one side is empty.
	Cost float64
	// Confidence estimates the chance that a person would draw exactly this bead, 0 to 1.
	Confidence float64
}

// A Scorer judges whether groups of sentences translate each other.
type Scorer interface {
	// Name identifies the scorer in signatures and messages.
	Name() string
	// Bind reads two documents, a sentence a string, and returns the judge of their beads. Its errors end the
	// alignment.
	Bind(source, target []string) (Gain, error)
}

// A Gain returns by how many nats a bead with two sides that are not empty is better explained as a translation than
// as two texts that have nothing to do with each other: positive is in favour of the bead. It is called from several
// goroutines at once.
type Gain func(source, target Range) float64

// Config specifies how documents are aligned. The zero value is the default: lexical and length scorers, without a
// lexicon.
type Config struct {
	// Lexicon is what is known about the two languages beforehand; nil if nothing is.
	Lexicon *Lexicon
	// Pivot is, for languages without a lexicon, one from the source language into a third language, whose words may
	// look like those of the target language; nil for none.
	Pivot *Lexicon
	// Scorers judge beside the lexical and length scorers.
	Scorers []Scorer
	// SourceParagraphs and TargetParagraphs list the numbers of the sentences that begin a paragraph, ascending.
	// Where both are given, beads that cross the border of a paragraph are held to be less likely, and borders on
	// both sides that meet more likely. They force nothing.
	SourceParagraphs, TargetParagraphs []int
	// Weights take the place of the tuned ones, for align/tune; nil anywhere else.
	Weights *tuned.Weights

	once bool // the documents are too short to learn a lexicon from them in further passes
}

// A Report describes how an alignment went as a whole.
type Report struct {
	// Confidence is the mean confidence of the beads, weighted by their sentences, and less where something is wrong
	// with the documents as a whole.
	Confidence float64
	// Aligned is the share of sentences of both sides in beads with two sides.
	Aligned float64
	// Warnings name what is wrong with the documents as a whole, if anything is; lower case, one thing each.
	Warnings []string
	// Gaps are long stretches of sentences without a partner: parts that are missing on the other side. Each is a
	// warning too.
	Gaps []Gap
	// Signature names the scorers and passes that made the beads.
	Signature string
}

// Align pairs the sentences of two documents. The beads cover both sides exactly once, in order. It needs memory
// linear in the number of sentences and time near linear. Whatever the texts are there are beads; the report shows
// whether to trust them.
func Align(source, target []string, cfg Config) ([]Bead, Report, error) {
	if len(source) == 0 || len(target) == 0 {
		beads := empty(len(source), len(target))
		return beads, report(source, target, beads, nil), nil
	}
	w := &defaultWeights
	if cfg.Weights != nil {
		w = &weights{*cfg.Weights}
	}
	a, err := newAligner(source, target, cfg, w)
	if err != nil {
		return nil, Report{}, err
	}
	beads := a.run()
	calibrate(beads)
	return beads, report(source, target, beads, a), nil
}

// empty returns the beads of a document against nothing.
func empty(source, target int) []Bead {
	var beads []Bead
	for i := range source {
		beads = append(beads, Bead{Source: Range{i, i + 1}, Confidence: 1})
	}
	for j := range target {
		beads = append(beads, Bead{Source: Range{source, source}, Target: Range{j, j + 1}, Confidence: 1})
	}
	return beads
}

// An aligner holds what the passes over two documents share.
type aligner struct {
	cfg            Config
	weights        *weights
	priors         [len(shapes)]float64
	source, target []string
	lexical        *lexical
	translated     []*lexical // one for each translation scorer
	length         *length
	gains          []Gain
	// By sentence number: whether a paragraph starts there, nil without paragraphs; whether the sentence before ends
	// without a mark, nil where that means nothing; whether a bracket is open there, nil where none is.
	sourceParagraphs, targetParagraphs []bool
	sourceOpen, targetOpen             []bool
	sourceCut, targetCut               []bool
	passes                             int
}

func newAligner(source, target []string, cfg Config, w *weights) (*aligner, error) {
	a := &aligner{cfg: cfg, weights: w, source: source, target: target}
	a.priors = w.priors(nil)
	a.lexical = newLexical(source, target, cfg.Lexicon, w)
	if cfg.Pivot != nil {
		a.lexical.learn(pivotEvidence(&a.lexical.source, &a.lexical.target, cfg.Pivot))
	}
	a.length = newLength(source, target, w)
	for _, s := range cfg.Scorers {
		if t, ok := s.(Translation); ok {
			l, err := t.lexical(source, target, w)
			if err != nil {
				return nil, err
			}
			a.translated = append(a.translated, l)
			continue
		}
		g, err := s.Bind(source, target)
		if err != nil {
			return nil, err
		}
		a.gains = append(a.gains, g)
	}
	if len(cfg.SourceParagraphs) > 1 && len(cfg.TargetParagraphs) > 1 {
		a.sourceParagraphs = paragraphs(cfg.SourceParagraphs, len(source))
		a.targetParagraphs = paragraphs(cfg.TargetParagraphs, len(target))
	}
	a.sourceOpen, a.targetOpen = openEnds(source), openEnds(target)
	a.sourceCut, a.targetCut = cutBrackets(source), cutBrackets(target)
	return a, nil
}

// run aligns, learns from the beads, and aligns again.
func (a *aligner) run() []Bead {
	passes := 1
	if !a.cfg.once {
		passes = 2
		if a.cfg.Lexicon == nil {
			passes = 4
		}
	}
	var beads []Bead
	for a.passes = 1; ; a.passes++ {
		beads = a.pass()
		if a.passes == passes {
			return beads
		}
		a.priors = a.weights.priors(beads)
		a.length.fit(beads)
		a.lexical.induce(beads)
	}
}
