package align

import "fmt"

// A Block is the alignment of a paragraph and its translation.
type Block struct {
	Beads []Bead
	// Certain is whether the beads can be relied on. If they cannot, the paragraph should be sent again sentence by
	// sentence, or stay one bead.
	Certain bool
	// Confidence is that of the least certain bead.
	Confidence float64
	// Doubt is the reason why the block is not certain; empty if it is.
	Doubt string
}

// blockTrust is the confidence that every bead of a certain block has.
const blockTrust = 0.75

// AlignBlock pairs the sentences of a paragraph with those of its translation. A translator may join and part
// sentences; what it leaves out or adds makes the block uncertain.
func AlignBlock(source, target []string, lexicon *Lexicon) Block {
	if len(source) == 1 && len(target) > 0 {
		return Block{Beads: []Bead{{Source: Range{0, 1}, Target: Range{0, len(target)}, Confidence: 1}},
			Certain: true, Confidence: 1}
	}
	beads, _, err := Align(source, target, Config{Lexicon: lexicon, once: true})
	if err != nil {
		return Block{Doubt: err.Error()}
	}
	b := Block{Beads: beads, Certain: true, Confidence: 1}
	for _, x := range beads {
		doubt := ""
		switch {
		case x.Target.Len() == 0:
			doubt = fmt.Sprintf("source sentence %d found no translation", x.Source.Start+1)
		case x.Source.Len() == 0:
			doubt = fmt.Sprintf("target sentence %d translates nothing", x.Target.Start+1)
		case x.Confidence < blockTrust:
			doubt = fmt.Sprintf("source sentence %d could go with other sentences (confidence %.2f)",
				x.Source.Start+1, x.Confidence)
		}
		b.Confidence = min(b.Confidence, x.Confidence)
		if doubt != "" && b.Certain {
			b.Certain, b.Doubt = false, doubt
		}
	}
	return b
}
