package align

import (
	"fmt"
	"slices"
	"strings"
)

// What makes a document suspicious as a whole.
const (
	fewSentences    = 8    // fewer show nothing about a document
	alignedLeast    = 0.5  // share of sentences in beads with two sides
	trustLeast      = 0.45 // confidence
	sidesMost       = 3.0  // times as many letters on one side as on the other
	equalMost       = 0.5  // share of sentences that are equal to another
	giantMost       = 20_000
	crossingLeast   = 0.3 // share of anchors that are on no monotone chain
	outOfOrderLeast = 5   // anchors
)

// report sums up an alignment. a is nil where one side was empty.
func report(source, target []string, beads []Bead, a *aligner) Report {
	var r Report
	if len(source)+len(target) == 0 {
		r.Confidence, r.Aligned = 1, 1
		return r
	}
	n, aligned := 0, 0
	for _, b := range beads {
		k := b.Source.Len() + b.Target.Len()
		n += k
		r.Confidence += float64(k) * b.Confidence
		if b.Source.Len() > 0 && b.Target.Len() > 0 {
			aligned += k
		}
	}
	r.Confidence /= float64(n)
	r.Aligned = float64(aligned) / float64(n)
	if r.Aligned < alignedLeast {
		r.Confidence *= r.Aligned // to be sure that nothing belongs together is not a success
	}
	warn := func(format string, args ...any) { r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...)) }
	switch {
	case len(source) == 0:
		warn("the source has no sentences")
	case len(target) == 0:
		warn("the target has no sentences")
	}
	if len(source) > 0 && len(target) > 0 {
		r.Gaps = gaps(beads, len(source), len(target))
		for _, g := range r.Gaps {
			warn("%s", g)
		}
	}
	if a == nil {
		r.Confidence = 0
		return r
	}
	r.Signature = a.signature()
	s, t := a.length.source[len(source)], a.length.target[len(target)]
	if long, short := max(s, t), min(s, t); long > sidesMost*short && long > 400 {
		warn("one side is %.0f times as long as the other: is a part missing?", long/max(1, short))
		r.Confidence *= sidesMost * short / long
	}
	for _, side := range []struct {
		name  string
		texts []string
	}{{"source", source}, {"target", target}} {
		if k := repeated(side.texts); k > equalMost*float64(len(side.texts)) && len(side.texts) > fewSentences {
			warn("%.0f of %d sentences of the %s are equal to another: which belongs to which cannot be told",
				k, len(side.texts), side.name)
			r.Confidence *= 1 - k/float64(len(side.texts))
		}
		for _, x := range side.texts {
			if len(x) > giantMost {
				warn("a sentence of the %s has %d bytes: was it split?", side.name, len(x))
				break
			}
		}
	}
	if share, n := a.crossing(); share > crossingLeast && n >= outOfOrderLeast {
		warn("the order of the sentences differs: %.0f %% of what surely belongs together crosses", 100*share)
		r.Confidence *= 1 - share
	}
	// That little fits may be sure; that these are translations is not.
	if n > fewSentences && r.Aligned < alignedLeast {
		r.Confidence *= r.Aligned / alignedLeast
	}
	if n > fewSentences && (r.Aligned < alignedLeast || r.Confidence < trustLeast) {
		warn("the texts do not look like translations of each other: "+
			"%.0f %% of the sentences found a partner, confidence %.2f", 100*r.Aligned, r.Confidence)
	}
	return r
}

// signature names what the beads were judged by.
func (a *aligner) signature() string {
	parts := []string{"length", "lexical"}
	if a.cfg.Lexicon != nil {
		parts = append(parts, fmt.Sprintf("lexicon(%d)", a.cfg.Lexicon.Len()))
	}
	if a.cfg.Pivot != nil {
		parts = append(parts, fmt.Sprintf("pivot(%d)", a.cfg.Pivot.Len()))
	}
	for _, s := range a.cfg.Scorers {
		parts = append(parts, s.Name())
	}
	return fmt.Sprintf("align:1|scorers:%s|passes:%d", strings.Join(parts, "+"), a.passes)
}

// repeated counts the sentences that are equal to an earlier one.
func repeated(texts []string) float64 {
	seen, n := make(map[string]bool, len(texts)), 0.0
	for _, t := range texts {
		if seen[t] {
			n++
		}
		seen[t] = true
	}
	return n
}

// crossing returns the share of strong anchors that no monotone alignment can hold, and the number of strong anchors.
func (a *aligner) crossing() (float64, int) {
	var strong []anchor
	for _, found := range a.candidates() {
		if len(found) > 0 && found[0].weight >= 2*anchorLeast &&
			(len(found) == 1 || found[1].weight < found[0].weight/2) {
			strong = append(strong, found[0])
		}
	}
	if len(strong) == 0 {
		return 0, 0
	}
	kept := chain(slices.Clone(strong), len(a.target))
	return 1 - float64(len(kept))/float64(len(strong)), len(strong)
}
